import { record, text } from '../../cluster/json-readers.ts';
import { asJson } from '../../cluster/resources/definition.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import { number } from './explain/fields.ts';
import type { Moment } from './moment.ts';

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

/** The events that the cluster knew at a moment, the newest first; those of the system's own objects are left out. */
export function eventsAt({ informers }: Pick<Moment, 'informers'>): readonly EventRow[] {
  const rows = informers.list('events').flatMap((event): EventRow[] => {
    const json = asJson(event);
    const namespace = event.metadata.namespace ?? '';
    if (SYSTEM.has(namespace)) return [];
    const about = record(json['involvedObject']);
    const series = record(json['series']);
    const times = [
      series['lastObservedTime'],
      json['lastTimestamp'],
      json['eventTime'],
      event.metadata.creationTimestamp,
    ];
    const atMs = times.map((time) => parseTime(text(time as string))).find((time) => time !== undefined) ?? 0;
    return [
      {
        atMs,
        type: text(json['type']),
        reason: text(json['reason']),
        about: `${text(about['kind'])}/${text(about['name'])}`,
        namespace,
        count: Math.max(number(json['count']), number(series['count']), 1),
        message: text(json['message']),
      },
    ];
  });
  return rows.sort((a, b) => b.atMs - a.atMs).slice(0, MOST);
}
