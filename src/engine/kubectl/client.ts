import { type ApiHandler, type ApiRequest, type ApiResponse, CONNECTION_REFUSED } from '../cluster/apiserver/http.ts';
import type { Json, JsonObject } from '../cluster/json.ts';
import type { Surroundings } from './connection.ts';
import { CommandError, StatusError, UnreachableError, VerbatimError } from './errors.ts';
import type { Flags } from './flags.ts';
import { globalText } from './global-flags.ts';
import { momentOf, two } from './go/time.ts';
import { logLine, unhandled } from './klog.ts';
import { contextInForce, type Kubeconfig } from './kubeconfig.ts';

/** The version of kubectl that this client is. */
export const clientVersion = 'v1.36.2';
const userAgent = `kubectl/${clientVersion} (linux/amd64) kubernetes/skiff`;

/** A query; undefined values are left out. */
export type Query = { readonly [name: string]: string | undefined };

/** One request as commands make it. */
export interface Call {
  readonly method: ApiRequest['method'];
  /** Without the query: `/api/v1/namespaces/default/pods`. Segments are encoded by `discovery.ts`'s `pathOf`. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: Json | string;
  /** `application/json` unless said otherwise; patches have their own. */
  readonly contentType?: string;
  /** Asks for a Table. */
  readonly accept?: string;
}

/** `Accept` for server-side tables. */
export const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Requests to the server as one run of kubectl makes them: identity, warnings, refusals. */
export class ApiClient {
  private readonly warned = new Set<string>();
  private checked = false;
  /** How many warnings came, for `--warnings-as-errors`. */
  warnings = 0;

  constructor(
    private readonly handler: ApiHandler | undefined,
    private readonly process: Surroundings,
    private readonly config: () => Kubeconfig,
    private readonly flags: Flags,
    private readonly err: (text: string) => void,
  ) {}

  /** The answer's JSON body. Throws `StatusError` when refused. */
  json(call: Call): Json {
    const response = this.send(call);
    return response.body ?? null;
  }

  /** The answer's JSON object. */
  object(call: Call): JsonObject {
    const body = this.json(call);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {};
  }

  /** The whole answer: streams, text and channels too. Throws `StatusError` when refused. */
  send(call: Call): ApiResponse {
    const response = this.raw(call);
    if (response.status >= 400) throw new StatusError(statusOf(response));
    return response;
  }

  /** The whole answer, whatever its status; warnings are printed. Throws `VerbatimError` when there is no server to reach. */
  raw(call: Call): ApiResponse {
    const handler = this.reach();
    const verbosity = this.flags.has('v') ? this.flags.int('v') : 0;
    const started = this.process.machine.clock.nowMs();
    const response = handler({
      method: call.method,
      path: call.path + queryText(call.query),
      headers: {
        accept: call.accept ?? 'application/json',
        'user-agent': userAgent,
        ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
        ...this.identity(),
      },
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    if (response === CONNECTION_REFUSED) {
      throw new VerbatimError(
        `The connection to the server ${hostOf(this.serverUrl())} was refused - did you specify the right host or port?`,
      );
    }
    for (const warning of response.warnings) this.warn(warning);
    // Discovery is kept on disk by a real kubectl, so that it is seldom asked for.
    if (verbosity >= 6 && call.path !== '/api' && call.path !== '/apis') this.log(call, response.status, started);
    return response;
  }

  /** Prints a warning of the server's, once. Models: rest.NewWarningWriter with Deduplicate */
  private warn(text: string): void {
    this.warnings++;
    this.notice(text);
  }

  /** Prints a warning of the client's own, once. */
  notice(text: string): void {
    if (this.warned.has(text)) return;
    this.warned.add(text);
    const coloured =
      this.process.stderr.isTerminal && !this.process.env.has('NO_COLOR') && this.process.env.get('TERM') !== 'dumb';
    this.err(coloured ? `\u001b[33;1mWarning:\u001b[0m ${text}\n` : `Warning: ${text}\n`);
  }

  /** Says in the client's own log that something failed beside the command itself. Models: runtime.HandleError */
  logError(source: string, error: string): void {
    this.err(logLine(this.process, 'E', source, unhandled(error)));
  }

  /** One line a request, as `-v=6` shows it. */
  private log(call: Call, status: number, startedMs: number): void {
    const spent = Math.round(this.process.machine.clock.nowMs() - startedMs);
    const { month, day, hour, minute, second, millisecond } = momentOf(startedMs);
    const stamp = `${two(month)}${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}000`;
    const url = `${this.serverUrl()}${call.path}${queryText(call.query)}`;
    this.err(
      `I${stamp} ${String(this.process.pid).padStart(7)} round_trippers.go:632] "Response" verb="${call.method}" url="${url}" status="${status} ${STATUS_TEXT[status] ?? ''}" milliseconds=${spent}\n`,
    );
  }

  /** The server's address by the kubeconfig and flags; empty when none is configured. */
  serverUrl(): string {
    if (globalText(this.flags, 'server') !== '') return globalText(this.flags, 'server');
    const config = this.config();
    const cluster = this.cluster(config);
    return typeof cluster?.['server'] === 'string' ? cluster['server'] : '';
  }

  private cluster(config: Kubeconfig): JsonObject | undefined {
    const name = globalText(this.flags, 'cluster') || textOf(contextInForce(config, this.flags)['cluster']);
    if (name === '') return undefined;
    const cluster = config.clusters.get(name);
    if (cluster === undefined) throw new VerbatimError(`error: no server found for cluster "${name}"`);
    return cluster.value;
  }

  /** Throws `UnreachableError` where there is no server at the configured address. */
  requireServer(): void {
    this.reach();
  }

  /** The handler, once it is sure that the configured address is the server's. */
  private reach(): ApiHandler {
    const url = this.serverUrl();
    if (url === '' || this.handler === undefined) {
      const host = url === '' ? 'localhost:8080' : hostOf(url);
      throw new UnreachableError(unreachable(host), url === '' ? `http://${host}` : url, dialProblem(host));
    }
    if (!this.checked) {
      const known = this.handler({ method: 'GET', path: '/api', headers: { accept: 'application/json' } });
      const addresses = addressesOf(known.body ?? null);
      const host = hostOf(url);
      if (addresses.length > 0 && !addresses.includes(host)) {
        throw new UnreachableError(unreachable(host), url.includes('://') ? url : `http://${url}`, dialProblem(host));
      }
      this.checked = true;
    }
    return this.handler;
  }

  /** Headers that say who asks: the kubeconfig's user and `--as`. A client certificate stands for the session's default user. */
  private identity(): { readonly [name: string]: string } {
    const config = this.config();
    // Some commands have a --user of their own (the subjects of a binding), which hides the global one.
    const given = globalText(this.flags, 'user');
    const name = given || textOf(contextInForce(config, this.flags)['user']);
    const found = config.users.get(name);
    if (found === undefined && given !== '') {
      throw new VerbatimError(`error: auth info "${name}" does not exist`);
    }
    const user = found?.value ?? {};
    const token = globalText(this.flags, 'token') || textOf(user['token']);
    const headers: { [name: string]: string } = {};
    if (token !== '') headers['authorization'] = `Bearer ${token}`;
    const as = globalText(this.flags, 'as') || textOf(user['as']);
    if (as !== '') headers['impersonate-user'] = as;
    const groups = this.flags.strings('as-group');
    const more =
      groups.length > 0 || this.flags.string('as-uid') !== '' || this.flags.strings('as-user-extra').length > 0;
    if (as === '' && more) {
      throw new CommandError(`requesting uid, groups or user-extra for ${name} without impersonating a user`);
    }
    if (groups.length > 0) headers['impersonate-group'] = groups.join(',');
    if (this.flags.string('as-uid') !== '') headers['impersonate-uid'] = this.flags.string('as-uid');
    for (const extra of this.flags.strings('as-user-extra')) {
      const equals = extra.indexOf('=');
      if (equals > 0) headers[`impersonate-extra-${extra.slice(0, equals).toLowerCase()}`] = extra.slice(equals + 1);
    }
    return headers;
  }
}

/** A query as it stands in a URL, with its question mark; names sorted as Go's `url.Values` encodes them. */
export function queryText(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeQuery(name)}=${encodeQuery(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.sort().join('&')}`;
}

function encodeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** The Status of a refusal. */
export function statusOf(response: ApiResponse): JsonObject {
  const body = response.body;
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && (body as JsonObject)['kind'] === 'Status') {
    return body as JsonObject;
  }
  const notFound = response.status === 404;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: notFound
      ? 'the server could not find the requested resource'
      : (response.text ?? 'an error on the server has prevented the request from succeeding'),
    reason: notFound ? 'NotFound' : 'InternalError',
    code: response.status,
  };
}

function addressesOf(body: Json): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const list = (body as JsonObject)['serverAddressByClientCIDRs'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const address =
      typeof entry === 'object' && entry !== null && !Array.isArray(entry)
        ? (entry as JsonObject)['serverAddress']
        : undefined;
    return typeof address === 'string' ? [address] : [];
  });
}

/** What a dial to an address says that is not the server's. */
function unreachable(host: string): string {
  if (/^(127\.|localhost(:|$)|\[::1\])/.test(host)) {
    return `The connection to the server ${host} was refused - did you specify the right host or port?`;
  }
  const name = host.replace(/:\d+$/, '');
  if (!/^[\d.]+$/.test(name)) return `Unable to connect to the server: dial tcp: lookup ${name}: no such host`;
  return `Unable to connect to the server: dial tcp ${/:\d+$/.test(host) ? host : `${host}:443`}: i/o timeout`;
}

/** What Go's dialer says of an address that is not the server's. */
function dialProblem(host: string): string {
  const at = host.replace(/^localhost/, '127.0.0.1');
  return /^(127\.|\[::1\])/.test(at)
    ? `dial tcp ${at}: connect: connection refused`
    : unreachable(host).replace('Unable to connect to the server: ', '');
}

function hostOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

const STATUS_TEXT: { readonly [status: number]: string | undefined } = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};
