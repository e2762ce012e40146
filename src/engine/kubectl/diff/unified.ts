/** One file's side of a comparison. */
export interface Side {
  readonly path: string;
  /** The time as `diff` shows it: `2026-11-22 01:30:14.000000000 +0000`. */
  readonly time: string;
  readonly text: string;
}

interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** What `diff -u -N` prints for two texts; empty when they are the same. Models: GNU diffutils, unified format with three lines of context */
export function unifiedDiff(from: Side, to: Side): string {
  if (from.text === to.text) return '';
  const edits = compareLines(linesOf(from.text), linesOf(to.text));
  const header = `--- ${from.path}\t${from.time}\n+++ ${to.path}\t${to.time}\n`;
  return header + hunks(edits).join('');
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** The shortest edit script, deletions before insertions. Models: Myers' algorithm */
function compareLines(a: readonly string[], b: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const middle = shortestEdit(a.slice(start, endA), b.slice(start, endB));
  const same = (lines: readonly string[]): readonly Edit[] => lines.map((line) => ({ kind: ' ', line }));
  return [...same(a.slice(0, start)), ...middle, ...same(a.slice(endA))];
}

function shortestEdit(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const max = a.length + b.length;
  const trace: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let depth = 0; depth <= max; depth++) {
    trace.push(new Map(furthest));
    for (let k = -depth; k <= depth; k += 2) {
      const down = k === -depth || (k !== depth && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(trace, a, b);
    }
    furthest = new Map(furthest);
  }
  return [];
}

function backtrack(trace: readonly Map<number, number>[], a: readonly string[], b: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const furthest = trace[depth] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -depth || (k !== depth && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
    const fromK = down ? k + 1 : k - 1;
    const fromX = furthest.get(fromK) ?? 0;
    const fromY = fromX - fromK;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      edits.push({ kind: ' ', line: a[x - 1] ?? '' });
      x--;
      y--;
    }
    if (depth === 0) break;
    if (down) edits.push({ kind: '+', line: b[y - 1] ?? '' });
    else edits.push({ kind: '-', line: a[x - 1] ?? '' });
    x = fromX;
    y = fromY;
  }
  return edits.reverse();
}

const CONTEXT = 3;

function hunks(edits: readonly Edit[]): readonly string[] {
  const out: string[] = [];
  let at = 0;
  let lineA = 1;
  let lineB = 1;
  while (at < edits.length) {
    if (edits[at]?.kind === ' ') {
      at++;
      lineA++;
      lineB++;
      continue;
    }
    const lead = Math.min(CONTEXT, at - consumed(out, edits, at));
    const from = at - lead;
    let end = at;
    for (let next = at; next < edits.length && next - end <= 2 * CONTEXT; next++)
      if (edits[next]?.kind !== ' ') end = next + 1;
    const to = Math.min(edits.length, end + CONTEXT);
    const part = edits.slice(from, to);
    const countA = part.filter((edit) => edit.kind !== '+').length;
    const countB = part.filter((edit) => edit.kind !== '-').length;
    const startA = lineA - lead;
    const startB = lineB - lead;
    out.push(
      `@@ -${range(startA, countA)} +${range(startB, countB)} @@\n${part.map((edit) => `${edit.kind}${edit.line}\n`).join('')}`,
    );
    lineA = startA + countA;
    lineB = startB + countB;
    at = to;
  }
  return out;
}

/** Where the context before a change may begin: after the change before it. */
function consumed(out: readonly string[], edits: readonly Edit[], at: number): number {
  if (out.length === 0) return 0;
  for (let back = at - 1; back >= 0; back--) if (edits[back]?.kind !== ' ') return Math.min(at, back + 1 + CONTEXT);
  return 0;
}

function range(start: number, count: number): string {
  if (count === 1) return String(start);
  return `${count === 0 ? start - 1 : start},${count}`;
}
