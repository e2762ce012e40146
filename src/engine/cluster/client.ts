import type { UserInfo } from './apiserver/http.ts';
import type { JsonObject, KubeObject } from './json.ts';

/** A resource's key: plural and group, `pods`, `deployments.apps`, `endpointslices.discovery.k8s.io`. */
export type ResourceKey = string;

/** Thrown by `Client` calls that the server refuses. `status` is the whole Status object. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    /** `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden` … */
    readonly reason: string,
    message: string,
    readonly status: JsonObject,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** How a component inside the cluster talks to the API server: the same code as over HTTP, entered after routing. Every call throws `ApiError` when refused. */
export interface Client {
  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined;
  create(resource: ResourceKey, namespace: string, object: JsonObject): KubeObject;
  /** Replaces; the object's resourceVersion guards it. An unchanged object is not written (no new revision). */
  update(resource: ResourceKey, object: KubeObject): KubeObject;
  updateStatus(resource: ResourceKey, object: KubeObject): KubeObject;
  patch(
    resource: ResourceKey,
    namespace: string,
    name: string,
    type: 'json' | 'merge' | 'strategic',
    patch: JsonObject | readonly JsonObject[],
    subresource?: string,
  ): KubeObject;
  delete(resource: ResourceKey, namespace: string, name: string, options?: DeleteOptions): void;
  /** POST to a subresource such as pods/binding or pods/eviction. */
  createSubresource(
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    object: JsonObject,
  ): KubeObject | undefined;
  /** PUT to a subresource that a handler serves, such as namespaces/finalize. */
  updateSubresource(
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    object: JsonObject,
  ): KubeObject | undefined;
}

/** Makes a client for one component. `manager` is what managedFields and the audit show: `kube-controller-manager`, `kubelet`. */
export type ClientFactory = (manager: string, user: UserInfo) => Client;

export interface ChangeHandler {
  added(object: KubeObject): void;
  updated(object: KubeObject, old: KubeObject): void;
  deleted(object: KubeObject): void;
}

/**
 * The informer cache that all controllers share: reads are the store's own indexes, so they cost what they return and are never
 * stale. Handlers run inside the write that caused them and must only enqueue. Lists come in key order (namespace/name by code unit).
 */
export interface Informers {
  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined;
  /** All objects, or one namespace's. */
  list(resource: ResourceKey, namespace?: string): readonly KubeObject[];
  /** By owner uid. */
  ownedBy(resource: ResourceKey, ownerUid: string): readonly KubeObject[];
  /** By an index that the resource's definition declares (`node` for pods). */
  byIndex(resource: ResourceKey, index: string, value: string): readonly KubeObject[];
  /** By labels, all of which must be equal, in one namespace: uses the rarest label's index. */
  byLabels(resource: ResourceKey, namespace: string, labels: { readonly [key: string]: string }): readonly KubeObject[];
  /** Existing objects are announced as `added` first. Returns a disposer. */
  onChange(resource: ResourceKey, handler: ChangeHandler): () => void;
}
