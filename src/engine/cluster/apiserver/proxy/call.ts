import { ApiError } from '../../client.ts';
import type { Json, KubeObject } from '../../json.ts';
import { forbiddenRequest } from '../authorization/forbidden.ts';
import { SUPERUSERS } from '../authorization/user.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';
import { live, type ResourceRequest } from '../resource-request.ts';
import { jsonResponse } from '../response.ts';
import { badRequest } from '../status.ts';

/** Resources behind which something runs that answers. */
export type ProxyTarget = 'pods' | 'services' | 'nodes';

/** One request that is passed on. */
export interface ProxyCall {
  /** The pod, Service or node that is named. */
  readonly object: KubeObject;
  readonly scheme: 'http' | 'https';
  /** As the client wrote it: a number, a Service port's name, or ''. */
  readonly port: string;
  /** What follows `/proxy` in the path, query included; begins with a slash. */
  readonly target: string;
  /** The path of the request up to and with `/proxy`: links in pages that come back are put below it. */
  readonly prefix: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** Passes a request on. Throws `ApiError` to refuse. */
export type ProxyHandler = (call: ProxyCall) => ApiResponse;

const VERBS: { readonly [method: string]: string } = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** The path up to and with `/proxy`, whatever the namespace and the object are called. */
const PREFIX = /^\/api\/v1\/(?:namespaces\/[^/]+\/)?[^/]+\/[^/]+\/proxy/;

/**
 * Answers `…/pods/[scheme:]name[:port]/proxy/path`. Never throws. Models: pkg/registry/core/pod/rest.ProxyREST,
 * apimachinery/pkg/util/net.SplitSchemeNamePort
 */
export function proxyCall(asked: Omit<ResourceRequest, 'handler'>, handler: ProxyHandler): ApiResponse {
  const { core, resource, info, request, query, user } = asked;
  try {
    const named = /^(?:(https?|):)?([^:]+)(?::([^:]*))?$/.exec(info.name);
    const [, scheme = '', name = '', port = ''] = named ?? [];
    const facts = { group: '', resource: resource.definition.plural, subresource: 'proxy', namespace: info.namespace };
    const wanted = { verb: VERBS[request.method] ?? '', ...facts, name: info.name };
    if (!user.groups.includes(SUPERUSERS) && !core.authorizer.decide(user, wanted).allowed)
      throw forbiddenRequest(user, wanted);
    if (named === null) throw badRequest(`invalid ${info.plural.replace(/s$/, '')} request "${info.name}"`);
    const object = live({ ...asked, handler: undefined, info: { ...info, name } });
    const [path = '', search] = request.path.split(/\?([\s\S]*)/, 2);
    const prefix = PREFIX.exec(path)?.[0] ?? path;
    let target = path.slice(prefix.length);
    if (target === '') {
      // A page's relative links need the slash.
      if (request.method === 'GET' || request.method === 'HEAD') {
        const location = `${prefix}/${search === undefined ? '' : `?${query.toString()}`}`;
        return { status: 301, headers: { location }, warnings: [], text: '' };
      }
      target = '/';
    }
    return handler({
      object,
      scheme: scheme === 'https' ? 'https' : 'http',
      port,
      target: search === undefined ? target : `${target}?${search}`,
      prefix,
      method: request.method,
      headers: request.headers ?? {},
      body: bodyText(request.body),
    });
  } catch (error) {
    if (error instanceof ApiError) return jsonResponse(error.code, error.status);
    throw error;
  }
}

function bodyText(body: ApiRequest['body'] | Json): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
