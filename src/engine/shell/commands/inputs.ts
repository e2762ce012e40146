import { tryFile } from '../files/errors.ts';
import { openReader } from '../process/open.ts';
import type { Reader, Task } from '../process/types.ts';
import type { Call } from './command.ts';

/** A file (or standard input) that a command reads. */
export interface Input {
  /** As named; `-` for standard input. */
  readonly name: string;
  readonly reader: Reader;
}

/** Opens one operand; complains and gives undefined when it cannot be read. */
export function openInput(call: Call, name: string): Input | undefined {
  if (name === '-') return { name, reader: call.process.stdin };
  const opened = tryFile(() => openReader(call.process, name));
  if (opened.ok) return { name, reader: opened.value };
  call.complain(fileProblem(call, name, opened.error.message));
  return undefined;
}

/** How a command words that a file cannot be opened. */
export function fileProblem(call: Call, name: string, text: string): string {
  if (call.style !== 'busybox') return `${name}: ${text}`;
  return text === 'Is a directory' ? 'read error: Is a directory' : `can't open '${name}': ${text}`;
}

/** Calls back with each line (without its newline) of all inputs, as they come. The status: 1 when one could not be read. */
export function* eachLine(
  call: Call,
  names: readonly string[],
  line: (text: string, input: Input, hasNewline: boolean) => boolean | undefined,
): Task<number> {
  let status = 0;
  for (const name of names.length === 0 ? ['-'] : names) {
    const input = openInput(call, name);
    if (input === undefined) {
      status = 1;
      continue;
    }
    if (!(yield* linesOf(call, input, line))) return status;
  }
  return status;
}

/** A line without an end that is longer than this counts as memory. */
const LONG_LINE = 1 << 20;

/** The lines of one input; false when `line` answered false to end. */
export function* linesOf(
  call: Call,
  input: Input,
  line: (text: string, input: Input, hasNewline: boolean) => boolean | undefined,
): Task<boolean> {
  let rest = '';
  let held = 0;
  for (;;) {
    const piece = yield* input.reader.read();
    if (piece === undefined) break;
    rest += piece;
    let from = 0;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', from)) {
      call.process.step();
      const text = rest.slice(from, at);
      from = at + 1;
      if (line(text, input, true) === false) {
        return false;
      }
    }
    rest = rest.slice(from);
    if (rest.length !== held && (rest.length > LONG_LINE || held > 0)) {
      call.process.allocate(rest.length - held);
      held = rest.length;
    }
    yield* call.process.breathe();
  }
  return rest === '' || line(rest, input, false) !== false;
}

/** All text of an input, counted as the process's memory. */
export function* readText(call: Call, input: Input): Task<string> {
  const pieces: string[] = [];
  for (;;) {
    const piece = yield* input.reader.read();
    if (piece === undefined) return pieces.join('');
    call.process.allocate(piece.length);
    call.process.step();
    pieces.push(piece);
  }
}

/** The text of all inputs one after the other, and whether one could not be read. */
export function* readInputs(
  call: Call,
  names: readonly string[],
): Task<{ readonly text: string; readonly status: number }> {
  let text = '';
  let status = 0;
  for (const name of names.length === 0 ? ['-'] : names) {
    const input = openInput(call, name);
    if (input === undefined) status = 1;
    else text += yield* readText(call, input);
  }
  return { text, status };
}

/** Text as lines, without the empty one after a final newline. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
