import { decodeBase64 } from '../../base64.ts';
import type { Informers } from '../../client.ts';
import type { Json, JsonObject } from '../../json.ts';
import { record, text } from '../../json-readers.ts';
import type { Pod } from '../pod.ts';
import type { RegistryCredentials } from '../runtime.ts';

/** The credentials of the pod's imagePullSecrets. A secret that is not there, or of another type, gives none. Models: pkg/credentialprovider/secrets */
export function pullCredentials(informers: Informers, pod: Pod): readonly RegistryCredentials[] {
  const namespace = pod.metadata.namespace ?? '';
  return (pod.spec.imagePullSecrets ?? []).flatMap(({ name = '' }) => {
    const secret = informers.get('secrets', namespace, name) as
      | { readonly type?: string; readonly data?: JsonObject }
      | undefined;
    if (secret?.data === undefined) return [];
    if (secret.type === 'kubernetes.io/dockerconfigjson')
      return credentialsOf(record(parsed(secret.data['.dockerconfigjson'])['auths']));
    return secret.type === 'kubernetes.io/dockercfg' ? credentialsOf(parsed(secret.data['.dockercfg'])) : [];
  });
}

/** Names of the pod's imagePullSecrets that are not there. Models: kubelet getPullSecretsForPod */
export function missingPullSecrets(informers: Informers, pod: Pod): readonly string[] {
  const namespace = pod.metadata.namespace ?? '';
  return (pod.spec.imagePullSecrets ?? [])
    .map(({ name = '' }) => name)
    .filter((name) => name !== '' && informers.get('secrets', namespace, name) === undefined);
}

function parsed(encoded: Json | undefined): JsonObject {
  try {
    return record(JSON.parse(decodeBase64(text(encoded)) ?? '') as Json);
  } catch {
    return {};
  }
}

function credentialsOf(auths: JsonObject): readonly RegistryCredentials[] {
  return Object.entries(auths).map(([registry, value]) => {
    const entry = record(value);
    const auth = decodeBase64(text(entry['auth'])) ?? '';
    const colon = auth.indexOf(':');
    return colon > 0
      ? { registry, username: auth.slice(0, colon), password: auth.slice(colon + 1) }
      : { registry, username: text(entry['username']), password: text(entry['password']) };
  });
}
