import { parse } from 'yaml';
import { decodeObject } from '../../apiserver/decode/body.ts';
import { ApiError } from '../../client.ts';
import type { Timer } from '../../clock.ts';
import { type DirectoryNode, nodeAt } from '../../files.ts';
import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { pod as podDefinition } from '../../resources/core/pod.ts';
import { validatePodSpec } from '../../resources/pod/spec-validation.ts';
import { sha256Hex } from '../../sha256.ts';
import { formatTime } from '../../timestamp.ts';
import type { NodeServices } from '../node-services.ts';
import { configHash, type Pod, podKey } from '../pod.ts';

const POD = { apiVersion: 'v1', kind: 'Pod', schema: 'io.k8s.api.core.v1.Pod' };
const MANIFESTS = '/etc/kubernetes/manifests';
/** Manifests are read again this often, besides when the kubelet is told of a change. */
const RESCAN_MS = 20_000;

/** Tells which static pods the node should run. */
export interface StaticPodListener {
  appeared(pod: Pod): void;
  vanished(pod: Pod): void;
  /** Its mirror was made (again). */
  mirrored(pod: Pod): void;
}

/**
 * The pods of the node's manifest folder, and their mirrors in the API server. Models: pkg/kubelet/config/file.go, common.go;
 * pkg/kubelet/pod/mirror_client.go
 */
export class StaticPods {
  /** By path of the manifest. */
  private readonly pods = new Map<string, { readonly text: string; readonly pod: Pod }>();
  private timer: Timer | undefined;

  constructor(
    private readonly services: NodeServices,
    private readonly listener: StaticPodListener,
    private readonly isConnected: () => boolean,
  ) {}

  start(): void {
    this.scan();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** Reads the manifest folder now: what inotify does on a real node. */
  scan(): void {
    this.timer?.cancel();
    this.timer = this.services.clock.after(RESCAN_MS, () => this.scan(), 'background');
    const folder = nodeAt(this.services.nodeFiles, MANIFESTS);
    const texts = folder?.type === 'directory' ? manifestTexts(folder) : new Map<string, string>();
    for (const [path, { text, pod }] of this.pods) {
      if (texts.get(path) === text) continue;
      this.pods.delete(path);
      this.listener.vanished(pod);
      this.removeMirror(pod);
    }
    for (const [path, text] of texts) {
      if (this.pods.has(path)) continue;
      const pod = this.read(text);
      if (pod === undefined) continue;
      this.pods.set(path, { text, pod });
      this.listener.appeared(pod);
    }
    this.ensureMirrors();
  }

  /** A mirror has changed or gone: deleted ones come back at once. */
  mirrorChanged(mirror: KubeObject): void {
    if (![...this.pods.values()].some(({ pod }) => podKey(pod) === podKey(mirror))) return;
    this.services.clock.after(this.services.random.between(100, 400), () => this.ensureMirrors());
  }

  /** Makes the API server show every static pod as it is. */
  private ensureMirrors(): void {
    if (!this.isConnected()) return;
    for (const { pod } of this.pods.values()) {
      const { namespace = '', name } = pod.metadata;
      const mirror = this.services.informers.get('pods', namespace, name);
      if (
        mirror !== undefined &&
        (mirror.metadata.deletionTimestamp !== undefined || configHash(mirror) !== configHash(pod))
      ) {
        this.attempt(() => this.services.client.delete('pods', namespace, name, { gracePeriodSeconds: 0 }));
      }
      if (this.services.informers.get('pods', namespace, name) === undefined) this.createMirror(pod);
    }
  }

  private createMirror(pod: Pod): void {
    const { informers, client, node } = this.services;
    const owner = informers.get('nodes', '', node.name);
    const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = pod.metadata;
    const { status: _status, ...object } = pod;
    const mirror = {
      ...object,
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, 'kubernetes.io/config.mirror': configHash(pod) ?? '' },
        ...(owner === undefined
          ? {}
          : {
              ownerReferences: [
                { apiVersion: 'v1', controller: true, kind: 'Node', name: node.name, uid: owner.metadata.uid },
              ],
            }),
      },
    };
    this.attempt(() => client.create('pods', pod.metadata.namespace ?? '', mirror as unknown as JsonObject));
    this.listener.mirrored(pod);
  }

  private removeMirror(pod: Pod): void {
    const { namespace = '', name } = pod.metadata;
    const mirror = this.services.informers.get('pods', namespace, name);
    if (mirror === undefined || configHash(mirror) !== configHash(pod) || !this.isConnected()) return;
    this.attempt(() => this.services.client.delete('pods', namespace, name, { gracePeriodSeconds: 0 }));
  }

  /** A manifest as a pod of this node; undefined when it is not one. Models: pkg/kubelet/config applyDefaults, generatePodName */
  private read(text: string): Pod | undefined {
    let object: JsonObject;
    try {
      // JSON is YAML too, and read a hundred times faster: a booting cluster reads its own manifests.
      const body = (text.startsWith('{') ? JSON.parse(text) : parse(text)) as Json;
      object = decodeObject({ method: 'POST', path: '/', body }, POD, 'Ignore', () => {});
    } catch {
      // Not YAML, or not of the shape of a pod: a kubelet writes that to its own log, and goes on.
      return undefined;
    }
    const metadata = (object['metadata'] ?? {}) as JsonObject;
    const spec = (object['spec'] ?? {}) as JsonObject;
    const name = metadata['name'];
    if (typeof name !== 'string' || name === '') return undefined;
    const { node, clock } = this.services;
    const hash = sha256Hex(`${node.name}\0${text}`).slice(0, 32);
    const now = formatTime(clock.nowMs());
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata,
        name: `${name}-${node.name}`,
        namespace: metadata['namespace'] || 'default',
        uid: hash,
        resourceVersion: '',
        creationTimestamp: now,
        annotations: {
          ...(metadata['annotations'] as JsonObject | undefined),
          'kubernetes.io/config.hash': hash,
          'kubernetes.io/config.seen': now,
          'kubernetes.io/config.source': 'file',
        },
      },
      spec: {
        ...spec,
        nodeName: node.name,
        tolerations: [
          ...((spec['tolerations'] as JsonObject[] | undefined) ?? []),
          { effect: 'NoExecute', operator: 'Exists' },
        ],
      },
      status: { phase: 'Pending' },
    } as unknown as KubeObject;
    const filled = (podDefinition.defaults?.(pod) ?? pod) as Pod;
    return validatePodSpec(filled.spec, 'spec', { isPod: true }).length === 0 ? filled : undefined;
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** The manifests of the folder, by name; hidden files are passed over. */
function manifestTexts(folder: DirectoryNode): Map<string, string> {
  const texts = new Map<string, string>();
  for (const name of [...folder.entries.keys()].sort()) {
    const node = folder.entries.get(name);
    if (node?.type === 'file' && !name.startsWith('.')) texts.set(name, node.content);
  }
  return texts;
}
