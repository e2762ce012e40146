import type { ApiRequest, UserInfo } from '../http.ts';

const AUTHENTICATED = 'system:authenticated';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** The group that may do everything, whatever roles say. Models: apiserver/pkg/authentication/user.SystemPrivilegedGroup */
export const SUPERUSERS = 'system:masters';

/** Namespace and name of a service account, by its user name; undefined for other users. */
export function serviceAccountOf(userName: string): { readonly namespace: string; readonly name: string } | undefined {
  const match = SERVICE_ACCOUNT.exec(userName);
  return match === null ? undefined : { namespace: match[1] ?? '', name: match[2] ?? '' };
}

/** The groups that every user, or every service account, is in. */
function impliedGroups(name: string): readonly string[] {
  const account = serviceAccountOf(name);
  if (account === undefined) return [AUTHENTICATED];
  return serviceAccountGroups(account.namespace);
}

/** The groups of every service account of a namespace. */
export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED];
}

/** The groups that a request asks to act in; each of them needs a permission. */
export function impersonatedGroups(request: ApiRequest): readonly string[] {
  const given = (request.headers?.['impersonate-group'] ?? '').split(',').map((group) => group.trim());
  return given.filter((group) => group !== '');
}

/** Whom a request asks to act as (`kubectl --as`); undefined for nobody else. Models: apiserver/pkg/endpoints/filters.WithImpersonation */
export function impersonatedUser(request: ApiRequest): UserInfo | undefined {
  const name = request.headers?.['impersonate-user'] ?? '';
  if (name === '') return undefined;
  const groups = impersonatedGroups(request);
  const implied = groups.length > 0 ? [AUTHENTICATED] : impliedGroups(name);
  return { name, groups: [...groups, ...implied.filter((group) => !groups.includes(group))] };
}
