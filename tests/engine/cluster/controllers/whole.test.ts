import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../../src/engine/cluster/cluster.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../../../../src/engine/runtime/container-runtime.ts';
import type { Loose } from '../fake-cluster.ts';

// The controllers and the scheduler with the real API server, kubelets and containers.

const START_MS = 1_795_312_250_000;

class World {
  readonly clock = new VirtualClock(START_MS);
  readonly cluster: Cluster;

  constructor(seed = 7) {
    const random = new Random(seed);
    const runtime = createContainerRuntime({ clock: this.clock, random: random.fork('runtime'), imagesPresent: true });
    const options = { clock: this.clock, random: random.fork('cluster'), runtime, workers: 2, systemPods: false };
    this.cluster = createCluster(options);
    this.run(10);
  }

  run(seconds: number): this {
    this.clock.runUntil(this.clock.nowMs() + seconds * 1000);
    return this;
  }

  call(method: 'POST' | 'DELETE' | 'PATCH', path: string, body?: Loose): Loose {
    const headers = {
      'content-type': method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json',
    };
    const response = this.cluster.handle({ method, path, headers, body });
    if (response.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(response.body)}`);
    return response.body;
  }

  get(resource: string, name: string, namespace = 'default'): Loose {
    return this.cluster.informers.get(resource, namespace, name);
  }

  pods(): Loose[] {
    return this.cluster.informers.list('pods', 'default') as Loose[];
  }
}

const APPS = '/apis/apps/v1/namespaces/default';
const containers = [{ name: 'c', image: 'nginx:1.25' }];

function workload(kind: string, name: string, spec: Loose): Loose {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

const ready = (pod: Loose): boolean =>
  pod.status.conditions?.some((each: Loose) => each.type === 'Ready' && each.status === 'True');

describe('controllers and scheduler in a whole cluster', () => {
  test('a deployment is up within seconds, and rolls without losing availability', () => {
    const world = new World();
    world.call('POST', `${APPS}/deployments`, workload('Deployment', 'web', { replicas: 4 }));
    world.run(5);
    expect(world.get('deployments.apps', 'web').status).toMatchObject({ readyReplicas: 4, observedGeneration: 1 });
    const watched: number[] = [];
    world.cluster.informers.onChange('deployments.apps', {
      added() {},
      updated: (deployment: Loose) => void watched.push(deployment.status.availableReplicas ?? 0),
      deleted() {},
    });
    world.call('PATCH', `${APPS}/deployments/web`, {
      spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:1.16' }] } } },
    });
    world.run(10);
    expect(Math.min(...watched)).toBeGreaterThanOrEqual(3);
    expect(world.pods().map((pod) => pod.spec.containers[0].image)).toEqual(Array(4).fill('nginx:1.16'));
    expect(world.get('deployments.apps', 'web').metadata.annotations['deployment.kubernetes.io/revision']).toBe('2');
  });

  test('pods of a node that stays silent are replaced on the other one', () => {
    const world = new World();
    world.call('POST', `${APPS}/deployments`, workload('Deployment', 'web', { replicas: 4 }));
    world.run(5);
    expect(new Set(world.pods().map((pod) => pod.spec.nodeName))).toEqual(new Set(['worker-1', 'worker-2']));
    world.cluster.kubelets.get('worker-2')!.stop();
    world.run(60);
    expect(world.get('deployments.apps', 'web').status.availableReplicas).toBe(2);
    world.run(310);
    expect(world.get('deployments.apps', 'web').status.availableReplicas).toBe(4);
    const going = world.pods().filter((pod) => pod.metadata.deletionTimestamp);
    expect(going.map((pod) => pod.spec.nodeName)).toEqual(['worker-2', 'worker-2']);
  });

  test('a deployment takes its pods along, or leaves them when told to', () => {
    const world = new World();
    world.call('POST', `${APPS}/deployments`, workload('Deployment', 'web', { replicas: 2 }));
    world.run(5);
    world.call('DELETE', `${APPS}/deployments/web`, { propagationPolicy: 'Orphan' });
    world.run(3);
    const [set] = world.cluster.informers.list('replicasets.apps', 'default') as Loose[];
    expect(set.metadata.ownerReferences ?? []).toEqual([]);
    expect(world.pods()).toHaveLength(2);
    world.call('DELETE', `${APPS}/replicasets/${set.metadata.name}`, { propagationPolicy: 'Foreground' });
    world.run(5);
    expect(world.pods()).toEqual([]);
    expect(world.cluster.informers.list('replicasets.apps', 'default')).toEqual([]);
  });

  test('daemon sets, stateful sets and jobs run on the same cluster', () => {
    const world = new World();
    world.call('POST', `${APPS}/daemonsets`, workload('DaemonSet', 'agent', {}));
    world.call('POST', `${APPS}/statefulsets`, workload('StatefulSet', 'db', { replicas: 2, serviceName: 'db' }));
    const template = {
      spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.28', command: ['true'] }] },
    };
    world.call('POST', '/apis/batch/v1/namespaces/default/jobs', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: { template },
    });
    world.run(15);
    expect(world.get('daemonsets.apps', 'agent').status.numberReady).toBe(2);
    expect(world.get('statefulsets.apps', 'db').status).toMatchObject({ readyReplicas: 2, currentReplicas: 2 });
    expect(world.get('jobs.batch', 'once').status).toMatchObject({ succeeded: 1, ready: 0 });
    expect(
      world
        .pods()
        .filter(ready)
        .map((pod) => pod.metadata.name.replace(/-\w{5}$/, '')),
    ).toEqual(['agent', 'agent', 'db-0', 'db-1']);
    world.call('DELETE', '/apis/batch/v1/namespaces/default/jobs/once', { propagationPolicy: 'Background' });
    world.run(3);
    expect(world.pods()).toHaveLength(4);
  });

  test('a namespace goes with all it holds', () => {
    const world = new World();
    world.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'dev' } });
    world.run(1);
    const deployment = workload('Deployment', 'web', { replicas: 2 });
    world.call('POST', '/apis/apps/v1/namespaces/dev/deployments', deployment);
    world.call('POST', '/api/v1/namespaces/dev/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    });
    world.run(5);
    expect(world.get('endpoints', 'web', 'dev').subsets[0].addresses).toHaveLength(2);
    world.call('DELETE', '/api/v1/namespaces/dev');
    world.run(12);
    expect(world.cluster.informers.get('namespaces', '', 'dev')).toBeUndefined();
    for (const resource of world.cluster.resourceKeys)
      expect(world.cluster.informers.list(resource, 'dev'), resource).toEqual([]);
  });

  test('the same seed makes the same names, nodes and times', () => {
    const story = (): string => {
      const world = new World(11);
      world.call('POST', `${APPS}/deployments`, workload('Deployment', 'web', { replicas: 5 }));
      world.run(8);
      return JSON.stringify(world.cluster.informers.list('events').concat(world.cluster.informers.list('pods')));
    };
    expect(story()).toBe(story());
  });

  test('settles when nothing is left to do', () => {
    const world = new World();
    world.call('POST', `${APPS}/deployments`, workload('Deployment', 'web', { replicas: 3 }));
    world.call(
      'POST',
      `${APPS}/deployments`,
      workload('Deployment', 'bad', {
        replicas: 1,
        template: { metadata: { labels: { app: 'bad' } }, spec: { containers, nodeSelector: { no: 'where' } } },
      }),
    );
    expect(world.clock.runUntilSettled(60_000)).toBe(true);
    expect(world.get('deployments.apps', 'web').status.readyReplicas).toBe(3);
  });
});
