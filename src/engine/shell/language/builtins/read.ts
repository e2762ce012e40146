import type { Task } from '../../process/types.ts';
import { assignText } from '../execute/assign.ts';
import { interruptible } from '../execute/interruptible.ts';
import { descriptor, isReader } from '../io.ts';
import type { Shell } from '../shell.ts';
import { isName } from '../variables.ts';

/** `read [-r] [-s] [-p prompt] [-t seconds] [-n count] [-d delimiter] [-u fd] [-a array] [name…]`. */
export function* read(shell: Shell, argv: readonly string[]): Task<number> {
  const options = {
    raw: false,
    prompt: '',
    fd: 0,
    count: undefined as number | undefined,
    delimiter: '\n',
    array: undefined as string | undefined,
    timeout: undefined as number | undefined,
  };
  const names: string[] = [];
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (names.length > 0 || !word.startsWith('-') || word === '-') {
      names.push(word);
      continue;
    }
    if (word === '--') continue;
    for (let letter = 1; letter < word.length; letter++) {
      const char = word.charAt(letter);
      if (char === 'r') options.raw = true;
      else if (char === 's' || char === 'e') continue;
      else if ('pundatN'.includes(char)) {
        const value = word.slice(letter + 1) !== '' ? word.slice(letter + 1) : (argv[++at] ?? '');
        if (char === 'p') options.prompt = value;
        else if (char === 'u') options.fd = Number(value);
        else if (char === 'n' || char === 'N') options.count = Number(value);
        else if (char === 'd') options.delimiter = value.charAt(0) || '\0';
        else if (char === 'a') options.array = value;
        else options.timeout = Number(value);
        break;
      } else {
        shell.complain(shell.flavour === 'bash' ? `read: -${char}: invalid option` : `read: Illegal option -${char}`);
        return 2;
      }
    }
  }
  for (const name of names) {
    if (!isName(name)) {
      shell.complain(
        shell.flavour === 'bash' ? `read: \`${name}': not a valid identifier` : `read: ${name}: bad variable name`,
      );
      return shell.flavour === 'bash' ? 1 : 2;
    }
  }
  if (names.length === 0 && options.array === undefined && shell.flavour === 'dash') {
    shell.complain('read: arg count');
    return 2;
  }
  const input = descriptor(shell.io, options.fd);
  if (input === undefined || !isReader(input)) {
    shell.complain(`read: ${options.fd}: invalid file descriptor: Bad file descriptor`);
    return 1;
  }
  if (options.prompt !== '' && input.isTerminal) shell.io.stderr.write(options.prompt);
  let line = '';
  let ended = false;
  for (;;) {
    const piece = yield* interruptible(shell, input.readLine());
    if (piece === undefined) {
      ended = true;
      break;
    }
    if (!piece.endsWith('\n')) {
      line += piece;
      ended = true;
      break;
    }
    if (options.delimiter === '\n' && !options.raw && /(^|[^\\])(\\\\)*\\\n$/.test(piece)) {
      line += piece.slice(0, -2);
      continue;
    }
    if (options.delimiter !== '\n') {
      line += piece;
      if (line.includes(options.delimiter)) break;
      continue;
    }
    line += piece.slice(0, -1);
    break;
  }
  if (options.delimiter !== '\n') {
    const at = line.indexOf(options.delimiter);
    if (at >= 0) line = line.slice(0, at);
  }
  if (options.count !== undefined) line = line.slice(0, options.count);
  assignFields(shell, line, names, options.raw, options.array);
  return ended ? 1 : 0;
}

function assignFields(
  shell: Shell,
  line: string,
  names: readonly string[],
  raw: boolean,
  array: string | undefined,
): void {
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  const clean = (text: string): string => (raw ? text : text.replace(/\\(.)/gs, '$1'));
  if (array !== undefined) {
    shell.variables.setItems(
      array,
      new Map(cut(line, ifs, Number.POSITIVE_INFINITY, raw).map((field, at) => [String(at), clean(field)])),
    );
    return;
  }
  if (names.length === 0) {
    assignText(shell, 'REPLY', clean(line));
    return;
  }
  const fields = cut(line, ifs, names.length, raw);
  for (const [at, name] of names.entries()) assignText(shell, name, clean(fields[at] ?? ''));
}

/** Cuts a line into at most `limit` fields; the last takes the rest. */
function cut(line: string, ifs: string, limit: number, raw: boolean): readonly string[] {
  const blank = (char: string): boolean => ' \t\n'.includes(char) && ifs.includes(char);
  const fields: string[] = [];
  let at = 0;
  while (at < line.length && blank(line.charAt(at))) at++;
  while (at < line.length && fields.length < limit - 1) {
    const start = at;
    while (at < line.length && !(ifs.includes(line.charAt(at)) && ifs !== ''))
      at += !raw && line.charAt(at) === '\\' ? 2 : 1;
    fields.push(line.slice(start, at));
    while (at < line.length && blank(line.charAt(at))) at++;
    if (at < line.length && ifs.includes(line.charAt(at)) && !blank(line.charAt(at))) {
      at++;
      while (at < line.length && blank(line.charAt(at))) at++;
    }
  }
  if (at < line.length) {
    let end = line.length;
    while (end > at && blank(line.charAt(end - 1))) end--;
    let rest = line.slice(at, end);
    // one trailing delimiter belongs to the last field only when others follow
    const last = rest.charAt(rest.length - 1);
    if (last !== '' && ifs.includes(last) && !blank(last) && ![...rest.slice(0, -1)].some((char) => ifs.includes(char)))
      rest = rest.slice(0, -1);
    fields.push(rest);
  }
  return fields;
}
