import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import { type Directive, NginxConfigError } from './config.ts';

/** A `location` as the request walk needs it. */
export interface Location {
  readonly match: 'prefix' | 'exact' | 'regex' | 'regex-nocase' | 'prefix-final';
  readonly path: string;
  readonly directives: readonly Directive[];
}

/** A `server` block. */
export interface Server {
  readonly ports: readonly { readonly port: number; readonly isDefault: boolean; readonly loopback: boolean }[];
  readonly names: readonly string[];
  readonly locations: readonly Location[];
  readonly directives: readonly Directive[];
}

/** What a valid configuration serves. */
export interface Site {
  readonly servers: readonly Server[];
  readonly http: readonly Directive[];
  readonly upstreams: ReadonlyMap<string, readonly string[]>;
}

const BLOCKS = new Set([
  'events',
  'http',
  'server',
  'location',
  'upstream',
  'types',
  'map',
  'stream',
  'if',
  'limit_except',
]);

/** Directives with an effect here, and those whose effect nobody can see from outside the container. Others are unknown to nginx or to Skiff. */
const KNOWN = new Set(
  `user worker_processes error_log pid worker_connections include default_type log_format access_log sendfile tcp_nopush tcp_nodelay
  keepalive_timeout gzip gzip_types gzip_vary gzip_min_length gzip_proxied gzip_comp_level listen server_name root index error_page return try_files alias proxy_pass proxy_set_header
  proxy_http_version proxy_read_timeout proxy_connect_timeout proxy_send_timeout proxy_buffering add_header autoindex client_max_body_size charset
  expires daemon master_process types_hash_max_size server_tokens allow deny multi_accept use worker_rlimit_nofile rewrite set
  server_names_hash_bucket_size large_client_header_buffers client_body_timeout client_header_timeout send_timeout internal resolver
  keepalive_requests proxy_redirect absolute_redirect port_in_redirect etag max_ranges ssl_protocols ssl_prefer_server_ciphers load_module env least_conn ip_hash keepalive zone`.split(
    /\s+/,
  ),
);

/** Directives that nginx has and this program does not serve: refused in words that say so. */
const NOT_SIMULATED = new Set([
  'rewrite',
  'set',
  'if',
  'map',
  'stream',
  'limit_except',
  'ssl_certificate',
  'ssl_certificate_key',
  'auth_basic',
  'fastcgi_pass',
  'load_module',
  'stub_status',
]);

function check(directives: readonly Directive[]): void {
  for (const directive of directives) {
    const where = `in ${directive.file}:${directive.line}`;
    if (NOT_SIMULATED.has(directive.name))
      throw new NginxConfigError(`directive "${directive.name}" is not simulated by Skiff's nginx ${where}`);
    if (!KNOWN.has(directive.name) && !BLOCKS.has(directive.name))
      throw new NginxConfigError(`unknown directive "${directive.name}" ${where}`);
    if (BLOCKS.has(directive.name) && directive.block === undefined && directive.name !== 'server')
      throw new NginxConfigError(`directive "${directive.name}" has no opening "{" ${where}`);
    if (directive.block !== undefined && directive.name !== 'types') check(directive.block);
  }
}

function listenOf(directive: Directive): Server['ports'][number] {
  const [address = '80', ...flags] = directive.args;
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  if (address.startsWith('unix:'))
    throw new NginxConfigError(
      `listening on a unix socket is not simulated by Skiff's nginx in ${directive.file}:${directive.line}`,
    );
  const isPort = Number.isInteger(port) && port > 0 && port < 65536;
  if (!isPort && address.includes(':'))
    throw new NginxConfigError(
      `invalid port in "${address}" of the "listen" directive in ${directive.file}:${directive.line}`,
    );
  return {
    port: isPort ? port : 80,
    isDefault: flags.includes('default_server'),
    loopback: address.startsWith('127.') || address.startsWith('localhost'),
  };
}

function locationOf(directive: Directive): Location {
  const [first = '/', second] = directive.args;
  const kinds: { readonly [mark: string]: Location['match'] } = {
    '=': 'exact',
    '~': 'regex',
    '~*': 'regex-nocase',
    '^~': 'prefix-final',
  };
  const match = second === undefined ? 'prefix' : kinds[first];
  if (match === undefined)
    throw new NginxConfigError(`invalid location modifier "${first}" in ${directive.file}:${directive.line}`);
  return { match, path: second ?? first, directives: directive.block ?? [] };
}

function serverOf(directive: Directive): Server {
  const block = directive.block ?? [];
  const listens = block
    .filter((inner) => inner.name === 'listen' && !(inner.args[0] ?? '').startsWith('['))
    .map(listenOf);
  return {
    ports: listens.length > 0 ? listens : [{ port: 80, isDefault: false, loopback: false }],
    names: block.filter((inner) => inner.name === 'server_name').flatMap((inner) => inner.args),
    locations: block.filter((inner) => inner.name === 'location').map(locationOf),
    directives: block,
  };
}

/** Checks a parsed configuration and picks out what is served. Throws `NginxConfigError` in nginx's words. */
export function siteOf(config: readonly Directive[]): Site {
  check(config);
  if (!config.some((directive) => directive.name === 'events'))
    throw new NginxConfigError('no "events" section in configuration');
  const http = config.filter((directive) => directive.name === 'http').flatMap((directive) => directive.block ?? []);
  const upstreams = http.filter((directive) => directive.name === 'upstream');
  return {
    http,
    servers: http.filter((directive) => directive.name === 'server').map(serverOf),
    upstreams: new Map(
      upstreams.map((directive) => [
        directive.args[0] ?? '',
        (directive.block ?? []).filter((inner) => inner.name === 'server').map((inner) => inner.args[0] ?? ''),
      ]),
    ),
  };
}

/** The innermost setting of a directive, walking from the location outwards. */
export function setting(name: string, ...levels: readonly (readonly Directive[] | undefined)[]): Directive | undefined {
  for (const level of levels) {
    const found = level?.find((directive) => directive.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The location that serves a path: exact, then the longest prefix unless a regular expression matches first. Models: nginx's documented order */
export function locationFor(server: Server, path: string): Location | undefined {
  let longest: Location | undefined;
  for (const location of server.locations) {
    if (location.match === 'exact' && location.path === path) return location;
    if (
      (location.match === 'prefix' || location.match === 'prefix-final') &&
      path.startsWith(location.path) &&
      location.path.length > (longest?.path.length ?? -1)
    )
      longest = location;
  }
  if (longest?.match === 'prefix-final') return longest;
  for (const location of server.locations) {
    if (location.match === 'regex' && new BoundedRegExp(location.path).test(path)) return location;
    if (location.match === 'regex-nocase' && new BoundedRegExp(location.path, 'i').test(path)) return location;
  }
  return longest;
}
