import { isEndless } from '../process/readers.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { oldCount, openHeadInput, title } from './head.ts';
import type { Input } from './inputs.ts';
import { parseSize } from './sizes.ts';
import { durationMs } from './sleep.ts';

/** How often a followed file is looked at. */
const POLL_MS = 1000;

/** A piece of nothing but zeroes that is this long is no text. */
const ZERO_RUN = 4096;
const ENDLESS_PIECE = 4 * 1024 * 1024;
const BYTES_PER_CPU_MS = 1_000_000;

/** `tail`. */
export const tail: CommandDefinition = {
  name: 'tail',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Print the last 10 lines of each FILE to standard output.',
  short: 'n:c:fFqvs:',
  long: {
    lines: 'n',
    bytes: 'c',
    follow: 'f',
    quiet: 'q',
    silent: 'q',
    verbose: 'v',
    'sleep-interval': 's',
    retry: 'F',
  },
  prepare: (words) =>
    oldCount(words).map((word, at) =>
      at === 0 && /^\+\d+$/.test(word) ? `-n${word}` : word.replace(/^--follow=.*/, '--follow'),
    ),
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
    let status = 0;
    let first = true;
    const followed: { input: Input; length: number }[] = [];
    for (const name of call.operands.length === 0 ? ['-'] : call.operands) {
      const input = openHeadInput(call, name);
      if (input === undefined) {
        status = 1;
        continue;
      }
      call.print(title(call, input, first));
      first = false;
      const length = yield* printTail(call, input, Math.abs(count), wanted.startsWith('+'), bytes !== undefined);
      if (name !== '-') followed.push({ input, length });
    }
    if ((call.has('f') || call.has('F')) && followed.length > 0) yield* follow(call, followed);
    return status;
  },
};

/** Prints the end of an input; how long it was. Holds only as much as it may have to print. */
function* printTail(call: Call, input: Input, count: number, fromStart: boolean, bytes: boolean): Task<number> {
  let length = 0;
  let kept = '';
  let skipped = 0;
  let held = 0;
  let zeros = 0;
  if (isEndless(input.reader)) yield* holdEndless(call);
  for (;;) {
    const piece = yield* input.reader.read();
    if (piece === undefined) break;
    length += piece.length;
    if (!fromStart && piece.length >= ZERO_RUN && /^\0*$/.test(piece)) {
      // zeroes without a line's end are counted, not held
      zeros += piece.length;
      call.process.occupy(piece.length);
      yield* call.process.breathe();
      continue;
    }
    call.process.allocate(piece.length);
    held += piece.length;
    kept += piece;
    if (fromStart) {
      let at = 0;
      while (at < kept.length && skipped < count - 1) {
        const next = bytes ? at + 1 : kept.indexOf('\n', at) + 1;
        if (next === 0) break;
        at = next;
        skipped++;
      }
      if (skipped >= count - 1) {
        call.print(kept.slice(at));
        kept = '';
      } else kept = kept.slice(at);
    } else {
      // cut from time to time, so that a long log costs its tail only
      if (kept.length > 1 << 20 && piece.includes('\n')) kept = lastPart(kept, count, bytes);
      call.process.allocate(kept.length - held);
      held = kept.length;
    }
    yield* call.process.breathe();
  }
  if (zeros > 0) kept = '\0'.repeat(zeros) + kept;
  if (!fromStart) call.print(lastPart(kept, count, bytes));
  return length;
}

/** Input that never ends and has no lines: all of it must be kept, until there is no memory left. */
function* holdEndless(call: Call): Task<void> {
  for (;;) {
    call.process.occupy(ENDLESS_PIECE);
    yield* call.process.compute(ENDLESS_PIECE / BYTES_PER_CPU_MS);
  }
}

function lastPart(text: string, count: number, bytes: boolean): string {
  if (count === 0) return '';
  if (bytes) return text.slice(-count);
  let at = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let line = 0; line < count; line++) {
    at = text.lastIndexOf('\n', at - 1);
    if (at < 0) return text;
    if (at === 0 && line < count - 1) return text;
  }
  return text.slice(at + 1);
}

function* follow(call: Call, followed: { input: Input; length: number }[]): Task<void> {
  let shown = followed.at(-1)?.input.name;
  const poll = durationMs(call.value('s') ?? '') ?? POLL_MS;
  for (;;) {
    yield* call.process.sleep(poll);
    for (const file of followed) {
      const path = call.path(file.input.name);
      if (!call.process.fs.exists(path)) continue;
      const content = call.process.fs.read(path);
      if (content.length < file.length) {
        call.process.stderr.write(`${call.name}: ${file.input.name}: file truncated\n`);
        file.length = 0;
      }
      if (content.length === file.length) continue;
      if (followed.length > 1 && shown !== file.input.name) call.print(`\n==> ${file.input.name} <==\n`);
      shown = file.input.name;
      call.print(content.slice(file.length));
      file.length = content.length;
    }
  }
}
