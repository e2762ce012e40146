import { HOME } from '../session/home.ts';
import type { FileSystem } from '../shell/files/types.ts';

/** A file of the learner's home that changed; null content = it is gone. Paths are relative to the home directory. */
export interface FileChange {
  readonly path: string;
  readonly content: string | null;
}

/** Files larger than this are not shown in the page, in characters. */
const LARGEST = 1_000_000;

/** Gathers changes of the learner's files for the page. Hidden files (the kubeconfig) are left out. */
export class FileChanges {
  private readonly changed = new Set<string>();

  constructor(private readonly fs: FileSystem) {
    this.add(HOME);
    fs.watch((path) => {
      if (path.startsWith(`${HOME}/`)) this.changed.add(path);
    });
  }

  private add(path: string): void {
    for (const name of this.fs.list(path)) {
      const at = `${path}/${name}`;
      if (name.startsWith('.')) continue;
      if (this.fs.isDirectory(at)) this.add(at);
      else this.changed.add(at);
    }
  }

  /** What changed since the last call. */
  take(): readonly FileChange[] {
    const changes: FileChange[] = [];
    for (const path of this.changed) {
      const relative = path.slice(HOME.length + 1);
      if (relative.split('/').some((part) => part.startsWith('.'))) continue;
      if (this.fs.exists(path) && this.fs.isDirectory(path)) continue;
      const content = this.fs.exists(path) ? this.fs.read(path) : null;
      changes.push({
        path: relative,
        content: content !== null && content.length > LARGEST ? `${content.slice(0, LARGEST)}\n…` : content,
      });
    }
    this.changed.clear();
    return changes;
  }
}
