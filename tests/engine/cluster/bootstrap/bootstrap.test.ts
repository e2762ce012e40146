import { describe, expect, it } from 'vitest';
import { bootstrapObjects } from '../../../../src/engine/cluster/bootstrap/bootstrap.ts';
import { nodeFacts } from '../../../../src/engine/cluster/bootstrap/nodes.ts';
import { staticPodManifests } from '../../../../src/engine/cluster/bootstrap/system-pods.ts';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { nodeSettings } from '../../../../src/engine/cluster/kubelet/node/settings.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { kind, World } from '../resources/strategy-world.ts';

const nodes = nodeFacts().map((facts) => nodeSettings(facts, new Random(1)));

/** Creates the objects one after another, as the server would, and hands back what validation says. */
function refusals(systemPods: boolean): readonly string[] {
  const world = new World();
  return bootstrapObjects({ nodes, systemPods }).flatMap(({ resource, namespace, object }) => {
    const given = object as unknown as KubeObject;
    const metadata = { ...given.metadata, uid: 'u', resourceVersion: '', creationTimestamp: '2026-11-22T00:00:00Z' };
    const named = { ...given, metadata: { ...metadata, name: metadata.name ?? `${metadata.generateName}abcde` } };
    const created = world.create(named as KubeObject);
    world.put(resource, created);
    expect(created.metadata.namespace ?? '').toBe(namespace);
    return (kind(created.kind).validate?.(created, world) ?? []).map(
      ({ field, detail }) => `${created.kind} ${field}: ${detail}`,
    );
  });
}

describe('the fresh cluster', () => {
  it('holds nothing that the server would refuse', () => {
    expect(refusals(false)).toEqual([]);
    expect(refusals(true)).toEqual([]);
  });

  it('has three nodes as recorded', () => {
    const found = bootstrapObjects({ nodes, systemPods: false }).filter(({ resource }) => resource === 'nodes');
    expect(found.map(({ object }) => [(object['metadata'] as { name: string }).name, object['spec']])).toEqual([
      [
        'control-plane',
        {
          podCIDR: '10.244.0.0/24',
          podCIDRs: ['10.244.0.0/24'],
          taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
        },
      ],
      ['worker-1', { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] }],
      ['worker-2', { podCIDR: '10.244.2.0/24', podCIDRs: ['10.244.2.0/24'] }],
    ]);
  });

  it('names an address of its own for every node', () => {
    const many = nodeFacts(1000);
    expect(new Set(many.map((each) => each.address)).size).toBe(1001);
    expect(new Set(many.map((each) => each.podCidr)).size).toBe(1001);
    expect(many.at(-1)).toMatchObject({ address: '172.30.4.2', podCidr: '10.247.232.0/24' });
  });

  it('has the control plane’s four static pods', () => {
    expect(Object.keys(staticPodManifests('172.30.0.2'))).toEqual([
      'etcd.yaml',
      'kube-apiserver.yaml',
      'kube-controller-manager.yaml',
      'kube-scheduler.yaml',
    ]);
  });
});
