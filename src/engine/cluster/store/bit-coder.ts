/** Probabilities are parts of 4096; each bit moves its probability a sixteenth of the way. */
const BITS = 12;
const ONE = 1 << BITS;
const RATE = 4;
/** So many bytes are reserved for what is written; more when they are used up. */
const RESERVED = 4_096;
const TOP = 0xff000000;

/**
 * How likely each bit of a byte is a one, given the bits before it: learnt from the bytes that have been coded. The bits before, after a one, are
 * the place.
 */
export type ByteModel = Uint16Array;

export function byteModel(): ByteModel {
  return new Uint16Array(256).fill(ONE / 2);
}

/** Writes bytes in as many bits as they are surprising. Models: a carryless binary arithmetic coder, as in Mahoney's lpaq */
export class ByteEncoder {
  private low = 0;
  private high = 0xffffffff;
  private out = new Uint8Array(RESERVED);
  private end = 0;

  write(byte: number, model: ByteModel): void {
    let { low, high } = this;
    for (let at = 7, path = 1; at >= 0; at--) {
      const bit = (byte >> at) & 1;
      const likely = model[path] ?? 0;
      const middle = low + ((high - low) >>> BITS) * likely;
      if (bit === 1) {
        high = middle;
        model[path] = likely + ((ONE - likely) >> RATE);
      } else {
        low = middle + 1;
        model[path] = likely - (likely >> RATE);
      }
      path = (path << 1) | bit;
      for (; ((low ^ high) & TOP) === 0; low = (low << 8) >>> 0, high = ((high << 8) | 255) >>> 0)
        this.put(high >>> 24);
    }
    this.low = low;
    this.high = high;
  }

  /** All that was written, in memory of its own size. */
  taken(): Uint8Array {
    for (let shift = 24; shift >= 0; shift -= 8) this.put((this.low >>> shift) & 255);
    return this.out.slice(0, this.end);
  }

  private put(byte: number): void {
    if (this.end === this.out.length) {
      const larger = new Uint8Array(this.out.length * 2);
      larger.set(this.out);
      this.out = larger;
    }
    this.out[this.end++] = byte;
  }
}

/** Reads what a `ByteEncoder` wrote, with models that learn the same. */
export class ByteDecoder {
  private low = 0;
  private high = 0xffffffff;
  private value = 0;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    for (; this.at < 4; this.at++) this.value = ((this.value << 8) | (bytes[this.at] ?? 0)) >>> 0;
  }

  read(model: ByteModel): number {
    let { low, high, value } = this;
    let path = 1;
    while (path < 256) {
      const likely = model[path] ?? 0;
      const middle = low + ((high - low) >>> BITS) * likely;
      if (value <= middle) {
        high = middle;
        model[path] = likely + ((ONE - likely) >> RATE);
        path = (path << 1) | 1;
      } else {
        low = middle + 1;
        model[path] = likely - (likely >> RATE);
        path <<= 1;
      }
      for (; ((low ^ high) & TOP) === 0; low = (low << 8) >>> 0, high = ((high << 8) | 255) >>> 0)
        value = ((value << 8) | (this.bytes[this.at++] ?? 0)) >>> 0;
    }
    this.low = low;
    this.high = high;
    this.value = value;
    return path & 255;
  }
}
