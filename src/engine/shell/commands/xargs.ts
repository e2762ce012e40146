import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { readInputs } from './inputs.ts';

/** More words than this do not go into one command line. */
const WORD_LIMIT = 5000;

/** `xargs`. */
export const xargs: CommandDefinition = {
  name: 'xargs',
  synopsis: '[OPTION]... [COMMAND [INITIAL-ARGS]...]',
  summary: 'Run COMMAND with arguments read from standard input.',
  short: '0n:I:L:P:d:rtpa:s:E:x',
  long: {
    null: '0',
    'max-args': 'n',
    replace: 'I',
    'max-lines': 'L',
    'max-procs': 'P',
    delimiter: 'd',
    'no-run-if-empty': 'r',
    verbose: 't',
    'arg-file': 'a',
  },
  prepare: (words) => words.map((word) => (word === '-i' ? '-I{}' : word)),
  inOrder: true,
  *run(call: Call): Task<number> {
    if (call.has('p')) return call.fail('-p: asking before each command is not supported here');
    const file = call.value('a');
    const { text, status } = yield* readInputs(call, file === undefined ? [] : [file]);
    if (status !== 0) return 1;
    const command = call.operands.length === 0 ? ['echo'] : call.operands;
    const replace = call.value('I');
    const delimiter = call.has('0')
      ? '\0'
      : call.value('d')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0');
    const items =
      replace !== undefined && delimiter === undefined
        ? lineItems(text)
        : delimiter === undefined
          ? quotedWords(text)
          : splitBy(text, delimiter);
    if (typeof items === 'string') return call.fail(items);
    let argvs: (readonly string[])[];
    if (replace !== undefined) argvs = items.map((item) => command.map((word) => word.replaceAll(replace, item)));
    else if (call.has('L')) {
      const lines = lineItems(text)
        .map((line) => quotedWords(line))
        .filter((words): words is string[] => typeof words !== 'string');
      argvs = groups(lines, Number(call.value('L')) || 1).map((group) => [...command, ...group.flat()]);
    } else argvs = groups(items, Number(call.value('n')) || WORD_LIMIT).map((group) => [...command, ...group]);
    if (argvs.length === 0 && replace === undefined && !call.has('r') && call.style === 'gnu') argvs = [command];
    let result = 0;
    for (const argv of argvs) {
      yield* call.process.breathe();
      if (call.has('t')) call.process.stderr.write(`${argv.join(' ')}\n`);
      const child = call.process.spawn({ argv });
      if ('error' in child) {
        call.complain(`${argv[0]}: ${child.error === 'not-found' ? 'No such file or directory' : 'Permission denied'}`);
        return child.error === 'not-found' ? 127 : 126;
      }
      const ended = yield* child.wait();
      if (ended === 255) return call.fail(`${argv[0]}: exited with status 255; aborting`, 124);
      if (ended > 128) return call.fail(`${argv[0]}: terminated by signal ${ended - 128}`, 125);
      if (ended !== 0) result = 123;
    }
    return result;
  },
};

function lineItems(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^[ \t]+/, ''))
    .filter((line) => line !== '');
}

function splitBy(text: string, delimiter: string): string[] {
  const items = text.split(delimiter);
  if (items.at(-1) === '') items.pop();
  return items;
}

/** Words parted by blanks; quotes and backslashes protect. A text says what is wrong. */
function quotedWords(text: string): string[] | string {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const end = text.indexOf(char, at + 1);
      const newline = text.indexOf('\n', at);
      if (end < 0 || (newline >= 0 && newline < end)) {
        return `unmatched ${char === "'" ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`;
      }
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (char === '\\') word = (word ?? '') + text.charAt(++at);
    else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function groups<Item>(items: readonly Item[], size: number): Item[][] {
  const out: Item[][] = [];
  for (let at = 0; at < items.length; at += size) out.push(items.slice(at, at + size));
  return out;
}
