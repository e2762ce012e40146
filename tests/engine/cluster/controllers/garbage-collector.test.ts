import { describe, expect, test } from 'vitest';
import { DeploymentController } from '../../../../src/engine/cluster/controllers/deployment/controller.ts';
import { GarbageCollector } from '../../../../src/engine/cluster/controllers/garbage-collector/controller.ts';
import { NamespaceController } from '../../../../src/engine/cluster/controllers/namespace-controller.ts';
import { RootCaCertPublisher } from '../../../../src/engine/cluster/controllers/root-ca-cert-publisher.ts';
import { ServiceAccountController } from '../../../../src/engine/cluster/controllers/service-account-controller.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const RS = 'replicasets.apps';
const DEPLOYMENTS = 'deployments.apps';

function object(kind: string, name: string, owner?: Loose, extra: Loose = {}): Loose {
  const apiVersion = kind === 'Pod' ? 'v1' : 'apps/v1';
  const reference = owner && {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  return { apiVersion, kind, metadata: { name, ...(reference ? { ownerReferences: [reference] } : {}), ...extra } };
}

function family(): { cluster: FakeCluster; names(): string[] } {
  const cluster = new FakeCluster().start((context) => new GarbageCollector(context));
  const deployment = cluster.create(DEPLOYMENTS, 'default', object('Deployment', 'web'));
  const set = cluster.create(RS, 'default', object('ReplicaSet', 'web-1', deployment));
  cluster.create('pods', 'default', object('Pod', 'web-1-a', set));
  cluster.create('pods', 'default', object('Pod', 'bare'));
  const names = (): string[] =>
    [DEPLOYMENTS, RS, 'pods'].flatMap((of) => cluster.list(of).map((each) => each.metadata.name));
  return { cluster, names };
}

describe('the garbage collector', () => {
  test('takes dependents after their owner, by default', () => {
    const { cluster, names } = family();
    cluster.delete(DEPLOYMENTS, 'default', 'web');
    expect(names()).toEqual(['web-1', 'bare', 'web-1-a']);
    cluster.run(300);
    expect(names()).toEqual(['bare']);
  });

  test('takes dependents first when the deletion is foreground', () => {
    const { cluster, names } = family();
    cluster.writes.length = 0;
    cluster.delete(DEPLOYMENTS, 'default', 'web', { propagationPolicy: 'Foreground' });
    cluster.run(500);
    expect(names()).toEqual(['bare']);
    const deleted = cluster.writes
      .filter((write) => write.verb === 'deleted')
      .map((write) => write.object.metadata.name);
    expect(deleted).toEqual(['web-1-a', 'web-1', 'web']);
  });

  test('leaves dependents behind, without owner, when told to orphan them', () => {
    const { cluster, names } = family();
    cluster.delete(RS, 'default', 'web-1', { propagationPolicy: 'Orphan' });
    cluster.run(300);
    expect(names()).toEqual(['web', 'bare', 'web-1-a']);
    expect(cluster.must('pods', 'default', 'web-1-a').metadata.ownerReferences).toEqual([]);
  });

  test('removes what is created for an owner that does not exist, but not what has another', () => {
    const { cluster, names } = family();
    const ghost = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-1', uid: 'not-that-one' } };
    cluster.create('pods', 'default', object('Pod', 'lost', ghost));
    const two = object('Pod', 'two', ghost);
    const set = cluster.must(RS, 'default', 'web-1');
    two.metadata.ownerReferences.push({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'web-1',
      uid: set.metadata.uid,
    });
    cluster.create('pods', 'default', two);
    cluster.run(300);
    expect(names()).toEqual(['web', 'web-1', 'bare', 'two', 'web-1-a']);
    expect(cluster.must('pods', 'default', 'two').metadata.ownerReferences).toHaveLength(1);
  });
});

function namespaced(): FakeCluster {
  const cluster = new FakeCluster().start(
    (context) => new NamespaceController(context),
    (context) => new ServiceAccountController(context),
    (context) => new RootCaCertPublisher(context),
  );
  for (const name of ['kube-system', 'dev'])
    cluster.create('namespaces', '', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: { finalizers: ['kubernetes'] },
    });
  cluster.create('configmaps', 'kube-system', {
    metadata: { name: 'kube-root-ca.crt' },
    data: { 'ca.crt': 'CERTIFICATE' },
  });
  return cluster.run(200);
}

describe('a namespace', () => {
  test('is given a service account and the CA certificate', () => {
    const cluster = namespaced();
    expect(cluster.must('serviceaccounts', 'dev', 'default').kind).toBe('ServiceAccount');
    expect(cluster.must('configmaps', 'dev', 'kube-root-ca.crt').data).toEqual({ 'ca.crt': 'CERTIFICATE' });
    cluster.delete('configmaps', 'dev', 'kube-root-ca.crt');
    cluster.delete('serviceaccounts', 'dev', 'default');
    cluster.run(100);
    expect(cluster.get('configmaps', 'dev', 'kube-root-ca.crt')).toBeDefined();
    expect(cluster.get('serviceaccounts', 'dev', 'default')).toBeDefined();
  });

  test('takes five to six seconds to go when nothing holds it', () => {
    const cluster = namespaced();
    cluster.delete('namespaces', '', 'dev');
    cluster.run(4900);
    expect(cluster.must('namespaces', '', 'dev').status.phase).toBe('Terminating');
    cluster.run(1100);
    expect(cluster.get('namespaces', '', 'dev')).toBeUndefined();
    expect(cluster.list('serviceaccounts', 'dev')).toEqual([]);
  });

  test('waits for its pods, and says so', () => {
    const cluster = namespaced().withKubelet();
    cluster.start((context) => new DeploymentController(context));
    cluster.create('pods', 'dev', { ...object('Pod', 'web'), spec: { nodeName: 'worker-1' } });
    cluster.run(1000);
    cluster.delete('namespaces', '', 'dev');
    cluster.run(5300);
    const conditions = cluster.must('namespaces', '', 'dev').status.conditions;
    expect(conditions.map((each: Loose) => [each.type, each.status, each.reason, each.message])).toEqual([
      ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
      [
        'NamespaceDeletionGroupVersionParsingFailure',
        'False',
        'ParsedGroupVersions',
        'All legacy kube types successfully parsed',
      ],
      [
        'NamespaceDeletionContentFailure',
        'False',
        'ContentDeleted',
        'All content successfully deleted, may be waiting on finalization',
      ],
      [
        'NamespaceContentRemaining',
        'True',
        'SomeResourcesRemain',
        'Some resources are remaining: pods. has 1 resource instances',
      ],
      ['NamespaceFinalizersRemaining', 'False', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
    ]);
    cluster.run(6000);
    expect(cluster.get('namespaces', '', 'dev')).toBeUndefined();
  });
});
