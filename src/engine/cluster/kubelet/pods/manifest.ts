import { decodeObject } from '../../apiserver/decode/body.ts';
import { canonicalJson } from '../../canonical.ts';
import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { record } from '../../json-readers.ts';
import { pod as podDefinition } from '../../resources/core/pod.ts';
import { validatePodSpec } from '../../resources/pod/spec-validation.ts';
import { sha256Hex } from '../../sha256.ts';
import { formatTime } from '../../timestamp.ts';
import { readYaml } from '../../yaml.ts';
import type { Pod } from '../pod.ts';
import { apiObjectReference } from './api-references.ts';

const POD = { apiVersion: 'v1', kind: 'Pod', schema: 'io.k8s.api.core.v1.Pod' };

/** A manifest as a pod of the node, or why it is none, in the kubelet's words. */
export type ManifestResult = { readonly pod: Pod } | { readonly why: string };

/** Reads a static pod's manifest. Models: pkg/kubelet/config/common.go tryDecodeSinglePod, applyDefaults; file.go extractFromFile */
export function readManifest(path: string, text: string, nodeName: string, nowMs: number): ManifestResult {
  const unreadable = (why: string): ManifestResult => ({
    why: `${path}: couldn't parse as pod(${why}), please check config file`,
  });
  let object: JsonObject;
  try {
    object = decodeObject({ method: 'POST', path: '/', body: parsed(text) }, POD, 'Ignore', () => {});
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
  if (object['kind'] !== 'Pod') return unreadable('object is not a pod');
  const name = record(object['metadata'])['name'];
  if (typeof name !== 'string' || name === '') return { why: 'invalid pod: name is needed for the pod' };
  const pod = podOfNode(path, object, name, nodeName, nowMs);
  const filled = (podDefinition.defaults?.(pod) ?? pod) as Pod;
  const errors = validatePodSpec(filled.spec, 'spec', { isPod: true });
  if (errors.length > 0)
    return { why: `invalid pod: [${errors.map(({ field, detail }) => `${field}: ${detail}`).join(' ')}]` };
  const reference = apiObjectReference(record(object['spec']));
  return reference === undefined ? { pod: filled } : { why: `static pods may not reference ${reference}` };
}

function podOfNode(path: string, object: JsonObject, name: string, nodeName: string, nowMs: number): KubeObject {
  const metadata = record(object['metadata']);
  const spec = record(object['spec']);
  const hash = sha256Hex(`${canonicalJson(object)}\0${nodeName}\0${path}`).slice(0, 32);
  const now = formatTime(nowMs);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: `${name}-${nodeName}`,
      namespace: metadata['namespace'] || 'default',
      uid: hash,
      resourceVersion: '',
      creationTimestamp: now,
      annotations: {
        ...record(metadata['annotations']),
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.seen': now,
        'kubernetes.io/config.source': 'file',
      },
    },
    spec: {
      ...spec,
      nodeName,
      tolerations: [
        ...((spec['tolerations'] as JsonObject[] | undefined) ?? []),
        { effect: 'NoExecute', operator: 'Exists' },
      ],
    },
    status: { phase: 'Pending' },
  } as unknown as KubeObject;
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
