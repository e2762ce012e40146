import type { ApiError } from '../../client.ts';
import type { Store } from '../../store.ts';
import type { ApiRequest, UserInfo } from '../http.ts';
import { failure } from '../status.ts';
import { serviceAccountGroups, serviceAccountOf } from './user.ts';

interface Claims {
  readonly sub?: unknown;
  readonly exp?: unknown;
}

function claimsOf(token: string): Claims | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Claims;
  } catch {
    return undefined;
  }
}

function unauthorized(): ApiError {
  return failure(401, 'Unauthorized', 'Unauthorized');
}

/**
 * The service account that a bearer token stands for; undefined without a token. Throws 401 for a token that is none, has expired, or
 * whose account is gone. Tokens are not signed in Skiff: who can read one could as well make one.
 */
export function tokenUser(request: ApiRequest, store: Store, nowMs: number): UserInfo | undefined {
  const header = request.headers?.['authorization'] ?? '';
  if (!header.toLowerCase().startsWith('bearer ')) return undefined;
  const claims = claimsOf(header.slice('bearer '.length).trim());
  const name = typeof claims?.sub === 'string' ? claims.sub : '';
  const account = serviceAccountOf(name);
  const isExpired = typeof claims?.exp === 'number' && claims.exp * 1000 < nowMs;
  if (account === undefined || isExpired || store.get('serviceaccounts', account.namespace, account.name) === undefined)
    throw unauthorized();
  return { name, groups: serviceAccountGroups(account.namespace) };
}
