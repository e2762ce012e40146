import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { openInput } from './inputs.ts';

/** Options of jq with so many values after them. */
const VALUES: { readonly [option: string]: number } = {
  '--arg': 2,
  '--argjson': 2,
  '--slurpfile': 2,
  '--rawfile': 2,
  '--indent': 1,
};

const USAGE = `Usage:\tjq [OPTIONS] FILTER [FILES...]
\tjq [OPTIONS] --args FILTER [ARGUMENTS...]
\tjq [OPTIONS] --jsonargs FILTER [JSON_VALUES...]

jq is a tool for processing JSON inputs, applying the given filter to
its JSON text inputs and producing the filter's results as JSON on
standard output.
`;

interface Words {
  readonly flags: readonly string[];
  readonly filter: string;
  readonly files: readonly string[];
  /** Needs all input at once. */
  readonly whole: boolean;
}

/** `jq`: reads the words and the files; jq's own engine (`Machine.runJq`) does the rest. Values are filtered as they arrive. */
export const jq: CommandDefinition = {
  name: 'jq',
  synopsis: '[OPTIONS] FILTER [FILES...]',
  summary: 'Command-line JSON processor.',
  raw: true,
  *run(call: Call): Task<number> {
    const { runJq } = call.process.machine;
    if (call.operands.includes('--help') || call.operands.includes('-h')) {
      call.print(USAGE);
      return 0;
    }
    if (runJq === undefined) return call.fail('this machine has no jq engine', 127);
    const words = readWords(call);
    if (typeof words === 'number') return words;
    const { flags, filter, files, whole } = words;
    if (
      flags.some((flag) => flag === '-n' || flag === '--null-input' || /^-[a-zA-Z]*n/.test(flag)) &&
      !/\binputs?\b/.test(filter)
    ) {
      return emit(call, runJq(filter, flags, 'null'));
    }
    let status = 0;
    let text = '';
    for (const name of files.length === 0 ? ['-'] : files) {
      if (name !== '-' && !name.startsWith('/dev/') && !call.process.fs.exists(call.path(name))) {
        call.complain(`error: Could not open ${name}: No such file or directory`);
        status = 2;
        continue;
      }
      const input = openInput(call, name);
      if (input === undefined) {
        status = 2;
        continue;
      }
      for (;;) {
        const piece = yield* input.reader.read();
        if (piece === undefined) break;
        call.process.allocate(piece.length);
        text += piece;
        if (whole) continue;
        const end = endOfValues(text);
        if (end === 0) continue;
        status = emit(call, runJq(filter, flags, text.slice(0, end))) || status;
        text = text.slice(end);
      }
    }
    if (whole || text.trim() !== '') status = emit(call, runJq(filter, flags, text)) || status;
    return status;
  },
};

function emit(call: Call, result: { readonly stdout: string; readonly stderr: string; readonly code: number }): number {
  if (result.stdout !== '')
    call.print(result.stdout.endsWith('\n') || result.code === 0 ? result.stdout : `${result.stdout}\n`);
  if (result.stderr !== '')
    call.process.stderr.write(result.stderr.endsWith('\n') ? result.stderr : `${result.stderr}\n`);
  return result.code;
}

function readWords(call: Call): Words | number {
  const flags: string[] = [];
  const files: string[] = [];
  let filter: string | undefined;
  let positional = '';
  let whole = false;
  const words = call.operands;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const count = Object.hasOwn(VALUES, word) ? VALUES[word] : undefined;
    if (count !== undefined) {
      const values = words.slice(at + 1, at + 1 + count);
      if (values.length < count) {
        call.complain(
          `error: ${word} takes ${count === 2 ? 'two parameters' : 'one parameter'} (e.g. ${word} ${count === 2 ? 'varname value' : 'n'})`,
        );
        return misuse(call);
      }
      if (word === '--slurpfile' || word === '--rawfile') {
        const path = call.path(values[1] ?? '');
        if (!call.process.fs.exists(path))
          return call.fail(
            `error: Bad JSON in --${word.slice(2)} ${values[0]} ${values[1]}: Could not open ${values[1]}: No such file or directory`,
            2,
          );
        const content = call.process.fs.read(path);
        if (word === '--rawfile') flags.push('--arg', values[0] ?? '', content);
        else
          flags.push(
            '--argjson',
            values[0] ?? '',
            `[${content
              .trim()
              .split(/\n(?=[{["\d-])/)
              .join(',')}]`,
          );
      } else flags.push(word, ...values);
      at += count;
    } else if (word === '-f' || word === '--from-file') {
      const path = words[++at] ?? '';
      if (!call.process.fs.exists(call.path(path)))
        return call.fail(`error: Could not open ${path}: No such file or directory`, 2);
      filter = call.process.fs.read(call.path(path));
    } else if (word === '--args' || word === '--jsonargs') positional = word;
    else if (word.startsWith('-') && word !== '-') {
      flags.push(word);
      if (
        /^-[a-zA-Z]*[sRn]/.test(word) ||
        word === '--slurp' ||
        word === '--raw-input' ||
        word === '--null-input' ||
        word === '--seq' ||
        word === '--stream'
      )
        whole = true;
    } else if (filter === undefined) filter = word;
    else if (positional !== '') {
      if (!flags.includes(positional)) flags.push(positional);
      flags.push(word);
    } else files.push(word);
  }
  if (filter === undefined) return misuse(call);
  return {
    flags,
    filter,
    files,
    whole:
      whole ||
      /\binputs?\b|input_line_number|\$__prog/.test(filter) ||
      flags.includes('-e') ||
      flags.includes('--exit-status'),
  };
}

function misuse(call: Call): number {
  call.process.stderr.write(`${USAGE}\nFor a listing of options, use jq --help.\n`);
  return 2;
}

/** Where the last complete JSON value of a text ends; 0 when none is complete. Wrong JSON counts as complete: jq says what is wrong. */
function endOfValues(text: string): number {
  let depth = 0;
  let inString = false;
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth <= 0 && !inString && (char === '}' || char === ']' || char === '\n')) end = at + 1;
  }
  return end;
}
