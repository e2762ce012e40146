/** A run of equal lines: `a[a..a+size)` equals `b[b..b+size)`. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

const CONTEXT = 3;
/** Lines that make up more than 1 % of a text of 200 lines or more do not anchor a match. */
const POPULAR_FROM = 200;

function anchorsOf(lines: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const places = found.get(line);
    if (places === undefined) found.set(line, [at]);
    else places.push(at);
  }
  if (lines.length >= POPULAR_FROM) {
    const limit = Math.floor(lines.length / 100) + 1;
    for (const [line, places] of found) if (places.length > limit) found.delete(line);
  }
  return found;
}

class Matcher {
  private readonly anchors: Map<string, number[]>;

  constructor(
    private readonly a: readonly string[],
    private readonly b: readonly string[],
  ) {
    this.anchors = anchorsOf(b);
  }

  /** The longest block that both ranges share; the first of equals. */
  private longest(aLow: number, aHigh: number, bLow: number, bHigh: number): Match {
    let best: Match = { a: aLow, b: bLow, size: 0 };
    let lengths = new Map<number, number>();
    for (let at = aLow; at < aHigh; at++) {
      const next = new Map<number, number>();
      for (const place of this.anchors.get(this.a[at] ?? '') ?? []) {
        if (place < bLow) continue;
        if (place >= bHigh) break;
        const size = (lengths.get(place - 1) ?? 0) + 1;
        next.set(place, size);
        if (size > best.size) best = { a: at - size + 1, b: place - size + 1, size };
      }
      lengths = next;
    }
    let { a, b, size } = best;
    while (a > aLow && b > bLow && this.a[a - 1] === this.b[b - 1]) {
      a--;
      b--;
      size++;
    }
    while (a + size < aHigh && b + size < bHigh && this.a[a + size] === this.b[b + size]) size++;
    return { a, b, size };
  }

  /** All matching blocks in order, neighbours joined, closed by an empty one. */
  blocks(): readonly Match[] {
    const found: Match[] = [];
    const visit = (aLow: number, aHigh: number, bLow: number, bHigh: number): void => {
      const match = this.longest(aLow, aHigh, bLow, bHigh);
      if (match.size === 0) return;
      if (aLow < match.a && bLow < match.b) visit(aLow, match.a, bLow, match.b);
      found.push(match);
      const aNext = match.a + match.size;
      const bNext = match.b + match.size;
      if (aNext < aHigh && bNext < bHigh) visit(aNext, aHigh, bNext, bHigh);
    };
    visit(0, this.a.length, 0, this.b.length);
    const joined: Match[] = [];
    for (const match of found) {
      const last = joined.at(-1);
      if (last && last.a + last.size === match.a && last.b + last.size === match.b)
        joined[joined.length - 1] = { ...last, size: last.size + match.size };
      else joined.push(match);
    }
    joined.push({ a: this.a.length, b: this.b.length, size: 0 });
    return joined;
  }
}

interface Step {
  readonly equal: boolean;
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

function stepsOf(a: readonly string[], b: readonly string[]): Step[] {
  const steps: Step[] = [];
  let atA = 0;
  let atB = 0;
  for (const match of new Matcher(a, b).blocks()) {
    if (atA < match.a || atB < match.b) steps.push({ equal: false, a: [atA, match.a], b: [atB, match.b] });
    atA = match.a + match.size;
    atB = match.b + match.size;
    if (match.size > 0) steps.push({ equal: true, a: [match.a, atA], b: [match.b, atB] });
  }
  return steps;
}

/** Hunks: steps with three lines of context, cut where more than six lines are equal. */
function hunksOf(steps: readonly Step[]): Step[][] {
  const hunks: Step[][] = [];
  let hunk: Step[] = [];
  const first = (step: Step): Step => ({
    ...step,
    a: [Math.max(step.a[0], step.a[1] - CONTEXT), step.a[1]],
    b: [Math.max(step.b[0], step.b[1] - CONTEXT), step.b[1]],
  });
  const last = (step: Step): Step => ({
    ...step,
    a: [step.a[0], Math.min(step.a[1], step.a[0] + CONTEXT)],
    b: [step.b[0], Math.min(step.b[1], step.b[0] + CONTEXT)],
  });
  for (const [at, step] of steps.entries()) {
    if (!step.equal) hunk.push(step);
    else if (at === 0) hunk.push(first(step));
    else if (at === steps.length - 1) hunk.push(last(step));
    else if (step.a[1] - step.a[0] > 2 * CONTEXT) {
      hunk.push(last(step));
      hunks.push(hunk);
      hunk = [first(step)];
    } else hunk.push(step);
  }
  if (hunk.some((step) => !step.equal)) hunks.push(hunk);
  return hunks;
}

function rangeText(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return String(from + 1);
  return `${length === 0 ? from : from + 1},${length}`;
}

/** A unified diff without file names, three lines of context, each line ended. Models: apimachinery/pkg/util/diff.Diff (difflib's matching blocks) */
export function unifiedDiff(a: readonly string[], b: readonly string[]): string {
  let out = '';
  for (const hunk of hunksOf(stepsOf(a, b))) {
    const from = hunk[0];
    const to = hunk.at(-1);
    if (from === undefined || to === undefined) continue;
    out += `@@ -${rangeText(from.a[0], to.a[1])} +${rangeText(from.b[0], to.b[1])} @@\n`;
    for (const step of hunk) {
      if (step.equal) for (const line of a.slice(...step.a)) out += ` ${line}\n`;
      else {
        for (const line of a.slice(...step.a)) out += `-${line}\n`;
        for (const line of b.slice(...step.b)) out += `+${line}\n`;
      }
    }
  }
  return out;
}
