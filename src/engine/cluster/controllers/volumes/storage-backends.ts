import type { DirectoryNode } from '../../files.ts';
import { nodeAt } from '../../files.ts';
import type { NetworkStorage } from '../../kubelet/volumes/network-storage.ts';

/** Where volumes' files are, for those who make and empty volumes. */
export interface StorageBackends {
  /** A node's own files; undefined when there is no such node. */
  nodeFiles(node: string): DirectoryNode | undefined;
  readonly nodes: readonly string[];
  readonly network: NetworkStorage;
}

function parentOf(path: string): readonly [folder: string, name: string] {
  const parts = path.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? '';
  return [parts.join('/'), name];
}

/** Removes a directory with all that is in it from the given nodes. */
export function removeDirectory(backends: StorageBackends, nodes: readonly string[], path: string): void {
  const [folder, name] = parentOf(path);
  for (const node of nodes) {
    const root = backends.nodeFiles(node);
    const parent = root && nodeAt(root, folder);
    if (parent?.type === 'directory') parent.entries.delete(name);
  }
}

/** Removes what is in a directory, and leaves the directory. */
export function emptyDirectory(backends: StorageBackends, nodes: readonly string[], path: string): void {
  for (const node of nodes) {
    const root = backends.nodeFiles(node);
    const found = root && nodeAt(root, path);
    if (found?.type === 'directory') found.entries.clear();
  }
}
