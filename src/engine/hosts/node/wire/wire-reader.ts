/** Bytes that are not in protobuf's wire format. */
export class WireFormatError extends Error {}

const VARINT_BYTES = 10;

/** Walks over the fields of one message. Models: the protobuf encoding */
export class WireReader {
  /** The number of the field that `next` came to. */
  field = 0;
  /** Its value: a number, or the bytes of a text, of bytes or of a message. */
  value: number | Uint8Array = 0;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** All numbers of a packed list. */
  static varints(bytes: Uint8Array): number[] {
    const reader = new WireReader(bytes);
    const found: number[] = [];
    while (reader.at < bytes.length) found.push(reader.varint());
    return found;
  }

  /** Goes to the next field; false at the end. Throws `WireFormatError`. */
  next(): boolean {
    if (this.at >= this.bytes.length) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    if (this.field <= 0) throw new WireFormatError('a field has no number');
    switch (tag % 8) {
      case 0:
        this.value = this.varint();
        return true;
      case 1:
        this.value = this.view(8).getFloat64(0, true);
        return true;
      case 2:
        this.value = this.take(this.varint());
        return true;
      case 5:
        this.value = this.view(4).getFloat32(0, true);
        return true;
      default:
        throw new WireFormatError('a field has an unknown wire type');
    }
  }

  private view(length: number): DataView {
    const bytes = this.take(length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  private take(length: number): Uint8Array {
    const end = this.at + length;
    if (length < 0 || end > this.bytes.length) throw new WireFormatError('unexpected EOF');
    const bytes = this.bytes.subarray(this.at, end);
    this.at = end;
    return bytes;
  }

  /** Negative numbers are sent as 64 bits of two's complement. */
  private varint(): number {
    let value = 0n;
    for (let shift = 0; shift < VARINT_BYTES; shift++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new WireFormatError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << BigInt(7 * shift);
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw new WireFormatError('integer overflow');
  }
}
