import { utf8Length, utf8Prefix } from '../../cluster/network/utf8.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { type Input, openInput, readText, splitLines } from './inputs.ts';
import { parseSize } from './sizes.ts';

/** `-5` is `-n 5`. */
export function oldCount(words: readonly string[]): readonly string[] {
  return words.map((word, at) => (at === 0 && /^-\d+$/.test(word) ? `-n${word.slice(1)}` : word));
}

/** The title before a file when there are several. */
export function title(call: Call, input: Input, first: boolean): string {
  const quiet = call.has('q') || (!call.has('v') && call.operands.length < 2);
  return quiet ? '' : `${first ? '' : '\n'}==> ${input.name === '-' ? 'standard input' : input.name} <==\n`;
}

/** `head`. */
export const head: CommandDefinition = {
  name: 'head',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Print the first 10 lines of each FILE to standard output.',
  short: 'n:c:qv',
  long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' },
  prepare: oldCount,
  *run(call: Call): Task<number> {
    const bytes = call.value('c');
    const wanted = bytes ?? call.value('n') ?? '10';
    const count = parseSize(wanted);
    if (count === undefined) {
      return call.fail(
        call.style === 'busybox'
          ? `invalid number '${wanted}'`
          : `invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: '${wanted}'`,
      );
    }
    const fromEnd = wanted.startsWith('-');
    let status = 0;
    let first = true;
    for (const name of call.operands.length === 0 ? ['-'] : call.operands) {
      const input = openHeadInput(call, name);
      if (input === undefined) {
        status = 1;
        continue;
      }
      call.print(title(call, input, first));
      first = false;
      if (fromEnd) {
        const text = yield* readText(call, input);
        if (bytes !== undefined) call.print(text.slice(0, Math.max(0, text.length + count)));
        else
          call.print(
            splitLines(text)
              .slice(0, count === 0 ? undefined : count)
              .map((line) => `${line}\n`)
              .join(''),
          );
      } else if (bytes !== undefined) yield* headBytes(call, input, count);
      else yield* headLines(call, input, count);
    }
    return status;
  },
};

/** Opens an input with the words of head and tail. */
export function openHeadInput(call: Call, name: string): Input | undefined {
  if (call.style === 'gnu' && name !== '-' && !call.process.fs.exists(call.path(name)) && !name.startsWith('/dev/')) {
    call.complain(`cannot open '${name}' for reading: No such file or directory`);
    return undefined;
  }
  if (call.style === 'gnu' && name !== '-' && call.process.fs.isDirectory(call.path(name))) {
    call.complain(`error reading '${name}': Is a directory`);
    return undefined;
  }
  return openInput(call, name);
}

function* headLines(call: Call, input: Input, count: number): Task<void> {
  for (let at = 0; at < count; at++) {
    const line = yield* input.reader.readLine();
    if (line === undefined) return;
    call.print(line);
    yield* call.process.breathe();
  }
}

function* headBytes(call: Call, input: Input, count: number): Task<void> {
  let left = count;
  while (left > 0) {
    const piece = yield* input.reader.read();
    if (piece === undefined) return;
    const taken = utf8Prefix(piece, left);
    call.print(taken);
    left -= taken.length < piece.length ? left : utf8Length(taken);
    yield* call.process.breathe();
  }
}
