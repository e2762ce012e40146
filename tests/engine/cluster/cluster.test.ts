import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../src/engine/cluster/cluster.ts';
import type { JsonObject, KubeObject } from '../../../src/engine/cluster/json.ts';
import { Random } from '../../../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../../../src/engine/runtime/container-runtime.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

function start(seed: number, systemPods = true): { readonly clock: VirtualClock; readonly cluster: Cluster } {
  const clock = new VirtualClock(START_MS);
  const random = new Random(seed);
  const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
  return { clock, cluster: createCluster({ clock, random: random.fork('cluster'), runtime, workers: 2, systemPods }) };
}

const web = (replicas: number): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] } },
  },
});

const conditions = (object: KubeObject | undefined) =>
  ((object?.['status'] as JsonObject | undefined)?.['conditions'] ?? []) as unknown as {
    type: string;
    status: string;
  }[];
const isReady = (object: KubeObject | undefined) =>
  conditions(object).some(({ type, status }) => type === 'Ready' && status === 'True');

describe('a cluster', () => {
  it('comes up with ready nodes and the pods a learner expects', () => {
    const { clock, cluster } = start(1);
    expect(clock.nowMs()).toBe(START_MS);
    clock.runUntil(START_MS + 60_000);
    const nodes = cluster.informers.list('nodes');
    expect(nodes.map(({ metadata }) => metadata.name)).toEqual(['control-plane', 'worker-1', 'worker-2']);
    expect(nodes.every(isReady)).toBe(true);
    const pods = cluster.informers.list('pods', 'kube-system');
    const names = pods.map(({ metadata }) => metadata.name).join(' ');
    expect(names).toMatch(
      /^coredns-\S+ coredns-\S+ etcd-control-plane kube-apiserver-control-plane kube-controller-manager-control-plane kube-proxy-\S+ kube-proxy-\S+ kube-proxy-\S+ kube-scheduler-control-plane$/,
    );
    expect(pods.every(isReady)).toBe(true);
    // Bare pods would keep `kubectl drain` from emptying a node.
    const proxies = cluster.informers.get('daemonsets.apps', 'kube-system', 'kube-proxy');
    expect(proxies?.['status']).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3 });
    const classes = cluster.informers.list('storageclasses.storage.k8s.io');
    expect(classes.map(({ metadata }) => metadata.name)).toEqual(['standard']);
  });

  it('runs a Deployment, and tells its history', () => {
    const { clock, cluster } = start(1, false);
    clock.runUntil(START_MS + 10_000);
    const response = cluster.handle({
      method: 'POST',
      path: '/apis/apps/v1/namespaces/default/deployments',
      body: web(3),
    });
    expect(response.status).toBe(201);
    expect(clock.runUntilSettled(60_000)).toBe(true);
    expect(cluster.informers.get('deployments.apps', 'default', 'web')?.['status']).toMatchObject({ readyReplicas: 3 });
    const counts = cluster.history
      .versionsOf('deployments.apps', 'default', 'web')
      .map(({ object }) => Number((object['status'] as JsonObject | undefined)?.['readyReplicas'] ?? 0));
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(cluster.history.listAt('pods', { timeMs: START_MS + 10_000 })).toEqual([]);
  });

  it('goes through the same states with the same seed, and others with another', () => {
    const run = (seed: number): string => {
      const { clock, cluster } = start(seed);
      clock.runUntil(START_MS + 20_000);
      cluster.handle({ method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', body: web(5) });
      clock.runUntil(START_MS + 60_000);
      return cluster.history.hash();
    };
    const first = run(7);
    expect(run(7)).toBe(first);
    expect(run(8)).not.toBe(first);
  });
});
