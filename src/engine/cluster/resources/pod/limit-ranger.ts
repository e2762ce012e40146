import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { LimitRangeItem } from '../core/limit-range.ts';
import type { StrategyContext } from '../definition.ts';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  integerQuantity,
  parseQuantity,
} from '../quantity.ts';
import { mapList, setMissing } from '../sharing.ts';
import type { Container, PodSpec, ResourceList, ResourceRequirements } from './types.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

function limitsOf(namespace: string, context: StrategyContext): readonly LimitRangeItem[] {
  const items: LimitRangeItem[] = [];
  for (const range of context.list('limitranges', namespace))
    items.push(...((range['spec'] as { readonly limits?: readonly LimitRangeItem[] } | undefined)?.limits ?? []));
  return items;
}

function missing(given: ResourceList | undefined, defaults: ResourceList | undefined): readonly string[] {
  return Object.keys(defaults ?? {})
    .filter((name) => given?.[name] === undefined)
    .sort();
}

/** The container with what it lacks, and what was set, in words. */
function withDefaults(container: Container, item: LimitRangeItem, noun: string, notes: string[]): Container {
  const { requests, limits } = container.resources ?? {};
  for (const [what, names] of [
    ['request', missing(requests, item.defaultRequest)],
    ['limit', missing(limits, item.default)],
  ] as const)
    if (names.length > 0) notes.push(`${names.join(', ')} ${what} for ${noun} ${container.name ?? ''}`);
  const filled: ResourceRequirements = {
    ...container.resources,
    ...(item.default && { limits: setMissing(limits ?? {}, item.default) }),
    ...(item.defaultRequest && { requests: setMissing(requests ?? {}, item.defaultRequest) }),
  };
  return { ...container, resources: filled };
}

/** Gives containers the namespace's default requests and limits, and notes it. Models: limitranger.mergePodResourceRequirements */
export function admitLimitDefaults(pod: KubeObject, context: StrategyContext): KubeObject {
  let spec = (pod['spec'] ?? {}) as PodSpec;
  const notes: string[] = [];
  for (const item of limitsOf(pod.metadata.namespace ?? '', context)) {
    if (item.type !== 'Container') continue;
    spec = mapList(spec, 'containers', (container) => withDefaults(container, item, 'container', notes));
    spec = mapList(spec, 'initContainers', (container) => withDefaults(container, item, 'init container', notes));
  }
  if (notes.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
}

type Resources = Pick<ResourceRequirements, 'requests' | 'limits'>;

function checkMinimum(
  type: string,
  name: string,
  least: string | number,
  { requests, limits }: Resources,
): string | undefined {
  const head = `minimum ${name} usage per ${type} is ${canonicalQuantity(least)}`;
  const request = requests?.[name];
  const limit = limits?.[name];
  if (request === undefined) return `${head}.  No request is specified`;
  if (compareQuantities(request, least) < 0) return `${head}, but request is ${canonicalQuantity(request)}`;
  if (limit !== undefined && compareQuantities(limit, least) < 0)
    return `${head}, but limit is ${canonicalQuantity(limit)}`;
  return undefined;
}

function checkMaximum(
  type: string,
  name: string,
  most: string | number,
  { requests, limits }: Resources,
): string | undefined {
  const head = `maximum ${name} usage per ${type} is ${canonicalQuantity(most)}`;
  const request = requests?.[name];
  const limit = limits?.[name];
  if (limit === undefined) return `${head}.  No limit is specified`;
  if (compareQuantities(limit, most) > 0) return `${head}, but limit is ${canonicalQuantity(limit)}`;
  if (request !== undefined && compareQuantities(request, most) > 0)
    return `${head}, but request is ${canonicalQuantity(request)}`;
  return undefined;
}

function checkRatio(
  type: string,
  name: string,
  most: string | number,
  { requests, limits }: Resources,
): string | undefined {
  const head = `${name} max limit to request ratio per ${type} is ${canonicalQuantity(most)}`;
  const request = Number(parseQuantity(requests?.[name] ?? '0')?.nano ?? 0n);
  const limit = Number(parseQuantity(limits?.[name] ?? '0')?.nano ?? 0n);
  if (request === 0) return `${head}, but no request is specified or request is 0`;
  if (limit === 0) return `${head}, but no limit is specified or limit is 0`;
  const ratio = limit / request;
  if (ratio <= Number(parseQuantity(most)?.nano ?? 0n) / 1e9) return undefined;
  return `${head}, but provided ratio is ${ratio.toFixed(6)}`;
}

function checkItem(item: LimitRangeItem, type: string, resources: Resources): string[] {
  const found: (string | undefined)[] = [];
  for (const [name, least] of Object.entries(item.min ?? {})) found.push(checkMinimum(type, name, least, resources));
  for (const [name, most] of Object.entries(item.max ?? {})) found.push(checkMaximum(type, name, most, resources));
  for (const [name, most] of Object.entries(item.maxLimitRequestRatio ?? {}))
    found.push(checkRatio(type, name, most, resources));
  return found.filter((each) => each !== undefined);
}

/** What the pod asks for as a whole: the sum of its containers, or more where one init container needs more. */
function podTotal(spec: PodSpec, kind: 'requests' | 'limits'): ResourceList {
  const total: { [name: string]: string } = {};
  for (const container of spec.containers ?? [])
    for (const [name, amount] of Object.entries(container.resources?.[kind] ?? {})) {
      const sum = addQuantities(
        parseQuantity(total[name] ?? '0') ?? integerQuantity(0),
        parseQuantity(amount) ?? integerQuantity(0),
      );
      total[name] = formatQuantity(sum);
    }
  for (const container of spec.initContainers ?? [])
    for (const [name, amount] of Object.entries(container.resources?.[kind] ?? {}))
      if (compareQuantities(amount, total[name] ?? '0') > 0) total[name] = canonicalQuantity(amount);
  return total;
}

/** Throws `ApiError` (403) when the pod breaks a limit of its namespace. Models: limitranger.PodValidateLimitFunc */
export function enforceLimits(pod: KubeObject, context: StrategyContext): void {
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const found: string[] = [];
  for (const item of limitsOf(pod.metadata.namespace ?? '', context)) {
    if (item.type === 'Container')
      for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])])
        found.push(...checkItem(item, 'Container', container.resources ?? {}));
    else if (item.type === 'Pod')
      found.push(...checkItem(item, 'Pod', { requests: podTotal(spec, 'requests'), limits: podTotal(spec, 'limits') }));
  }
  if (found.length === 0) return;
  const why = found.length === 1 ? (found[0] ?? '') : `[${found.join(', ')}]`;
  throw forbiddenByAdmission('pods', '', pod.metadata.name, why);
}
