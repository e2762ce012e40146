import type { ApiError } from '../../client.ts';
import type { UserInfo } from '../http.ts';
import { failure, forbidden } from '../status.ts';
import type { Attributes } from './rules.ts';

/** The 403 for a request that no role allows. Models: apiserver/pkg/endpoints/handlers/responsewriters.Forbidden */
export function forbiddenRequest(user: UserInfo, wanted: Attributes): ApiError {
  const who = `User ${JSON.stringify(user.name)} cannot ${wanted.verb}`;
  if ('path' in wanted) return failure(403, 'Forbidden', `forbidden: ${who} path ${JSON.stringify(wanted.path)}`, {});
  const { group, resource, subresource, namespace, name } = wanted;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const why = `${who} resource ${JSON.stringify(whole)} in API group ${JSON.stringify(group)} ${where}`;
  return forbidden({ group, resource }, name, why);
}
