import { reasonPhrase } from '../../cluster/network/http.ts';
import { RegExpTooHard } from '../../cluster/regexp/matcher.ts';
import type { FileSystem } from '../../shell/files/types.ts';
import { mediaType, type WebAnswer, type WebRequest } from '../web/answer.ts';
import type { Directive } from './config.ts';
import { type Location, locationFor, type Server, type Site, setting } from './site.ts';

/** Either an answer, or "ask this upstream": `host:port` and the target to send. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: WebAnswer; readonly error?: string }
  | { readonly kind: 'proxy'; readonly host: string; readonly port: number; readonly target: string };

interface Scene {
  readonly site: Site;
  readonly server: Server;
  readonly files: FileSystem;
  readonly version: string;
  readonly request: WebRequest;
}

/** nginx's own error page. */
export function errorPage(status: number, version: string): string {
  const title = `${status} ${reasonPhrase(status)}`.trim();
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`;
}

function answerOf(
  scene: Scene,
  status: number,
  type: string,
  body: string,
  extra: readonly (readonly [string, string])[] = [],
): WebAnswer {
  return { status, headers: [['Server', `nginx/${scene.version}`], ['Content-Type', type], ...extra], body };
}

function failed(scene: Scene, status: number, location: Location | undefined, error?: string): Outcome {
  const pages = [location?.directives, scene.server.directives, scene.site.http].flatMap(
    (level) => level?.filter((directive) => directive.name === 'error_page') ?? [],
  );
  const page = pages.find((directive) => directive.args.slice(0, -1).includes(String(status)));
  const target = page?.args[page.args.length - 1];
  const root =
    setting('root', location?.directives, scene.server.directives, scene.site.http)?.args[0] ?? '/etc/nginx/html';
  const file = target?.startsWith('/')
    ? `${setting('root', locationFor(scene.server, target)?.directives)?.args[0] ?? root}${target}`
    : undefined;
  const body =
    file !== undefined && scene.files.exists(file) && !scene.files.isDirectory(file)
      ? scene.files.read(file)
      : errorPage(status, scene.version);
  return {
    kind: 'answer',
    answer: answerOf(scene, status, 'text/html', body),
    ...(error === undefined ? {} : { error }),
  };
}

function variables(text: string, scene: Scene): string {
  const { request } = scene;
  const [path = '', query = ''] = request.target.split('?', 2);
  const known: { readonly [name: string]: string } = {
    host: (request.headers['host'] ?? '').replace(/:\d+$/, ''),
    http_host: request.headers['host'] ?? '',
    uri: path,
    request_uri: request.target,
    args: query,
    is_args: query === '' ? '' : '?',
    remote_addr: request.remoteAddress,
    request_method: request.method,
    scheme: 'http',
    hostname: scene.files.exists('/etc/hostname') ? scene.files.read('/etc/hostname').trim() : '',
    nginx_version: scene.version,
    server_name: scene.server.names[0] ?? '',
  };
  return text.replace(
    /\$\{?([a-z_0-9]+)\}?/g,
    (whole, name: string) =>
      known[name] ?? (name.startsWith('http_') ? (request.headers[name.slice(5).replaceAll('_', '-')] ?? '') : whole),
  );
}

function returned(scene: Scene, directive: Directive): Outcome {
  const [first = '', second] = directive.args;
  const status = /^\d{3}$/.test(first) ? Number(first) : 302;
  const text = /^\d{3}$/.test(first) ? second : first;
  if (status >= 300 && status < 309 && text !== undefined) {
    return {
      kind: 'answer',
      answer: answerOf(scene, status, 'text/html', errorPage(status, scene.version), [
        ['Location', variables(text, scene)],
      ]),
    };
  }
  if (text === undefined)
    return status < 300
      ? { kind: 'answer', answer: answerOf(scene, status, 'text/plain', '') }
      : failed(scene, status, undefined);
  const type =
    setting(
      'default_type',
      locationFor(scene.server, scene.request.path)?.directives,
      scene.server.directives,
      scene.site.http,
    )?.args[0] ?? 'text/plain';
  return { kind: 'answer', answer: answerOf(scene, status, type, variables(text, scene)) };
}

function proxied(scene: Scene, directive: Directive, location: Location): Outcome {
  const url = variables(directive.args[0] ?? '', scene);
  const parts = /^https?:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url);
  if (parts === null) return failed(scene, 500, location, `invalid URL prefix in "${url}"`);
  const [, name = '', port, path] = parts;
  const [member] = scene.site.upstreams.get(name) ?? [];
  const [host = name, memberPort] = (member ?? name).split(':');
  const target = path === undefined ? scene.request.target : path + scene.request.target.slice(location.path.length);
  return {
    kind: 'proxy',
    host,
    port: Number(port ?? memberPort ?? 80),
    target: target.startsWith('/') ? target : `/${target}`,
  };
}

function listing(scene: Scene, path: string, folder: string): string {
  const rows = scene.files.list(folder).map((name) => {
    const shown = scene.files.isDirectory(`${folder}/${name}`) ? `${name}/` : name;
    return `<a href="${encodeURI(shown)}">${shown}</a>`;
  });
  return `<html>\r\n<head><title>Index of ${path}</title></head>\r\n<body>\r\n<h1>Index of ${path}</h1><hr><pre><a href="../">../</a>\r\n${rows.join('\r\n')}\r\n</pre><hr></body>\r\n</html>\r\n`;
}

function fromFiles(scene: Scene, path: string, location: Location | undefined): Outcome {
  const { files, request } = scene;
  const levels = [location?.directives, scene.server.directives, scene.site.http] as const;
  const alias = location === undefined ? undefined : setting('alias', location.directives)?.args[0];
  const root = setting('root', ...levels)?.args[0] ?? '/etc/nginx/html';
  const toFile = (uri: string): string =>
    alias !== undefined && location !== undefined
      ? alias + uri.slice(location.path.length)
      : root.replace(/\/$/, '') + uri;
  const tries = setting('try_files', location?.directives, scene.server.directives);
  if (tries !== undefined) {
    const fallback = tries.args[tries.args.length - 1] ?? '';
    const found = tries.args
      .slice(0, -1)
      .map((uri) => variables(uri, scene))
      .find((uri) =>
        uri.endsWith('/')
          ? files.isDirectory(toFile(uri))
          : files.exists(toFile(uri)) && !files.isDirectory(toFile(uri)),
      );
    if (found === undefined && fallback.startsWith('=')) return failed(scene, Number(fallback.slice(1)), location);
    const next = found ?? variables(fallback, scene);
    if (next !== path)
      return fromFiles(
        {
          ...scene,
          server: { ...scene.server, directives: scene.server.directives.filter((directive) => directive !== tries) },
        },
        next,
        {
          match: 'prefix',
          path: '/',
          directives: (location?.directives ?? []).filter((directive) => directive !== tries),
        },
      );
  }
  const file = toFile(path);
  if (path.endsWith('/')) {
    const indexes = setting('index', ...levels)?.args ?? ['index.html'];
    const index = indexes
      .map((name) => `${file}${name}`)
      .find((name) => files.exists(name) && !files.isDirectory(name));
    if (index !== undefined) return served(scene, index, location);
    if (!files.isDirectory(file))
      return failed(
        scene,
        404,
        location,
        `"${file}${indexes[0] ?? 'index.html'}" is not found (2: No such file or directory)`,
      );
    if (setting('autoindex', ...levels)?.args[0] === 'on')
      return { kind: 'answer', answer: answerOf(scene, 200, 'text/html', listing(scene, path, file)) };
    return failed(scene, 403, location, `directory index of "${file}" is forbidden`);
  }
  if (!files.exists(file))
    return failed(scene, 404, location, `open() "${file}" failed (2: No such file or directory)`);
  if (files.isDirectory(file))
    return {
      kind: 'answer',
      answer: answerOf(scene, 301, 'text/html', errorPage(301, scene.version), [
        ['Location', `http://${request.headers['host'] ?? ''}${path}/`],
      ]),
    };
  return served(scene, file, location);
}

function served(scene: Scene, file: string, location: Location | undefined): Outcome {
  if (scene.request.method !== 'GET' && scene.request.method !== 'HEAD') return failed(scene, 405, location);
  const fallback =
    setting('default_type', location?.directives, scene.server.directives, scene.site.http)?.args[0] ?? 'text/plain';
  const extra = [location?.directives ?? scene.server.directives].flatMap((level) =>
    level
      .filter((directive) => directive.name === 'add_header')
      .map((directive): readonly [string, string] => [
        directive.args[0] ?? '',
        variables(directive.args[1] ?? '', scene),
      ]),
  );
  return {
    kind: 'answer',
    answer: answerOf(scene, 200, mediaType(file, fallback), scene.files.read(file), [
      ...extra,
      ['Accept-Ranges', 'bytes'],
    ]),
  };
}

function denied(location: Location | undefined, server: Server, address: string): boolean {
  for (const rule of [...(location?.directives ?? []), ...server.directives].filter(
    (directive) => directive.name === 'allow' || directive.name === 'deny',
  )) {
    if (rule.args[0] === 'all' || rule.args[0] === address) return rule.name === 'deny';
  }
  return false;
}

/** The server block that answers on a port for a Host header. */
export function serverFor(site: Site, port: number, host: string): Server | undefined {
  const here = site.servers.filter((server) => server.ports.some((listen) => listen.port === port));
  const name = host.replace(/:\d+$/, '');
  return (
    here.find((server) => server.names.includes(name)) ??
    here.find((server) => server.ports.some((listen) => listen.port === port && listen.isDefault)) ??
    here[0]
  );
}

/** Works out what one request gets. */
export function respond(site: Site, port: number, files: FileSystem, version: string, request: WebRequest): Outcome {
  const server = serverFor(site, port, request.headers['host'] ?? '');
  if (server === undefined)
    return {
      kind: 'answer',
      answer: {
        status: 404,
        headers: [
          ['Server', `nginx/${version}`],
          ['Content-Type', 'text/html'],
        ],
        body: errorPage(404, version),
      },
    };
  const scene: Scene = { site, server, files, version, request };
  const outright = setting('return', server.directives);
  if (outright !== undefined) return returned(scene, outright);
  let location: Location | undefined;
  try {
    location = locationFor(server, request.path);
  } catch (error) {
    if (!(error instanceof RegExpTooHard)) throw error;
    return failed(scene, 500, undefined, `pcre2_match() failed: -47 on "${request.path}"`);
  }
  if (denied(location, server, request.remoteAddress)) return failed(scene, 403, location, 'access forbidden by rule');
  const back = location === undefined ? undefined : setting('return', location.directives);
  if (back !== undefined) return returned(scene, back);
  const proxy = location === undefined ? undefined : setting('proxy_pass', location.directives);
  if (proxy !== undefined && location !== undefined) return proxied(scene, proxy, location);
  return fromFiles(scene, request.path, location);
}
