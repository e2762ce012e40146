import type { Container, ContainerPort, EnvVar, PodSpec, Toleration, VolumeMount } from './types.ts';

// Fields that Go leaves out when they are empty, for the types that people write by hand. Models: the `omitempty` tags of k8s.io/api/core/v1

/** Of a pod spec. */
export const POD_SPEC_OMITS: readonly (keyof PodSpec)[] = [
  'volumes',
  'initContainers',
  'ephemeralContainers',
  'nodeSelector',
  'serviceAccountName',
  'serviceAccount',
  'nodeName',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'imagePullSecrets',
  'hostname',
  'subdomain',
  'tolerations',
  'hostAliases',
  'priorityClassName',
  'readinessGates',
  'topologySpreadConstraints',
  'schedulingGates',
];

/** Of a container. */
export const CONTAINER_OMITS: readonly (keyof Container)[] = [
  'command',
  'args',
  'workingDir',
  'ports',
  'env',
  'envFrom',
  'volumeMounts',
  'volumeDevices',
  'resizePolicy',
  'stdin',
  'stdinOnce',
  'tty',
];

/** Of a container's port. */
export const PORT_OMITS: readonly (keyof ContainerPort)[] = ['name', 'hostPort', 'hostIP'];

/** Of an environment variable. */
export const ENV_OMITS: readonly (keyof EnvVar)[] = ['value'];

/** Of a mount. */
export const MOUNT_OMITS: readonly (keyof VolumeMount)[] = ['readOnly', 'subPath', 'subPathExpr'];

/** Of a toleration. */
export const TOLERATION_OMITS: readonly (keyof Toleration)[] = ['key', 'operator', 'value', 'effect'];
