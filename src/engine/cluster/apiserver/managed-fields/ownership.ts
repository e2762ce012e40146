import type { Json, JsonObject } from '../../json.ts';
import { schemaOf } from '../../schema/schema.ts';
import type { TypeSchema } from '../../schema/types.ts';
import { StoredVersion, type Version } from '../../store/version.ts';
import { formatTime } from '../../timestamp.ts';
import type { Definitions, Resource } from '../definitions.ts';
import { compareObjects } from './compare.ts';
import { type FieldSet, FieldSet as Fields, fieldSetOfPaths } from './field-set.ts';
import { FieldSetPool } from './field-set-pool.ts';

/** What one manager owns. */
export interface ManagerEntry {
  readonly manager: string;
  readonly operation: 'Update' | 'Apply';
  readonly subresource: string;
  readonly timeMs: number;
  readonly fields: FieldSet;
}

/** Who owns what, by manager, operation and subresource. */
export type Ownership = ReadonlyMap<string, ManagerEntry>;

export const NOBODY: Ownership = new Map();

/** What a client wrote as ownership: a version's own change comes on top of it. */
export class Rebased {
  constructor(readonly base: Ownership) {}
}

/** The identity of a manager. Models: managedfields/internal.BuildManagerIdentifier */
export function managerKey(manager: string, operation: string, subresource: string): string {
  return `${operation} ${subresource} ${manager}`;
}

/** Fields that are nobody's. Models: managedfields/internal.NewStripMetaManager */
const STRIPPED = fieldSetOfPaths([
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((name) => ['metadata', name]),
]);

/** What a manager may own: not what only the server sets, and not what its subresource does not write. Models: the strategies' GetResetFields */
export function ownable(resource: Resource, subresource: string, fields: FieldSet): FieldSet {
  const stripped = fields.difference(STRIPPED);
  if (subresource === 'status') return stripped.without('f:spec');
  return resource.definition.subresources.status === true ? stripped.without('f:status') : stripped;
}

/** Ownership after an update from one state to another. Models: structured-merge-diff/merge.Updater.Update */
function afterUpdate(
  resource: Resource,
  schema: TypeSchema,
  ownership: Ownership,
  before: JsonObject,
  version: Version,
): Ownership {
  const { changed, removed } = compareObjects(schema, before, version.object as unknown as JsonObject);
  const { manager, operation, subresource } = version.writer;
  const own = ownable(resource, subresource, changed);
  const taken = changed.union(removed);
  if (taken.isEmpty) return ownership;
  const next = new Map<string, ManagerEntry>();
  for (const [key, entry] of ownership) {
    const fields = entry.fields.difference(taken);
    if (!fields.isEmpty) next.set(key, fields === entry.fields ? entry : { ...entry, fields });
  }
  if (own.isEmpty || operation === 'Untracked') return next;
  const key = managerKey(manager, operation, subresource);
  const fields = (next.get(key)?.fields ?? Fields.EMPTY).union(own);
  next.set(key, { manager, operation: 'Update', subresource, timeMs: version.timeMs, fields });
  return next;
}

/**
 * Works out who owns the fields of a version from who wrote the versions before it. Nothing is computed at the time of a write, but for
 * server-side apply, which sets the ownership of what it writes.
 */
export class OwnershipReader {
  private readonly pool = new FieldSetPool();

  constructor(private readonly definitions: Definitions) {}

  readonly of = (version: Version): Ownership => {
    const chain: StoredVersion[] = [];
    let at: Version | undefined = version;
    while (at instanceof StoredVersion && at.ownership === undefined) {
      chain.push(at);
      if (at.type === 'ADDED') break;
      at = at.previous;
    }
    let start = at instanceof StoredVersion && at.ownership !== undefined ? at : undefined;
    let ownership = (start?.ownership as Ownership | undefined) ?? NOBODY;
    if (start?.ownership instanceof Rebased) {
      ownership = start.ownership.base;
      chain.push(start);
      start = start.previous;
    }
    const resource = this.definitions.get(version.resource);
    const schema = resource === undefined ? undefined : schemaOf(resource.definition.schema);
    if (resource === undefined || schema === undefined) return NOBODY;
    let before = (start?.object ?? {}) as unknown as JsonObject;
    for (const next of chain.reverse()) {
      if (next.type !== 'DELETED') ownership = afterUpdate(resource, schema, ownership, before, next);
      before = next.object as unknown as JsonObject;
    }
    if (version instanceof StoredVersion) version.ownership = ownership;
    return ownership;
  };

  /**
   * Keeps the ownership of a version whose past is about to go. Objects of one template own the same fields: their sets are kept once.
   */
  readonly keep = (version: Version): void => {
    if (!(version instanceof StoredVersion)) return;
    const kept = new Map<string, ManagerEntry>();
    for (const [key, entry] of this.of(version)) kept.set(key, { ...entry, fields: this.pool.shared(entry.fields) });
    version.ownership = kept;
  };

  /** `metadata.managedFields` of a version. */
  readonly wire = (version: Version): Json | undefined => {
    const apiVersion = version.object.apiVersion;
    const entries = [...this.of(version).values()].sort(byOperationAndTime);
    return entries.length === 0 ? undefined : entries.map((entry) => wireEntry(entry, apiVersion));
  };
}

/** Models: managedfields/internal.sortEncodedManagedFields */
function byOperationAndTime(a: ManagerEntry, b: ManagerEntry): number {
  const rank = (entry: ManagerEntry): string => `${entry.manager} ${entry.subresource}`;
  if (a.operation !== b.operation) return a.operation < b.operation ? -1 : 1;
  // By the whole time: a real cluster takes seconds where this one may take milliseconds.
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  return rank(a) < rank(b) ? -1 : 1;
}

function wireEntry({ manager, operation, subresource, timeMs, fields }: ManagerEntry, apiVersion: string): JsonObject {
  return {
    manager,
    operation,
    apiVersion,
    time: formatTime(timeMs),
    fieldsType: 'FieldsV1',
    fieldsV1: fields.toFieldsV1(),
    ...(subresource === '' ? {} : { subresource }),
  };
}
