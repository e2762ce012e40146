import { tryFile } from '../files/errors.ts';
import { joinPath } from '../files/paths.ts';
import { openReader } from '../process/open.ts';
import type { Task } from '../process/types.ts';
import { strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';

/** A run of lines that differ: [from, to) in each file. */
interface Hunk {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/** Files with more lines than this are compared as a whole. */
const LINE_LIMIT = 4000;

/** `diff`. */
export const diff: CommandDefinition = {
  name: 'diff',
  synopsis: '[OPTION]... FILE1 FILE2',
  summary: 'Compare FILE1 and FILE2 line by line.',
  short: 'uqrNbwiBaU:c',
  long: {
    unified: 'u',
    brief: 'q',
    recursive: 'r',
    'new-file': 'N',
    'ignore-space-change': 'b',
    'ignore-all-space': 'w',
    'ignore-case': 'i',
  },
  usageStatus: 2,
  prepare: (words) => words.filter((word) => !/^--color(=|$)/.test(word)),
  *run(call: Call): Task<number> {
    const [a, b, extra] = call.operands;
    if (a === undefined || b === undefined) return call.misuse(`missing operand after '${a ?? call.name}'`);
    if (extra !== undefined) return call.misuse(`extra operand '${extra}'`);
    return yield* comparePaths(call, a, b);
  },
};

function* comparePaths(call: Call, a: string, b: string): Task<number> {
  const { fs } = call.process;
  const directoryA = a !== '-' && fs.isDirectory(call.path(a));
  const directoryB = b !== '-' && fs.isDirectory(call.path(b));
  if (directoryA && directoryB) return yield* compareDirectories(call, a, b);
  const nameA = directoryA ? joinPath(a, b.replace(/^.*\//, '')) : a;
  const nameB = directoryB ? joinPath(b, a.replace(/^.*\//, '')) : b;
  const textA = yield* textOf(call, nameA);
  const textB = yield* textOf(call, nameB);
  if (textA === undefined || textB === undefined) return 2;
  if (textA === textB) return 0;
  if (call.has('q')) {
    call.print(`Files ${nameA} and ${nameB} differ\n`);
    return 1;
  }
  const linesA = linesOf(textA);
  const linesB = linesOf(textB);
  const hunks = compareLines(call, linesA, linesB);
  if (hunks.length === 0) return 0;
  if (call.has('u') || call.has('U')) unified(call, nameA, nameB, linesA, linesB, hunks);
  else normal(call, linesA, linesB, hunks);
  return 1;
}

function* compareDirectories(call: Call, a: string, b: string): Task<number> {
  const { fs } = call.process;
  let status = 0;
  const names = new Set([...fs.list(call.path(a)), ...fs.list(call.path(b))]);
  for (const name of [...names].sort()) {
    const left = joinPath(a, name);
    const right = joinPath(b, name);
    const inA = fs.exists(call.path(left));
    const inB = fs.exists(call.path(right));
    if (!inA || !inB) {
      call.print(`Only in ${inA ? a : b}: ${name}\n`);
      status = 1;
    } else if (fs.isDirectory(call.path(left)) && fs.isDirectory(call.path(right))) {
      if (call.has('r')) status = Math.max(status, yield* compareDirectories(call, left, right));
      else call.print(`Common subdirectories: ${left} and ${right}\n`);
    } else {
      const before = fs.read(call.path(left));
      if (before !== fs.read(call.path(right)) && !call.has('q'))
        call.print(`diff ${call.given.map(({ letter }) => `-${letter}`).join(' ')} ${left} ${right}\n`);
      status = Math.max(status, yield* comparePaths(call, left, right));
    }
  }
  return status;
}

function* textOf(call: Call, name: string): Task<string | undefined> {
  if (name === '-') return yield* call.process.stdin.readAll();
  const opened = tryFile(() => openReader(call.process, name));
  if (opened.ok) return yield* opened.value.readAll();
  if (call.has('N') && opened.error.code === 'ENOENT') return '';
  call.complain(`${name}: ${opened.error.message}`);
  return undefined;
}

/** Lines; a last one without its newline is marked. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines[lines.length - 1] += '\n\\ No newline at end of file';
  return lines;
}

function keyOf(call: Call, line: string): string {
  let key = line;
  if (call.has('w')) key = key.replace(/\s+/g, '');
  else if (call.has('b')) key = key.replace(/\s+/g, ' ').trimEnd();
  return call.has('i') ? key.toLowerCase() : key;
}

/** The longest common subsequence decides what is the same. */
function compareLines(call: Call, linesA: readonly string[], linesB: readonly string[]): readonly Hunk[] {
  const a = linesA.map((line) => keyOf(call, line));
  const b = linesB.map((line) => keyOf(call, line));
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  if (endA - start > LINE_LIMIT || endB - start > LINE_LIMIT)
    return [{ fromA: start, toA: endA, fromB: start, toB: endB }];
  const width = endB - start + 1;
  const lengths = new Uint16Array((endA - start + 1) * width);
  const at = (i: number, j: number): number => lengths[(i - start) * width + (j - start)] ?? 0;
  for (let i = endA - 1; i >= start; i--) {
    call.process.step();
    for (let j = endB - 1; j >= start; j--) {
      lengths[(i - start) * width + (j - start)] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const hunks: Hunk[] = [];
  let i = start;
  let j = start;
  while (i < endA || j < endB) {
    if (i < endA && j < endB && a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    const fromA = i;
    const fromB = j;
    while ((i < endA || j < endB) && !(i < endA && j < endB && a[i] === b[j])) {
      if (j >= endB || (i < endA && at(i + 1, j) >= at(i, j + 1))) i++;
      else j++;
    }
    hunks.push({ fromA, toA: i, fromB, toB: j });
  }
  return hunks;
}

function range(from: number, to: number): string {
  return to - from === 1 ? String(to) : to === from ? String(from) : `${from + 1},${to}`;
}

function normal(call: Call, a: readonly string[], b: readonly string[], hunks: readonly Hunk[]): void {
  for (const { fromA, toA, fromB, toB } of hunks) {
    const kind = fromA === toA ? 'a' : fromB === toB ? 'd' : 'c';
    call.print(`${range(fromA, toA)}${kind}${range(fromB, toB)}\n`);
    for (const line of a.slice(fromA, toA)) call.print(`< ${line}\n`);
    if (kind === 'c') call.print('---\n');
    for (const line of b.slice(fromB, toB)) call.print(`> ${line}\n`);
  }
}

function unifiedRange(from: number, to: number): string {
  return to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`;
}

function unified(
  call: Call,
  nameA: string,
  nameB: string,
  a: readonly string[],
  b: readonly string[],
  hunks: readonly Hunk[],
): void {
  const context = Number(call.value('U') ?? 3);
  const stamp = (name: string): string => {
    const node = tryFile(() => call.process.fs.node(call.path(name)));
    return strftime(
      '%Y-%m-%d %H:%M:%S.%N %z',
      node.ok && node.value.type !== 'link' ? node.value.modifiedMs : call.process.machine.clock.nowMs(),
    );
  };
  call.print(`--- ${nameA}\t${stamp(nameA)}\n+++ ${nameB}\t${stamp(nameB)}\n`);
  for (let first = 0; first < hunks.length; ) {
    let last = first;
    while (last + 1 < hunks.length && (hunks[last + 1]?.fromA ?? 0) - (hunks[last]?.toA ?? 0) <= 2 * context) last++;
    const group = hunks.slice(first, last + 1);
    const [head] = group;
    const tail = group.at(-1);
    first = last + 1;
    if (head === undefined || tail === undefined) continue;
    const before = Math.min(context, head.fromA);
    const after = Math.min(context, a.length - tail.toA);
    call.print(
      `@@ -${unifiedRange(head.fromA - before, tail.toA + after)} +${unifiedRange(head.fromB - before, tail.toB + after)} @@\n`,
    );
    let at = head.fromA - before;
    for (const hunk of group) {
      for (; at < hunk.fromA; at++) call.print(` ${a[at]}\n`);
      for (; at < hunk.toA; at++) call.print(`-${a[at]}\n`);
      for (const line of b.slice(hunk.fromB, hunk.toB)) call.print(`+${line}\n`);
    }
    for (; at < tail.toA + after; at++) call.print(` ${a[at]}\n`);
  }
}
