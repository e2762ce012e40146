import type { JsonObject } from '../../cluster/json.ts';

/** Where a resource is served: `{ root: '/apis/apps/v1', plural: 'replicasets' }`. */
export interface ResourcePath {
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly root: string;
  readonly plural: string;
}

/** The answer to a read: the object, or the words the server refused with (`services "x" not found`). */
export type Lookup = { readonly object: JsonObject } | { readonly error: string };

/** What a describer may ask while it describes: the time, and related objects through the API. */
export interface DescribeContext {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly showEvents: boolean;
  get(resource: ResourcePath, namespace: string | undefined, name: string): Lookup;
  /** Objects in the server's order, or the server's refusal. `namespace` undefined = all. */
  list(
    resource: ResourcePath,
    namespace: string | undefined,
    selectors?: { readonly labels?: string; readonly fields?: string },
  ): { readonly items: readonly JsonObject[] } | { readonly error: string; readonly code: number };
}

/** Turns one object into the text of `kubectl describe`. */
export type Describer = (object: JsonObject, context: DescribeContext) => string;

/** The resources that describers read besides their own. */
export const RELATED = {
  pods: { root: '/api/v1', plural: 'pods' },
  events: { root: '/api/v1', plural: 'events' },
  services: { root: '/api/v1', plural: 'services' },
  resourceQuotas: { root: '/api/v1', plural: 'resourcequotas' },
  limitRanges: { root: '/api/v1', plural: 'limitranges' },
  endpointSlices: { root: '/apis/discovery.k8s.io/v1', plural: 'endpointslices' },
  replicaSets: { root: '/apis/apps/v1', plural: 'replicasets' },
  leases: { root: '/apis/coordination.k8s.io/v1', plural: 'leases' },
} as const satisfies { readonly [name: string]: ResourcePath };
