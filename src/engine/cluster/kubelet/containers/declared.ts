import type { Handler } from '../../resources/pod/types.ts';
import { type ContainerKind, isRestartableInit, type NamedContainer, type Pod } from '../pod.ts';
import { portNumber } from '../prober/address.ts';
import type { DeclaredBehaviour } from '../runtime.ts';

/** What the pod says that a container does: its ports, probes and hooks, and whether it ends. */
export function declaredBehaviour(pod: Pod, container: NamedContainer, kind: ContainerKind): DeclaredBehaviour {
  const handlers = [
    container.livenessProbe,
    container.readinessProbe,
    container.startupProbe,
    container.lifecycle?.postStart,
    container.lifecycle?.preStop,
  ].filter((handler): handler is Handler => handler !== undefined);
  const ports = new Set<number>();
  for (const { containerPort, protocol = 'TCP' } of container.ports ?? [])
    if (containerPort !== undefined && protocol === 'TCP') ports.add(containerPort);
  for (const handler of handlers) {
    const port = portNumber(container, handler.httpGet?.port ?? handler.tcpSocket?.port ?? handler.grpc?.port);
    if (port !== undefined) ports.add(port);
  }
  const ofJob =
    pod.metadata.ownerReferences?.some((owner) => owner.kind === 'Job' && owner.controller === true) === true;
  return {
    task: kind === 'init' ? !isRestartableInit(container) : kind === 'main' && ofJob,
    ports: [...ports].sort((a, b) => a - b),
    commands: handlers.flatMap(({ exec }) => (exec?.command === undefined ? [] : [exec.command])),
  };
}
