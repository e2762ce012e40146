import type { IntOrString } from '../../resources/pod/types.ts';
import type { PodRuntime } from '../containers/record.ts';
import type { NamedContainer, Pod } from '../pod.ts';

/** A port given by number or by the name of one of the container's ports. Models: pkg/probe.ResolveContainerPort */
export function portNumber(container: NamedContainer, port: IntOrString | undefined): number | undefined {
  if (typeof port === 'number') return port > 0 && port < 65_536 ? port : undefined;
  if (port === undefined) return undefined;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  if (named !== undefined) return named;
  return /^\d+$/.test(port) ? portNumber(container, Number(port)) : undefined;
}

/** The address that probes and hooks of a pod call. */
export function probeAddress(pod: Pod, runtime: PodRuntime): string {
  return runtime.sandbox?.network.namespace.address ?? pod.status?.podIP ?? '';
}
