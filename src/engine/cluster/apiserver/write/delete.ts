import type { DeleteOptions } from '../../client.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { formatTime, parseTime } from '../../timestamp.ts';
import { admitDelete } from '../admission/namespace-lifecycle.ts';
import { type Core, untracked, type WriteOptions } from '../core.ts';
import type { Resource } from '../definitions.ts';
import { conflict, notFound, success } from '../status.ts';
import { sameObject } from './same.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
/** Kinds whose dependents stay when the request does not say. Models: rcStrategy/jobStrategy.DefaultGarbageCollectionPolicy */
const ORPHANS_BY_DEFAULT = new Set(['replicationcontrollers', 'jobs.batch']);
/** Kinds whose DELETE answers with the object. Models: registry.Store.ReturnDeletedObject */
const RETURNS_OBJECT = new Set([
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumeclaims',
  'persistentvolumes',
  'podtemplates',
  'resourcequotas',
]);

/** What a deletion came to. */
export interface Deleted {
  /** The object, or a Status for kinds that answer with one. */
  readonly body: JsonObject;
  /** False while finalizers or a grace period hold the object. */
  readonly isGone: boolean;
}

function checkPreconditions(
  resource: Resource,
  object: KubeObject,
  preconditions: DeleteOptions['preconditions'],
): void {
  const { uid, resourceVersion, name } = object.metadata;
  const of = { group: resource.definition.group, resource: resource.definition.kind };
  if (preconditions?.uid !== undefined && preconditions.uid !== uid)
    throw conflict(
      of,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion)
    throw conflict(
      of,
      name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
}

/** The finalizers with the garbage collector's own put in or out. Models: registry.deletionFinalizersForGarbageCollection */
function finalizersFor(resource: Resource, object: KubeObject, request: DeleteOptions): readonly string[] {
  const own = object.metadata.finalizers ?? [];
  const policy =
    request.propagationPolicy ??
    (own.includes(ORPHAN)
      ? 'Orphan'
      : own.includes(FOREGROUND)
        ? 'Foreground'
        : ORPHANS_BY_DEFAULT.has(resource.key)
          ? 'Orphan'
          : 'Background');
  const wanted = policy === 'Orphan' ? ORPHAN : policy === 'Foreground' ? FOREGROUND : undefined;
  const rest = own.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const next = wanted === undefined ? rest : [...rest, wanted];
  return next.length === own.length && next.every((finalizer) => own.includes(finalizer)) ? own : next;
}

type Grace =
  | { readonly kind: 'none' }
  /** Already being deleted, and this request asks for no shorter a wait. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'graceful'; readonly seconds: number; readonly timestamp: string };

/** Models: rest.BeforeDelete */
function graceFor(core: Core, resource: Resource, object: KubeObject, request: DeleteOptions): Grace {
  const { graceSeconds } = resource.definition;
  if (graceSeconds === undefined) return { kind: 'none' };
  const nowMs = core.clock.nowMs();
  const wanted =
    request.gracePeriodSeconds !== undefined && request.gracePeriodSeconds < 0 ? 1 : request.gracePeriodSeconds;
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  if (deletionTimestamp !== undefined) {
    if ((deletionGracePeriodSeconds ?? 0) === 0) return { kind: 'none' };
    if (wanted === undefined || wanted >= (deletionGracePeriodSeconds ?? 0)) return { kind: 'pending' };
    const startedMs = (parseTime(deletionTimestamp) ?? nowMs) - (deletionGracePeriodSeconds ?? 0) * 1000;
    const dueMs = startedMs + wanted * 1000;
    if (dueMs < nowMs) return { kind: 'graceful', seconds: wanted === 0 ? 0 : 1, timestamp: formatTime(nowMs) };
    return { kind: 'graceful', seconds: wanted, timestamp: formatTime(dueMs) };
  }
  const seconds = graceSeconds(object, wanted);
  return seconds === undefined
    ? { kind: 'none' }
    : { kind: 'graceful', seconds, timestamp: formatTime(nowMs + seconds * 1000) };
}

/** The object marked as being deleted, its generation raised the first time. Models: registry.markAsDeleting */
function marked(object: KubeObject, timestamp: string, seconds: number, finalizers: readonly string[]): KubeObject {
  const { metadata } = object;
  const isFirst = metadata.deletionTimestamp === undefined;
  const { finalizers: _, ...rest } = metadata;
  return {
    ...object,
    metadata: {
      ...rest,
      ...(isFirst && metadata.generation !== undefined && metadata.generation > 0
        ? { generation: metadata.generation + 1 }
        : {}),
      deletionTimestamp: timestamp,
      deletionGracePeriodSeconds: seconds,
      ...(finalizers.length === 0 ? {} : { finalizers }),
    },
  };
}

function answer(resource: Resource, object: KubeObject): JsonObject {
  if (RETURNS_OBJECT.has(resource.key)) return object as unknown as JsonObject;
  const { group, plural } = resource.definition;
  const { name, uid } = object.metadata;
  return success({ name, ...(group === '' ? {} : { group }), kind: plural, uid });
}

/** A namespace is only marked; the namespace controller empties it and takes its finalizer away. Models: pkg/registry/core/namespace/storage.REST.Delete */
function terminateNamespace(core: Core, resource: Resource, object: KubeObject, options: WriteOptions): Deleted {
  if (object.metadata.deletionTimestamp !== undefined) return { body: object as unknown as JsonObject, isGone: false };
  const terminating: KubeObject = {
    ...object,
    metadata: { ...object.metadata, deletionTimestamp: formatTime(core.clock.nowMs()) },
    status: { ...(object['status'] as object), phase: 'Terminating' },
  };
  const stored = options.dryRun
    ? terminating
    : core.store.update(resource.key, terminating, untracked(options.writer)).object;
  return { body: stored as unknown as JsonObject, isGone: false };
}

function hasSpecFinalizers(object: KubeObject): boolean {
  const { finalizers } = (object['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
  return (finalizers ?? []).length > 0;
}

/** Deletes an object, or marks it where finalizers or a grace period hold it. Throws `ApiError`. Models: registry.Store.Delete */
export function deleteObject(
  core: Core,
  resource: Resource,
  namespace: string,
  name: string,
  request: DeleteOptions,
  options: WriteOptions,
): Deleted {
  const { store } = core;
  const writer = untracked(options.writer);
  const object = store.get(resource.key, namespace, name);
  if (object === undefined) throw notFound(resource.groupResource, name);
  admitDelete(resource, name);
  checkPreconditions(resource, object, request.preconditions);
  if (core.admission.isConfigured) {
    const { user, dryRun, warn } = options;
    const facts = { resource, subresource: '', namespace, name, user, dryRun, warn };
    core.admission.validate({ operation: 'DELETE', ...facts, object: undefined, oldObject: object });
  }
  if (resource.key === 'namespaces' && hasSpecFinalizers(object))
    return terminateNamespace(core, resource, object, options);
  const grace = graceFor(core, resource, object, request);
  if (grace.kind === 'pending') return { body: object as unknown as JsonObject, isGone: false };
  const { prepareForDelete } = resource.definition;
  const isFirst = object.metadata.deletionTimestamp === undefined;
  const prepared = isFirst && prepareForDelete ? prepareForDelete(object, { nowMs: core.clock.nowMs() }) : object;
  const finalizers = finalizersFor(resource, prepared, request);
  const isHeld = finalizers.length > 0;
  let last = object;
  if (grace.kind === 'graceful' || isHeld) {
    const now = formatTime(core.clock.nowMs());
    const existing = object.metadata.deletionTimestamp;
    // Without grace the mark is "now", or an earlier one that is there.
    const timestamp =
      grace.kind === 'graceful' ? grace.timestamp : existing !== undefined && existing < now ? existing : now;
    last = marked(prepared, timestamp, grace.kind === 'graceful' ? grace.seconds : 0, finalizers);
    if (sameObject(last, object)) last = object;
    else if (!options.dryRun) last = store.update(resource.key, last, writer).object;
    if (isHeld || (grace.kind === 'graceful' && grace.seconds > 0))
      return { body: last as unknown as JsonObject, isGone: false };
  }
  if (!options.dryRun) last = store.delete(resource.key, namespace, name, writer).object;
  return { body: answer(resource, last), isGone: true };
}
