/** Edits (one letter more, less, other, or two swapped) from one text to another, counted up to `limit` + 1. Models: Damerau-Levenshtein, adjacent swaps */
export function edits(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const next = [row];
    let least = row;
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = next;
  }
  return last[to.length] ?? limit + 1;
}

/** Whether a name is a slip of the pen for a known one: one edit away, two where it is long, and not known itself. */
export function isSlipOf(name: string, known: Iterable<string>): boolean {
  const limit = name.length >= 8 ? 2 : 1;
  for (const candidate of known) {
    const found = edits(name, candidate, limit);
    if (found > 0 && found <= limit) return true;
  }
  return false;
}
