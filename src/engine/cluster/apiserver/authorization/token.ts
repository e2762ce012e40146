import type { ApiError } from '../../client.ts';
import type { JsonObject } from '../../json.ts';
import type { Store } from '../../store.ts';
import type { ApiRequest, UserInfo } from '../http.ts';
import { failure } from '../status.ts';
import { ISSUER, type ServiceAccountTokens } from './service-account-tokens.ts';
import { serviceAccountGroups, serviceAccountOf } from './user.ts';

/** What tells a token's bearer. */
export interface TokenFacts {
  readonly tokens: ServiceAccountTokens;
  readonly store: Store;
  readonly nowMs: number;
}

/** Whom a token stands for, and which of the wanted audiences it is for. */
export interface TokenBearer {
  readonly user: UserInfo;
  readonly uid: string;
  readonly audiences: readonly string[];
  /** What it is bound to, and its own name, as TokenReview shows them. */
  readonly extra: { readonly [name: string]: readonly string[] };
}

interface Named {
  readonly name?: string;
  readonly uid?: string;
}

function unauthorized(): ApiError {
  return failure(401, 'Unauthorized', 'Unauthorized');
}

/** True while an object that the token is bound to is the one it was bound to. */
function isThere(store: Store, resource: string, namespace: string, named: Named | undefined): boolean {
  return named === undefined || store.get(resource, namespace, named.name ?? '')?.metadata.uid === named.uid;
}

/** Whom a token stands for; undefined for one that is none, has expired, is for others, or whose account or object is gone. Models: pkg/serviceaccount/claims.Validate */
export function tokenBearer(
  token: string,
  { tokens, store, nowMs }: TokenFacts,
  wanted: readonly string[] = [ISSUER],
): TokenBearer | undefined {
  const claims = tokens.verified(token);
  const account = serviceAccountOf(claims?.sub ?? '');
  if (claims === undefined || account === undefined || claims.exp * 1000 < nowMs) return undefined;
  const audiences = wanted.filter((audience) => claims.aud.includes(audience));
  if (audiences.length === 0) return undefined;
  const { namespace } = account;
  const { serviceaccount, pod, node, secret } = claims['kubernetes.io'] as JsonObject as {
    readonly serviceaccount?: Named;
    readonly pod?: Named;
    readonly node?: Named;
    readonly secret?: Named;
  };
  if (
    !isThere(store, 'serviceaccounts', namespace, serviceaccount) ||
    !isThere(store, 'pods', namespace, pod) ||
    !isThere(store, 'secrets', namespace, secret)
  )
    return undefined;
  const extra: { [name: string]: readonly string[] } = {
    'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
  };
  for (const [kind, named] of Object.entries({ node, pod })) {
    if (named === undefined) continue;
    extra[`authentication.kubernetes.io/${kind}-name`] = [named.name ?? ''];
    extra[`authentication.kubernetes.io/${kind}-uid`] = [named.uid ?? ''];
  }
  return {
    user: { name: claims.sub, groups: serviceAccountGroups(namespace) },
    uid: serviceaccount?.uid ?? '',
    audiences,
    extra,
  };
}

/** The service account that a request's bearer token stands for; undefined without a token. Throws 401 for a token that does not hold. */
export function tokenUser(request: ApiRequest, facts: TokenFacts): UserInfo | undefined {
  const header = request.headers?.['authorization'] ?? '';
  const [scheme = '', ...rest] = header.trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const bearer = tokenBearer(rest.join(' '), facts);
  if (bearer === undefined) throw unauthorized();
  return bearer.user;
}
