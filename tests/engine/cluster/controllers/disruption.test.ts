import { describe, expect, test } from 'vitest';
import { DisruptionController } from '../../../../src/engine/cluster/controllers/disruption.ts';
import { HorizontalPodAutoscalerController } from '../../../../src/engine/cluster/controllers/horizontal-pod-autoscaler.ts';
import {
  REPLICA_SETS,
  ReplicaSetController,
} from '../../../../src/engine/cluster/controllers/replicaset/controller.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const PDB = 'poddisruptionbudgets.policy';
const HPA = 'horizontalpodautoscalers.autoscaling';
const RS = 'replicasets.apps';

function world(replicas: number): FakeCluster {
  const cluster = new FakeCluster().withKubelet().start(
    (context) => new ReplicaSetController(context, REPLICA_SETS),
    (context) => new DisruptionController(context),
    (context) => new HorizontalPodAutoscalerController(context),
  );
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c' }] } };
  cluster.create(RS, 'default', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web' },
    spec: { replicas, selector: { matchLabels: labels }, template },
  });
  return cluster.run(1000);
}

const budget = (spec: Loose): Loose => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});

describe('a disruption budget in shares', () => {
  test('says so when pods have no controller', () => {
    const cluster = world(2);
    cluster.create('pods', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'bare', labels: { role: 'lonely' } },
      spec: {},
    });
    cluster.create(PDB, 'default', budget({ maxUnavailable: 1, selector: { matchLabels: { role: 'lonely' } } }));
    cluster.run(200);
    expect(cluster.events('web', 'UnmanagedPods')[0]).toContain(
      '(selector: &LabelSelector{MatchLabels:map[string]string{role: lonely,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged',
    );
  });

  test('allows nothing where a controller has no number of pods', () => {
    const cluster = world(2);
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'u', controller: true };
    cluster.create('pods', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'of-job', labels: { role: 'job' }, ownerReferences: [owner] },
      spec: {},
    });
    cluster.create(PDB, 'default', budget({ maxUnavailable: 1, selector: { matchLabels: { role: 'job' } } }));
    cluster.run(200);
    expect(cluster.must(PDB, 'default', 'web').status).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' }],
    });
  });
});

describe('a disruption budget', () => {
  test('allows what is above the minimum, and follows the pods', () => {
    const cluster = world(3);
    cluster.create(PDB, 'default', budget({ minAvailable: 2 }));
    cluster.run(100);
    const status = (): Loose => cluster.must(PDB, 'default', 'web').status;
    expect(status()).toMatchObject({
      disruptionsAllowed: 1,
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 3,
      observedGeneration: 1,
    });
    expect(status().conditions).toMatchObject([
      { type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' },
    ]);
    cluster.delete('pods', 'default', cluster.list('pods')[0].metadata.name);
    cluster.run(50);
    expect(status()).toMatchObject({ disruptionsAllowed: 0, currentHealthy: 2 });
    expect(status().conditions).toMatchObject([{ status: 'False', reason: 'InsufficientPods' }]);
  });

  test('counts percentages of what the controller asks for', () => {
    const cluster = world(4);
    cluster.create(PDB, 'default', budget({ maxUnavailable: '30%' }));
    cluster.run(100);
    expect(cluster.must(PDB, 'default', 'web').status).toMatchObject({
      disruptionsAllowed: 2,
      desiredHealthy: 2,
      expectedPods: 4,
    });
  });
});

describe('an autoscaler', () => {
  const autoscaler = (name: string, minReplicas: number, maxReplicas: number): Loose => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web' },
      minReplicas,
      maxReplicas,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  });

  test('says that it has no metrics, fifteen seconds after it was made', () => {
    const cluster = world(3);
    cluster.create(HPA, 'default', autoscaler('a', 2, 5));
    cluster.run(14_000);
    expect(cluster.must(HPA, 'default', 'a').status).toBeUndefined();
    cluster.run(1500);
    const { status } = cluster.must(HPA, 'default', 'a');
    expect(status).toMatchObject({ currentReplicas: 3, desiredReplicas: 0, currentMetrics: null });
    expect(status.conditions.map((each: Loose) => [each.type, each.status, each.reason])).toEqual([
      ['AbleToScale', 'True', 'SucceededGetScale'],
      ['ScalingActive', 'False', 'FailedGetResourceMetric'],
    ]);
    expect(cluster.events('a')).toHaveLength(2);
  });

  test('brings its target within its bounds', () => {
    const cluster = world(1);
    cluster.create(HPA, 'default', autoscaler('a', 2, 5));
    cluster.run(16_500);
    expect(cluster.must(RS, 'default', 'web').status.readyReplicas).toBe(2);
    expect(cluster.events('a')).toEqual(['New size: 2; reason: Current number of replicas below Spec.MinReplicas']);
  });

  test('refuses to share its pods with another', () => {
    const cluster = world(3);
    cluster.create(HPA, 'default', autoscaler('a', 2, 5));
    cluster.create(HPA, 'default', autoscaler('b', 1, 9));
    cluster.run(40_000);
    expect(cluster.must(HPA, 'default', 'a').status.conditions[1]).toMatchObject({
      reason: 'AmbiguousSelector',
      message: 'pods by selector app=web are controlled by multiple HPAs: [default/a default/b]',
    });
  });
});
