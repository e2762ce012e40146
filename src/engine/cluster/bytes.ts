const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Stands for the byte 0x80 that is part of no UTF-8; those after it for the others. */
const RAW_FIRST = 0xdc80;
const RAW_LAST = 0xdcff;
const RAW = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/**
 * The bytes of a text. Text is UTF-8; a byte that is no part of UTF-8 is held as a lone surrogate, U+DC80 to U+DCFF, so that binary content
 * goes through files, pipes and streams unharmed. Models: PEP 383 (surrogateescape)
 */
export function toBytes(text: string): Uint8Array {
  if (!RAW.test(text)) return encoder.encode(text);
  const pieces: Uint8Array[] = [];
  let length = 0;
  // The captured raw bytes stand at the odd places.
  for (const [at, piece] of text.split(/((?<![\ud800-\udbff])[\udc80-\udcff]+)/).entries()) {
    const bytes =
      at % 2 === 0 ? encoder.encode(piece) : Uint8Array.from(piece, (raw) => raw.charCodeAt(0) - RAW_FIRST + 0x80);
    pieces.push(bytes);
    length += bytes.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Whether a text holds bytes that are no UTF-8. */
export function isBinary(text: string): boolean {
  return RAW.test(text);
}

/** Whether this half of a pair, alone, stands for one byte. */
export function isRawByte(code: number): boolean {
  return code >= RAW_FIRST && code <= RAW_LAST;
}

/** The text of bytes: `toBytes` gives them back. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escaped(bytes);
  }
}

function escaped(bytes: Uint8Array): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += strict.decode(bytes.subarray(from, at)) + String.fromCharCode(RAW_FIRST + (bytes[at] ?? 0x80) - 0x80);
    from = ++at;
  }
  return text + strict.decode(bytes.subarray(from));
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte < 0xc0;

/** How many bytes a character that begins with this byte wants; 0 where none does. */
function wantedLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** The length of the character that begins here; 0 when these bytes are none. Models: RFC 3629 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = wantedLength(first);
  for (let next = 1; next < length; next++) if (!isContinuation(bytes[at + next])) return 0;
  const second = bytes[at + 1] ?? 0;
  const isTooLong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const isNoCharacter = (first === 0xed && second >= 0xa0) || (first === 0xf4 && second >= 0x90);
  return isTooLong || isNoCharacter ? 0 : length;
}

/** Turns bytes that come in pieces into text; a character that is not complete waits for the next piece. */
export class ByteReader {
  private waiting: Uint8Array = new Uint8Array();

  read(piece: Uint8Array): string {
    const bytes = new Uint8Array(this.waiting.length + piece.length);
    bytes.set(this.waiting);
    bytes.set(piece, this.waiting.length);
    const end = bytes.length - unfinished(bytes);
    this.waiting = bytes.slice(end);
    return fromBytes(bytes.subarray(0, end));
  }

  /** What was waiting: no more comes. */
  end(): string {
    const { waiting } = this;
    this.waiting = new Uint8Array();
    return fromBytes(waiting);
  }
}

/** How many bytes at the end begin a character without completing it. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    return wantedLength(byte) > back ? back : 0;
  }
  return 0;
}
