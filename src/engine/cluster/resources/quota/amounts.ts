import type { ResourceList } from '../pod/types.ts';
import { addQuantities, formatQuantity, parseQuantity, type Quantity } from '../quantity.ts';

/** Amounts by the names that quotas limit: `pods`, `requests.cpu`, `count/deployments.apps`. */
export type Amounts = ReadonlyMap<string, Quantity>;

const ZERO: Quantity = { nano: 0n, format: 'DecimalSI' };

/** The amounts of a resource list. */
export function amountsOf(list: ResourceList | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, amount]) => [name, parseQuantity(amount) ?? ZERO]));
}

/** Adds `more` into `sums`, which changes. */
export function addInto(sums: Map<string, Quantity>, more: Amounts): void {
  for (const [name, amount] of more) {
    const known = sums.get(name);
    sums.set(name, known === undefined ? amount : addQuantities(known, amount));
  }
}

/** Of each name the greater of both amounts, into `most`, which changes. */
export function raiseTo(most: Map<string, Quantity>, other: Amounts): void {
  for (const [name, amount] of other) {
    const known = most.get(name);
    if (known === undefined || amount.nano > known.nano) most.set(name, amount);
  }
}

/** `requests.cpu=900m,pods=1`, sorted, of the names given. Models: resourcequota.prettyPrint */
export function amountsText(amounts: Amounts, names: readonly string[]): string {
  return [...names]
    .sort()
    .map((name) => `${name}=${formatQuantity(amounts.get(name) ?? ZERO)}`)
    .join(',');
}

/** The amounts of the names given as a resource list; a name without an amount is 0. */
export function resourceList(amounts: Amounts, names: Iterable<string>): ResourceList {
  return Object.fromEntries([...names].sort().map((name) => [name, formatQuantity(amounts.get(name) ?? ZERO)]));
}
