import { ApiError, type Client } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import { formatMicroTime } from '../timestamp.ts';
import { EventNames } from './event-name.ts';
import { type EventSubject, involvedObject } from './recorder.ts';

/** A series that has been silent for this long is closed; the next such event is a new one. */
const FINISH_MS = 360_000;
const REFRESH_MS = 1_800_000;
const CACHE_SIZE = 4096;

interface Series {
  readonly name: string;
  readonly namespace: string;
  count: number;
  lastMs: number;
  /** When the count was last written. */
  writtenMs: number;
}

/** Records events in the events.k8s.io/v1 shape, as the scheduler does. */
export interface SeriesRecorder {
  event(regarding: EventSubject, type: 'Normal' | 'Warning', reason: string, action: string, note: string): void;
}

/**
 * A recorder whose repeated events become a series: the second makes it one, later ones are only counted and written every half hour.
 * `instance` is reportingInstance: `default-scheduler-control-plane`. Models: client-go/tools/events/event_broadcaster.go
 */
export function createSeriesRecorder(
  client: Client,
  clock: Clock,
  reporter: { readonly controller: string; readonly instance: string },
): SeriesRecorder {
  const names = new EventNames(`${reporter.controller}/${reporter.instance}`);
  /** The series that are not closed, the one that was silent for longest first. */
  const cache = new Map<string, Series>();

  const send = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  };

  return {
    event(regarding, type, reason, action, note) {
      const nowMs = clock.nowMs();
      const { name, namespace = 'default', uid = '', resourceVersion = '' } = regarding.metadata;
      // The key holds the whole reference, so that a pod that has changed since starts a new event.
      const key = `${regarding.kind}\0${namespace}\0${name}\0${uid}\0${resourceVersion}\0${type}\0${reason}\0${action}`;
      const known = cache.get(key);
      if (known !== undefined && nowMs - known.lastMs <= FINISH_MS) {
        known.count++;
        known.lastMs = nowMs;
        cache.delete(key);
        cache.set(key, known);
        if (known.count > 2 && nowMs - known.writtenMs < REFRESH_MS) return;
        known.writtenMs = nowMs;
        const series = { count: known.count, lastObservedTime: formatMicroTime(nowMs) };
        send(() => client.patch('events', known.namespace, known.name, 'strategic', { series }));
        return;
      }
      const series: Series = {
        name: names.next(name, nowMs),
        namespace,
        count: 1,
        lastMs: nowMs,
        writtenMs: nowMs,
      };
      const event: JsonObject = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: series.name, namespace },
        involvedObject: involvedObject(regarding),
        reason,
        message: note,
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        type,
        eventTime: formatMicroTime(nowMs),
        action,
        reportingComponent: reporter.controller,
        reportingInstance: reporter.instance,
      };
      send(() => {
        client.create('events', namespace, event);
        cache.delete(key);
        cache.set(key, series);
        for (const [oldest, { lastMs }] of cache) {
          if (cache.size <= CACHE_SIZE && nowMs - lastMs <= FINISH_MS) break;
          cache.delete(oldest);
        }
      });
    },
  };
}
