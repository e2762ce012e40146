import type { KubeObject } from '../../json.ts';
import { hash32, Random } from '../../random.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { StrategyContext } from '../definition.ts';
import { mapList } from '../sharing.ts';
import type { Container, PodSpec, Volume } from './types.ts';

/** Where a container finds its service account's token. */
export const TOKEN_MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';

/** A token for an hour and a bit, the cluster's CA and the namespace, in one directory. Models: serviceaccount.TokenVolumeSource */
const TOKEN_SOURCE: NonNullable<Volume['projected']> = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ],
  defaultMode: 420,
};

interface ServiceAccountFacts {
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: PodSpec['imagePullSecrets'];
}

function mountsToken(container: Container): boolean {
  return (container.volumeMounts ?? []).some((mount) => mount.mountPath === TOKEN_MOUNT_PATH);
}

function mountToken(spec: PodSpec, pod: KubeObject, nowMs: number): PodSpec {
  const existing = (spec.volumes ?? []).find((volume) => volume.name?.startsWith(VOLUME_PREFIX));
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  if (containers.every(mountsToken)) return spec;
  // The suffix is random on a real cluster; here it follows from the pod, so that the same inputs give the same bytes.
  const draw = new Random(hash32(`${pod.metadata.namespace}/${pod.metadata.name}/${nowMs}`));
  const name = existing?.name ?? `${VOLUME_PREFIX}${draw.suffix()}`;
  const mount = { name, readOnly: true, mountPath: TOKEN_MOUNT_PATH };
  const withMount = (container: Container): Container =>
    mountsToken(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
  const mounted = mapList(mapList(spec, 'initContainers', withMount), 'containers', withMount);
  if (existing) return mounted;
  return { ...mounted, volumes: [...(spec.volumes ?? []), { name, projected: TOKEN_SOURCE }] };
}

/**
 * Gives the pod its service account and mounts the account's token. Throws `ApiError` (403) when there is no such account.
 * Models: plugin/pkg/admission/serviceaccount
 */
export function admitServiceAccount(spec: PodSpec, pod: KubeObject, context: StrategyContext): PodSpec {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return spec;
  const namespace = pod.metadata.namespace ?? '';
  const name = spec.serviceAccountName || 'default';
  const account = context.get('serviceaccounts', namespace, name);
  // A real server looks for `default` for up to two seconds, since the controller is about to make it. Here a request takes no time.
  if (account === undefined && name !== 'default')
    throw forbiddenByAdmission(
      'pods',
      '',
      pod.metadata.name,
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  const facts = (account ?? {}) as unknown as ServiceAccountFacts;
  let out = spec;
  if (out.serviceAccountName !== name) out = { ...out, serviceAccountName: name, serviceAccount: name };
  const automount = out.automountServiceAccountToken ?? facts.automountServiceAccountToken ?? true;
  if (automount) out = mountToken(out, pod, context.nowMs);
  if ((out.imagePullSecrets ?? []).length === 0 && (facts.imagePullSecrets ?? []).length > 0)
    out = { ...out, imagePullSecrets: facts.imagePullSecrets ?? [] };
  return out;
}
