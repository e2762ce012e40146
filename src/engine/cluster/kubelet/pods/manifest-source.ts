import { type DirectoryNode, nodeAt } from '../../files.ts';
import type { NodeServices } from '../node-services.ts';
import { type Pod, podKey } from '../pod.ts';
import { type ManifestResult, readManifest } from './manifest.ts';

/**
 * What the node's manifest folder says: pods by name, so that of two files with one pod the one read last counts. A listing reads everything
 * anew; a watch takes in what has changed, and keeps the pod of a file that cannot be read any more until the next listing.
 * Models: pkg/kubelet/config/file.go, file_linux.go
 */
export class ManifestSource {
  /** By namespace/name. */
  private store = new Map<string, Pod>();
  /** Which pod a file was last read as. */
  private readonly keys = new Map<string, string>();
  /** What the files said when somebody looked last. */
  private seen = new Map<string, { readonly text: string; readonly result: ManifestResult }>();
  /** What was last said of a file at a listing: it is said once a version. */
  private readonly said = new Map<string, string>();

  constructor(private readonly services: NodeServices) {}

  pods(): Iterable<Pod> {
    return this.store.values();
  }

  /** Reads the whole folder: at the start, and every so often. */
  list(): void {
    const texts = this.texts();
    const store = new Map<string, Pod>();
    for (const [path, text] of texts) {
      const result = this.read(path, text);
      if ('pod' in result) {
        store.set(podKey(result.pod), result.pod);
        this.said.delete(path);
      } else if (this.said.get(path) !== text) {
        this.said.set(path, text);
        this.services.log.error('file.go:189', 'Could not process manifest file', { err: result.why, path });
      }
    }
    this.store = store;
    this.forgetGone(texts);
  }

  /** Takes in what has changed since: what inotify tells a real kubelet at once. */
  watch(): void {
    const texts = this.texts();
    for (const path of this.seen.keys()) if (!texts.has(path)) this.removed(path);
    for (const [path, text] of texts) {
      if (this.seen.get(path)?.text === text) continue;
      const result = this.read(path, text);
      if ('pod' in result) this.store.set(podKey(result.pod), result.pod);
      else this.unprocessed(`can't process config file ${JSON.stringify(path)}: ${result.why}`);
    }
    this.forgetGone(texts);
  }

  private removed(path: string): void {
    const key = this.keys.get(path);
    if (key === undefined) return;
    this.keys.delete(path);
    if (!this.store.delete(key)) this.unprocessed(`the pod with key ${key} doesn't exist in cache`);
  }

  private unprocessed(err: string): void {
    this.services.log.error('file.go:108', 'Unable to process watch event', { err });
  }

  private read(path: string, text: string): ManifestResult {
    const before = this.seen.get(path);
    const result =
      before?.text === text
        ? before.result
        : readManifest(path, text, this.services.node.name, this.services.clock.nowMs());
    this.seen.set(path, { text, result });
    if ('pod' in result) this.keys.set(path, podKey(result.pod));
    return result;
  }

  private forgetGone(texts: ReadonlyMap<string, string>): void {
    for (const path of this.seen.keys()) {
      if (texts.has(path)) continue;
      this.seen.delete(path);
      this.said.delete(path);
    }
  }

  private texts(): ReadonlyMap<string, string> {
    const { staticPodPath } = this.services.configuration();
    if (staticPodPath === '') return new Map();
    const found = nodeAt(this.services.nodeFiles, staticPodPath);
    if (found?.type === 'directory') return manifestTexts(found, staticPodPath.replace(/\/+$/, ''));
    if (found?.type === 'file') return new Map([[staticPodPath, found.content]]);
    this.services.log.error('file.go:105', 'Unable to read config path', {
      err: 'path does not exist, ignoring',
      path: staticPodPath,
    });
    return new Map();
  }
}

/** The manifests of the folder, by path; hidden files are passed over. */
function manifestTexts(folder: DirectoryNode, path: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const name of [...folder.entries.keys()].sort()) {
    const node = folder.entries.get(name);
    if (node?.type === 'file' && !name.startsWith('.')) texts.set(`${path}/${name}`, node.content);
  }
  return texts;
}
