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
  return object === undefined ? undefined : remembered(object, textsAndBytes);
}

/** By object: all pods that use it read the same. */
const known = new WeakMap<ConfigObject, ReadonlyMap<string, string>>();

function remembered(
  object: ConfigObject,
  read: (object: ConfigObject) => ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let data = known.get(object);
  if (data === undefined) {
    data = read(object);
    known.set(object, data);
  }
  return data;
}

function textsAndBytes({ data, binaryData }: ConfigObject): ReadonlyMap<string, string> {
  const texts = new Map(Object.entries(data ?? {}));
  for (const [key, value] of Object.entries(binaryData ?? {})) texts.set(key, decodeBase64(value) ?? '');
  return texts;
}

function decoded({ data }: ConfigObject): ReadonlyMap<string, string> {
  return new Map(Object.entries(data ?? {}).map(([key, value]) => [key, decodeBase64(value) ?? '']));
}

/** The decoded keys of a Secret in the pod's namespace; undefined when there is none. */
export function secretData(informers: Informers, pod: Pod, name: string): ReadonlyMap<string, string> | undefined {
  const object = informers.get('secrets', pod.metadata.namespace ?? '', name) as ConfigObject | undefined;
  return object === undefined ? undefined : remembered(object, decoded);
}
