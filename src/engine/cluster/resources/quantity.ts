/** A number with a unit as Kubernetes writes it. Models: apimachinery/pkg/api/resource.Quantity */
export interface Quantity {
  /** Exact value times 10⁹; finer parts were rounded up when it was read. */
  readonly nano: bigint;
  /** How it was written, which decides how it is printed. */
  readonly format: 'DecimalSI' | 'BinarySI' | 'DecimalExponent';
}

/** What a text that is no quantity is answered with, as the decoder words it. */
export const QUANTITY_FORMAT_ERROR =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
/** As above, where only the unit is wrong. */
export const QUANTITY_SUFFIX_ERROR = "unable to parse quantity's suffix";

const NANO = 1_000_000_000n;
const DECIMAL_SUFFIXES: { readonly [suffix: string]: number } = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_SUFFIXES: { readonly [suffix: string]: bigint } = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
};
const SUFFIX_OF_EXPONENT = new Map(Object.entries(DECIMAL_SUFFIXES).map(([suffix, exponent]) => [exponent, suffix]));
const BINARY_NAMES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const SYNTAX = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*)([-+]?[0-9]*)$/;

type Parsed = Quantity | { readonly error: string };

/** Same text, same answer: the units that manifests use are few. */
const cache = new Map<string, Parsed>();
const CACHE_LIMIT = 4096;

function read(text: string): Parsed {
  const match = SYNTAX.exec(text);
  if (match === null) return { error: QUANTITY_FORMAT_ERROR };
  const [, sign = '', whole = '', fraction = '', unit = '', exponentDigits = ''] = match;
  if (whole === '' && fraction === '') return { error: QUANTITY_FORMAT_ERROR };
  let format: Quantity['format'] = 'DecimalSI';
  let exponent = 0;
  let factor = 1n;
  if ((unit === 'e' || unit === 'E') && /[0-9]$/.test(exponentDigits)) {
    format = 'DecimalExponent';
    exponent = Number(exponentDigits);
    if (Math.abs(exponent) > 40) return { error: QUANTITY_SUFFIX_ERROR };
  } else if (exponentDigits !== '') return { error: QUANTITY_SUFFIX_ERROR };
  else if (Object.hasOwn(BINARY_SUFFIXES, unit)) {
    format = 'BinarySI';
    factor = BINARY_SUFFIXES[unit] ?? 1n;
  } else if (Object.hasOwn(DECIMAL_SUFFIXES, unit)) exponent = DECIMAL_SUFFIXES[unit] ?? 0;
  else return { error: QUANTITY_SUFFIX_ERROR };
  const shift = 9 + exponent - fraction.length;
  const digits = BigInt(whole + fraction) * factor;
  const nano = shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
  return { nano: sign === '-' ? -nano : nano, format };
}

function divideUp(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by === 0n || value < 0n ? quotient : quotient + 1n;
}

function parse(text: string | number): Parsed {
  const key = typeof text === 'number' ? String(text) : text;
  let found = cache.get(key);
  if (found === undefined) {
    found = read(key);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, found);
  }
  return found;
}

/** Reads a quantity; undefined when the text is none. */
export function parseQuantity(text: string | number): Quantity | undefined {
  const found = parse(text);
  return 'error' in found ? undefined : found;
}

/** Why the text is no quantity, as the API server's decoder words it; undefined when it is one. */
export function quantityError(text: string | number): string | undefined {
  const found = parse(text);
  return 'error' in found ? found.error : undefined;
}

/** The quantity rounded up to an integer (bytes, pods); 0 for what is no quantity. Models: Quantity.Value */
export function quantityValue(text: string | number | undefined): number {
  const found = text === undefined ? undefined : parseQuantity(text);
  return found === undefined ? 0 : Number(divideUp(found.nano, NANO));
}

/** The quantity in thousandths, rounded up (CPU shares); 0 for what is no quantity. Models: Quantity.MilliValue */
export function quantityMilliValue(text: string | number | undefined): number {
  const found = text === undefined ? undefined : parseQuantity(text);
  return found === undefined ? 0 : Number(divideUp(found.nano, 1_000_000n));
}

/** Negative, 0 or positive as `a` is below, at or above `b`; what is no quantity counts as 0. Models: Quantity.Cmp */
export function compareQuantities(a: string | number, b: string | number): number {
  const left = parseQuantity(a)?.nano ?? 0n;
  const right = parseQuantity(b)?.nano ?? 0n;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The sum, in the format of the first that is not zero. Models: Quantity.Add */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** The difference, in the format of the first that is not zero. Models: Quantity.Sub */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** A whole number as a quantity. */
export function integerQuantity(value: number, format: Quantity['format'] = 'DecimalSI'): Quantity {
  return { nano: BigInt(Math.trunc(value)) * NANO, format };
}

/** Thousandths as a quantity. */
export function milliQuantity(value: number): Quantity {
  return { nano: BigInt(Math.trunc(value)) * 1_000_000n, format: 'DecimalSI' };
}

function formatDecimal(nano: bigint, exponential: boolean): string {
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    exponent++;
  }
  while (exponent % 3 !== 0) {
    mantissa *= 10n;
    exponent--;
  }
  while (exponent > 18) {
    mantissa *= 1000n;
    exponent -= 3;
  }
  if (exponential) return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
  return `${mantissa}${SUFFIX_OF_EXPONENT.get(exponent) ?? ''}`;
}

/** The one text that Kubernetes stores and prints for a quantity: `1500m`, `1Gi`, `2`. Models: Quantity.CanonicalizeBytes */
export function formatQuantity(quantity: Quantity): string {
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  const magnitude = nano < 0n ? -nano : nano;
  if (format !== 'BinarySI' || magnitude < 1024n * NANO || nano % NANO !== 0n)
    return formatDecimal(nano, format === 'DecimalExponent');
  let value = nano / NANO;
  let power = 0;
  while (value % 1024n === 0n && power < BINARY_NAMES.length - 1) {
    value /= 1024n;
    power++;
  }
  return `${value}${BINARY_NAMES[power]}`;
}

/** A quantity as text in canonical form; text that is no quantity comes back as it is. */
export function canonicalQuantity(text: string | number): string {
  const found = parseQuantity(text);
  return found === undefined ? String(text) : formatQuantity(found);
}

/** As `canonicalQuantity`, rounded up to thousandths, as resource lists are stored. Models: SetDefaults_ResourceList */
export function canonicalResourceQuantity(text: string | number): string {
  const found = parseQuantity(text);
  if (found === undefined) return String(text);
  return formatQuantity({ nano: divideUp(found.nano, 1_000_000n) * 1_000_000n, format: found.format });
}
