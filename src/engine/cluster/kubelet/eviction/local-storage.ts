import { treeBytes } from '../../files.ts';
import { formatQuantity, integerQuantity, quantityValue } from '../../resources/quantity.ts';
import { containersOf, type Pod } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';
import { containerStorageMessage, emptyDirMessage, podStorageMessage } from './messages.ts';

const RESOURCE = 'ephemeral-storage';

/** Whether a limit on local files can end the pod. */
export function hasStorageLimits(pod: Pod): boolean {
  return (
    containersOf(pod).some(({ resources }) => resources?.limits?.[RESOURCE] !== undefined) ||
    (pod.spec.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined)
  );
}

/** Which limit on local files the pod is over, as its eviction says it; undefined when none. Models: pkg/kubelet/eviction localStorageEviction */
export function storageExcess({ pod, runtime, volumes }: PodWorker): string | undefined {
  let inVolumes = 0;
  for (const { name = '', emptyDir } of pod.spec.volumes ?? []) {
    const node = volumes.node(name);
    if (emptyDir === undefined || node === undefined) continue;
    const used = treeBytes(node);
    if (emptyDir.medium !== 'Memory') inVolumes += used;
    const limit = emptyDir.sizeLimit;
    if (limit !== undefined && quantityValue(limit) > 0 && used > quantityValue(limit))
      return emptyDirMessage(name, String(limit));
  }
  let written = 0;
  let podLimit = 0;
  let overLimit: string | undefined;
  for (const { name, resources } of containersOf(pod)) {
    const record = runtime.latest(name);
    const used = record?.end === undefined ? (record?.running?.writtenBytes() ?? 0) : 0;
    written += used;
    const limit = resources?.limits?.[RESOURCE];
    if (limit === undefined) continue;
    podLimit += quantityValue(limit);
    if (quantityValue(limit) > 0 && used > quantityValue(limit))
      overLimit ??= containerStorageMessage(name, String(limit));
  }
  if (podLimit > 0 && written + inVolumes > podLimit)
    return podStorageMessage(formatQuantity(integerQuantity(podLimit, 'BinarySI')));
  return overLimit;
}
