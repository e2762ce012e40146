import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../../src/engine/cluster/json.ts';
import { apiObjectReference } from '../../../../../src/engine/cluster/kubelet/pods/api-references.ts';

const inContainer = (fields: JsonObject): JsonObject => ({ containers: [{ name: 'a', ...fields }] });
const volume = (source: JsonObject): JsonObject => ({ volumes: [{ name: 'v', ...source }] });

test.each<[string, JsonObject, string | undefined]>([
  [
    'nothing',
    { containers: [{ name: 'a', image: 'nginx:1.25' }], volumes: [{ name: 'v', hostPath: { path: '/' } }] },
    undefined,
  ],
  ['what the node itself knows', volume({ projected: { sources: [{ downwardAPI: {} }] } }), undefined],
  ['a service account', { serviceAccountName: 'builder' }, 'serviceaccounts'],
  ['a secret to pull with', { imagePullSecrets: [{ name: 's' }] }, 'secrets'],
  [
    'a variable of a Secret',
    inContainer({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
    'secrets',
  ],
  ['variables of a ConfigMap', inContainer({ envFrom: [{ configMapRef: { name: 'c' } }] }), 'configmaps'],
  ['a ConfigMap as files', volume({ configMap: { name: 'c' } }), 'configmaps'],
  ['a projected Secret', volume({ projected: { sources: [{ secret: { name: 's' } }] } }), 'secrets'],
  [
    'a token',
    volume({ projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }),
    'serviceaccounts (via projected volumes)',
  ],
  ['a claim', volume({ persistentVolumeClaim: { claimName: 'c' } }), 'persistentvolumeclaims'],
  ['a device', { resourceClaims: [{ name: 'gpu' }] }, 'resourceclaims'],
])('a pod that needs %s is told so', (_what, spec, reference) => {
  expect(apiObjectReference(spec)).toBe(reference);
});
