import type { JsonObject, KubeObject } from '../../json.ts';
import { RevisionError } from '../../store.ts';
import type { Core } from '../core.ts';
import type { Accepted } from '../request/accept.ts';
import { badRequest, expired, failure } from '../status.ts';
import { shownAs } from '../versions.ts';
import { isSelected, type Selection, select } from './selection.ts';
import { includeObjectOf, partialMetadata, table, tableRow } from './table.ts';

/** Where a page ends: the revision of the whole list, and the key after which to go on. -1 goes on at the newest revision. */
interface Continue {
  readonly rv: number;
  readonly start: string;
}

const TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function encodeContinue(token: Continue): string {
  return btoa(JSON.stringify({ v: 'meta.k8s.io/v1', rv: token.rv, start: token.start })).replace(/=+$/, '');
}

function decodeContinue(text: string): Continue {
  try {
    const token = JSON.parse(atob(text)) as { v?: unknown; rv?: unknown; start?: unknown };
    if (token.v === 'meta.k8s.io/v1' && typeof token.rv === 'number' && typeof token.start === 'string')
      return { rv: token.rv, start: token.start };
  } catch {
    // Told below: the token is not one of ours.
  }
  throw badRequest('continue key is not valid: invalid character');
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

/** Reads `resourceVersion`; undefined for none and for 0 ("any"). */
export function revisionParameter(query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion') ?? '';
  if (text === '' || text === '0') return undefined;
  if (!/^\d+$/.test(text))
    throw badRequest(`invalid resource version "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  return Number(text);
}

function tooLarge(wanted: number, current: number): Error {
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return failure(504, 'Timeout', message, { causes, retryAfterSeconds: 1 });
}

/** How often the server compacts etcd: to the revision that it saw the time before. Models: apiserver/pkg/storage/etcd3.compactor */
const COMPACTION_INTERVAL_MS = 5 * 60_000;

/** Whether a list at a revision would be read from etcd after that revision has been compacted. */
function isCompacted(core: Core, revision: number): boolean {
  const tick = Math.floor(core.clock.nowMs() / COMPACTION_INTERVAL_MS);
  return revision < core.history.revisionAt((tick - 1) * COMPACTION_INTERVAL_MS);
}

/** All objects of the selection at one revision, which may be too old. */
function objectsOnceAt(core: Core, selection: Selection, revision: number): readonly KubeObject[] {
  if (isCompacted(core, revision)) throw new RevisionError('compacted', revision, core.history.oldestRevision);
  return objectsAt(core, selection, revision);
}

/** All objects of the selection at one revision. */
function objectsAt(core: Core, selection: Selection, revision: number): readonly KubeObject[] {
  if (revision === core.store.revision) return select(core, selection);
  try {
    return core.history.listAt(selection.resource.key, { revision }).filter((object) => isSelected(selection, object));
  } catch (error) {
    if (error instanceof RevisionError && error.kind === 'future') throw tooLarge(revision, core.store.revision);
    throw error;
  }
}

/** One page, or all of it when no limit is set. */
interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: JsonObject;
}

function continued(
  core: Core,
  selection: Selection,
  text: string,
): { objects: readonly KubeObject[]; revision: number } {
  const token = decodeContinue(text);
  const revision = token.rv < 0 ? core.store.revision : token.rv;
  try {
    const objects = objectsOnceAt(core, selection, revision).filter((object) => keyOf(object) > token.start);
    return { objects, revision };
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    const gone = expired(TOO_OLD);
    const metadata = { continue: encodeContinue({ rv: -1, start: token.start }) };
    Object.assign(gone.status, { metadata });
    throw gone;
  }
}

function pageOf(core: Core, selection: Selection, query: URLSearchParams): Page {
  const token = query.get('continue') ?? '';
  const limit = Number(query.get('limit') ?? '0') || 0;
  let objects: readonly KubeObject[];
  let revision = core.store.revision;
  if (token === '') {
    const wanted = revisionParameter(query);
    if (wanted !== undefined && wanted > revision) throw tooLarge(wanted, revision);
    if (wanted !== undefined && query.get('resourceVersionMatch') === 'Exact') revision = wanted;
    try {
      objects = objectsOnceAt(core, selection, revision);
    } catch (error) {
      if (error instanceof RevisionError) throw expired(`The resourceVersion for the provided list is too old.`);
      throw error;
    }
  } else {
    ({ objects, revision } = continued(core, selection, token));
  }
  const items = limit > 0 && objects.length > limit ? objects.slice(0, limit) : objects;
  const last = items[items.length - 1];
  if (items.length === objects.length || last === undefined)
    return { items, metadata: { resourceVersion: String(revision) } };
  const isWhole = selection.labels.isEmpty && selection.fields.isEmpty;
  return {
    items,
    metadata: {
      resourceVersion: String(revision),
      continue: encodeContinue({ rv: revision, start: keyOf(last) }),
      ...(isWhole ? { remainingItemCount: objects.length - items.length } : {}),
    },
  };
}

/** The objects as the wire shows them; versions that history alone still has are shown as they were stored. */
function presented(core: Core, selection: Selection, objects: readonly KubeObject[]): readonly KubeObject[] {
  const { store, presenter } = core;
  return objects.map((object) => {
    const version = store.version(selection.resource.key, object.metadata.namespace ?? '', object.metadata.name);
    return shownAs(selection.resource, version?.object === object ? presenter.present(version) : object);
  });
}

/** Answers a list in the form the client asked for. Throws `ApiError`. */
export function list(core: Core, selection: Selection, query: URLSearchParams, accepted: Accepted): JsonObject {
  const { items, metadata } = pageOf(core, selection, query);
  const { resource } = selection;
  const { definition, apiVersion } = resource;
  if (accepted.as === 'Table') {
    const include = includeObjectOf(query);
    const nowMs = core.clock.nowMs();
    const isRaw = include === 'None' && definition.view === undefined;
    const shown = isRaw ? items : presented(core, selection, items);
    const rows = shown.map((object) => tableRow(resource, object, include, accepted.version, nowMs));
    return table(definition.columns, rows, accepted.version, metadata);
  }
  const shown = presented(core, selection, items);
  if (accepted.as.startsWith('PartialObjectMetadata')) {
    const partial = shown.map((object) => partialMetadata(object, accepted.version));
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${accepted.version}`,
      metadata,
      items: partial,
    };
  }
  return { kind: `${definition.kind}List`, apiVersion, metadata, items: shown as unknown as readonly JsonObject[] };
}
