import type { Container, PodSpec, ResourceList } from '../../resources/pod/types.ts';
import { quantityMilliValue, quantityValue } from '../../resources/quantity.ts';

/** Amounts by resource name: `cpu` in thousandths of a core, everything else in whole units (bytes, pieces). */
export type Amounts = Map<string, number>;

/** What the scorers assume of a container that asks for nothing. Models: schedutil.DefaultMilliCPURequest */
const ASSUMED_MILLI_CPU = 100;
const ASSUMED_MEMORY_BYTES = 200 * 1024 * 1024;

const CACHE_SIZE = 2000;
const parsed = new Map<string, number>();

/** A quantity in the units of `Amounts`. Few texts occur, so they are remembered. */
export function amountOf(resource: string, quantity: string | number): number {
  const key = `${resource === 'cpu' ? 'm' : ''}${quantity}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const value = resource === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity);
  if (parsed.size >= CACHE_SIZE) parsed.clear();
  parsed.set(key, value);
  return value;
}

export function amountsOf(list: ResourceList | undefined): Amounts {
  const out: Amounts = new Map();
  for (const resource in list) out.set(resource, amountOf(resource, list[resource] ?? 0));
  return out;
}

function addAll(target: Amounts, more: Amounts): void {
  for (const [resource, amount] of more) target.set(resource, (target.get(resource) ?? 0) + amount);
}

function raiseTo(target: Amounts, floor: Amounts): void {
  for (const [resource, amount] of floor) if (amount > (target.get(resource) ?? 0)) target.set(resource, amount);
}

function sum(a: Amounts, b: Amounts): Amounts {
  const out = new Map(a);
  addAll(out, b);
  return out;
}

/** What the pod occupies on its node: its containers and sidecars together, or an init container with the sidecars before it, if that is more. Models: resourcehelper.PodRequests */
function totals(spec: PodSpec, requestsOf: (container: Container) => Amounts): Amounts {
  const total: Amounts = new Map();
  for (const container of spec.containers ?? []) addAll(total, requestsOf(container));
  const sidecars: Amounts = new Map();
  const duringInit: Amounts = new Map();
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      addAll(sidecars, requestsOf(container));
      addAll(total, requestsOf(container));
      raiseTo(duringInit, sidecars);
    } else {
      raiseTo(duringInit, sum(sidecars, requestsOf(container)));
    }
  }
  raiseTo(total, duringInit);
  for (const [resource, amount] of amountsOf(spec.resources?.requests)) total.set(resource, amount);
  addAll(total, amountsOf(spec.overhead));
  return total;
}

/** The pod's requests, as the filter counts them. */
export function podRequests(spec: PodSpec): Amounts {
  return totals(spec, (container) => amountsOf(container.resources?.requests));
}

/** The requests that the scorers count: containers without any are taken for small ones. Models: GetNonzeroRequests */
export function assumedRequests(spec: PodSpec): { readonly milliCpu: number; readonly memoryBytes: number } {
  const requests = totals(spec, (container) => {
    const amounts = amountsOf(container.resources?.requests);
    if (!amounts.has('cpu')) amounts.set('cpu', ASSUMED_MILLI_CPU);
    if (!amounts.has('memory')) amounts.set('memory', ASSUMED_MEMORY_BYTES);
    return amounts;
  });
  return { milliCpu: requests.get('cpu') ?? 0, memoryBytes: requests.get('memory') ?? 0 };
}
