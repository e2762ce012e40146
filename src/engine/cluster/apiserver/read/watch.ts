import { ApiError } from '../../client.ts';
import type { Timer } from '../../clock.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import type { ChangeType, Version } from '../../store/version.ts';
import { RevisionError } from '../../store.ts';
import type { Core } from '../core.ts';
import type { ApiStream } from '../http.ts';
import type { Accepted } from '../request/accept.ts';
import { expired, invalid } from '../status.ts';
import { shownAs } from '../versions.ts';
import { revisionParameter } from './list.ts';
import type { EventSlot } from './presenter.ts';
import { isSelected, type Selection, select } from './selection.ts';
import { type IncludeObject, includeObjectOf, partialMetadata, table, tableRow } from './table.ts';
import { watchTogether } from './together.ts';

/** How often a quiet watch that asked for bookmarks gets one. Models: apiserver/pkg/storage/cacher.defaultBookmarkFrequency */
const BOOKMARK_INTERVAL_MS = 60_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** In which form events are sent. */
interface EventForm {
  readonly as: string;
  readonly version: string;
  readonly include: IncludeObject;
}

class WatchStream implements ApiStream<JsonObject> {
  private buffered: JsonObject[] = [];
  private reader: ((event: JsonObject) => void) | undefined;
  private ended: (() => void) | undefined;
  private isEnded = false;
  private isClosed = false;
  private readonly disposers: (() => void)[] = [];

  subscribe(chunk: (event: JsonObject) => void, end: () => void): void {
    this.reader = chunk;
    this.ended = end;
    const waiting = this.buffered;
    this.buffered = [];
    for (const event of waiting) chunk(event);
    if (this.isEnded) end();
  }

  close(): void {
    this.isClosed = true;
    this.dispose();
  }

  send(event: JsonObject): void {
    if (this.isClosed || this.isEnded) return;
    if (this.reader === undefined) this.buffered.push(event);
    else this.reader(event);
  }

  /** The server ends the watch. */
  finish(): void {
    if (this.isEnded || this.isClosed) return;
    this.isEnded = true;
    this.dispose();
    this.ended?.();
  }

  onDispose(dispose: () => void): void {
    if (this.isClosed || this.isEnded) dispose();
    else this.disposers.push(dispose);
  }

  private dispose(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
  }
}

/** The object as it was before it stopped matching, with the revision of the change. Models: cacher.cacheWatcher.convertToWatchEvent */
function departed(previous: KubeObject, revision: number): KubeObject {
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } };
}

/** Turns versions into events of one form for one selection. */
class EventMaker {
  private hasSentColumns = false;
  private readonly isWhole: boolean;
  /** Every object of a kind that never changes, as it is: the event depends on the version alone. */
  readonly takesAll: boolean;
  /** Where events of this form are shared, by type; tables have theirs with columns and without. */
  private readonly slots: { readonly [type in ChangeType]: readonly [plain: EventSlot, withColumns: EventSlot] };

  constructor(
    private readonly core: Core,
    private readonly selection: Selection,
    private readonly form: EventForm,
  ) {
    this.isWhole = selection.labels.isEmpty && selection.fields.isEmpty;
    const { definition, apiVersion } = selection.resource;
    this.takesAll = this.isWhole && selection.namespace === '' && form.as === '' && definition.custom === undefined;
    const shownVersion = definition.view === undefined ? '' : apiVersion;
    const slotsOf = (type: ChangeType): readonly [EventSlot, EventSlot] => {
      const plain = `${type} ${form.as} ${form.version} ${form.include}${shownVersion}`;
      return [core.presenter.slot(plain), core.presenter.slot(`${plain} columns`)];
    };
    this.slots = { ADDED: slotsOf('ADDED'), MODIFIED: slotsOf('MODIFIED'), DELETED: slotsOf('DELETED') };
  }

  /** The event that this watcher sees for a change; undefined for none. */
  event(version: Version): JsonObject | undefined {
    const { selection } = this;
    if (this.isWhole) {
      const isHere = selection.namespace === '' || version.object.metadata.namespace === selection.namespace;
      return isHere ? this.shared(version.type, version) : undefined;
    }
    const isIn = version.type !== 'DELETED' && isSelected(selection, version.object);
    const before = version.type === 'ADDED' ? undefined : version.previous?.object;
    const wasIn = before !== undefined && isSelected(selection, before);
    if (isIn) return this.shared(wasIn ? 'MODIFIED' : 'ADDED', version);
    if (!wasIn || before === undefined) return undefined;
    if (version.type === 'DELETED') return this.shared('DELETED', version);
    return this.made('DELETED', departed(before, version.revision));
  }

  /** The event that says an object is there. */
  added(version: Version): JsonObject {
    return this.shared('ADDED', version);
  }

  bookmark(revision: number, isInitialEnd: boolean): JsonObject {
    const { definition, apiVersion } = this.selection.resource;
    const object = {
      kind: definition.kind,
      apiVersion,
      metadata: {
        resourceVersion: String(revision),
        creationTimestamp: null,
        ...(isInitialEnd ? { annotations: { [INITIAL_EVENTS_END]: 'true' } } : {}),
      },
    } as unknown as KubeObject;
    const { as, version } = this.form;
    if (as === 'Table') {
      const row = { cells: [], object: partialMetadata(object, version) };
      return { type: 'BOOKMARK', object: table(undefined, [row], version, { resourceVersion: String(revision) }) };
    }
    return {
      type: 'BOOKMARK',
      object: as === '' ? (object as unknown as JsonObject) : partialMetadata(object, version),
    };
  }

  private shared(type: ChangeType, version: Version): JsonObject {
    const needsColumns = this.form.as === 'Table' && !this.hasSentColumns;
    if (needsColumns) this.hasSentColumns = true;
    const slot = this.slots[type][needsColumns ? 1 : 0];
    const { clock, presenter } = this.core;
    const timeMs = clock.nowMs();
    if (slot.version === version && slot.timeMs === timeMs && slot.event !== undefined) return slot.event;
    const event = this.made(type, presenter.present(version), needsColumns);
    slot.version = version;
    slot.timeMs = timeMs;
    slot.event = event;
    return event;
  }

  /** An event; an error where the object cannot be shown in the version that is watched. */
  private made(type: ChangeType, stored: KubeObject, hasColumns = false): JsonObject {
    try {
      return { type, object: this.body(stored, hasColumns) };
    } catch (error) {
      if (error instanceof ApiError) return { type: 'ERROR', object: error.status };
      throw error;
    }
  }

  private body(stored: KubeObject, hasColumns = false): JsonObject {
    const { as, version, include } = this.form;
    const object = shownAs(this.selection.resource, stored);
    if (as === '') return object as unknown as JsonObject;
    if (as !== 'Table') return partialMetadata(object, version);
    const { resource } = this.selection;
    const row = tableRow(resource, object, include, version, this.core.clock.nowMs());
    const columns = hasColumns ? resource.definition.columns : undefined;
    return table(columns, [row], version, { resourceVersion: object.metadata.resourceVersion });
  }
}

/** Checks the combination of parameters. Models: metainternalversion/validation.ValidateListOptions */
function checkOptions(query: URLSearchParams): void {
  const sends = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  const refuse = (field: string, detail: string): never => {
    throw invalid('meta.k8s.io', 'ListOptions', '', [
      { type: 'FieldValueForbidden', field, detail: `Forbidden: ${detail}` },
    ]);
  };
  if (sends === null && match !== '')
    refuse('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  if (sends !== null && match !== 'NotOlderThan')
    refuse('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
}

const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

/** Opens a watch. Throws `ApiError` for parameters that do not go together. Models: handlers.ListResource, storage/cacher */
export function watch(
  core: Core,
  selection: Selection,
  query: URLSearchParams,
  accepted: Accepted,
): ApiStream<JsonObject> {
  checkOptions(query);
  const { store, clock } = core;
  const { key } = selection.resource;
  const include = accepted.as === 'Table' ? includeObjectOf(query) : 'Metadata';
  const maker = new EventMaker(core, selection, { as: accepted.as, version: accepted.version, include });
  const stream = new WatchStream();
  const from = revisionParameter(query);
  const sendsInitial = isTrue(query.get('sendInitialEvents'));
  if (sendsInitial || from === undefined) {
    for (const object of select(core, selection)) {
      const version = store.version(key, object.metadata.namespace ?? '', object.metadata.name);
      if (version !== undefined) stream.send(maker.added(version));
    }
    if (sendsInitial && isTrue(query.get('allowWatchBookmarks'))) stream.send(maker.bookmark(store.revision, true));
  } else {
    try {
      for (const version of store.since(from, key)) {
        const event = maker.event(version);
        if (event !== undefined) stream.send(event);
      }
    } catch (error) {
      if (!(error instanceof RevisionError)) throw error;
      stream.send({ type: 'ERROR', object: expired(`too old resource version: ${from} (${error.bound})`).status });
      stream.finish();
      return stream;
    }
  }
  const made = (version: Version): JsonObject | undefined => maker.event(version);
  stream.onDispose(
    maker.takesAll
      ? watchTogether(core, key, selection.resource.apiVersion, made, stream)
      : store.watch(key, (version) => {
          const event = made(version);
          if (event !== undefined) stream.send(event);
        }),
  );
  if (selection.resource.definition.custom !== undefined)
    stream.onDispose(core.definitions.onRemoved(key, () => stream.finish()));
  if (isTrue(query.get('allowWatchBookmarks'))) {
    let timer: Timer;
    const tick = (): void => {
      stream.send(maker.bookmark(store.revision, false));
      timer = clock.after(BOOKMARK_INTERVAL_MS, tick, 'background');
    };
    timer = clock.after(BOOKMARK_INTERVAL_MS, tick, 'background');
    stream.onDispose(() => timer.cancel());
  }
  const timeoutSeconds = Number(query.get('timeoutSeconds') ?? '0') || 0;
  if (timeoutSeconds > 0) {
    const timer = clock.after(timeoutSeconds * 1000, () => stream.finish(), 'background');
    stream.onDispose(() => timer.cancel());
  }
  return stream;
}
