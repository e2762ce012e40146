import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import { type Ingress, type IngressBackend, keyOf } from './types.ts';

/** Where a location sends what it gets; undefined: the controller's own 404. */
export interface Upstream {
  /** `default-web-80`, as the access log names it. */
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly port: string;
}

/** One location of a server. */
export interface Location {
  readonly path: string;
  /** How `path` is compared: nginx' `=`, prefix, or `~*`. */
  readonly match: 'exact' | 'prefix' | 'regex';
  readonly expression: RegExp | undefined;
  readonly upstream: Upstream | undefined;
  readonly annotations: Annotations;
}

/** One host. */
export interface Server {
  /** '' stands for every host that no other server has. */
  readonly host: string;
  readonly tls: boolean;
  /** In the order in which they are tried. */
  readonly locations: readonly Location[];
}

/** What nginx is configured with. */
export interface Site {
  readonly servers: ReadonlyMap<string, Server>;
}

interface Draft {
  readonly path: string;
  readonly pathType: string;
  readonly upstream: Upstream | undefined;
  readonly annotations: Annotations;
  readonly isDefault: boolean;
}

interface ServerDraft {
  tls: boolean;
  readonly locations: Draft[];
}

function upstreamOf(namespace: string, backend: IngressBackend | undefined): Upstream | undefined {
  const { service } = backend ?? {};
  if (service === undefined) return undefined;
  const port = service.port?.name ? service.port.name : String(service.port?.number ?? 0);
  return { name: `${namespace}-${service.name}-${port}`, namespace, service: service.name, port };
}

const NO_ANNOTATIONS = readAnnotations({});

function serverIn(servers: Map<string, ServerDraft>, host: string): ServerDraft {
  let server = servers.get(host);
  if (server === undefined) {
    const root: Draft = {
      path: '/',
      pathType: 'Prefix',
      upstream: undefined,
      annotations: NO_ANNOTATIONS,
      isDefault: true,
    };
    server = { tls: false, locations: [root] };
    servers.set(host, server);
  }
  return server;
}

/** A location takes the place of a default one; a second of the same path and type is not taken. */
function addLocation(server: ServerDraft, location: Draft): void {
  const at = server.locations.findIndex((each) => each.path === location.path && each.pathType === location.pathType);
  const old = server.locations[at];
  if (old === undefined) server.locations.push(location);
  else if (old.isDefault) server.locations[at] = location;
}

/** The locations that one path becomes: a prefix also matches its own name without the slash. Models: updateServerLocations */
function finished(locations: readonly Draft[]): readonly Location[] {
  const usesRegex = locations.some(
    ({ annotations: { rewriteTarget, useRegex }, path }) =>
      useRegex || (rewriteTarget !== '' && rewriteTarget !== path),
  );
  const exact = new Set(locations.filter(({ pathType }) => pathType === 'Exact').map(({ path }) => path));
  const out: Location[] = [];
  const add = (draft: Draft, path: string, match: 'exact' | 'prefix'): void => {
    const expression = usesRegex ? compile(path) : undefined;
    out.push({
      path,
      match: usesRegex ? 'regex' : match,
      expression,
      upstream: draft.upstream,
      annotations: draft.annotations,
    });
  };
  for (const draft of [...locations].sort((a, b) => b.path.length - a.path.length)) {
    const { path, pathType, annotations } = draft;
    const rewrites = annotations.useRegex || (annotations.rewriteTarget !== '' && annotations.rewriteTarget !== path);
    if (path === '/' || pathType !== 'Prefix' || rewrites) {
      add(draft, path, pathType === 'Exact' ? 'exact' : 'prefix');
      continue;
    }
    add(draft, path.endsWith('/') ? path : `${path}/`, 'prefix');
    if (!exact.has(path)) add(draft, path, 'exact');
  }
  return out;
}

/** The expression that a path stands for, or undefined where it is none: nginx then refuses to load it. */
function compile(path: string): RegExp | undefined {
  try {
    return new BoundedRegExp(`^${path}`, 'i');
  } catch {
    return undefined;
  }
}

/** Works the configuration out, older Ingresses first. Models: ingress-nginx getBackendServers */
export function siteOf(ingresses: readonly Ingress[]): Site {
  const servers = new Map<string, ServerDraft>();
  serverIn(servers, '');
  const inOrder = [...ingresses].sort((a, b) => {
    const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
    return left !== right ? (left < right ? -1 : 1) : keyOf(a) < keyOf(b) ? -1 : 1;
  });
  for (const { metadata, spec } of inOrder) {
    const namespace = metadata.namespace ?? '';
    const annotations = readAnnotations(metadata.annotations ?? {});
    const fallback = upstreamOf(namespace, spec?.defaultBackend);
    const rules = spec?.rules ?? [];
    const root = (upstream: Upstream, isDefault: boolean): Draft => ({
      path: '/',
      pathType: 'Prefix',
      upstream,
      annotations,
      isDefault,
    });
    if (fallback !== undefined && rules.length === 0) addLocation(serverIn(servers, ''), root(fallback, false));
    for (const { host = '', http } of rules) {
      const server = serverIn(servers, host);
      const secured = (spec?.tls ?? []).some(({ hosts = [] }) => hosts.length === 0 || hosts.includes(host));
      if (secured) server.tls = true;
      for (const { path, pathType = 'ImplementationSpecific', backend } of http?.paths ?? []) {
        const upstream = upstreamOf(namespace, backend);
        if (upstream === undefined) continue;
        addLocation(server, { path: path || '/', pathType, upstream, annotations, isDefault: false });
      }
      if (fallback !== undefined) addLocation(server, root(fallback, true));
    }
  }
  return {
    servers: new Map(
      [...servers].map(([host, { tls, locations }]) => [host, { host, tls, locations: finished(locations) }]),
    ),
  };
}

/** The server for a Host header: by name, then the wildcard of its parent (one label), then the default. */
export function serverFor(site: Site, hostHeader: string): Server | undefined {
  const host = hostHeader.replace(/:\d+$/, '').toLowerCase();
  const parent = host.replace(/^[\w-]+\./, '*.');
  return site.servers.get(host) ?? (parent === host ? undefined : site.servers.get(parent)) ?? site.servers.get('');
}

/** The location for a path, as nginx chooses: exact, then expressions in order, then the longest prefix. */
export function locationFor({ locations }: Server, path: string): Location | undefined {
  const exact = locations.find((location) => location.match === 'exact' && location.path === path);
  if (exact !== undefined) return exact;
  const expression = locations.find((location) => location.match === 'regex' && location.expression?.test(path));
  return expression ?? locations.find((location) => location.match === 'prefix' && path.startsWith(location.path));
}
