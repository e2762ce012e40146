/** What a path says. Models: apiserver/pkg/endpoints/request.RequestInfo */
export type RequestInfo =
  | {
      readonly kind: 'resource';
      readonly group: string;
      readonly version: string;
      /** '' for cluster-scoped resources and lists over all namespaces. */
      readonly namespace: string;
      readonly plural: string;
      readonly name: string;
      readonly subresource: string;
      /** What follows the subresource: the path of a proxy call. */
      readonly rest: string;
    }
  | { readonly kind: 'path'; readonly path: string };

/** A path with its query. */
export interface SplitPath {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Separates the query from the path. */
export function splitPath(pathAndQuery: string): SplitPath {
  const at = pathAndQuery.indexOf('?');
  if (at < 0) return { path: pathAndQuery, query: new URLSearchParams() };
  return { path: pathAndQuery.slice(0, at), query: new URLSearchParams(pathAndQuery.slice(at + 1)) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Namespaces are both a scope and a resource: these of their subresources are not resources in a namespace. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** Reads a path such as `/apis/apps/v1/namespaces/default/deployments/web/scale`. */
export function requestInfo(path: string): RequestInfo {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode);
  const legacy = segments[0] === 'api';
  const rest = legacy ? segments.slice(2) : segments.slice(3);
  if ((!legacy && segments[0] !== 'apis') || rest.length === 0) return { kind: 'path', path };
  const group = legacy ? '' : (segments[1] ?? '');
  const version = (legacy ? segments[1] : segments[2]) ?? '';
  const [first = '', second = '', third = ''] = rest;
  const isScoped =
    first === 'namespaces' && rest.length > 2 && !(legacy && rest.length === 3 && NAMESPACE_SUBRESOURCES.has(third));
  const [plural = '', name = '', subresource = '', ...more] = isScoped ? rest.slice(2) : rest;
  return {
    kind: 'resource',
    group,
    version,
    namespace: isScoped ? second : '',
    plural,
    name,
    subresource,
    rest: more.join('/'),
  };
}
