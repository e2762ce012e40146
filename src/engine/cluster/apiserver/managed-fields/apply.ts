import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { schemaOf } from '../../schema/schema.ts';
import type { TypeSchema } from '../../schema/types.ts';
import type { Core, WriteOptions } from '../core.ts';
import { decodeCustom } from '../decode/custom.ts';
import { JsonSyntaxError, parseJson } from '../decode/json-text.ts';
import { decodeTyped, TypeMismatchError } from '../decode/typed.ts';
import type { Resource } from '../definitions.ts';
import { badRequest, plainMistake, unknownError } from '../status.ts';
import { createObject } from '../write/create.ts';
import { checkIdentity, updateObject } from '../write/update.ts';
import { compareObjects } from './compare.ts';
import { type Conflict, conflictError } from './conflicts.ts';
import { FieldSet } from './field-set.ts';
import { fieldSetOf } from './field-set-of.ts';
import { mergeConfig, removeFields } from './merge.ts';
import { type ManagerEntry, managerKey, NOBODY, type Ownership, ownable } from './ownership.ts';
import { prunable } from './prune.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a server-side apply came to. */
export interface Applied {
  readonly object: KubeObject;
  readonly isNew: boolean;
}

const isMap = (value: Json): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The configuration, checked to be one of this resource. Throws 400. Models: managedfields/internal.structuredMergeManager.Apply */
function checkedConfig(resource: Resource, patch: Json): JsonObject {
  if (!isMap(patch)) throw badRequest('error decoding patch: error unmarshaling JSON: the patch is not an object');
  const { apiVersion, kind, metadata } = patch as { apiVersion?: string; kind?: string; metadata?: JsonObject };
  if (!kind) throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(patch)}'`);
  if (apiVersion !== resource.apiVersion || kind !== resource.definition.kind)
    throw badRequest(
      `Incorrect version specified in apply patch. Specified patch version: ${apiVersion ?? ''}, expected: ${resource.apiVersion}`,
    );
  if (metadata?.['managedFields'] !== undefined && metadata['managedFields'] !== null)
    throw badRequest('metadata.managedFields must be nil');
  return patch;
}

/** The fields of a configuration. Throws what the real server says of fields and values that are not the kind's. */
function configFields(
  resource: Resource,
  schema: TypeSchema,
  namespace: string,
  name: string,
  config: JsonObject,
): FieldSet {
  const { fields, problems } = fieldSetOf(schema, config);
  if (problems.length === 0) return fields;
  const { group, version, kind } = resource.definition;
  const list = problems.length === 1 ? problems[0] : `errors:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
  const scope = resource.definition.namespaced ? namespace : '';
  throw plainMistake(
    `failed to create typed patch object (${scope}/${name}; ${group}/${version}, Kind=${kind}): ${list}`,
  );
}

function typed(resource: Resource, object: JsonObject): JsonObject {
  try {
    const { custom } = resource.definition;
    if (custom !== undefined) return decodeCustom(custom, object).value;
    return decodeTyped(resource.definition.schema, object).value;
  } catch (error) {
    if (error instanceof TypeMismatchError) throw badRequest(error.message);
    throw error;
  }
}

/** What kubectl's own client-side apply set last: its later server-side apply may take that over. Models: managedfields/internal.lastAppliedManager */
function lastAppliedFields(schema: TypeSchema, live: KubeObject): FieldSet {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return FieldSet.EMPTY;
  try {
    const { value } = parseJson(text);
    return isMap(value) ? fieldSetOf(schema, value).fields : FieldSet.EMPTY;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return FieldSet.EMPTY;
    throw error;
  }
}

function conflictsOf(others: readonly ManagerEntry[], changed: FieldSet): { conflicts: Conflict[]; fields: FieldSet } {
  const conflicts: Conflict[] = [];
  let fields = FieldSet.EMPTY;
  for (const entry of others) {
    const shared = entry.fields.intersection(changed);
    if (shared.isEmpty) continue;
    conflicts.push({ entry, paths: shared.paths() });
    fields = fields.union(shared);
  }
  return { conflicts, fields };
}

function sameOwnership(a: Ownership, b: Ownership): boolean {
  if (a.size !== b.size) return false;
  for (const [key, entry] of a) {
    const other = b.get(key);
    if (other === undefined || !entry.fields.equals(other.fields)) return false;
  }
  return true;
}

/** Server-side apply: makes the object, or changes of it what the configuration says and its manager owns. Throws `ApiError`. */
export function applyObject(
  core: Core,
  resource: Resource,
  namespace: string,
  name: string,
  patch: Json,
  options: WriteOptions,
  isForced: boolean,
): Applied {
  const config = checkedConfig(resource, patch);
  checkIdentity(resource, namespace, name, withName(config, name));
  const schema = schemaOf(resource.definition.schema);
  if (schema === undefined) throw unknownError(`no schema for ${resource.definition.kind}`);
  const { manager, subresource } = options.writer;
  const fields = ownable(resource, subresource, configFields(resource, schema, namespace, name, config));
  const key = managerKey(manager, 'Apply', subresource);
  const nowMs = core.clock.nowMs();
  const entry: ManagerEntry = { manager, operation: 'Apply', subresource, timeMs: nowMs, fields };
  const version = core.store.version(resource.key, namespace, name);
  if (version === undefined) {
    const ownership = fields.isEmpty ? NOBODY : new Map([[key, entry]]);
    const object = createObject(core, resource, namespace, typed(resource, withName(config, name)), {
      ...options,
      ownership,
    });
    return { object, isNew: true };
  }
  const live = version.object;
  const before = core.owners.of(version);
  const last = before.get(key);
  const others = [...before].filter(([other]) => other !== key).map(([, each]) => each);
  const owned = others.reduce((all, each) => all.union(each.fields), FieldSet.EMPTY);
  const merged = mergeConfig(schema, live as unknown as JsonObject, withoutIdentity(config));
  const pruned = last === undefined ? merged : removeFields(schema, merged, prunable(last.fields, fields, owned));
  const wanted = typed(resource, pruned);
  const compared = compareObjects(schema, live as unknown as JsonObject, wanted);
  const changed = ownable(resource, subresource, compared.changed);
  const found = conflictsOf(others, changed);
  const mayTake =
    isForced || (manager === 'kubectl' && found.fields.difference(lastAppliedFields(schema, live)).isEmpty);
  if (found.conflicts.length > 0 && !mayTake) throw conflictError(found.conflicts, resource.apiVersion);
  const taken = changed.union(compared.removed);
  const next = new Map<string, ManagerEntry>();
  for (const [other, each] of before) {
    const left = other === key ? FieldSet.EMPTY : each.fields.difference(taken);
    if (!left.isEmpty) next.set(other, { ...each, fields: left });
  }
  const isNoop = changed.isEmpty && compared.removed.isEmpty;
  if (!fields.isEmpty) next.set(key, isNoop && last !== undefined ? { ...entry, timeMs: last.timeMs } : entry);
  const isForcedWrite = !sameOwnership(before, next);
  const updated = updateObject(core, resource, namespace, name, wanted, { ...options, ownership: next }, isForcedWrite);
  return { object: updated.object, isNew: false };
}

function withName(config: JsonObject, name: string): JsonObject {
  const metadata = (config['metadata'] ?? {}) as JsonObject;
  return metadata['name'] === undefined ? { ...config, metadata: { ...metadata, name } } : config;
}

/** The configuration without what only identifies the object. */
function withoutIdentity(config: JsonObject): JsonObject {
  const { apiVersion: _version, kind: _kind, ...rest } = config;
  return rest;
}
