/** A resource amount: nanounits, and the notation it was written in. Models: apimachinery/pkg/api/resource.Quantity */
export interface Quantity {
  readonly nano: bigint;
  readonly format: 'decimal' | 'binary' | 'exponent';
}

const NANO = 1_000_000_000n;
const DECIMAL: readonly (readonly [string, bigint])[] = [
  ['n', 1n],
  ['u', 1_000n],
  ['m', 1_000_000n],
  ['', NANO],
  ['k', NANO * 10n ** 3n],
  ['M', NANO * 10n ** 6n],
  ['G', NANO * 10n ** 9n],
  ['T', NANO * 10n ** 12n],
  ['P', NANO * 10n ** 15n],
  ['E', NANO * 10n ** 18n],
];
const BINARY: readonly (readonly [string, bigint])[] = [
  ['', NANO],
  ['Ki', NANO * 2n ** 10n],
  ['Mi', NANO * 2n ** 20n],
  ['Gi', NANO * 2n ** 30n],
  ['Ti', NANO * 2n ** 40n],
  ['Pi', NANO * 2n ** 50n],
  ['Ei', NANO * 2n ** 60n],
];

/** The zero amount. */
export const ZERO: Quantity = { nano: 0n, format: 'decimal' };

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** Reads `500m`, `1.5Gi`, `1e3`; undefined when it is no quantity. Fractions below a nano are rounded up. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const binary = suffix.endsWith('i');
  const unit = [...DECIMAL, ...BINARY].find(([name]) => name === suffix)?.[1] ?? NANO;
  const digits = BigInt(whole + fraction || '0');
  const power = Number(exponent ?? '0') - fraction.length;
  const scaled = digits * unit * 10n ** BigInt(Math.max(0, power));
  const divisor = 10n ** BigInt(Math.max(0, -power));
  const nano = (scaled + divisor - 1n) / divisor;
  const format = binary ? 'binary' : exponent === undefined ? 'decimal' : 'exponent';
  return { nano: sign === '-' ? -nano : nano, format };
}

/** The canonical text: the largest unit that leaves a whole number. Models: resource.Quantity.String */
export function formatQuantity(quantity: Quantity): string {
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  const magnitude = nano < 0n ? -nano : nano;
  const sign = nano < 0n ? '-' : '';
  if (format === 'binary' && magnitude >= 1024n * NANO) {
    const rounded = ((magnitude + NANO - 1n) / NANO) * NANO;
    return sign + inUnits(rounded, BINARY);
  }
  if (format === 'exponent') {
    const text = inUnits(magnitude, DECIMAL);
    const at = DECIMAL.findIndex(([suffix]) => suffix !== '' && text.endsWith(suffix));
    if (at < 0) return sign + text;
    return `${sign}${text.slice(0, -1)}e${(at - 3) * 3}`;
  }
  return sign + inUnits(magnitude, DECIMAL);
}

function inUnits(nano: bigint, units: readonly (readonly [string, bigint])[]): string {
  for (let at = units.length - 1; at >= 0; at--) {
    const [suffix, unit] = units[at] ?? ['', 1n];
    if (nano % unit === 0n) return `${nano / unit}${suffix}`;
  }
  return String(nano);
}

/** The text of a quantity in its canonical form; left as it is when it is none, `0` when empty. */
export function canonical(text: string): string {
  if (text === '') return '0';
  const quantity = parseQuantity(text);
  return quantity === undefined ? text : formatQuantity(quantity);
}

/** The sum; the notation is the first's unless that is zero. Models: resource.Quantity.Add */
export function add(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Thousandths, rounded up. */
export function milliValue(quantity: Quantity): number {
  return Number((quantity.nano + 999_999n) / 1_000_000n);
}

/** Whole units, rounded up. */
export function wholeValue(quantity: Quantity): number {
  return Number((quantity.nano + NANO - 1n) / NANO);
}
