import type { Informers } from '../../cluster/client.ts';
import type { KubeObject } from '../../cluster/json.ts';
import { record, text } from '../../cluster/json-readers.ts';
import { asJson } from '../../cluster/resources/definition.ts';
import type { History } from '../../cluster/store/history.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import { number } from './explain/fields.ts';

/** So many events are shown: the newest. */
const MOST = 200;
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** One event as the page lists it. */
export interface EventRow {
  /** When it was last seen, virtual milliseconds since the Unix epoch. */
  readonly atMs: number;
  /** `Normal`, `Warning` */
  readonly type: string;
  readonly reason: string;
  /** `Pod/web` */
  readonly about: string;
  readonly namespace: string;
  readonly count: number;
  readonly message: string;
}

/** Undefined for an event of the system's own objects. */
function rowOf(event: KubeObject): EventRow | undefined {
  const json = asJson(event);
  const namespace = event.metadata.namespace ?? '';
  if (SYSTEM.has(namespace)) return undefined;
  const about = record(json['involvedObject']);
  const series = record(json['series']);
  const times = [
    series['lastObservedTime'],
    json['lastTimestamp'],
    json['eventTime'],
    event.metadata.creationTimestamp,
  ];
  return {
    atMs: times.map((time) => parseTime(text(time as string))).find((time) => time !== undefined) ?? 0,
    type: text(json['type']),
    reason: text(json['reason']),
    about: `${text(about['kind'])}/${text(about['name'])}`,
    namespace,
    count: Math.max(number(json['count']), number(series['count']), 1),
    message: text(json['message']),
  };
}

/** Where events are looked for. */
export interface EventsSource {
  readonly history: History;
  readonly informers: Informers;
  readonly revision: number;
}

/**
 * The events that the cluster knew at a moment, the newest first; those of the system's own objects are left out. Costs what it shows: a busy
 * hour has thousands.
 */
export function eventsAt({ history, informers, revision }: EventsSource): readonly EventRow[] {
  const rows: EventRow[] = [];
  for (const { object } of history.newestAt('events', { revision })) {
    const row = rowOf(object);
    if (row !== undefined) rows.push(row);
    if (rows.length >= MOST) break;
  }
  // There may be some whose writing history has forgotten.
  const all = rows.length < MOST ? informers.list('events').flatMap((event) => rowOf(event) ?? []) : rows;
  return all.sort((a, b) => b.atMs - a.atMs).slice(0, MOST);
}
