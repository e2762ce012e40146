import { ApiError, type Client } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import { formatTime } from '../timestamp.ts';
import { EventCorrelator } from './event-correlator.ts';
import { EventNames } from './event-name.ts';

/** What an event may be about: any object, or just a reference made by hand (a kubelet's node has no uid there). */
export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
  };
}

/** Who speaks: `kubelet` on `worker-1`, `deployment-controller`. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/** Records events in the core/v1 shape. */
export interface EventRecorder {
  /** `fieldPath` points into the object: `spec.containers{web}`. Refusals by the server are dropped, as a real recorder drops them. */
  event(object: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void;
  /** The object with this uid is gone: what its events are compared with can be forgotten. */
  gone(uid: string): void;
}

/** The reference that an event carries. Models: client-go/tools/reference.GetReference */
export function involvedObject(object: EventSubject, fieldPath?: string): JsonObject {
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return {
    kind: object.kind,
    ...(namespace ? { namespace } : {}),
    name,
    ...(uid ? { uid } : {}),
    apiVersion: object.apiVersion,
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(fieldPath ? { fieldPath } : {}),
  };
}

/**
 * A recorder for one source. Repeated events raise the count of the first; many similar ones are combined; too many are dropped.
 * Models: client-go/tools/record/event.go
 */
export function createRecorder(client: Client, clock: Clock, source: EventSource): EventRecorder {
  const correlator = new EventCorrelator();
  const names = new EventNames(`${source.component}/${source.host ?? ''}`);

  return {
    event(object, type, reason, message, fieldPath) {
      const { name, namespace = '', uid = '' } = object.metadata;
      // Only an object that is known by name alone needs to be told apart by more than its uid.
      const objectKey =
        uid === '' || uid === name ? `${object.kind}\0${namespace}\0${name}\0${object.apiVersion}` : uid;
      const similarKey = `${objectKey}\0${type}\0${reason}`;
      const nowMs = clock.nowMs();
      const keys = { objectKey, similarKey, exactKey: `${similarKey}\0${fieldPath ?? ''}` };
      const correlated = correlator.correlate(nowMs, keys, message);
      if (correlated === undefined) return;
      const now = formatTime(nowMs);
      const { repeats, key } = correlated;

      if (repeats !== undefined) {
        const count = repeats.count + 1;
        const change = { count, lastTimestamp: now, message: correlated.message };
        try {
          client.patch('events', repeats.namespace, repeats.name, 'strategic', change);
          correlator.wrote(key, { ...repeats, count });
          return;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.code !== 404) return;
          // The event has expired: it is written anew below, keeping its first time and count.
        }
      }
      const written = {
        name: names.next(name, nowMs),
        namespace: namespace || 'default',
        count: (repeats?.count ?? 0) + 1,
        firstTimestamp: repeats?.firstTimestamp ?? now,
      };
      const event: JsonObject = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: written.name, namespace: written.namespace },
        involvedObject: involvedObject(object, fieldPath),
        reason,
        message: correlated.message,
        source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
        firstTimestamp: written.firstTimestamp,
        lastTimestamp: now,
        count: written.count,
        type,
        eventTime: null,
        // A combined event is a new one that carries no reporter.
        reportingComponent: correlated.combined ? '' : source.component,
        reportingInstance: correlated.combined ? '' : (source.host ?? ''),
      };
      try {
        client.create('events', written.namespace, event);
        correlator.wrote(key, written);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    },
    gone: (uid) => correlator.forget(uid),
  };
}
