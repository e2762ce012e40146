import type { KubeObject } from '../json.ts';
import type {
  Container,
  EphemeralContainer,
  PodSpec,
  ResourceList,
  ResourceRequirements,
  ContainerStatus as ServerContainerStatus,
  PodStatus as ServerPodStatus,
} from '../resources/pod/types.ts';

/** A container as admitted: name and image are there. */
export type NamedContainer = Container & { readonly name: string; readonly image: string };
/** An ephemeral container as admitted. */
export type NamedEphemeralContainer = EphemeralContainer & { readonly name: string; readonly image: string };

/** A condition of a pod's status. */
export interface PodCondition {
  readonly type: string;
  readonly observedGeneration?: number;
  readonly status: string;
  readonly lastProbeTime: string | null;
  readonly lastTransitionTime: string | null;
  readonly reason?: string;
  readonly message?: string;
}

/** What the kubelet writes about a container. */
export interface ContainerStatus extends ServerContainerStatus {
  readonly allocatedResources?: ResourceList;
  readonly resources?: ResourceRequirements;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly recursiveReadOnly?: string;
  }[];
  readonly user?: {
    readonly linux: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
  };
}

/** What the kubelet writes about a pod. */
export interface PodStatus extends Omit<ServerPodStatus, 'conditions'> {
  readonly observedGeneration?: number;
  readonly phase: string;
  readonly conditions?: readonly PodCondition[];
  readonly hostIPs?: readonly { readonly ip: string }[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  readonly allocatedResources?: ResourceList;
  readonly resources?: ResourceRequirements;
}

/** A pod as the kubelet sees it: admitted and defaulted by the API server (or read from a manifest). */
export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

const CONFIG_SOURCE = 'kubernetes.io/config.source';
const CONFIG_MIRROR = 'kubernetes.io/config.mirror';
const CONFIG_HASH = 'kubernetes.io/config.hash';

/** Comes from a manifest on the node. */
export function isStaticPod(pod: Pod): boolean {
  const source = pod.metadata.annotations?.[CONFIG_SOURCE];
  return source !== undefined && source !== 'api' && !isMirrorPod(pod);
}

/** The API server's image of a static pod. */
export function isMirrorPod(pod: KubeObject): boolean {
  return pod.metadata.annotations?.[CONFIG_MIRROR] !== undefined;
}

/** The hash that ties a mirror pod to its static pod. */
export function configHash(pod: KubeObject): string | undefined {
  return pod.metadata.annotations?.[CONFIG_MIRROR] ?? pod.metadata.annotations?.[CONFIG_HASH];
}

/** `namespace/name`. */
export function podKey(pod: KubeObject): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
}

/** `name_namespace(uid)`, as messages name a pod. Models: pkg/kubelet/util/format.Pod */
export function formatPod(pod: KubeObject): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid})`;
}

export function containersOf(pod: Pod): readonly NamedContainer[] {
  return (pod.spec.containers ?? []) as readonly NamedContainer[];
}

export function initContainersOf(pod: Pod): readonly NamedContainer[] {
  return (pod.spec.initContainers ?? []) as readonly NamedContainer[];
}

export function ephemeralContainersOf(pod: Pod): readonly NamedEphemeralContainer[] {
  return (pod.spec.ephemeralContainers ?? []) as readonly NamedEphemeralContainer[];
}

/** An init container that goes on beside the main ones: a native sidecar. */
export function isRestartableInit(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

export type ContainerKind = 'init' | 'main' | 'ephemeral';

/** A container of the pod by its name, with its kind. */
export function findContainer(
  pod: Pod,
  name: string,
): { readonly container: NamedContainer; readonly kind: ContainerKind } | undefined {
  const pick = (list: readonly NamedContainer[], kind: ContainerKind) => {
    const container = list.find((candidate) => candidate.name === name);
    return container === undefined ? undefined : { container, kind };
  };
  return (
    pick(containersOf(pod), 'main') ??
    pick(initContainersOf(pod), 'init') ??
    pick(ephemeralContainersOf(pod), 'ephemeral')
  );
}

/** `spec.containers{web}`: where an event about a container points. Models: kubecontainer.GenerateContainerRef */
export function containerFieldPath(kind: ContainerKind, name: string): string {
  if (kind === 'init') return `spec.initContainers{${name}}`;
  if (kind === 'ephemeral') return `spec.ephemeralContainers{${name}}`;
  return `spec.containers{${name}}`;
}

/** Has ended for good, by its status. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}
