import type { KubeObject } from '../src/engine/cluster/json.ts';
import type { Measurement } from './measurement.ts';
import { bringUp, cpuMs, type World, world } from './world.ts';

const PODS = 5000;
const LIST_RUNS = 5;
const ROUNDS = 8;
const WATCHERS = 100;
const IDLE_MS = 600_000;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/**
 * The table of 5,000 pods that `kubectl get pods` prints, as the learner's kubectl gets it, every cell read; and as the text that an HTTP
 * client gets from `skiff serve`, with the managed fields that nobody has asked for before. The first: the median of five.
 */
export function listing(): readonly Measurement[] {
  const here = world(100);
  bringUp(here, 'replicasets', PODS);
  const table = (): { readonly rows: readonly { readonly cells: readonly unknown[] }[] } => {
    const path = '/api/v1/namespaces/default/pods';
    return here.cluster.handle({ method: 'GET', path, headers: { accept: TABLE } }).body as never;
  };
  const times = Array.from({ length: LIST_RUNS }, () =>
    cpuMs(() => {
      let seen = 0;
      for (const { cells } of table().rows) seen += String(cells[0]).length > 0 ? 1 : 0;
      if (seen !== PODS) throw new Error(`${seen} rows`);
    }),
  ).sort((a, b) => a - b);
  const wireMs = cpuMs(() => JSON.stringify(table()));
  return [
    { name: 'list-5000-ms', value: times[LIST_RUNS >> 1] ?? Number.NaN, unit: 'ms' },
    { name: 'list-5000-wire-ms', value: wireMs, unit: 'ms' },
  ];
}

/** Writes of every pod's status, through the API server. */
function writePods({ cluster }: World, round: string): void {
  const client = cluster.server.client('kubelet', { name: 'system:node:worker-1', groups: [] });
  for (const pod of cluster.informers.list('pods', 'default')) {
    const written: KubeObject = { ...pod, status: { ...(pod['status'] as object), message: round } };
    client.updateStatus('pods', written);
  }
}

/**
 * How much slower status writes of 5,000 live pods are while 100 clients watch all pods. Rounds with and without take turns; nothing is
 * compacted meanwhile, which would fall into one or the other.
 */
export function watchers(): readonly Measurement[] {
  const here = world(100, 1_000_000);
  bringUp(here, 'replicasets', PODS);
  const { cluster } = here;
  let seen = 0;
  let alone = 0;
  let watched = 0;
  for (let round = -1; round < ROUNDS; round++) {
    globalThis.gc?.();
    const aloneMs = cpuMs(() => writePods(here, `alone ${round}`));
    const path = `/api/v1/pods?watch=1&resourceVersion=${cluster.history.revision}`;
    const streams = Array.from({ length: WATCHERS }, () => {
      const { watch } = cluster.handle({ method: 'GET', path });
      watch?.subscribe(
        () => seen++,
        () => {},
      );
      return watch;
    });
    globalThis.gc?.();
    const watchedMs = cpuMs(() => writePods(here, `watched ${round}`));
    for (const stream of streams) stream?.close();
    // The first round is for the compiler.
    if (round < 0) continue;
    alone += aloneMs;
    watched += watchedMs;
  }
  if (seen !== WATCHERS * PODS * (ROUNDS + 1)) throw new Error(`${WATCHERS} watchers saw ${seen} events`);
  return [{ name: 'watchers-100-slowdown-percent', value: (watched / alone - 1) * 100, unit: '%' }];
}

/** What 5,000 Ready pods on 100 nodes cost while nothing happens to them: CPU of ten virtual minutes, as a part of ten minutes. */
export function idle(): readonly Measurement[] {
  const here = world(100);
  bringUp(here, 'replicasets', PODS);
  here.clock.runUntil(here.clock.nowMs() + 60_000);
  const took = cpuMs(() => here.clock.runUntil(here.clock.nowMs() + IDLE_MS));
  return [{ name: 'idle-5000-core-percent', value: (took / IDLE_MS) * 100, unit: '%' }];
}
