import { decodeObject } from '../../apiserver/decode/body.ts';
import { ApiError } from '../../client.ts';
import type { Timer } from '../../clock.ts';
import { type DirectoryNode, nodeAt } from '../../files.ts';
import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { pod as podDefinition } from '../../resources/core/pod.ts';
import { validatePodSpec } from '../../resources/pod/spec-validation.ts';
import { sha256Hex } from '../../sha256.ts';
import { formatTime } from '../../timestamp.ts';
import { readYaml } from '../../yaml.ts';
import type { NodeServices } from '../node-services.ts';
import { configHash, type Pod, podKey } from '../pod.ts';
import { apiObjectReference } from './api-references.ts';

const POD = { apiVersion: 'v1', kind: 'Pod', schema: 'io.k8s.api.core.v1.Pod' };

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
  /** What was last said of a file that is no manifest. */
  private readonly rejected = new Map<string, string>();
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
    const { staticPodPath, fileCheckMs } = this.services.configuration();
    this.timer = this.services.clock.after(fileCheckMs, () => this.scan(), 'background');
    const texts = this.texts(staticPodPath);
    for (const [path, { text, pod }] of this.pods) {
      if (texts.get(path) === text) continue;
      this.pods.delete(path);
      this.listener.vanished(pod);
      this.removeMirror(pod);
    }
    for (const [path, text] of texts) {
      if (this.pods.has(path)) continue;
      const pod = this.read(path, text);
      if (pod === undefined) continue;
      this.rejected.delete(path);
      this.pods.set(path, { text, pod });
      this.listener.appeared(pod);
    }
    this.ensureMirrors();
  }

  private texts(staticPodPath: string): ReadonlyMap<string, string> {
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

  /** A mirror has changed or gone: deleted ones come back at once. */
  mirrorChanged(mirror: KubeObject): void {
    if (![...this.pods.values()].some(({ pod }) => podKey(pod) === podKey(mirror))) return;
    this.services.clock.after(this.services.random.between(100, 400), () => this.ensureMirrors());
  }

  /** Makes the API server show every static pod as it is. */
  private ensureMirrors(): void {
    if (!this.isConnected()) return;
    const seen = new Set<string>();
    for (const { pod } of this.pods.values()) {
      // Of two manifests of one name the later waits until the earlier has gone, and so does its mirror.
      if (seen.has(podKey(pod))) continue;
      seen.add(podKey(pod));
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
  private read(path: string, text: string): Pod | undefined {
    let object: JsonObject;
    try {
      const body = parsed(text);
      object = decodeObject({ method: 'POST', path: '/', body }, POD, 'Ignore', () => {});
    } catch (error) {
      return this.reject(path, error instanceof Error ? error.message : String(error));
    }
    if (object['kind'] !== 'Pod') return this.reject(path, 'object is not a pod');
    const metadata = (object['metadata'] ?? {}) as JsonObject;
    const spec = (object['spec'] ?? {}) as JsonObject;
    const name = metadata['name'];
    if (typeof name !== 'string' || name === '') return this.reject(path, 'name or generateName is required');
    const { node, clock } = this.services;
    const hash = sha256Hex(`${node.name}\0${path}\0${text}`).slice(0, 32);
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
    const [first] = validatePodSpec(filled.spec, 'spec', { isPod: true });
    if (first !== undefined) return this.reject(path, `invalid pod: ${first.field}: ${first.detail}`);
    const reference = apiObjectReference(spec);
    return reference === undefined ? filled : this.reject(path, `static pods may not reference ${reference}`);
  }

  /** A kubelet writes to its own log what is wrong with a manifest, once a version of it, and goes on. */
  private reject(path: string, why: string): undefined {
    const err = `${path}: couldn't parse as pod(${why}), please check config file`;
    if (this.rejected.get(path) === why) return undefined;
    this.rejected.set(path, why);
    this.services.log.error('file.go:189', 'Could not process manifest file', { err, path });
    return undefined;
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** Texts read lately: YAML is slow to read, and every cluster reads the same four manifests as it boots. */
const known = new Map<string, Json>();
const KNOWN = 16;

function parsed(text: string): Json {
  const before = known.get(text);
  if (before !== undefined) return before;
  const body = (text.startsWith('{') ? JSON.parse(text) : readYaml(text)) as Json;
  rememberManifest(text, body);
  return body;
}

/** Spares the kubelets reading a text that was written from a value just now: `body` must be what the text says. */
export function rememberManifest(text: string, body: Json): void {
  const [oldest] = known.size < KNOWN ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(text, body);
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
