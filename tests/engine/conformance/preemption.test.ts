import { expect, it } from 'vitest';
import { AGNHOST, type Any, Suite } from './world.ts';

const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';

it('[sig-scheduling] runs ReplicaSets to verify preemption running path: nobody is pre-empted twice, or too many', () => {
  const suite = new Suite();
  const fake = 'example.com/fakecpu';
  const node = suite.get('/api/v1/nodes').items.find((it: Any) => (it.spec.taints ?? []).length === 0).metadata.name;
  suite.ok('PATCH', `/api/v1/nodes/${node}/status`, {
    status: { capacity: { [fake]: '1000' }, allocatable: { [fake]: '1000' } },
  });
  for (const value of [1, 2, 3, 4]) suite.create(CLASSES, { metadata: { name: `p${value}` }, value });
  const spec = (priority: number, amount: string): Any => ({
    priorityClassName: `p${priority}`,
    nodeSelector: { 'kubernetes.io/hostname': node },
    containers: [
      {
        name: 'pause',
        image: AGNHOST,
        args: ['pause'],
        resources: { requests: { [fake]: amount }, limits: { [fake]: amount } },
      },
    ],
  });
  const sets = suite.group('apps/v1', 'replicasets');
  for (const [priority, amount] of [
    [1, '200'],
    [2, '300'],
    [3, '450'],
  ] as const) {
    const labels = { name: `pod${priority}` };
    suite.create(sets, {
      metadata: { name: `rs-pod${priority}` },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: spec(priority, amount) },
      },
    });
    suite.until(() => suite.get(`${sets}/rs-pod${priority}`).status.availableReplicas === 1);
  }
  const seen = new Set<string>();
  const look = (): readonly number[] => {
    for (const { metadata } of suite.get(suite.core('pods')).items) seen.add(metadata.name);
    return [1, 2, 3].map((at) => [...seen].filter((name) => name.startsWith(`rs-pod${at}-`)).length);
  };
  expect(look()).toEqual([1, 1, 1]);
  suite.create('pods', { metadata: { name: 'pod4', labels: { name: 'pod4' } }, spec: spec(4, '500') });
  suite.until(() => look().length > 0 && suite.pod('pod4').spec.nodeName === node, 60_000, 20);
  suite.until(() => look().join() === '2,2,1', 60_000, 20);
  for (let at = 0; at < 1000; at += 1) {
    suite.wait(20);
    look();
  }
  expect(look()).toEqual([2, 2, 1]);
});

it('[sig-scheduling] verify PriorityClass endpoints can be operated with different HTTP methods', () => {
  const suite = new Suite();
  const made = [1, 2].map((value) =>
    suite.create(CLASSES, { metadata: { name: `p${value}`, labels: { e2e: 'one' } }, value }),
  );
  const [first, second] = made;
  const refused = [
    suite.request('PATCH', `${CLASSES}/p1`, { value: 10 }),
    suite.request('PUT', `${CLASSES}/p2`, { ...second, value: 20 }),
  ];
  expect(refused.map(({ status, body }) => [status, (body as Any).message])).toEqual([
    [422, 'PriorityClass.scheduling.k8s.io "p1" is invalid: value: Forbidden: may not be changed in an update.'],
    [422, 'PriorityClass.scheduling.k8s.io "p2" is invalid: value: Forbidden: may not be changed in an update.'],
  ]);
  suite.ok('PATCH', `${CLASSES}/p1`, { description: 'updated description' });
  suite.ok('PUT', `${CLASSES}/p2`, { ...second, description: 'updated description' });
  for (const { metadata, value } of [first, second])
    expect(suite.get(`${CLASSES}/${metadata.name}`)).toMatchObject({ value, description: 'updated description' });
  suite.ok('DELETE', `${CLASSES}?labelSelector=e2e%3Done`);
  expect(suite.get(CLASSES).items.map((it: Any) => it.metadata.name)).toEqual([
    'system-cluster-critical',
    'system-node-critical',
  ]);
});
