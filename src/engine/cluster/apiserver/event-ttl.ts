import type { Clock } from '../clock.ts';
import type { KubeObject } from '../json.ts';
import type { Store } from '../store.ts';
import { writerOf } from './core.ts';

/** How long an event stays after its last write. Models: kube-apiserver --event-ttl */
const EVENT_TTL_MS = 3_600_000;
const EVENTS = 'events';

/** Lets events go an hour after they were last written, as etcd's leases do. One timer for all: events expire in the order they were written. */
export function expireEvents(store: Store, clock: Clock): void {
  /** By uid, in order of the last write. */
  const writtenMs = new Map<string, { readonly namespace: string; readonly name: string; readonly timeMs: number }>();
  let isWaiting = false;
  const wait = (): void => {
    const [oldest] = writtenMs.values();
    if (oldest === undefined || isWaiting) return;
    isWaiting = true;
    clock.after(oldest.timeMs + EVENT_TTL_MS - clock.nowMs(), expire, 'background');
  };
  const expire = (): void => {
    isWaiting = false;
    const nowMs = clock.nowMs();
    for (const [uid, { namespace, name, timeMs }] of writtenMs) {
      if (timeMs + EVENT_TTL_MS > nowMs) break;
      writtenMs.delete(uid);
      if (store.get(EVENTS, namespace, name)?.metadata.uid === uid)
        store.delete(EVENTS, namespace, name, writerOf('etcd', 'Update', ''));
    }
    wait();
  };
  const note = ({ metadata }: KubeObject): void => {
    writtenMs.delete(metadata.uid);
    writtenMs.set(metadata.uid, { namespace: metadata.namespace ?? '', name: metadata.name, timeMs: clock.nowMs() });
    wait();
  };
  store.watch(EVENTS, (version) => {
    if (version.type === 'DELETED') writtenMs.delete(version.object.metadata.uid);
    else note(version.object);
  });
}
