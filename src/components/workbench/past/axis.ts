const MINUTE = 60_000;
/** Lengths that a strip may have, minutes: it grows in these steps, so that marks stay where they are for a while. */
const LENGTHS = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720];
const DAY_MINUTES = 1440;

/** The length of a strip that shows so much time, milliseconds. */
export function axisLength(elapsedMs: number): number {
  const minutes = elapsedMs / MINUTE;
  const found = LENGTHS.find((length) => length >= minutes);
  return (found ?? Math.ceil(minutes / DAY_MINUTES) * DAY_MINUTES) * MINUTE;
}

/** Times since the beginning at which the axis has labels, milliseconds: four or five of them. */
export function axisTicks(lengthMs: number): readonly number[] {
  const step = lengthMs / 4;
  return [0, 1, 2, 3, 4].map((at) => at * step);
}

/** What falls into one place of the strip. */
export interface Bucket<Item> {
  /** Share of the strip's length at which its middle is, 0–1. */
  readonly at: number;
  readonly first: Item;
  readonly n: number;
}

/** Gathers what would be drawn on top of each other; of each place the item of the highest rank stands for the rest. */
export function buckets<Item extends { readonly atMs: number }>(
  items: readonly Item[],
  axis: { readonly startMs: number; readonly lengthMs: number; readonly places: number },
  rank: (item: Item) => number,
): readonly Bucket<Item>[] {
  const found = new Map<number, { first: Item; n: number }>();
  for (const item of items) {
    const at = (item.atMs - axis.startMs) / axis.lengthMs;
    if (at < 0 || at > 1) continue;
    const place = Math.floor(at * axis.places);
    const bucket = found.get(place);
    if (bucket === undefined) found.set(place, { first: item, n: 1 });
    else {
      bucket.n++;
      if (rank(item) > rank(bucket.first)) bucket.first = item;
    }
  }
  return [...found].map(([place, { first, n }]) => ({ at: (place + 0.5) / axis.places, first, n }));
}

/** A pointer released this near to the present means the present, pixels. */
const PRESENT = 6;

/** Does a place of the strip mean the present? Of a session that has just begun at least the first half is past. Pixels from the strip's start. */
export function meansPresent(x: number, presentX: number): boolean {
  return x >= presentX - Math.min(PRESENT, presentX / 2);
}
