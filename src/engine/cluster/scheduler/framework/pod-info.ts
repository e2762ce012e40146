import { controllerOf } from '../../controllers/controller-ref.ts';
import type { Pod } from '../../controllers/kinds.ts';
import { type Amounts, assumedRequests, podRequests } from './requests.ts';

export interface HostPort {
  readonly protocol: string;
  /** `0.0.0.0` for all addresses. */
  readonly address: string;
  readonly port: number;
}

/** A pod with what scheduling needs of it, worked out once. Models: framework.PodInfo */
export interface PodInfo {
  readonly pod: Pod;
  readonly requests: Amounts;
  readonly assumedMilliCpu: number;
  readonly assumedMemoryBytes: number;
  readonly hostPorts: readonly HostPort[];
  /** Whether it has rules about other pods. */
  readonly hasPodAffinity: boolean;
  readonly controllerUid: string | undefined;
  readonly priority: number;
}

function hostPortsOf(pod: Pod): readonly HostPort[] {
  const ports: HostPort[] = [];
  for (const container of [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])])
    for (const { hostPort, hostIP, protocol } of container.ports ?? [])
      if (hostPort) ports.push({ protocol: protocol ?? 'TCP', address: hostIP || '0.0.0.0', port: hostPort });
  return ports;
}

export function podInfo(pod: Pod): PodInfo {
  const assumed = assumedRequests(pod.spec);
  return {
    pod,
    requests: podRequests(pod.spec),
    assumedMilliCpu: assumed.milliCpu,
    assumedMemoryBytes: assumed.memoryBytes,
    hostPorts: hostPortsOf(pod),
    hasPodAffinity: (pod.spec.affinity?.podAffinity ?? pod.spec.affinity?.podAntiAffinity) !== undefined,
    controllerUid: controllerOf(pod)?.uid,
    priority: pod.spec.priority ?? 0,
  };
}
