import type { JsonObject } from '../../../cluster/json.ts';
import type { Process, Task } from '../../../shell/process/types.ts';
import { PodApi } from '../../pod-api.ts';
import { goFlags } from '../flags.ts';
import { golog } from '../klog.ts';
import { isSignedRs256 } from './rs256.ts';

interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: readonly string[];
  readonly exp?: number;
  readonly 'kubernetes.io'?: {
    readonly namespace?: string;
    readonly serviceaccount?: { readonly name?: string; readonly uid?: string };
  };
}

interface Key {
  readonly kid?: string;
  readonly n?: string;
  readonly e?: string;
}

function decoded(part: string | undefined): JsonObject | undefined {
  try {
    return JSON.parse(atob((part ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as JsonObject;
  } catch {
    return undefined;
  }
}

/** The claims as Go's `%#v` shows them, but for what only Go has: the addresses of times. */
function shown({ iss = '', sub = '', aud = [], 'kubernetes.io': about = {} }: Claims): string {
  const text = (value: string | undefined): string => JSON.stringify(value ?? '');
  const { namespace, serviceaccount = {} } = about;
  return `openidmetadata.claims{Claims:jwt.Claims{Issuer:${text(iss)}, Subject:${text(sub)}, Audience:jwt.Audience{${aud.map(text).join(', ')}}}, Kubernetes:openidmetadata.kubeClaims{Namespace:${text(namespace)}, ServiceAccount:openidmetadata.kubeName{Name:${text(serviceaccount.name)}, UID:${text(serviceaccount.uid)}}}}`;
}

/** Asks the server of a URL, which is the API server when it is the cluster's own name or one of its addresses. */
function fetched(api: PodApi, url: string): JsonObject | string {
  const path = new URL(url).pathname;
  const answer = api.request('GET', path);
  return 'body' in answer ? answer.body : `${answer.failure.code}: ${answer.failure.message}`;
}

/** Why a token does not hold by its issuer's published keys; undefined where it does. Models: go-oidc's NewProvider, IDTokenVerifier.Verify */
function fault(process: Process, api: PodApi, raw: string, claims: Claims, audience: string): string | undefined {
  const { iss = '' } = claims;
  if (!URL.canParse(iss)) return `Get "${iss}/.well-known/openid-configuration": unsupported protocol scheme ""`;
  const configuration = fetched(api, `${iss}/.well-known/openid-configuration`);
  if (typeof configuration === 'string') return configuration;
  const { issuer = '', jwks_uri = '' } = configuration as { readonly issuer?: string; readonly jwks_uri?: string };
  if (issuer !== iss)
    return `oidc: issuer did not match the issuer returned by provider, expected "${iss}" got "${issuer}"`;
  process.stderr.write(golog(process, `OK: Constructed OIDC provider for issuer ${iss}`));
  if (claims.aud?.includes(audience) !== true)
    return `oidc: expected audience "${audience}" got ["${(claims.aud ?? []).join('" "')}"]`;
  if ((claims.exp ?? 0) * 1000 < process.machine.clock.nowMs()) return 'oidc: token is expired';
  const listed = URL.canParse(jwks_uri) ? fetched(api, jwks_uri) : `parse "${jwks_uri}": invalid URI`;
  if (typeof listed === 'string') return `failed to verify signature: fetching keys ${listed}`;
  const keys = (listed as { readonly keys?: readonly Key[] }).keys ?? [];
  const [header, payload, signature = ''] = raw.split('.');
  const kid = decoded(header)?.['kid'];
  const isSigned = keys.some((key) => key.kid === kid && isSignedRs256(`${header}.${payload}`, signature, key));
  return isSigned ? undefined : 'failed to verify signature: failed to verify id token signature';
}

/** `test-service-account-issuer-discovery`: holds a mounted token against what its issuer publishes. Models: agnhost/openidmetadata */
export function* issuerDiscovery(process: Process, words: readonly string[]): Task<number> {
  // Images before 2.40 had the switch; it is what they all do by now.
  const { flags } = goFlags(words, ['in-cluster-discovery']);
  const path = flags.get('token-path') ?? '';
  const say = (text: string): void => process.stderr.write(golog(process, text));
  yield* process.breathe();
  if (!process.fs.exists(path)) {
    say(`open ${path}: no such file or directory`);
    return 1;
  }
  const raw = process.fs.read(path).trim();
  say('OK: Got token');
  say('validating with in-cluster discovery');
  const api = PodApi.of(process);
  if (typeof api === 'string') {
    say(api);
    return 1;
  }
  const claims = decoded(raw.split('.')[1]) as Claims | undefined;
  if (claims === undefined || raw.split('.').length !== 3) {
    say('go-jose/go-jose: compact JWS format must have three parts');
    return 1;
  }
  say(`OK: got issuer ${claims.iss ?? ''}`);
  say(`Full, not-validated claims: \n${shown(claims)}`);
  const why = fault(process, api, raw, claims, flags.get('audience') ?? '');
  if (why !== undefined) {
    say(`failed to validate with in-cluster discovery: ${why}`);
    say('falling back to validating with external discovery');
    say(`OK: got issuer ${claims.iss ?? ''}`);
    say(`Full, not-validated claims: \n${shown(claims)}`);
    say(
      `Get "${claims.iss ?? ''}/.well-known/openid-configuration": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    );
    return 1;
  }
  say('OK: Validated signature on JWT');
  say('OK: Got valid claims from token!');
  say(`Full, validated claims: \n&${shown(claims)}`);
  return 0;
}
