import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { StoreInformers } from '../../../../src/engine/cluster/informers.ts';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { History } from '../../../../src/engine/cluster/store/history.ts';
import { Store } from '../../../../src/engine/cluster/store.ts';
import { formatTime } from '../../../../src/engine/cluster/timestamp.ts';
import { eventsAt } from '../../../../src/engine/session/past/events-at.ts';

const writer = { manager: 'kubelet', operation: 'Update', subresource: '' } as const;

function event(name: string, timeMs: number, count = 1, namespace = 'default'): KubeObject {
  const time = formatTime(timeMs);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace, uid: name, resourceVersion: '', creationTimestamp: time },
    involvedObject: { kind: 'Pod', name },
    reason: 'Started',
    message: name,
    type: 'Normal',
    count,
    lastTimestamp: time,
  };
}

/** A store with so many events a second apart, one of the system's before each; and how its events read at a revision. */
function world(events: number) {
  const clock = new VirtualClock(1_000_000);
  const store = new Store(clock);
  const history = new History(store);
  const informers = new StoreInformers(store);
  for (let at = 0; at < events; at++) {
    clock.runUntil(1_000_000 + at * 1_000);
    store.create('events', event(`own-${at}`, clock.nowMs(), 1, 'kube-system'), writer);
    store.create('events', event(`e-${at}`, clock.nowMs()), writer);
  }
  const messages = (revision = store.revision): readonly string[] =>
    eventsAt({
      history,
      informers: revision === store.revision ? informers : new StoreInformers(store.asOf(revision, clock)),
      revision,
    }).map(({ message, count }) => `${message} ${count}`);
  return { clock, store, messages };
}

describe('the events of a moment', () => {
  it('are the newest 200, without those of the system', () => {
    const { messages } = world(500);
    expect(messages()).toEqual(Array.from({ length: 200 }, (_, at) => `e-${499 - at} 1`));
  });

  it('are those of then, as they were then', () => {
    const { clock, store, messages } = world(300);
    const then = store.revision;
    clock.runUntil(clock.nowMs() + 10_000);
    store.update('events', event('e-7', clock.nowMs(), 2), writer);
    store.delete('events', 'default', 'e-299', writer);
    expect(messages().slice(0, 2)).toEqual(['e-7 2', 'e-298 1']);
    expect(messages(then).slice(0, 2)).toEqual(['e-299 1', 'e-298 1']);
    expect(messages(then)).toHaveLength(200);
  });

  it('are there still when history has forgotten how they were written', () => {
    const { store, messages } = world(120);
    store.compact(store.revision - 20);
    expect(messages()).toEqual(Array.from({ length: 120 }, (_, at) => `e-${119 - at} 1`));
  });
});
