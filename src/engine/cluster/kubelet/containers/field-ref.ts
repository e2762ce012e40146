import type { ResourceFieldSelector } from '../../resources/pod/types.ts';
import { parseQuantity } from '../../resources/quantity.ts';
import { findContainer, type NamedContainer, type Pod } from '../pod.ts';

/** What the node adds to a pod's own facts. */
export interface FieldFacts {
  readonly podIp: string;
  readonly hostIp: string;
  /** What stands for a limit that is not set: the node's allocatable. */
  readonly allocatable: { readonly [resource: string]: string | number };
}

/** The value of a `fieldRef`. Throws where the path is unknown. Models: pkg/fieldpath, pkg/kubelet podFieldSelectorRuntimeValue */
export function fieldValue(pod: Pod, path: string, facts: FieldFacts): string {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return formatMap(metadata.labels);
    case 'metadata.annotations':
      return formatMap(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIp;
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIp;
    default:
      throw new Error(`unsupported fieldPath: ${path}`);
  }
}

/** `key="value"` lines, sorted. Models: pkg/fieldpath.FormatMap */
function formatMap(map: { readonly [key: string]: string } | undefined): string {
  const keys = Object.keys(map ?? {}).sort();
  return keys.map((key) => `${key}=${JSON.stringify(map?.[key] ?? '')}`).join('\n');
}

/** The value of a `resourceFieldRef`: rounded up in units of the divisor. Models: pkg/api/v1/resource.ExtractContainerResourceValue */
export function resourceValue(
  pod: Pod,
  container: NamedContainer,
  ref: ResourceFieldSelector,
  facts: FieldFacts,
): string {
  const owner =
    ref.containerName === undefined || ref.containerName === ''
      ? container
      : findContainer(pod, ref.containerName)?.container;
  if (owner === undefined) throw new Error(`container ${ref.containerName} not found`);
  const [kind, ...rest] = (ref.resource ?? '').split('.');
  const resource = rest.join('.');
  if ((kind !== 'limits' && kind !== 'requests') || resource === '')
    throw new Error(`Unsupported container resource : ${ref.resource}`);
  const given = owner.resources?.[kind]?.[resource];
  const fallback = kind === 'limits' ? facts.allocatable[resource] : undefined;
  const value = parseQuantity(given ?? fallback ?? 0)?.nano ?? 0n;
  const divisor = parseQuantity(ref.divisor ?? 1)?.nano ?? 0n;
  const unit = divisor > 0n ? divisor : 1_000_000_000n;
  return String((value + unit - 1n) / unit);
}
