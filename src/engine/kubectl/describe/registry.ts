import type { Describer } from './context.ts';
import { describeConfigMap, describeSecret, describeServiceAccount } from './data.ts';
import { describeDeployment } from './deployment.ts';
import { describeEndpointSlice, describeEndpoints } from './endpoints.ts';
import { describeGeneric } from './generic.ts';
import { describeHorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { describeIngress, describeIngressClass } from './ingress.ts';
import { describeCronJob, describeJob } from './jobs.ts';
import { describeLimitRange, describeNamespace, describeResourceQuota } from './namespace.ts';
import { describeIpAddress, describeServiceCidr } from './network-addresses.ts';
import { describeNetworkPolicy } from './network-policy.ts';
import { describeNode } from './node.ts';
import { describePersistentVolume } from './persistent-volume.ts';
import { describePersistentVolumeClaim } from './persistent-volume-claim.ts';
import { describePod } from './pod.ts';
import { describePodDisruptionBudget, describePriorityClass } from './policy.ts';
import { describeRole, describeRoleBinding } from './rbac.ts';
import { describeService } from './service.ts';
import { describeCsiNode, describeStorageClass, describeVolumeAttributesClass } from './storage.ts';
import {
  describeDaemonSet,
  describeReplicaSet,
  describeReplicationController,
  describeStatefulSet,
} from './workloads.ts';

/** Describers by `Kind.group` (`Kind` alone in the core group). Models: kubectl/pkg/describe.describerMap */
const DESCRIBERS: { readonly [groupKind: string]: Describer | undefined } = {
  Pod: describePod,
  ReplicationController: describeReplicationController,
  Secret: describeSecret,
  Service: describeService,
  ServiceAccount: describeServiceAccount,
  Node: describeNode,
  LimitRange: describeLimitRange,
  ResourceQuota: describeResourceQuota,
  PersistentVolume: describePersistentVolume,
  PersistentVolumeClaim: describePersistentVolumeClaim,
  Namespace: describeNamespace,
  Endpoints: describeEndpoints,
  ConfigMap: describeConfigMap,
  'EndpointSlice.discovery.k8s.io': describeEndpointSlice,
  'HorizontalPodAutoscaler.autoscaling': describeHorizontalPodAutoscaler,
  'Ingress.networking.k8s.io': describeIngress,
  'IngressClass.networking.k8s.io': describeIngressClass,
  'ServiceCIDR.networking.k8s.io': describeServiceCidr,
  'IPAddress.networking.k8s.io': describeIpAddress,
  'NetworkPolicy.networking.k8s.io': describeNetworkPolicy,
  'Job.batch': describeJob,
  'CronJob.batch': describeCronJob,
  'StatefulSet.apps': describeStatefulSet,
  'Deployment.apps': describeDeployment,
  'DaemonSet.apps': describeDaemonSet,
  'ReplicaSet.apps': describeReplicaSet,
  'StorageClass.storage.k8s.io': describeStorageClass,
  'CSINode.storage.k8s.io': describeCsiNode,
  'VolumeAttributesClass.storage.k8s.io': describeVolumeAttributesClass,
  'PodDisruptionBudget.policy': describePodDisruptionBudget,
  'Role.rbac.authorization.k8s.io': describeRole,
  'ClusterRole.rbac.authorization.k8s.io': describeRole,
  'RoleBinding.rbac.authorization.k8s.io': describeRoleBinding,
  'ClusterRoleBinding.rbac.authorization.k8s.io': describeRoleBinding,
  'PriorityClass.scheduling.k8s.io': describePriorityClass,
};

/** The describer of a kind; kinds without one of their own get the generic outline. */
export function describerFor(group: string, kind: string): Describer {
  return DESCRIBERS[group === '' ? kind : `${kind}.${group}`] ?? describeGeneric;
}
