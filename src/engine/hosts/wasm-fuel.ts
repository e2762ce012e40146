/** The name under which the count of what may still be done is exported. */
export const FUEL = 'skiff:fuel';

const SECTION = { import: 2, memory: 5, global: 6, export: 7, code: 10 };
/** Most memory that a metered module may have, in pages of 64 KiB: 256 MiB. */
const MOST_PAGES = 4096;
const I32 = 0x7f;
const LOOP = 0x03;

/** Reads a module from front to back. */
class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Error('the module ends too early');
    return value;
  }

  /** LEB128; signed ones are passed over with it too. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
  }

  numbers(count: number): void {
    for (let at = 0; at < count; at++) this.number();
  }

  skip(count: number): void {
    this.at += count;
  }
}

function leb(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    out.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return out;
}

/** Passes over what belongs to an instruction. Throws for instructions it does not know. Models: the WebAssembly core specification, 5.4 */
function skipOperands(code: number, from: Reader): void {
  if (code === 0x02 || code === LOOP || code === 0x04) from.number();
  else if (code === 0x0c || code === 0x0d || code === 0x10) from.number();
  else if (code === 0x0e) from.numbers(from.number() + 1);
  else if (code === 0x11) from.numbers(2);
  else if (code === 0x1c) from.numbers(from.number());
  else if (code >= 0x20 && code <= 0x26) from.number();
  else if (code >= 0x28 && code <= 0x3e) from.numbers(2);
  else if (code === 0x3f || code === 0x40) from.skip(1);
  else if (code === 0x41 || code === 0x42) from.number();
  else if (code === 0x43) from.skip(4);
  else if (code === 0x44) from.skip(8);
  else if (code === 0xd0 || code === 0xd2) from.number();
  else if (code === 0xfc) {
    const operation = from.number();
    if (operation >= 8)
      from.numbers(operation === 8 || operation === 10 || operation === 12 || operation === 14 ? 2 : 1);
  } else if (!isPlain(code)) throw new Error(`instruction ${code.toString(16)} is not known`);
}

const isPlain = (code: number): boolean =>
  code <= 0x01 ||
  code === 0x05 ||
  code === 0x0b ||
  code === 0x0f ||
  code === 0x1a ||
  code === 0x1b ||
  (code >= 0x45 && code <= 0xc4) ||
  code === 0xd1;

/** One function's body with `toll` at its start and at the start of every round of a loop. */
function metered(from: Reader, end: number, toll: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let copied = from.at;
  const pay = (): void => {
    pieces.push(from.bytes.subarray(copied, from.at), Uint8Array.from(toll));
    copied = from.at;
  };
  for (let groups = from.number(); groups > 0; groups--) from.numbers(2);
  pay();
  while (from.at < end) {
    const code = from.byte();
    skipOperands(code, from);
    if (code === LOOP) pay();
  }
  pieces.push(from.bytes.subarray(copied, end));
  return pieces;
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

function codeSection(from: Reader, toll: readonly number[]): Uint8Array[] {
  const count = from.number();
  const out: Uint8Array[] = [Uint8Array.from(leb(count))];
  for (let at = 0; at < count; at++) {
    const size = from.number();
    const body = metered(from, from.at + size, toll);
    out.push(Uint8Array.from(leb(sizeOf(body))), ...body);
  }
  return out;
}

/** How many globals a module imports. */
function importedGlobals(from: Reader): number {
  let globals = 0;
  for (let left = from.number(); left > 0; left--) {
    from.skip(from.number());
    from.skip(from.number());
    const kind = from.byte();
    if (kind === 0) from.number();
    else if (kind === 1) {
      from.skip(1);
      from.numbers(from.byte() === 1 ? 2 : 1);
    } else if (kind === 2) from.numbers(from.byte() % 2 === 1 ? 2 : 1);
    else {
      from.skip(2);
      globals++;
    }
  }
  return globals;
}

/** The section of memories: one, of which there may be `MOST_PAGES`. */
function memorySection(from: Reader): Uint8Array[] {
  const count = from.number();
  const hasMost = from.byte() === 1;
  const least = from.number();
  if (count !== 1) throw new Error('a module with other than one memory');
  const most = Math.max(least, Math.min(MOST_PAGES, hasMost ? from.number() : MOST_PAGES));
  return [Uint8Array.of(1, 1, ...leb(least), ...leb(most))];
}

/** A section of a list with one item more at its end. */
function withItem(from: Reader, end: number, item: readonly number[]): { pieces: Uint8Array[]; count: number } {
  const count = from.number();
  return { count, pieces: [Uint8Array.from(leb(count + 1)), from.bytes.slice(from.at, end), Uint8Array.from(item)] };
}

/**
 * A WebAssembly module that pays for every call and every round of a loop out of an exported global, `FUEL`, and traps when that is
 * spent: so nothing in it runs for ever. Its memory ends at 256 MiB. Throws where the module has instructions or an order of sections that
 * are not known here.
 */
export function withFuel(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const from = new Reader(module, 8);
  const out: Uint8Array[] = [module.subarray(0, 8)];
  let fuel = -1;
  let globals = 0;
  while (from.at < module.length) {
    const id = from.byte();
    const size = from.number();
    const end = from.at + size;
    let pieces = [module.subarray(from.at, end)];
    if (id === SECTION.import) globals = importedGlobals(from);
    else if (id === SECTION.memory) pieces = memorySection(from);
    else if (id === SECTION.global) {
      // A changeable i32 that begins at 0 = spent.
      const { count, pieces: made } = withItem(from, end, [I32, 1, 0x41, 0, 0x0b]);
      fuel = globals + count;
      pieces = made;
    } else if (id === SECTION.export || id === SECTION.code) {
      if (fuel < 0) throw new Error('a module without globals');
      const name = new TextEncoder().encode(FUEL);
      const index = leb(fuel);
      // if (fuel == 0) unreachable; fuel -= 1
      const toll = [0x23, ...index, 0x45, 0x04, 0x40, 0x00, 0x0b, 0x23, ...index, 0x41, 1, 0x6b, 0x24, ...index];
      pieces =
        id === SECTION.code ? codeSection(from, toll) : withItem(from, end, [name.length, ...name, 3, ...index]).pieces;
    }
    out.push(Uint8Array.of(id, ...leb(sizeOf(pieces))), ...pieces);
    from.at = end;
  }
  const whole = new Uint8Array(sizeOf(out));
  let at = 0;
  for (const piece of out) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
