import { type DirectoryNode, directory, type FileNode, nodeAt, putNode } from '../../files.ts';
import { quantityValue } from '../../resources/quantity.ts';
import { expand } from '../containers/expansion.ts';
import type { NamedContainer, Pod } from '../pod.ts';
import type { Mount } from '../runtime.ts';
import type { PodVolumes } from './pod-volumes.ts';

/** A container's mounts, or why they cannot be made. */
export type MountsResult =
  | { readonly kind: 'made'; readonly mounts: readonly Mount[] }
  | { readonly kind: 'failed'; readonly message: string };

/** Puts volumes at their paths, with `subPath`. Volumes made from API objects are read-only. Models: pkg/kubelet makeMounts */
export function makeMounts(
  pod: Pod,
  container: NamedContainer,
  volumes: PodVolumes,
  variables: ReadonlyMap<string, string>,
  nowMs: number,
): MountsResult {
  const mounts: Mount[] = [];
  for (const mount of container.volumeMounts ?? []) {
    const source = volumes.node(mount.name ?? '');
    if (source === undefined)
      return {
        kind: 'failed',
        message: `cannot find volume "${mount.name}" to mount into container "${container.name}"`,
      };
    let subPath = mount.subPath ?? '';
    if (mount.subPathExpr) {
      const unknown: string[] = [];
      subPath = expand(mount.subPathExpr, (name) => {
        const value = variables.get(name);
        if (value === undefined) unknown.push(name);
        return value;
      });
      if (unknown.length > 0) return { kind: 'failed', message: `missing value for "${unknown[0]}"` };
    }
    if (subPath.startsWith('/'))
      return { kind: 'failed', message: `error SubPath \`${subPath}\` must not be an absolute path` };
    if (subPath.split('/').includes('..'))
      return { kind: 'failed', message: `unable to provision SubPath \`${subPath}\`: must not contain '..'` };
    const node = subPath === '' ? source : subNode(source, subPath, nowMs);
    if (node === undefined) {
      return {
        kind: 'failed',
        message: `failed to prepare subPath for volumeMount "${mount.name}" of container "${container.name}"`,
      };
    }
    mounts.push({
      mountPath: mount.mountPath ?? '',
      readOnly: mount.readOnly === true || isReadOnlyVolume(pod, mount.name ?? ''),
      source: node,
      ...memoryFacts(pod, mount.name ?? ''),
    });
  }
  return { kind: 'made', mounts };
}

/** A path inside a volume; made as a directory where nothing is there. */
function subNode(source: DirectoryNode | FileNode, path: string, nowMs: number): DirectoryNode | FileNode | undefined {
  if (source.type !== 'directory') return undefined;
  const found = nodeAt(source, path);
  if (found === undefined) {
    const made = directory(nowMs, 0o750);
    try {
      putNode(source, path, made, nowMs);
    } catch {
      return undefined;
    }
    return made;
  }
  return found.type === 'link' ? undefined : found;
}

/** A volume in memory, and how much fits into it: no more than its limit, which is a tmpfs of that size. */
function memoryFacts(pod: Pod, name: string): Pick<Mount, 'inMemory' | 'limitBytes'> {
  const emptyDir = pod.spec.volumes?.find((volume) => volume.name === name)?.emptyDir;
  if (emptyDir?.medium !== 'Memory') return {};
  const limitBytes = quantityValue(emptyDir.sizeLimit);
  return limitBytes > 0 ? { inMemory: true, limitBytes } : { inMemory: true };
}

function isReadOnlyVolume(pod: Pod, name: string): boolean {
  const volume = pod.spec.volumes?.find((candidate) => candidate.name === name);
  if (volume?.persistentVolumeClaim?.readOnly === true) return true;
  return (
    volume !== undefined && (volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected) !== undefined
  );
}
