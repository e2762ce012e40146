import { type DirectoryNode, directory, type FileNode } from '../../cluster/files.ts';

/** One thing seen at a path of a machine. */
export interface Mounted {
  readonly path: string;
  readonly source: DirectoryNode | FileNode;
  readonly readOnly: boolean;
  /** Bytes that fit; undefined = as many as there are. */
  readonly limitBytes?: number | undefined;
  /** A tmpfs. */
  readonly inMemory?: boolean;
}

/** Stands for a directory on the way to a mount that the image lacks. Nothing is ever put into it: it is copied first. */
const STAND_IN: DirectoryNode = directory();

/**
 * What is mounted where: a short list, looked through. A mount point needs no directory in the image: the parts of its path that the image
 * lacks are seen as empty directories, so that mounting copies nothing.
 */
export class MountTable {
  private readonly mounts: Mounted[] = [];

  get size(): number {
    return this.mounts.length;
  }

  add(mounted: Mounted): void {
    const at = this.mounts.findIndex(({ path }) => path === mounted.path);
    if (at >= 0) this.mounts[at] = mounted;
    else this.mounts.push(mounted);
  }

  /** What is mounted exactly here. */
  at(path: string): Mounted | undefined {
    for (const mounted of this.mounts) if (mounted.path === path) return mounted;
    return undefined;
  }

  /** The empty directory that stands for a path on the way to a mount. */
  standIn(path: string): DirectoryNode | undefined {
    for (const mounted of this.mounts) {
      if (
        mounted.path.length > path.length &&
        mounted.path.startsWith(path) &&
        mounted.path.charAt(path.length) === '/'
      )
        return STAND_IN;
    }
    return undefined;
  }

  /** Names that mounts add to a directory. */
  namesIn(path: string): readonly string[] {
    const below = path === '/' ? '/' : `${path}/`;
    const names: string[] = [];
    for (const mounted of this.mounts) {
      if (mounted.path.startsWith(below)) names.push(mounted.path.slice(below.length).split('/', 1)[0] ?? '');
    }
    return names;
  }

  list(): readonly Mounted[] {
    return this.mounts;
  }
}
