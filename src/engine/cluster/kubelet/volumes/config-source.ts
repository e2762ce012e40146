import { decodeBase64 } from '../../base64.ts';
import type { Informers } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import type { Pod } from '../pod.ts';

interface ConfigObject extends KubeObject {
  readonly data?: { readonly [key: string]: string } | null;
  readonly binaryData?: { readonly [key: string]: string } | null;
}

/** The keys of a ConfigMap in the pod's namespace; undefined when there is none. */
export function configMapData(informers: Informers, pod: Pod, name: string): ReadonlyMap<string, string> | undefined {
  const object = informers.get('configmaps', pod.metadata.namespace ?? '', name) as ConfigObject | undefined;
  if (object === undefined) return undefined;
  const data = new Map(Object.entries(object.data ?? {}));
  for (const [key, value] of Object.entries(object.binaryData ?? {})) data.set(key, decodeBase64(value) ?? '');
  return data;
}

/** The decoded keys of a Secret in the pod's namespace; undefined when there is none. */
export function secretData(informers: Informers, pod: Pod, name: string): ReadonlyMap<string, string> | undefined {
  const object = informers.get('secrets', pod.metadata.namespace ?? '', name) as ConfigObject | undefined;
  if (object === undefined) return undefined;
  return new Map(Object.entries(object.data ?? {}).map(([key, value]) => [key, decodeBase64(value) ?? '']));
}
