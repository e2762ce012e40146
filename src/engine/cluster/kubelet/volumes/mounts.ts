import { type DirectoryNode, directory, type FileNode, nodeAt, putNode } from '../../files.ts';
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
  variables: readonly (readonly [string, string])[],
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
      const known = new Map(variables);
      subPath = expand(mount.subPathExpr, (name) => {
        const value = known.get(name);
        if (value === undefined) unknown.push(name);
        return value;
      });
      if (unknown.length > 0) return { kind: 'failed', message: `missing value for "${unknown[0]}"` };
    }
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
      ...(isInMemory(pod, mount.name ?? '') && { inMemory: true }),
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

function isInMemory(pod: Pod, name: string): boolean {
  return pod.spec.volumes?.some((volume) => volume.name === name && volume.emptyDir?.medium === 'Memory') === true;
}

function isReadOnlyVolume(pod: Pod, name: string): boolean {
  const volume = pod.spec.volumes?.find((candidate) => candidate.name === name);
  if (volume?.persistentVolumeClaim?.readOnly === true) return true;
  return (
    volume !== undefined && (volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected) !== undefined
  );
}
