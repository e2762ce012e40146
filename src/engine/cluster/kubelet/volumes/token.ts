import type { Pod } from '../pod.ts';

/** Seconds that a projected token says it is valid. */
const TOKEN_SECONDS = 3607;

/**
 * A service account token of the form that TokenRequest gives: a JWT with the cluster's issuer. It is not signed; nothing in the
 * simulated cluster verifies it. Models: pkg/kubelet/token, pkg/serviceaccount/claims.go
 */
export function serviceAccountToken(pod: Pod, audience: string | undefined, nowMs: number): string {
  const issuer = 'https://kubernetes.default.svc.cluster.local';
  const issued = Math.floor(nowMs / 1000);
  const account = pod.spec.serviceAccountName ?? 'default';
  const namespace = pod.metadata.namespace ?? '';
  const claims = {
    aud: [audience ?? issuer],
    exp: issued + TOKEN_SECONDS,
    iat: issued,
    iss: issuer,
    'kubernetes.io': {
      namespace,
      node: { name: pod.spec.nodeName ?? '' },
      pod: { name: pod.metadata.name, uid: pod.metadata.uid },
      serviceaccount: { name: account },
    },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${account}`,
  };
  return `${HEADER}.${base64Url(JSON.stringify(claims))}.${SIGNATURE}`;
}

function base64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const HEADER = base64Url(JSON.stringify({ alg: 'RS256', kid: 'skiff' }));
const SIGNATURE = base64Url('unsigned');
