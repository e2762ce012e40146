import { VirtualClock } from '../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../src/engine/cluster/cluster.ts';
import type { JsonObject } from '../src/engine/cluster/json.ts';
import { Random } from '../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../src/engine/runtime/container-runtime.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const LIMIT_MS = 30 * 60_000;
const POD_TEMPLATE = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
};

/** A cluster to measure, its clock, and the few things that are done to it. */
export interface World {
  readonly clock: VirtualClock;
  readonly cluster: Cluster;
}

/** A cluster of `nodes` large workers without system pods, settled for a minute. `historyLimit` as the cluster's own, where not given. */
export function world(nodes: number, historyLimit?: number): World {
  const clock = new VirtualClock(START_MS);
  const random = new Random(1);
  const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
  const cluster = createCluster({
    clock,
    random: random.fork('cluster'),
    runtime,
    workers: nodes,
    systemPods: false,
    capacity: { cpu: '64', memory: '256Gi', pods: '500' },
    ...(historyLimit === undefined ? {} : { historyLimit }),
  });
  clock.runUntil(START_MS + 60_000);
  return { clock, cluster };
}

/** Sends a request with a body; throws what the server says when it refuses. */
export function send({ cluster }: World, method: 'POST' | 'PATCH', path: string, body: JsonObject): void {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const response = cluster.handle({ method, path, body, headers: { 'content-type': type } });
  if (response.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(response.body)}`);
}

/** Steps the clock until `isDone`, half an hour of virtual time at most. */
export function until({ clock }: World, what: string, isDone: () => boolean): void {
  const endMs = clock.nowMs() + LIMIT_MS;
  while (!isDone()) if (!clock.step(endMs)) throw new Error(`not within half an hour: ${what}`);
}

/** A Deployment or ReplicaSet named `web`, of nginx pods. */
export function createWeb(world: World, plural: 'deployments' | 'replicasets', replicas: number): void {
  send(world, 'POST', `/apis/apps/v1/namespaces/default/${plural}`, {
    apiVersion: 'apps/v1',
    kind: plural === 'deployments' ? 'Deployment' : 'ReplicaSet',
    metadata: { name: 'web' },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: POD_TEMPLATE },
  });
}

/** What the object named `web` says of its pods. */
export function statusOfWeb(
  { cluster }: World,
  plural: 'deployments' | 'replicasets',
): { readonly [count: string]: number | undefined } {
  return (cluster.informers.get(`${plural}.apps`, 'default', 'web')?.['status'] ?? {}) as {
    readonly [count: string]: number | undefined;
  };
}

/** Creates `web` and runs until all its pods are Ready. */
export function bringUp(world: World, plural: 'deployments' | 'replicasets', replicas: number): void {
  createWeb(world, plural, replicas);
  until(world, `${replicas} pods Ready`, () => statusOfWeb(world, plural)['readyReplicas'] === replicas);
}

/** CPU that this process spends in `run`, all threads, milliseconds: other work on the machine does not count. */
export function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
