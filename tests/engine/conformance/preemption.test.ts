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

it('[sig-scheduling] validates pod disruption condition is added to the preempted pod', () => {
  const suite = new Suite();
  const fake = 'example.com/fakePTSRes';
  const node = suite.get('/api/v1/nodes').items.find((it: Any) => (it.spec.taints ?? []).length === 0).metadata.name;
  suite.ok('PATCH', `/api/v1/nodes/${node}/status`, {
    status: { capacity: { [fake]: '1' }, allocatable: { [fake]: '1' } },
  });
  for (const [name, value] of [
    ['low', 1],
    ['high', 1000],
  ] as const)
    suite.create(CLASSES, { metadata: { name }, value });
  const pod = (name: string, priorityClassName: string, metadata: object = {}): Any => ({
    metadata: { name, ...metadata },
    spec: {
      priorityClassName,
      nodeSelector: { 'kubernetes.io/hostname': node },
      containers: [
        { name, image: AGNHOST, args: ['pause'], resources: { requests: { [fake]: '1' }, limits: { [fake]: '1' } } },
      ],
    },
  });
  suite.runPod(pod('victim', 'low', { finalizers: ['example.com/test-finalizer'] }));
  suite.create('pods', pod('preemptor', 'high'));
  suite.until(() => suite.pod('victim').metadata.deletionTimestamp !== undefined);
  expect(suite.pod('victim').status.conditions.find((it: Any) => it.type === 'DisruptionTarget')).toMatchObject({
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: 'default-scheduler: preempting to accommodate a higher priority pod',
  });
  suite.untilReady('preemptor');
  suite.ok('PATCH', suite.core('pods/victim'), { metadata: { finalizers: null } }, 'application/merge-patch+json');
  suite.until(() => suite.request('GET', suite.core('pods/victim')).status === 404);
});

it('[sig-scheduling] LimitRange should list, patch and delete a LimitRange by collection', () => {
  const suite = new Suite();
  suite.ok('POST', '/api/v1/namespaces', { metadata: { name: 'e2e-other' } });
  const labels = { 'e2e-limitrange': 'one' };
  const limits = (memory: string): Any => [
    {
      type: 'Container',
      min: { cpu: '50m', memory: '100Mi' },
      max: { cpu: '500m', memory: '500Mi' },
      default: { cpu: '100m', memory },
      defaultRequest: { cpu: '100m', memory: '200Mi' },
    },
  ];
  const range = { metadata: { name: 'limits', labels }, spec: { limits: limits('300Mi') } };
  suite.create('limitranges', range);
  suite.ok('POST', '/api/v1/namespaces/e2e-other/limitranges', range);
  expect(suite.get('/api/v1/limitranges?labelSelector=e2e-limitrange%3Done').items).toHaveLength(2);
  suite.ok('PATCH', suite.core('limitranges/limits'), {
    metadata: { labels: { patched: 'yes' } },
    spec: { limits: [{ type: 'Container', min: { cpu: '40m' } }] },
  });
  suite.ok('DELETE', suite.core('limitranges?labelSelector=patched%3Dyes'));
  suite.until(() => suite.request('GET', suite.core('limitranges/limits')).status === 404);
  expect(suite.get('/api/v1/limitranges?labelSelector=e2e-limitrange%3Done').items).toHaveLength(1);
});

it('[sig-scheduling] validates pod overhead is considered along with resource limits, on a node written with resource version 0', () => {
  const suite = new Suite();
  const fake = 'example.com/beardsecond';
  const [node] = suite.get('/api/v1/nodes').items.filter((it: Any) => (it.spec.taints ?? []).length === 0);
  const path = `/api/v1/nodes/${node.metadata.name}`;
  const capacity = { ...node.status.capacity, [fake]: '1000' };
  suite.ok('PUT', `${path}/status`, {
    ...node,
    metadata: { ...node.metadata, resourceVersion: '0' },
    status: { ...node.status, capacity },
  });
  suite.until(() => suite.get(path).status.allocatable[fake] === '1k');
  suite.create('/apis/node.k8s.io/v1/runtimeclasses', {
    metadata: { name: 'heavy' },
    handler: 'runc',
    overhead: { podFixed: { [fake]: '250' } },
  });
  const pod = (name: string, amount: string, runtimeClassName?: string): Any => ({
    metadata: { name },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': node.metadata.name },
      ...(runtimeClassName === undefined ? {} : { runtimeClassName }),
      containers: [
        {
          name,
          image: AGNHOST,
          args: ['pause'],
          resources: { requests: { [fake]: amount }, limits: { [fake]: amount } },
        },
      ],
    },
  });
  suite.runPod(pod('filler', '500'));
  expect(suite.create('pods', pod('fits', '200', 'heavy')).spec.overhead).toEqual({ [fake]: '250' });
  suite.untilReady('fits');
  suite.create('pods', pod('too-much', '50', 'heavy'));
  suite.until(() =>
    suite
      .get(suite.core('events'))
      .items.some((it: Any) => it.reason === 'FailedScheduling' && it.involvedObject.name === 'too-much'),
  );
  expect(suite.pod('too-much').spec.nodeName).toBeUndefined();
});
