import { treeBytes } from '../../cluster/files.ts';
import type { Mount } from '../../cluster/kubelet/runtime.ts';
import type { FileSystem } from '../../shell/files/types.ts';

/** Files in memory (`emptyDir.medium: Memory`) are memory of the container that writes them. `take` may throw as an allocation does. */
export function countTemporaryFiles(fs: FileSystem, mounts: readonly Mount[], take: (bytes: number) => void): void {
  const inMemory = mounts.filter((mount) => mount.inMemory === true && !mount.readOnly);
  if (inMemory.length === 0) return;
  const held = new Map<Mount, number>(inMemory.map((mount) => [mount, treeBytes(mount.source)]));
  fs.watch((path) => {
    for (const mount of inMemory) {
      if (!path.startsWith(mount.mountPath.replace(/\/?$/, '/'))) continue;
      const now = treeBytes(mount.source);
      const more = now - (held.get(mount) ?? 0);
      held.set(mount, now);
      if (more !== 0) take(more);
    }
  });
}
