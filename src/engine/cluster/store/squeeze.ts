import { ByteDecoder, ByteEncoder, type ByteModel, byteModel } from './bit-coder.ts';

/** Shorter repetitions are not worth pointing at; from where the last one pointed they are. */
const LEAST_MATCH = 8;
const LEAST_AGAIN = 3;
const HASH_BITS = 14;
/** A length that does not fit into its half of a token goes on in bytes of up to 255. */
const NIBBLE = 15;
/** Stands for the distance of the repetition before. */
const AGAIN = 0;
/** Where bytes with this hash were seen last, plus one. */
const seen = new Int32Array(1 << HASH_BITS);

/** What is learnt of each kind of byte, the same way by both sides. */
class Models {
  readonly token = byteModel();
  readonly length = byteModel();
  readonly distance = [byteModel(), byteModel(), byteModel(), byteModel(), byteModel()];
  /** By what came before: punctuation and digits, capitals, small letters, what is no ASCII. */
  private readonly literals = Array.from({ length: 8 }, () => byteModel());

  literal(before: number): ByteModel {
    return this.literals[before >> 5] ?? this.token;
  }
}

class Writer {
  private readonly out = new ByteEncoder();
  private readonly models = new Models();
  private again = AGAIN;

  /** Bytes as they are, then a repetition of what stood `distance` bytes before; `match` 0 ends the text. */
  sequence(bytes: Uint8Array, from: number, to: number, distance: number, match: number): void {
    const { out, models } = this;
    const literals = to - from;
    const more = match === 0 ? 0 : match - LEAST_AGAIN;
    out.write((Math.min(literals, NIBBLE) << 4) | Math.min(more, NIBBLE), models.token);
    this.rest(literals);
    for (let at = from; at < to; at++) out.write(bytes[at] ?? 0, models.literal(at === 0 ? 0 : (bytes[at - 1] ?? 0)));
    if (match === 0) return;
    let left = distance === this.again ? AGAIN : distance;
    let place = 0;
    for (; left >= 0x80; left >>>= 7) out.write((left & 0x7f) | 0x80, models.distance[place++] ?? models.length);
    out.write(left, models.distance[place] ?? models.length);
    this.rest(more);
    this.again = distance;
  }

  /** How far back the repetition before lay. */
  get lastDistance(): number {
    return this.again;
  }

  taken(): Uint8Array {
    return this.out.taken();
  }

  private rest(length: number): void {
    if (length < NIBBLE) return;
    let left = length - NIBBLE;
    for (; left >= 255; left -= 255) this.out.write(255, this.models.length);
    this.out.write(left, this.models.length);
  }
}

function matchLength(bytes: Uint8Array, before: number, at: number): number {
  let length = 0;
  while (at + length < bytes.length && bytes[before + length] === bytes[at + length]) length++;
  return length;
}

function hashOf(bytes: Uint8Array, at: number): number {
  const first =
    (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  const second = (bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8);
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> (32 - HASH_BITS);
}

/**
 * Makes bytes with many repetitions smaller: what stood before is pointed at instead of being written again, and what is left is written in as
 * few bits as it is surprising. Models: LZ77 with the token of LZ4's block format, before an arithmetic coder
 */
export function squeeze(bytes: Uint8Array): Uint8Array {
  const writer = new Writer();
  seen.fill(0);
  let from = 0;
  for (let at = 0; at + LEAST_AGAIN <= bytes.length; ) {
    const slot = hashOf(bytes, at);
    const found = (seen[slot] ?? 0) - 1;
    seen[slot] = at + 1;
    const again = writer.lastDistance;
    let match = again === AGAIN || again > at ? 0 : matchLength(bytes, at - again, at);
    let distance = again;
    if (found >= 0 && at - found !== again) {
      const length = matchLength(bytes, found, at);
      // A new distance has its price.
      if (length >= LEAST_MATCH && length > match + 2) {
        match = length;
        distance = at - found;
      }
    }
    if (match < LEAST_AGAIN) {
      at++;
      continue;
    }
    writer.sequence(bytes, from, at, distance, match);
    at += match;
    from = at;
  }
  writer.sequence(bytes, from, bytes.length, 0, 0);
  return writer.taken();
}

/** What `squeeze` was given: `length` bytes. */
export function unsqueeze(squeezed: Uint8Array, length: number): Uint8Array {
  const reader = new ByteDecoder(squeezed);
  const models = new Models();
  const out = new Uint8Array(length);
  let again = AGAIN;
  const lengthFrom = (nibble: number): number => {
    if (nibble < NIBBLE) return nibble;
    let sum = NIBBLE;
    for (;;) {
      const byte = reader.read(models.length);
      sum += byte;
      if (byte < 255) return sum;
    }
  };
  const distanceBack = (): number => {
    let distance = 0;
    for (let place = 0; ; place++) {
      const byte = reader.read(models.distance[place] ?? models.length);
      distance |= (byte & 0x7f) << (7 * place);
      if (byte < 0x80) return distance === AGAIN ? again : distance;
    }
  };
  for (let end = 0; end < length; ) {
    const token = reader.read(models.token);
    for (const stop = end + lengthFrom(token >> 4); end < stop; end++)
      out[end] = reader.read(models.literal(end === 0 ? 0 : (out[end - 1] ?? 0)));
    if (end >= length) break;
    again = distanceBack();
    // Byte by byte: a repetition may reach into itself.
    for (const stop = end + lengthFrom(token & NIBBLE) + LEAST_AGAIN; end < stop; end++)
      out[end] = out[end - again] ?? 0;
  }
  return out;
}
