import type { JsonObject } from '../json.ts';
import { CLUSTER_CA } from './certificate.ts';

/** The namespaces of a fresh cluster, in the order in which the API server makes them. */
export const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'default', 'kube-node-lease'] as const;

/** The namespaces of a fresh cluster. */
export function namespaces(): readonly JsonObject[] {
  return SYSTEM_NAMESPACES.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

const CA_DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** The authority's certificate, which every namespace holds for its pods. Models: pkg/controller/certificates/rootcacertpublisher */
export function rootCaConfigMap(namespace: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace, annotations: { 'kubernetes.io/description': CA_DESCRIPTION } },
    data: { 'ca.crt': CLUSTER_CA },
  };
}
