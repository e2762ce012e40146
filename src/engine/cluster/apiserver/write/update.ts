import type { JsonObject, KubeObject, ObjectMeta } from '../../json.ts';
import { admitQuotaUpdate } from '../../resources/quota/admission.ts';
import { admitClaimLimits } from '../../resources/quota/claim-limits.ts';
import type { Attributes } from '../admission/attributes.ts';
import type { Core, WriteOptions } from '../core.ts';
import type { Resource } from '../definitions.ts';
import { badRequest, conflict, notFound, OBJECT_MODIFIED } from '../status.ts';
import { strategyContext } from './context.ts';
import { refuse, tellUnsimulated } from './create.ts';
import { userMetadata } from './metadata.ts';
import { sameJson, sameObject } from './same.ts';

/** Checks that the object sent is the one that the URL names. Models: handlers.checkName */
export function checkIdentity(resource: Resource, namespace: string, name: string, sent: JsonObject): void {
  const meta = (sent['metadata'] ?? {}) as JsonObject;
  const sentName = meta['name'] ?? '';
  const sentNamespace = meta['namespace'] ?? '';
  if (resource.definition.namespaced && sentNamespace !== '' && sentNamespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (sentName !== name)
    throw badRequest(`the name of the object (${sentName}) does not match the name on the URL (${name})`);
}

/** Refuses an update meant for an earlier object of this name, or for an earlier version of it. */
function checkVersion(resource: Resource, current: KubeObject, sent: Partial<ObjectMeta>): void {
  const { metadata } = current;
  if (sent.uid !== undefined && sent.uid !== '' && sent.uid !== null && sent.uid !== metadata.uid) {
    const path = resource.definition.namespaced ? `${metadata.namespace}/${metadata.name}` : metadata.name;
    throw conflict(
      resource.groupResource,
      metadata.name,
      `StorageError: invalid object, Code: 4, Key: /registry/${resource.definition.plural}/${path}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${sent.uid}, UID in object meta: ${metadata.uid}`,
    );
  }
  // No version, and 0, which is none: the update is unconditional.
  const wanted = sent.resourceVersion ?? '';
  if (wanted !== '' && wanted !== '0' && wanted !== metadata.resourceVersion)
    throw conflict(resource.groupResource, metadata.name, OBJECT_MODIFIED);
}

/** The metadata after an update: what only the server sets stays as it was. Models: rest.BeforeUpdate */
function updatedMetadata(sent: ObjectMeta, old: ObjectMeta): ObjectMeta {
  if (sent === old) return old;
  return {
    name: old.name,
    ...(old.generateName === undefined ? undefined : { generateName: old.generateName }),
    ...(old.namespace === undefined ? undefined : { namespace: old.namespace }),
    uid: old.uid,
    resourceVersion: old.resourceVersion,
    ...(old.generation === undefined ? undefined : { generation: old.generation }),
    creationTimestamp: old.creationTimestamp,
    ...(old.deletionTimestamp === undefined ? undefined : { deletionTimestamp: old.deletionTimestamp }),
    ...(old.deletionGracePeriodSeconds === undefined
      ? undefined
      : { deletionGracePeriodSeconds: old.deletionGracePeriodSeconds }),
    ...userMetadata(sent),
  };
}

/** The object as sent, with what a write to its main resource may not change taken from the old one. */
function forMainResource(resource: Resource, sent: JsonObject, current: KubeObject): KubeObject {
  const metadata = updatedMetadata((sent['metadata'] ?? {}) as unknown as ObjectMeta, current.metadata);
  const { apiVersion, kind } = current;
  if (resource.definition.subresources.status !== true) return { ...sent, apiVersion, kind, metadata };
  const { status: _, ...rest } = sent;
  return current['status'] === undefined
    ? { ...rest, apiVersion, kind, metadata }
    : { ...rest, apiVersion, kind, metadata, status: current['status'] };
}

/**
 * The metadata after a write of the status: annotations and labels may ride along, as on a real server; a custom resource's stay, and a
 * Deployment's labels. Models: the PrepareForUpdate of each kind's status strategy
 */
function statusMetadata(resource: Resource, sent: Partial<ObjectMeta>, old: ObjectMeta): ObjectMeta {
  if (resource.definition.custom !== undefined) return old;
  const riding =
    resource.key === 'deployments.apps' ? (['annotations'] as const) : (['annotations', 'labels'] as const);
  let metadata = old;
  for (const member of riding) {
    const wanted = sent[member];
    if (wanted !== old[member] && !sameJson(wanted ?? {}, old[member] ?? {}))
      metadata = { ...metadata, [member]: wanted ?? {} };
  }
  return metadata;
}

/** The old object with the status as sent. */
function forStatus(resource: Resource, sent: JsonObject, current: KubeObject): KubeObject {
  const metadata = statusMetadata(resource, (sent['metadata'] ?? {}) as Partial<ObjectMeta>, current.metadata);
  const status = sent['status'];
  if (status === undefined || status === null) {
    const { status: _, ...rest } = current;
    return { ...rest, apiVersion: current.apiVersion, kind: current.kind, metadata };
  }
  return { ...current, metadata, status };
}

function withGeneration(resource: Resource, object: KubeObject, old: KubeObject): KubeObject {
  const { generation } = old.metadata;
  if (generation === undefined) return object;
  const { raisesGeneration } = resource.definition;
  const isRaised =
    raisesGeneration === undefined ? !sameJson(object['spec'], old['spec']) : raisesGeneration(object, old);
  return isRaised ? { ...object, metadata: { ...object.metadata, generation: generation + 1 } } : object;
}

/** True when the last finalizer went from an object that only waited for that. Models: registry.ShouldDeleteDuringUpdate */
function isReleased(object: KubeObject, old: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = old.metadata;
  return (
    deletionTimestamp !== undefined &&
    (object.metadata.finalizers ?? []).length === 0 &&
    (deletionGracePeriodSeconds ?? 0) === 0 &&
    !isHeldNamespace(object)
  );
}

/** A namespace goes when its spec's finalizers are gone too. Models: pkg/registry/core/namespace/storage.ShouldDeleteNamespaceDuringUpdate */
function isHeldNamespace(object: KubeObject): boolean {
  if (object.kind !== 'Namespace' || object.apiVersion !== 'v1') return false;
  const { finalizers } = (object['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
  return (finalizers ?? []).length > 0;
}

function attributesOf(
  resource: Resource,
  object: KubeObject,
  oldObject: KubeObject,
  options: WriteOptions,
): Attributes {
  const { namespace = '', name } = oldObject.metadata;
  const { user, dryRun, warn, writer } = options;
  const facts = { resource, subresource: writer.subresource, namespace, name, user, dryRun, warn };
  return { operation: 'UPDATE', ...facts, object, oldObject };
}

/** The object as mutating admission leaves it, with its defaults. */
function admitted(
  core: Core,
  resource: Resource,
  object: KubeObject,
  old: KubeObject,
  options: WriteOptions,
): KubeObject {
  if (!core.admission.isConfigured) return object;
  const mutated = core.admission.mutate(attributesOf(resource, object, old, options)) ?? object;
  return mutated === object ? object : (resource.definition.defaults?.(mutated) ?? mutated);
}

/** What an update came to. */
export interface Updated {
  readonly object: KubeObject;
  /** False when nothing was different, so that nothing was written. */
  readonly changed: boolean;
}

/**
 * Stores the next version of an object. `sent` has the kind's shape already; `subresource` is '' or `status` or another part that is
 * written through the object. Writes nothing when nothing changed, unless `force` (ownership changed). Throws `ApiError`.
 * Models: registry.Store.Update, rest.BeforeUpdate
 */
export function updateObject(
  core: Core,
  resource: Resource,
  namespace: string,
  name: string,
  sent: JsonObject,
  options: WriteOptions,
  force = false,
): Updated {
  const { definition } = resource;
  const { subresource } = options.writer;
  const current = core.store.get(resource.key, namespace, name);
  if (current === undefined) throw notFound(resource.groupResource, name);
  checkVersion(resource, current, (sent['metadata'] ?? {}) as Partial<ObjectMeta>);
  const context = strategyContext(core, options);
  let object: KubeObject;
  if (subresource === 'status') {
    object = forStatus(resource, sent, current);
    if (definition.prepareForUpdate !== undefined && object !== current)
      object = definition.prepareForUpdate(object, current, context);
    object = admitted(core, resource, object, current, options);
    if (definition.custom !== undefined)
      refuse(resource, name, definition.custom.validateStatus(object, current, options.warn));
  } else {
    object = forMainResource(resource, sent, current);
    if (definition.defaults !== undefined) object = definition.defaults(object);
    object = admitted(core, resource, object, current, options);
    if (definition.prepareForUpdate !== undefined) object = definition.prepareForUpdate(object, current, context);
    object = withGeneration(resource, object, current);
    // A definition's validateUpdate is the whole check of an update; kinds without one are checked as new objects are.
    const errors = definition.validateUpdate?.(object, current, context) ?? definition.validate?.(object, context);
    if (errors !== undefined) refuse(resource, name, errors);
    if (resource.key === 'persistentvolumeclaims' && object['spec'] !== current['spec'])
      admitClaimLimits(object, context);
    admitQuotaUpdate(resource.key, object, current, context);
    tellUnsimulated(resource, object, options);
  }
  if (core.admission.isConfigured) core.admission.validate(attributesOf(resource, object, current, options));
  if (isReleased(object, current)) {
    if (!options.dryRun) core.store.delete(resource.key, namespace, name, options.writer);
    return { object, changed: true };
  }
  if (!force && sameObject(object, current)) return { object: current, changed: false };
  if (options.dryRun) return { object, changed: true };
  const stored = core.store.update(resource.key, object, options.writer, options.ownership);
  return { object: stored.object, changed: true };
}
