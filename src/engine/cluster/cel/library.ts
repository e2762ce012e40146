import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  integerQuantity,
  parseQuantity,
  type Quantity,
  quantityError,
  quantityValue,
  subtractQuantities,
} from '../resources/quantity.ts';
import { CelError, equal, isList, QuantityValue, type Value } from './values.ts';

type Call = (args: readonly Value[]) => Value;

function quantityOf(value: Value | undefined): Quantity {
  if (value instanceof QuantityValue) return value.quantity;
  if (typeof value === 'bigint') return integerQuantity(Number(value));
  throw new CelError('no such overload');
}

/** Calls `run` with the texts of two quantities. */
const compared =
  (run: (order: number) => Value): Call =>
  ([a, b]) =>
    run(compareQuantities(formatQuantity(quantityOf(a)), formatQuantity(quantityOf(b))));

const numberOf = (value: Value | undefined): number => quantityValue(formatQuantity(quantityOf(value)));

/** Quantities. Models: apiserver/pkg/cel/library/quantity.go */
const QUANTITY: { readonly [name: string]: Call } = {
  quantity: ([of]) => {
    const quantity = typeof of === 'string' ? parseQuantity(of) : undefined;
    if (quantity === undefined) throw new CelError(quantityError(String(of)) ?? 'no such overload');
    return new QuantityValue(quantity);
  },
  isQuantity: ([of]) => typeof of === 'string' && parseQuantity(of) !== undefined,
  isGreaterThan: compared((order) => order > 0),
  isLessThan: compared((order) => order < 0),
  compareTo: compared((order) => BigInt(Math.sign(order))),
  sign: ([of]) => BigInt(Math.sign(numberOf(of))),
  isInteger: ([of]) =>
    Number.isSafeInteger(numberOf(of)) && compareQuantities(formatQuantity(quantityOf(of)), String(numberOf(of))) === 0,
  asInteger: ([of]) => {
    const number = numberOf(of);
    if (!Number.isSafeInteger(number)) throw new CelError('cannot convert value to integer');
    return BigInt(number);
  },
  asApproximateFloat: ([of]) => numberOf(of),
  add: ([a, b]) => new QuantityValue(addQuantities(quantityOf(a), quantityOf(b))),
  sub: ([a, b]) => new QuantityValue(subtractQuantities(quantityOf(a), quantityOf(b))),
};

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || !isList(value)) throw new CelError('no such overload');
  return value;
}

const within = (items: readonly Value[], all: readonly Value[]): boolean =>
  items.every((item) => all.some((each) => equal(each, item)));

/** Lists as sets. Models: cel-go/ext/sets.go */
const SETS: { readonly [name: string]: Call } = {
  'sets.contains': ([all, items]) => within(listOf(items), listOf(all)),
  'sets.equivalent': ([a, b]) => within(listOf(a), listOf(b)) && within(listOf(b), listOf(a)),
  'sets.intersects': ([a, b]) => listOf(a).some((item) => listOf(b).some((each) => equal(each, item))),
};

const OCTETS = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/;

function isIp(text: string): boolean {
  if (OCTETS.test(text) && !text.endsWith('.')) return true;
  if (!/^[0-9a-fA-F:]+$/.test(text) || !text.includes(':')) return false;
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return false;
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const all = [...groups(head), ...groups(tail)];
  return (
    all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (tail === undefined ? all.length === 8 : all.length < 8)
  );
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  return (
    rest.length === 0 && isIp(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= (address.includes(':') ? 128 : 32)
  );
}

const told =
  (run: (text: string) => boolean): Call =>
  ([of]) => {
    if (typeof of !== 'string') throw new CelError('no such overload');
    return run(of);
  };

/** Addresses. Models: apiserver/pkg/cel/library/{ip,cidr,urls}.go */
const ADDRESSES: { readonly [name: string]: Call } = {
  isIP: told(isIp),
  isCIDR: told(isCidr),
  isURL: told((text) => text.startsWith('/') || (URL.canParse(text) && /^[a-zA-Z][\w+.-]*:/.test(text))),
};

/** What Kubernetes adds to the language's own functions. */
export const LIBRARY: { readonly [name: string]: Call } = { ...QUANTITY, ...SETS, ...ADDRESSES };

/** Names that only stand before functions. */
export const SPACES: ReadonlySet<string> = new Set(['sets', 'optional']);
