import { afterEach, describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../src/engine/cluster/cluster.ts';
import { Random } from '../../../src/engine/cluster/random.ts';
import { Table } from '../../../src/engine/cluster/store/table.ts';
import { createContainerRuntime } from '../../../src/engine/runtime/container-runtime.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const NODES = 10;

/** What a stretch of time did, counted, not timed: it is the same on every machine. */
interface Work {
  /** Calls that the clock ran. */
  readonly steps: number;
  /** Versions written. */
  readonly writes: number;
  /** Calls that read more than one object, and the objects they gave. */
  readonly lists: number;
  readonly listed: number;
}

class World {
  readonly clock = new VirtualClock(START_MS);
  readonly cluster: Cluster;
  private lists = 0;
  private listed = 0;

  constructor() {
    const random = new Random(1);
    const { clock } = this;
    const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
    this.cluster = createCluster({
      clock,
      random: random.fork('cluster'),
      runtime,
      workers: NODES,
      systemPods: false,
      capacity: { cpu: '64', memory: '256Gi', pods: '500' },
    });
    clock.runUntil(START_MS + 60_000);
    const note = <Objects extends readonly unknown[]>(objects: Objects): Objects => {
      this.lists++;
      this.listed += objects.length;
      return objects;
    };
    const { list, ownedBy, byIndex, byLabels } = Table.prototype;
    vi.spyOn(Table.prototype, 'list').mockImplementation(function (this: Table, ...of) {
      return note(list.apply(this, of));
    });
    vi.spyOn(Table.prototype, 'ownedBy').mockImplementation(function (this: Table, ...of) {
      return note(ownedBy.apply(this, of));
    });
    vi.spyOn(Table.prototype, 'byIndex').mockImplementation(function (this: Table, ...of) {
      return note(byIndex.apply(this, of));
    });
    vi.spyOn(Table.prototype, 'byLabels').mockImplementation(function (this: Table, ...of) {
      return note(byLabels.apply(this, of));
    });
  }

  /** Steps the clock until `isDone`. */
  until(isDone: () => boolean): Work {
    const before = { revision: this.cluster.history.revision, lists: this.lists, listed: this.listed };
    let steps = 0;
    for (; !isDone(); steps++) if (!this.clock.step(START_MS + 86_400_000)) throw new Error('not within a day');
    return {
      steps,
      writes: this.cluster.history.revision - before.revision,
      lists: this.lists - before.lists,
      listed: this.listed - before.listed,
    };
  }

  /** A Deployment of so many pods, until all are Ready. */
  bringUp(replicas: number): Work {
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
    };
    const answer = this.cluster.handle({
      method: 'POST',
      path: '/apis/apps/v1/namespaces/default/deployments',
      headers: { 'content-type': 'application/json' },
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
      },
    });
    expect(answer.status).toBe(201);
    return this.until(() => {
      const web = this.cluster.informers.get('deployments.apps', 'default', 'web');
      return (web?.['status'] as { readonly readyReplicas?: number } | undefined)?.readyReplicas === replicas;
    });
  }

  idle(ms: number): Work {
    const end = this.clock.nowMs() + ms;
    return this.until(() => (this.clock.nextDueMs() ?? end) >= end);
  }
}

const per = (work: Work, pods: number) => ({
  steps: work.steps / pods,
  writes: work.writes / pods,
  lists: work.lists / pods,
});

describe('what an event costs', () => {
  afterEach(() => vi.restoreAllMocks());

  test('bringing up a pod takes as many steps, writes and reads among 1,000 as among 100', () => {
    const few = per(new World().bringUp(100), 100);
    vi.restoreAllMocks();
    const many = per(new World().bringUp(1000), 1000);
    expect(many.steps).toBeLessThan(few.steps * 1.1);
    expect(many.writes).toBeLessThan(few.writes * 1.1);
    expect(many.lists).toBeLessThan(few.lists * 1.1);
  });

  test('an idle hour costs the same with 400 pods as with 40', () => {
    const idle = (pods: number): Work => {
      vi.restoreAllMocks();
      const world = new World();
      world.bringUp(pods);
      // Events of the start expire after an hour: that is not idling.
      world.idle(2 * 3_600_000);
      return world.idle(3_600_000);
    };
    const few = idle(40);
    const many = idle(400);
    expect(many.steps).toBeLessThan(few.steps * 1.02);
    expect(many.writes).toBeLessThan(few.writes * 1.02);
    expect(many.lists).toBeLessThan(few.lists * 1.02);
    expect(many.listed).toBeLessThan(few.listed * 1.02);
  });
});
