import { fileErrorText } from '../files/errors.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { eachLine } from './inputs.ts';

/** `uniq`. */
export const uniq: CommandDefinition = {
  name: 'uniq',
  synopsis: '[OPTION]... [INPUT [OUTPUT]]',
  summary: 'Filter adjacent matching lines from INPUT.',
  short: 'cduif:s:w:',
  long: {
    count: 'c',
    repeated: 'd',
    unique: 'u',
    'ignore-case': 'i',
    'skip-fields': 'f',
    'skip-chars': 's',
    'check-chars': 'w',
  },
  *run(call: Call): Task<number> {
    const [input, output, extra] = call.operands;
    if (extra !== undefined) return call.misuse(`extra operand '${extra}'`);
    let current: string | undefined;
    let count = 0;
    let out = '';
    const emit = (text: string): void => {
      if (output === undefined) call.print(text);
      else out += text;
    };
    const flush = (): void => {
      if (current === undefined) return;
      if (call.has('d') && count < 2) return;
      if (call.has('u') && count > 1) return;
      emit(`${call.has('c') ? `${String(count).padStart(7)} ` : ''}${current}\n`);
    };
    const status = yield* eachLine(call, input === undefined ? [] : [input], (line) => {
      if (current !== undefined && keyOf(call, line) === keyOf(call, current)) count++;
      else {
        flush();
        current = line;
        count = 1;
      }
      return true;
    });
    flush();
    if (output !== undefined) {
      try {
        call.process.fs.write(call.path(output), out);
      } catch (error) {
        return call.fail(`${output}: ${fileErrorText(error)}`);
      }
    }
    return status;
  },
};

function keyOf(call: Call, line: string): string {
  let key = line;
  for (let skip = Number(call.value('f') ?? 0); skip > 0; skip--) key = key.replace(/^\s*\S+/, '');
  key = key.slice(Number(call.value('s') ?? 0));
  const width = call.value('w');
  if (width !== undefined) key = key.slice(0, Number(width));
  return call.has('i') ? key.toLowerCase() : key;
}
