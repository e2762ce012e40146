import type { JsonObject, KubeObject, ObjectMeta } from '../../json.ts';
import { type FieldError, type StrategyContext, UNHEARD } from '../../resources/definition.ts';
import { admitQuota } from '../../resources/quota/admission.ts';
import { admitClaimLimits } from '../../resources/quota/claim-limits.ts';
import { UNSIMULATED_FIELDS, unsimulatedWarnings } from '../../resources/unsimulated.ts';
import { formatTime } from '../../timestamp.ts';
import type { Attributes } from '../admission/attributes.ts';
import { admitCreate } from '../admission/namespace-lifecycle.ts';
import type { Core, WriteOptions } from '../core.ts';
import type { Resource } from '../definitions.ts';
import { alreadyExists, badRequest, generateNameConflict, invalid, plainMistake } from '../status.ts';
import { strategyContext } from './context.ts';
import { userMetadata } from './metadata.ts';

/** The longest prefix of a generated name. Models: apiserver/pkg/storage/names.maxGeneratedNameLength */
const GENERATED_PREFIX_LENGTH = 58;
const GENERATED_SUFFIX_LENGTH = 5;

/** The namespace that an object belongs to, given the one in its URL. Models: rest.EnsureObjectNamespaceMatchesRequestNamespace */
export function objectNamespace(resource: Resource, requested: string, inObject: unknown): string | undefined {
  if (!resource.definition.namespaced) return typeof inObject === 'string' && inObject !== '' ? inObject : undefined;
  if (inObject === undefined || inObject === null || inObject === '') return requested;
  if (inObject === requested) return requested;
  throw badRequest(
    requested === ''
      ? 'an empty namespace may not be set during creation'
      : 'the namespace of the provided object does not match the namespace sent on the request',
  );
}

function generatedName(core: Core, prefix: string): string {
  return `${prefix.slice(0, GENERATED_PREFIX_LENGTH)}${core.random.suffix(GENERATED_SUFFIX_LENGTH)}`;
}

function systemMetadata(core: Core, resource: Resource, namespace: string, given: JsonObject): ObjectMeta {
  const { name, generateName, namespace: inObject } = given as unknown as Partial<ObjectMeta>;
  const ownNamespace = objectNamespace(resource, namespace, inObject);
  const hasName = typeof name === 'string' && name !== '';
  const prefix = typeof generateName === 'string' ? generateName : '';
  const made: Partial<{ -readonly [K in keyof ObjectMeta]: ObjectMeta[K] }> = {
    name: hasName ? name : prefix === '' ? '' : generatedName(core, prefix),
  };
  if (prefix !== '') made.generateName = prefix;
  if (ownNamespace !== undefined) made.namespace = ownNamespace;
  made.uid = core.random.uuid();
  made.resourceVersion = '';
  made.creationTimestamp = formatTime(core.clock.nowMs());
  return Object.assign(made, userMetadata(given as unknown as Partial<ObjectMeta>)) as ObjectMeta;
}

/** The object under its kind's names, identity first. */
function identified(input: JsonObject, { apiVersion, definition }: Resource, metadata: ObjectMeta): KubeObject {
  const { kind } = definition;
  let inOrder = 0;
  for (const key in input) {
    if (key !== IDENTITY[inOrder]) break;
    inOrder++;
  }
  // Most come in this order: a copy with three values replaced costs much less than one with three left out.
  if (inOrder === IDENTITY.length) return { ...input, apiVersion, kind, metadata };
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = input;
  return { apiVersion, kind, metadata, ...fields };
}

const IDENTITY = ['apiVersion', 'kind', 'metadata'];

/** Throws the 422 for what validation found, each finding once. */
export function refuse(resource: Resource, name: string, errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const { group, kind } = resource.definition;
  const seen = new Set<string>();
  const once = errors.filter(({ field, detail }) => {
    const text = `${field}: ${detail}`;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  throw invalid(group, kind, name, once);
}

/** Warns of fields that are kept and have no effect. */
export function tellUnsimulated(resource: Resource, object: KubeObject, options: WriteOptions): void {
  if (options.warn === UNHEARD) return;
  const fields = UNSIMULATED_FIELDS[resource.definition.schema];
  if (fields !== undefined) for (const text of unsimulatedWarnings(object, fields, '')) options.warn(text);
}

/** Stores a new object. `input` has the kind's shape already. Throws `ApiError`. Models: registry.Store.Create, rest.BeforeCreate */
export function createObject(
  core: Core,
  resource: Resource,
  namespace: string,
  input: JsonObject,
  options: WriteOptions,
): KubeObject {
  const { definition } = resource;
  const givenMeta = (input['metadata'] ?? {}) as JsonObject;
  if (
    givenMeta['resourceVersion'] !== undefined &&
    givenMeta['resourceVersion'] !== '' &&
    givenMeta['resourceVersion'] !== null
  )
    throw plainMistake('resourceVersion should not be set on objects to be created');
  const metadata = systemMetadata(core, resource, namespace, givenMeta);
  admitCreate(core, resource, metadata.namespace ?? '', metadata.name);
  let object = identified(input, resource, metadata);
  const context: StrategyContext = strategyContext(core, options);
  if (definition.defaults !== undefined) object = definition.defaults(object);
  const { admission } = core;
  const asked = (created: KubeObject): Attributes => ({
    operation: 'CREATE',
    resource,
    subresource: '',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    object: created,
    oldObject: undefined,
    user: options.user,
    dryRun: options.dryRun,
    warn: options.warn,
  });
  if (admission.isConfigured) {
    const mutated = admission.mutate(asked(object)) ?? object;
    if (mutated !== object) object = definition.defaults?.(mutated) ?? mutated;
  }
  if (definition.prepareForCreate !== undefined) object = definition.prepareForCreate(object, context);
  if (definition.validate !== undefined) refuse(resource, metadata.name, definition.validate(object, context));
  if (resource.key === 'persistentvolumeclaims') admitClaimLimits(object, context);
  if (admission.isConfigured) admission.validate(asked(object));
  admitQuota(resource.key, object, context);
  tellUnsimulated(resource, object, options);
  const existing = core.store.get(resource.key, metadata.namespace ?? '', metadata.name);
  if (existing !== undefined) {
    if (metadata.generateName !== undefined && givenMeta['name'] !== metadata.name)
      throw generateNameConflict(resource.groupResource, metadata.name);
    throw alreadyExists(resource.groupResource, metadata.name, existing.metadata.deletionTimestamp !== undefined);
  }
  if (options.dryRun) return unstored(object);
  return core.store.create(resource.key, object, options.writer, options.ownership).object;
}

/** A dry run's object has no version. */
function unstored(object: KubeObject): KubeObject {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as ObjectMeta };
}
