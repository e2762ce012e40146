import type { JsonObject } from '../json.ts';

/** The accounts of the controllers inside kube-controller-manager, as the recorded cluster has them. */
const CONTROLLER_ACCOUNTS: readonly string[] = [
  'attachdetach-controller',
  'bootstrap-signer',
  'certificate-controller',
  'clusterrole-aggregation-controller',
  'cronjob-controller',
  'daemon-set-controller',
  'deployment-controller',
  'device-taint-eviction-controller',
  'disruption-controller',
  'endpoint-controller',
  'endpointslice-controller',
  'endpointslicemirroring-controller',
  'ephemeral-volume-controller',
  'expand-controller',
  'generic-garbage-collector',
  'horizontal-pod-autoscaler',
  'job-controller',
  'legacy-service-account-token-cleaner',
  'namespace-controller',
  'node-controller',
  'persistent-volume-binder',
  'pod-garbage-collector',
  'pv-protection-controller',
  'pvc-protection-controller',
  'replicaset-controller',
  'replication-controller',
  'resource-claim-controller',
  'resourcequota-controller',
  'root-ca-cert-publisher',
  'service-account-controller',
  'service-cidrs-controller',
  'statefulset-controller',
  'token-cleaner',
  'ttl-after-finished-controller',
  'ttl-controller',
  'validatingadmissionpolicy-status-controller',
  'volumeattributesclass-protection-controller',
];

/** An account that only has a name. */
export function serviceAccount(namespace: string, name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

/** The account that pods of a namespace run as when they name none. Models: pkg/controller/serviceaccount */
export function defaultServiceAccount(namespace: string): JsonObject {
  return serviceAccount(namespace, 'default');
}

/** The controllers' accounts in kube-system. */
export function controllerServiceAccounts(): readonly JsonObject[] {
  return CONTROLLER_ACCOUNTS.map((name) => serviceAccount('kube-system', name));
}
