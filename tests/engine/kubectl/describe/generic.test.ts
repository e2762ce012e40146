import { expect, test } from 'vitest';
import { describeGeneric, smartLabel } from '../../../../src/engine/kubectl/describe/generic.ts';
import { objectsAsContext } from './recorded-context.ts';

test.each([
  ['holderIdentity', 'Holder Identity'],
  ['apiVersion', 'API Version'],
  ['uid', 'UID'],
  ['podCIDRs', 'Pod CIDRs'],
  ['resourceVersion', 'Resource Version'],
  ['f:status', 'f:status'],
])('%s is labelled %s', (name, label) => {
  expect(smartLabel(name)).toBe(label);
});

test('a kind without a describer of its own is shown as an outline of its fields', () => {
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'worker-1', namespace: 'kube-node-lease', uid: 'u', creationTimestamp: '2026-11-22T01:25:10Z' },
    spec: { holderIdentity: 'worker-1', leaseDurationSeconds: 40 },
  };
  expect(describeGeneric(lease, objectsAsContext([], 0))).toBe(
    [
      'Name:         worker-1',
      'Namespace:    kube-node-lease',
      'Labels:       <none>',
      'Annotations:  <none>',
      'API Version:  coordination.k8s.io/v1',
      'Kind:         Lease',
      'Metadata:',
      '  Creation Timestamp:  2026-11-22T01:25:10Z',
      '  UID:                 u',
      'Spec:',
      '  Holder Identity:         worker-1',
      '  Lease Duration Seconds:  40',
      'Events:                    <none>',
      '',
    ].join('\n'),
  );
});
