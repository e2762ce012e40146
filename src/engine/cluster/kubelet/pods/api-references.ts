import type { JsonObject } from '../../json.ts';
import { objects, record } from '../../json-readers.ts';

/** Sources of volumes that need another object, beyond ConfigMaps and Secrets, and what the kubelet calls it. */
const VOLUMES: { readonly [source: string]: string } = {
  csi: 'csidrivers (via CSI volumes)',
  glusterfs: 'endpoints (via glusterFS volumes)',
  persistentVolumeClaim: 'persistentvolumeclaims',
  ephemeral: 'persistentvolumeclaims (via ephemeral volumes)',
  azureFile: 'secrets (via azureFile volumes)',
};

const PROJECTED: { readonly [source: string]: string } = {
  serviceAccountToken: 'serviceaccounts (via projected volumes)',
  clusterTrustBundle: 'clustertrustbundles',
  podCertificate: 'podcertificates',
};

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'];

/**
 * What of the API a pod's spec needs (`configmaps`), or undefined. A static pod may need nothing: its kubelet runs it without an API server.
 * Models: pkg/api/pod/util.go HasAPIObjectReference
 */
export function apiObjectReference(spec: JsonObject): string | undefined {
  if (typeof spec['serviceAccountName'] === 'string' && spec['serviceAccountName'] !== '') return 'serviceaccounts';
  const volumes = objects(spec['volumes']);
  const projected = volumes.flatMap((volume) => objects(record(volume['projected'])['sources']));
  const containers = CONTAINERS.flatMap((field) => objects(spec[field]));
  const env = containers.flatMap((container) => [
    ...objects(container['envFrom']),
    ...objects(container['env']).map((variable) => record(variable['valueFrom'])),
  ]);
  const asks = (sources: readonly JsonObject[], ...fields: readonly string[]): boolean =>
    sources.some((source) => fields.some((field) => source[field] !== undefined));
  if (objects(spec['imagePullSecrets']).length > 0 || asks(env, 'secretRef', 'secretKeyRef')) return 'secrets';
  if (asks([...volumes, ...projected], 'secret')) return 'secrets';
  if (asks(env, 'configMapRef', 'configMapKeyRef') || asks([...volumes, ...projected], 'configMap'))
    return 'configmaps';
  if (objects(spec['resourceClaims']).length > 0) return 'resourceclaims';
  return named(volumes, VOLUMES) ?? named(projected, PROJECTED);
}

function named(sources: readonly JsonObject[], names: { readonly [source: string]: string }): string | undefined {
  return sources.flatMap((source) => Object.keys(source).flatMap((key) => names[key] ?? []))[0];
}
