import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';

/** Endpoints that one slice holds at most. */
export const MAX_ENDPOINTS_PER_SLICE = 100;

/** An EndpointSlice as the controller sees it. */
export interface EndpointSlice extends KubeObject {
  readonly endpoints?: readonly JsonObject[] | null;
  readonly ports?: readonly JsonObject[] | null;
}

/** Endpoints that offer the same ports, by what they are known by. */
export interface PortGroup {
  readonly ports: readonly JsonObject[];
  readonly endpoints: Map<string, JsonObject>;
}

export interface SliceUpdate {
  readonly slice: EndpointSlice;
  readonly ports: readonly JsonObject[];
  readonly endpoints: readonly JsonObject[];
}

export interface SlicePlan {
  readonly create: readonly { readonly ports: readonly JsonObject[]; readonly endpoints: readonly JsonObject[] }[];
  readonly update: readonly SliceUpdate[];
  readonly remove: readonly EndpointSlice[];
}

/** What an endpoint is known by: its pod, or its address where it has none. */
export function identityOf(endpoint: JsonObject): string {
  const uid = (endpoint['targetRef'] as JsonObject | undefined)?.['uid'];
  return String(uid ?? (endpoint['addresses'] as readonly string[] | undefined)?.[0] ?? '');
}

/** Keeps what is still right in its slice, fills free places, and makes new slices for the rest. Models: endpointslice.reconcileByPortMapping */
function planGroup({ ports, endpoints: wanted }: PortGroup, slices: readonly EndpointSlice[]): SlicePlan {
  const missing = new Map(wanted);
  const kept: { slice: EndpointSlice; endpoints: JsonObject[]; changed: boolean }[] = [];
  const remove: EndpointSlice[] = [];
  for (const slice of slices) {
    let changed = false;
    const endpoints: JsonObject[] = [];
    for (const endpoint of slice.endpoints ?? []) {
      const uid = identityOf(endpoint);
      const next = missing.get(uid);
      missing.delete(uid);
      if (next !== undefined) endpoints.push(next);
      if (next === undefined || !equalJson(next, endpoint)) changed = true;
    }
    if (endpoints.length === 0) remove.push(slice);
    else kept.push({ slice, endpoints, changed });
  }
  const rest = [...missing.values()];
  // Fuller slices first, so that few have to be written.
  for (const each of [...kept].sort((a, b) => b.endpoints.length - a.endpoints.length)) {
    const more = rest.splice(0, MAX_ENDPOINTS_PER_SLICE - each.endpoints.length);
    if (more.length === 0) continue;
    each.endpoints.push(...more);
    each.changed = true;
  }
  const create: SlicePlan['create'][number][] = [];
  while (rest.length > 0) create.push({ ports, endpoints: rest.splice(0, MAX_ENDPOINTS_PER_SLICE) });
  const update = kept.filter((each) => each.changed).map(({ slice, endpoints }) => ({ slice, ports, endpoints }));
  return { create, update, remove };
}

/** Slices that would go take what would be created, so that names stay. Models: endpointslice.recycleSlices */
function recycle({ create, update, remove }: SlicePlan): SlicePlan {
  const count = Math.min(create.length, remove.length);
  const recycled = remove.slice(0, count).map((slice, at): SliceUpdate => {
    const { ports = [], endpoints = [] } = create[at] ?? {};
    return { slice, ports, endpoints };
  });
  return { create: create.slice(count), update: [...update, ...recycled], remove: remove.slice(count) };
}

const isPlaceholder = (slice: EndpointSlice): boolean =>
  (slice.endpoints?.length ?? 0) === 0 && (slice.ports?.length ?? 0) === 0;

/** What to write so that the slices hold these groups. Without any endpoint one empty slice stays as a placeholder. Models: endpointslice.Reconcile */
export function planSlices(groups: readonly PortGroup[], slices: readonly EndpointSlice[]): SlicePlan {
  if (groups.length === 0) {
    const placeholder = slices.find(isPlaceholder) ?? slices[0];
    if (placeholder === undefined) return { create: [{ ports: [], endpoints: [] }], update: [], remove: [] };
    return {
      create: [],
      update: isPlaceholder(placeholder) ? [] : [{ slice: placeholder, ports: [], endpoints: [] }],
      remove: slices.filter((slice) => slice !== placeholder),
    };
  }
  const left = new Set(slices);
  const plan = {
    create: [] as SlicePlan['create'][number][],
    update: [] as SliceUpdate[],
    remove: [] as EndpointSlice[],
  };
  for (const group of groups) {
    const same = slices.filter((slice) => equalJson(slice.ports, group.ports) && !isPlaceholder(slice));
    for (const slice of same) left.delete(slice);
    const part = planGroup(group, same);
    plan.create.push(...part.create);
    plan.update.push(...part.update);
    plan.remove.push(...part.remove);
  }
  plan.remove.push(...left);
  return recycle(plan);
}
