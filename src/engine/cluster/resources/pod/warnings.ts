import type { ObjectMeta } from '../../json.ts';
import { UNSIMULATED_POD_FIELDS, unsimulatedWarnings } from '../unsimulated.ts';
import { dns1123Label } from '../validation/names.ts';
import { portWarnings } from './port-warnings.ts';
import { resourceWarnings } from './resource-validation.ts';
import { schedulingWarnings } from './scheduling-warnings.ts';
import type { Container, EnvVar, PodSpec, Volume } from './types.ts';

/** Volume types that are on their way out, as they stand in the path of the warning. */
const DEPRECATED_VOLUMES: { readonly [source: string]: readonly [path: string, why: string] } = {
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  gitRepo: ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  flocker: ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  storageos: ['storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  quobyte: ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
};

function volumeWarnings(volumes: readonly Volume[] | undefined, field: string): string[] {
  const warnings: string[] = [];
  for (const [at, volume] of (volumes ?? []).entries())
    for (const source in volume) {
      const deprecated = DEPRECATED_VOLUMES[source];
      if (deprecated && volume[source] !== undefined)
        warnings.push(`${field}[${at}].${deprecated[0]}: ${deprecated[1]}`);
    }
  return warnings;
}

function repeated(values: readonly string[], text: (at: number, value: string) => string): string[] {
  const seen = new Set<string>();
  const warnings: string[] = [];
  for (const [at, value] of values.entries()) {
    if (seen.has(value)) warnings.push(text(at, value));
    seen.add(value);
  }
  return warnings;
}

/** A later variable hides an earlier one of its name, unless it builds on it: `PATH=$(PATH):/more`. */
function envWarnings(env: readonly EnvVar[] | undefined, field: string): string[] {
  const seen = new Set<string>();
  const warnings: string[] = [];
  for (const [at, { name = '', value = '', valueFrom }] of (env ?? []).entries()) {
    const reference = `$(${name})`;
    const builds = valueFrom === undefined && value !== reference && value.includes(reference);
    if (seen.has(name) && !builds)
      warnings.push(
        `${field}[${at}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
      );
    seen.add(name);
  }
  return warnings;
}

function containerWarnings(containers: readonly Container[] | undefined, field: string): string[] {
  return (containers ?? []).flatMap((container, at) => [
    ...resourceWarnings(container.resources, `${field}[${at}].resources`),
    ...envWarnings(container.env, `${field}[${at}].env`),
  ]);
}

/** Warnings for a pod or template that is accepted and surely not meant so. `field` is where the spec stands. Models: pkg/api/pod.warningsForPodSpecAndMeta */
export function podWarnings(spec: PodSpec, field = 'spec'): string[] {
  const { terminationGracePeriodSeconds: grace = 0 } = spec;
  const scheduling = schedulingWarnings(spec, field);
  return [
    ...scheduling.nodes,
    ...volumeWarnings(spec.volumes, `${field}.volumes`),
    ...repeated(
      (spec.hostAliases ?? []).map((alias) => alias.ip ?? ''),
      (at, ip) => `${field}.hostAliases[${at}].ip: duplicate ip ${JSON.stringify(ip)}`,
    ),
    ...repeated(
      (spec.imagePullSecrets ?? []).map((secret) => secret.name ?? ''),
      (at, name) => `${field}.imagePullSecrets[${at}].name: duplicate name ${JSON.stringify(name)}`,
    ),
    ...containerWarnings(spec.initContainers, `${field}.initContainers`),
    ...containerWarnings(spec.containers, `${field}.containers`),
    ...portWarnings(spec, field),
    ...(grace < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...scheduling.pods,
    ...unsimulatedWarnings(spec, UNSIMULATED_POD_FIELDS, field),
  ];
}

/** A name that is no DNS label makes a poor host name. `use` says what the name is used for. Models: the strategies' WarningsOnCreate */
function nameWarnings({ name }: ObjectMeta, use: string): string[] {
  const messages = dns1123Label(name);
  if (messages.length === 0) return [];
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${messages.join(' ')}]`,
  ];
}

/** Warnings for a pod's own name. */
export function podNameWarnings(metadata: ObjectMeta): string[] {
  return nameWarnings(metadata, "the Pod's hostname");
}

/** Warnings for the name of what makes pods. */
export function workloadNameWarnings(metadata: ObjectMeta): string[] {
  return nameWarnings(metadata, 'Pod names and hostnames');
}
