import { type DirectoryNode, directory, type FileNode, type TreeNode } from '../../files.ts';
import type { Volume } from '../../resources/pod/types.ts';
import { claimedSource } from './claim.ts';
import { hostPathNode } from './host-path.ts';
import type { NetworkStorage } from './network-storage.ts';
import { giveToGroup } from './ownership.ts';
import { type PayloadContext, VolumeError, volumePayload, writePayload } from './payload.ts';

/** How long to wait before the next try to set a volume up. Models: pkg/util/goroutinemap/exponentialbackoff */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 122_000;

const NONE: readonly string[] = [];

interface Retry {
  delayMs: number;
  atMs: number;
}

/** One pod's volumes on the node. */
export class PodVolumes {
  private readonly mounted = new Map<string, DirectoryNode | FileNode>();
  private readonly tokens = new Map<string, string>();
  private readonly retries = new Map<string, Retry>();
  /** Objects that the files were made from, to see cheaply that nothing changed. */
  private sources: readonly unknown[] = [];

  constructor(
    private readonly nodeFiles: DirectoryNode,
    private readonly network: NetworkStorage,
  ) {}

  /** A token is asked for once and kept. */
  token(audience: string | undefined, make: () => string): string {
    const key = audience ?? '';
    let token = this.tokens.get(key);
    if (token === undefined) {
      token = make();
      this.tokens.set(key, token);
    }
    return token;
  }

  node(volume: string): DirectoryNode | FileNode | undefined {
    return this.mounted.get(volume);
  }

  /** Tries to set up the volumes that are not yet and whose time has come; tells each failure. */
  setUp(context: PayloadContext, nowMs: number, failed: (volume: string, message: string) => void): void {
    for (const volume of volumesOf(context)) {
      const name = volume.name ?? '';
      const retry = this.retries.get(name);
      if (this.mounted.has(name) || (retry !== undefined && retry.atMs > nowMs)) continue;
      try {
        this.mounted.set(name, this.mount(volume, context, nowMs));
        this.retries.delete(name);
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        const delayMs = retry === undefined ? FIRST_RETRY_MS : Math.min(retry.delayMs * 2, LAST_RETRY_MS);
        this.retries.set(name, { delayMs, atMs: nowMs + delayMs });
        failed(name, error.message);
      }
    }
    this.sources = sourcesOf(context);
  }

  /** Names of volumes that are not set up. */
  missing(context: PayloadContext): readonly string[] {
    let missing: string[] | undefined;
    for (const { name = '' } of volumesOf(context)) {
      if (this.mounted.has(name)) continue;
      missing ??= [];
      missing.push(name);
    }
    return missing ?? NONE;
  }

  /** When the next failed volume may be tried again. */
  nextTryMs(): number | undefined {
    let next: number | undefined;
    for (const { atMs } of this.retries.values()) if (next === undefined || atMs < next) next = atMs;
    return next;
  }

  /** Brings files made from API objects up to date; a source that has gone leaves the files as they were. */
  refresh(context: PayloadContext, nowMs: number): void {
    const sources = sourcesOf(context);
    if (sources.length === this.sources.length && sources.every((source, at) => source === this.sources[at])) return;
    this.sources = sources;
    for (const volume of volumesOf(context)) {
      const node = this.mounted.get(volume.name ?? '');
      if (node?.type !== 'directory') continue;
      try {
        const payload = volumePayload(volume, context);
        if (payload !== undefined) writePayload(node, payload, nowMs, groupOf(context));
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
      }
    }
  }

  private mount(volume: Volume, context: PayloadContext, nowMs: number): DirectoryNode | FileNode {
    const payload = volumePayload(volume, context);
    if (payload !== undefined) {
      const made = directory(nowMs, 0o777);
      writePayload(made, payload, nowMs, groupOf(context));
      return made;
    }
    if (volume.emptyDir !== undefined) return owned(directory(nowMs, 0o777), context);
    if (volume.hostPath !== undefined) {
      return mountable(hostPathNode(this.nodeFiles, volume.hostPath.path ?? '/', volume.hostPath.type ?? '', nowMs));
    }
    if (volume.persistentVolumeClaim !== undefined) {
      const source = claimedSource(context.informers, context.pod, volume.persistentVolumeClaim.claimName ?? '');
      if (source.kind === 'path') return mountable(hostPathNode(this.nodeFiles, source.path, source.type, nowMs));
      const found = this.network.volume(source.handle);
      if (found !== undefined) return owned(found, context);
      throw new VolumeError(
        `kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name ${source.driver} not found in the list of registered CSI drivers`,
      );
    }
    const source = Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir';
    throw new VolumeError(`${source} volumes are not simulated in this cluster`);
  }
}

const groupOf = ({ pod }: PayloadContext): number | undefined => pod.spec.securityContext?.fsGroup;

/** A volume that the pod may write, given to the pod's group. */
function owned(node: DirectoryNode, context: PayloadContext): DirectoryNode {
  const group = groupOf(context);
  if (group !== undefined) giveToGroup(node, group, false);
  return node;
}

function mountable(node: TreeNode): DirectoryNode | FileNode {
  if (node.type === 'link') throw new VolumeError('hostPath type check failed: symbolic links are not followed');
  return node;
}

function volumesOf(context: PayloadContext): readonly Volume[] {
  return context.pod.spec.volumes ?? [];
}

type SourceKey = readonly [kind: 'configmaps' | 'secrets', name: string];

/** A pod's volumes are one list from its creation to its end: what they are made from is worked out once. */
const knownKeys = new WeakMap<readonly Volume[], readonly SourceKey[]>();
const NO_KEYS: readonly SourceKey[] = [];

/** Kinds and names of the objects that a pod's volumes are made from. */
export function volumeSourceKeys(volumes: readonly Volume[] | undefined): readonly SourceKey[] {
  if (volumes === undefined) return NO_KEYS;
  let keys = knownKeys.get(volumes);
  if (keys === undefined) {
    keys = findSourceKeys(volumes);
    knownKeys.set(volumes, keys);
  }
  return keys;
}

function findSourceKeys(volumes: readonly Volume[]): readonly SourceKey[] {
  const keys: SourceKey[] = [];
  const add = (kind: 'configmaps' | 'secrets', name: string | undefined): void => {
    if (name !== undefined) keys.push([kind, name]);
  };
  for (const volume of volumes) {
    add('configmaps', volume.configMap?.name);
    add('secrets', volume.secret?.secretName);
    for (const source of volume.projected?.sources ?? []) {
      add('configmaps', source.configMap?.name);
      add('secrets', source.secret?.name);
    }
  }
  return keys;
}

function sourcesOf(context: PayloadContext): readonly unknown[] {
  const { pod, informers } = context;
  const objects = volumeSourceKeys(pod.spec.volumes).map(([kind, name]) =>
    informers.get(kind, pod.metadata.namespace ?? '', name),
  );
  return [pod.metadata.labels, pod.metadata.annotations, ...objects];
}
