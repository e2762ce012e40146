import type { ContainerPort, PodSpec } from './types.ts';

interface Known {
  readonly field: string;
  readonly port: ContainerPort;
}

/** How two definitions of one port get in each other's way; undefined when they do not. */
function clash(port: ContainerPort, other: ContainerPort): string | undefined {
  const [ip, otherIp] = [port.hostIP ?? '', other.hostIP ?? ''];
  const [host, otherHost] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (ip === otherIp && host === otherHost) return 'duplicate port definition';
  if (host === 0 || otherHost === 0) return 'overlapping port definition';
  if (host === otherHost && (ip === '') !== (otherIp === '')) return 'dangerously ambiguous port definition';
  return undefined;
}

/** Warnings for ports that several containers of a pod, or one twice, say to serve. Models: pkg/api/pod.warningsForPodSpecAndMeta */
export function portWarnings(spec: PodSpec, field: string): string[] {
  const warnings: string[] = [];
  const known = new Map<string, Known[]>();
  for (const list of ['initContainers', 'containers'] as const)
    for (const [at, container] of (spec[list] ?? []).entries())
      for (const [portAt, port] of (container.ports ?? []).entries()) {
        const where = `${field}.${list}[${at}].ports[${portAt}]`;
        const key = `${port.containerPort}/${port.protocol ?? ''}`;
        const others = known.get(key) ?? [];
        for (const other of others) {
          const what = clash(port, other.port);
          if (what !== undefined) warnings.push(`${where}: ${what} with ${other.field}`);
        }
        known.set(key, [...others, { field: where, port }]);
      }
  return warnings;
}
