import { formatQuantity, integerQuantity, quantityValue } from '../../resources/quantity.ts';
import { containersOf, type Pod } from '../pod.ts';

const PAGE = 4096;

/** Bytes in whole pages, as a quantity of powers of two: `95684Ki`. */
export function bytesText(bytes: number): string {
  return formatQuantity(integerQuantity(Math.floor(bytes / PAGE) * PAGE, 'BinarySI'));
}

/** Why a pod is evicted from a node that is short of memory. Models: pkg/kubelet/eviction.evictionMessage */
export function lowMemoryMessage(
  pod: Pod,
  usedByContainer: ReadonlyMap<string, number>,
  thresholdBytes: number,
  availableBytes: number,
): string {
  const parts = [
    'The node was low on resource: memory. ',
    `Threshold quantity: ${bytesText(thresholdBytes)}, available: ${bytesText(availableBytes)}. `,
  ];
  for (const { name, resources } of containersOf(pod)) {
    const used = usedByContainer.get(name);
    const request = resources?.requests?.['memory'];
    if (used === undefined || used <= quantityValue(request)) continue;
    const asked = request === undefined ? '0' : String(request);
    parts.push(
      `Container ${name} was using ${bytesText(used)}, request is ${asked}, has larger consumption of memory. `,
    );
  }
  return parts.join('');
}

/** An emptyDir has outgrown its limit. */
export function emptyDirMessage(volume: string, limit: string): string {
  return `Usage of EmptyDir volume "${volume}" exceeds the limit "${limit}". `;
}

/** A pod's files together are more than its containers' limits. */
export function podStorageMessage(limit: string): string {
  return `Pod ephemeral local storage usage exceeds the total limit of containers ${limit}. `;
}

/** One container's own files are more than its limit. */
export function containerStorageMessage(container: string, limit: string): string {
  return `Container ${container} exceeded its local ephemeral storage limit "${limit}". `;
}

/** A pod that asks for nothing is turned away while the node is short. Models: pkg/kubelet/eviction Admit */
export const MEMORY_PRESSURE_REJECTION = 'The node had condition: [MemoryPressure]. ';
