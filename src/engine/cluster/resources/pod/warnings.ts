import { UNSIMULATED_POD_FIELDS, unsimulatedWarnings } from '../unsimulated.ts';
import { resourceWarnings } from './resource-validation.ts';
import type { Container, EnvVar, PodSpec, Volume } from './types.ts';

/** Volume types that are on their way out. */
const DEPRECATED_VOLUMES: { readonly [source: string]: string } = {
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};

function duplicateEnv(env: readonly EnvVar[] | undefined, field: string): string[] {
  const first = new Map<string, number>();
  const warnings: string[] = [];
  for (const [at, { name = '', value = '' }] of (env ?? []).entries()) {
    const before = first.get(name);
    // A later variable may build on the earlier one of its name: `PATH=$(PATH):/more`.
    if (before !== undefined && !value.includes(`$(${name})`))
      warnings.push(
        `${field}.env[${at}]: hides previous definition of "${name}", which may be dropped when using apply`,
      );
    if (before === undefined) first.set(name, at);
  }
  return warnings;
}

function duplicatePorts(container: Container, field: string): string[] {
  const seen = new Map<string, number>();
  const warnings: string[] = [];
  for (const [at, port] of (container.ports ?? []).entries()) {
    const identity = `${port.containerPort}/${port.protocol ?? 'TCP'}`;
    const before = seen.get(identity);
    if (before !== undefined && !port.hostPort)
      warnings.push(`${field}.ports[${at}]: duplicate port definition with ${field}.ports[${before}]`);
    else seen.set(identity, at);
  }
  return warnings;
}

function containerWarnings(containers: readonly Container[] | undefined, field: string): string[] {
  return (containers ?? []).flatMap((container, at) => {
    const where = `${field}[${at}]`;
    return [
      ...resourceWarnings(container.resources, `${where}.resources`),
      ...duplicateEnv(container.env, where),
      ...duplicatePorts(container, where),
    ];
  });
}

function volumeWarnings(volumes: readonly Volume[] | undefined, field: string): string[] {
  return (volumes ?? []).flatMap((volume, at) =>
    Object.entries(DEPRECATED_VOLUMES)
      .filter(([source]) => volume[source] !== undefined)
      .map(([source, why]) => `${field}[${at}].${source}: ${why}`),
  );
}

/** Warnings for a pod or template that is accepted and surely not meant so. Models: pkg/api/pod.GetWarningsForPodTemplate */
export function podWarnings(spec: PodSpec, field = 'spec'): string[] {
  const warnings = [
    ...volumeWarnings(spec.volumes, `${field}.volumes`),
    ...containerWarnings(spec.initContainers, `${field}.initContainers`),
    ...containerWarnings(spec.containers, `${field}.containers`),
    ...unsimulatedWarnings(spec, UNSIMULATED_POD_FIELDS, field),
  ];
  if (spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0)
    warnings.push(
      `${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  return warnings;
}
