/** Shorter repetitions are not worth their place. */
const LEAST_MATCH = 4;
const HASH_BITS = 13;
/** A length that does not fit into its half of a token goes on in bytes of up to 255. */
const NIBBLE = 15;
/** Where four bytes with this hash were seen last, plus one. */
const seen = new Int32Array(1 << HASH_BITS);

/** The most that `squeeze` makes of so many bytes. */
const worst = (length: number): number => length + Math.ceil(length / 255) + 16;

function four(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24) | 0
  );
}

class Writer {
  private readonly out: Uint8Array;
  private end = 0;

  constructor(length: number) {
    this.out = new Uint8Array(worst(length));
  }

  /** Bytes as they are, then a repetition of what stood `distance` bytes before; `match` 0 ends the text. */
  sequence(bytes: Uint8Array, from: number, to: number, distance: number, match: number): void {
    const literals = to - from;
    const more = match === 0 ? 0 : match - LEAST_MATCH;
    this.out[this.end++] = (Math.min(literals, NIBBLE) << 4) | Math.min(more, NIBBLE);
    this.rest(literals);
    this.out.set(bytes.subarray(from, to), this.end);
    this.end += literals;
    if (match === 0) return;
    let left = distance;
    for (; left >= 0x80; left >>>= 7) this.out[this.end++] = (left & 0x7f) | 0x80;
    this.out[this.end++] = left;
    this.rest(more);
  }

  /** The bytes written, in memory of their own size. */
  taken(): Uint8Array {
    return this.out.slice(0, this.end);
  }

  private rest(length: number): void {
    if (length < NIBBLE) return;
    let left = length - NIBBLE;
    for (; left >= 255; left -= 255) this.out[this.end++] = 255;
    this.out[this.end++] = left;
  }
}

/**
 * Makes bytes with many repetitions smaller: what stood before is pointed at instead of being written again. Quick rather than small: the past is
 * put away while the cluster runs. Models: LZ4's block format, with distances as long as the text
 */
export function squeeze(bytes: Uint8Array): Uint8Array {
  const writer = new Writer(bytes.length);
  seen.fill(0);
  let from = 0;
  let at = 0;
  for (const last = bytes.length - LEAST_MATCH; at <= last; ) {
    const value = four(bytes, at);
    const slot = Math.imul(value, 0x9e3779b1) >>> (32 - HASH_BITS);
    const before = (seen[slot] ?? 0) - 1;
    seen[slot] = at + 1;
    if (before < 0 || four(bytes, before) !== value) {
      at++;
      continue;
    }
    let match = LEAST_MATCH;
    while (at + match < bytes.length && bytes[before + match] === bytes[at + match]) match++;
    writer.sequence(bytes, from, at, at - before, match);
    at += match;
    from = at;
  }
  writer.sequence(bytes, from, bytes.length, 0, 0);
  return writer.taken();
}

/** What `squeeze` was given: `length` bytes. */
export function unsqueeze(squeezed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let end = 0;
  let at = 0;
  const lengthFrom = (nibble: number): number => {
    if (nibble < NIBBLE) return nibble;
    let sum = NIBBLE;
    for (;;) {
      const byte = squeezed[at++] ?? 0;
      sum += byte;
      if (byte < 255) return sum;
    }
  };
  while (at < squeezed.length) {
    const token = squeezed[at++] ?? 0;
    const literals = lengthFrom(token >> 4);
    out.set(squeezed.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    if (end >= length) break;
    let distance = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = squeezed[at++] ?? 0;
      distance |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const match = lengthFrom(token & NIBBLE) + LEAST_MATCH;
    // Byte by byte: a repetition may reach into itself.
    for (const stop = end + match; end < stop; end++) out[end] = out[end - distance] ?? 0;
  }
  return out;
}
