import type { Clock } from '../clock.ts';
import { nextOf, type Version } from '../store/version.ts';
import type { Store } from '../store.ts';
import { writerOf } from './core.ts';

/** How long an event stays after its last write. Models: kube-apiserver --event-ttl */
const EVENT_TTL_MS = 3_600_000;
const EVENTS = 'events';
/** So many that are done with stay in the queue before it is made anew. */
const MOST_DONE = 1_000;

/** Lets events go an hour after they were last written, as etcd's leases do. One timer for all: events expire in the order they were written. */
export function expireEvents(store: Store, clock: Clock): void {
  /** Their revisions in order of their writing, from `done` on. */
  let written: number[] = [];
  let done = 0;
  let isWaiting = false;
  /** The version that is to go first. */
  const oldest = (): Version | undefined => {
    for (let revision = written[done]; revision !== undefined; revision = written[++done]) {
      const first = store.versions.at(revision);
      if (first !== undefined && nextOf(first) === undefined) return first;
    }
    return undefined;
  };
  const wait = (): void => {
    const first = isWaiting ? undefined : oldest();
    if (first === undefined) return;
    isWaiting = true;
    clock.after(first.timeMs + EVENT_TTL_MS - clock.nowMs(), expire, 'background');
  };
  const expire = (): void => {
    isWaiting = false;
    const endMs = clock.nowMs() - EVENT_TTL_MS;
    for (let first = oldest(); first !== undefined && first.timeMs <= endMs; first = oldest()) {
      const { namespace = '', name } = first.object.metadata;
      done++;
      store.delete(EVENTS, namespace, name, writerOf('etcd', 'Update', ''));
    }
    if (done > MOST_DONE) {
      written = written.slice(done);
      done = 0;
    }
    wait();
  };
  store.watch(EVENTS, (version) => {
    if (version.type === 'DELETED') return;
    written.push(version.revision);
    wait();
  });
}
