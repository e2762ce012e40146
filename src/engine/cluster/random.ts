/** The alphabet of generated names: no vowels, no look-alikes. Models: apimachinery/pkg/util/rand */
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const HEX_DIGITS = '0123456789abcdef';

const UUID_FORM = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx';
const UUID_VARIANT = UUID_FORM.indexOf('y');
/** Where each of the 32 digits goes; -1 for those of the version and the variant. */
const UUID_PLACES: readonly number[] = [...UUID_FORM].flatMap((letter, at) =>
  letter === '-' ? [] : [letter === 'x' ? at : -1],
);

/** Mixes text into a 32-bit number (FNV-1a). Stable: part of the recorded-journal format. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** A seeded generator (mulberry32). Each part of the engine takes its own `fork`, so that one part's draws never shift another's. */
export class Random {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** An independent generator for the part named. Same seed and name, same draws. */
  fork(name: string): Random {
    return new Random(hash32(`${this.seed}/${name}`));
  }

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer in [low, high). */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  /** A number in [low, high), for latencies in milliseconds. */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** A random name suffix of `length` characters, as `generateName` appends. */
  suffix(length = 5): string {
    return this.text(length, NAME_ALPHABET);
  }

  /** Lower-case hexadecimal digits, as container ids and digests have. */
  hex(length: number): string {
    return this.text(length, HEX_DIGITS);
  }

  /** A version-4 UUID. */
  uuid(): string {
    const codes = new Array<number>(UUID_FORM.length);
    for (let at = 0; at < UUID_FORM.length; at++) codes[at] = UUID_FORM.charCodeAt(at);
    // Digits that the form has settled are drawn all the same, and dropped: what a seed draws stays as it was.
    for (const place of UUID_PLACES) {
      const code = HEX_DIGITS.charCodeAt(this.integer(0, 16));
      if (place >= 0) codes[place] = code;
    }
    codes[UUID_VARIANT] = '89ab'.charCodeAt(this.integer(0, 4));
    return String.fromCharCode(...codes);
  }

  /** Joined at once: a text that grows letter by letter stays a tree of pieces in memory. */
  private text(length: number, alphabet: string): string {
    const codes = new Array<number>(length);
    for (let at = 0; at < length; at++) codes[at] = alphabet.charCodeAt(this.integer(0, alphabet.length));
    return String.fromCharCode(...codes);
  }
}
