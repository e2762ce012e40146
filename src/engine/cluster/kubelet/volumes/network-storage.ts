import { type DirectoryNode, directory } from '../../files.ts';

/** Storage that is no node's own: volumes by their handle, the same files from whichever node mounts them. */
export class NetworkStorage {
  private readonly volumes = new Map<string, DirectoryNode>();

  /** Makes an empty volume; one that is there already is kept, as drivers do when asked twice. */
  create(handle: string, nowMs: number): void {
    if (!this.volumes.has(handle)) this.volumes.set(handle, directory(nowMs, 0o777));
  }

  volume(handle: string): DirectoryNode | undefined {
    return this.volumes.get(handle);
  }

  remove(handle: string): void {
    this.volumes.delete(handle);
  }
}
