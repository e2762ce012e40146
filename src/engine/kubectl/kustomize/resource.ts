import type { JsonObject } from '../../cluster/json.ts';
import { record, text } from '../../cluster/json-readers.ts';
import { groupOf } from '../json.ts';

/** One resource on its way; `names` are those it had, oldest first: others refer to it by any of them. */
export interface Resource {
  readonly object: JsonObject;
  readonly names: readonly string[];
}

/** `ConfigMap.v1.[noGrp]/x.[noNs]`. Models: kustomize/kyaml/resid.ResId.String */
export function identityOf(object: JsonObject): string {
  const apiVersion = text(object['apiVersion']);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const metadata = record(object['metadata']);
  const namespace = text(metadata['namespace']);
  const place = namespace === '' || namespace === 'default' ? '[noNs]' : namespace;
  return `${text(object['kind'])}.${version}.${groupOf(apiVersion) || '[noGrp]'}/${text(metadata['name'])}.${place}`;
}
