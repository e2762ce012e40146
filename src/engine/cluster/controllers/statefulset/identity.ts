import type { JsonObject } from '../../json.ts';
import type { PodTemplate, Volume } from '../../resources/pod/types.ts';
import { type ControllerRevision, REVISION_HASH } from '../controller-history.ts';
import type { Pod } from '../kinds.ts';
import { podFromTemplate } from '../pod-control.ts';
import type { StatefulSet } from './types.ts';

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';

/** The ordinal in a pod's name; -1 where the pod is none of the set's. Models: statefulset.getOrdinal */
export function ordinalOf(set: StatefulSet, pod: Pod): number {
  const prefix = `${set.metadata.name}-`;
  const rest = pod.metadata.name.slice(prefix.length);
  return pod.metadata.name.startsWith(prefix) && /^\d+$/.test(rest) ? Number(rest) : -1;
}

/** The revision that the pod was made of. */
export function revisionOf(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_HASH] ?? '';
}

/** The template that a revision keeps. */
function templateOf(revision: ControllerRevision): PodTemplate {
  const spec = revision.data['spec'] as JsonObject | undefined;
  const { $patch: _, ...template } = (spec?.['template'] ?? {}) as JsonObject;
  return template as unknown as PodTemplate;
}

const claimName = (template: string, pod: string): string => `${template}-${pod}`;

/** The claims of the pod with this ordinal. Models: getPersistentVolumeClaims */
export function claimsOf(set: StatefulSet, ordinal: number): readonly JsonObject[] {
  const pod = `${set.metadata.name}-${ordinal}`;
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec = {} }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(metadata?.name ?? '', pod),
      namespace: set.metadata.namespace,
      labels: { ...metadata?.labels, ...set.spec.selector.matchLabels },
      ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
    },
    spec,
  }));
}

/** The pod with this ordinal: its name, hostname, labels and volumes are its own, and come back with it. Models: newStatefulSetPod, updateIdentity, updateStorage */
export function statefulPod(set: StatefulSet, ordinal: number, revision: ControllerRevision): JsonObject {
  const name = `${set.metadata.name}-${ordinal}`;
  const template = templateOf(revision);
  const labels = {
    ...template.metadata?.labels,
    [REVISION_HASH]: revision.metadata.name,
    [POD_NAME]: name,
    [POD_INDEX]: String(ordinal),
  };
  const claims: readonly Volume[] = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(metadata?.name ?? '', name) },
  }));
  const claimed = new Set(claims.map((volume) => volume.name));
  const others = (template.spec?.volumes ?? []).filter((volume) => !claimed.has(volume.name));
  const volumes = [...claims, ...others];
  const { serviceName } = set.spec;
  return podFromTemplate(
    {
      metadata: { ...template.metadata, labels },
      spec: {
        ...template.spec,
        hostname: name,
        ...(serviceName ? { subdomain: serviceName } : {}),
        ...(volumes.length > 0 ? { volumes } : {}),
      },
    },
    set,
    name,
  );
}
