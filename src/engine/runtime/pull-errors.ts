import { hostOf, pathOf, type Verdict } from './generic/verdict.ts';
import type { ImageReference } from './reference.ts';
import type { Admission } from './registries.ts';

/** Why a pull failed. */
export type PullFailure = Exclude<Verdict['kind'], 'generic'> | Exclude<Admission, 'open' | 'admitted'>;

/** The message of a failed pull as the kubelet has it from containerd. `name` is the canonical reference. Models: containerd remotes/docker resolver */
export function pullError(failure: PullFailure, reference: ImageReference, name: string): string {
  const pull = (why: string): string => `failed to pull and unpack image "${name}": failed to resolve image: ${why}`;
  const notFound = `rpc error: code = NotFound desc = ${pull(`${name}: not found`)}`;
  const host = hostOf(reference.repository);
  const path = pathOf(reference.repository);
  const url = `https://${host}/v2/${path}/manifests/${reference.tag}`;
  const denied = 'pull access denied, repository does not exist or may require authorization';
  switch (failure) {
    case 'no-tag':
      return notFound;
    case 'no-host':
      return pull(`failed to do request: Head "${url}": dial tcp: lookup ${host.split(':')[0]}: no such host`);
    case 'refused': {
      const port = host.split(':')[1] ?? '443';
      return pull(`failed to do request: Head "${url}": dial tcp 127.0.0.1:${port}: connect: connection refused`);
    }
    case 'wrong-credentials':
      if (host === 'docker.io')
        return pull(
          'failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.docker.io/token: 401 Unauthorized',
        );
      return pull(`unexpected status from HEAD request to ${url}: 401 Unauthorized`);
    case 'no-credentials':
    case 'denied':
      if (host === 'docker.io') return pull(`${denied}: server message: insufficient_scope: authorization failed`);
      if (host === 'ghcr.io')
        return pull(
          `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3A${path.replaceAll('/', '%2F')}%3Apull&service=ghcr.io: 403 Forbidden`,
        );
      if (host === 'quay.io') return pull(`unexpected status from HEAD request to ${url}: 401 UNAUTHORIZED`);
      return failure === 'denied' ? notFound : pull(`${denied}: authorization failed: no basic auth credentials`);
  }
}
