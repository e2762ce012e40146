import { parseCidr, parseIpv4 } from '../../cluster/network/addresses.ts';
import { utf8Length } from '../../cluster/network/utf8.ts';
import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import { RegExpTooHard } from '../../cluster/regexp/matcher.ts';
import type { Process } from '../../shell/process/types.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { accessLogDate, errorLogDate } from '../web/dates.ts';
import { page } from './pages.ts';
import { askUpstream, type Endpoint, upstreamHeaders } from './proxy.ts';
import { type Location, locationFor, type Server, type Site, serverFor, type Upstream } from './site.ts';

/** How many endpoints are tried for one request. Models: proxy_next_upstream_tries */
const MOST_TRIES = 3;

interface Attempt {
  readonly endpoint: Endpoint;
  readonly status: number;
  readonly bytes: number;
  readonly seconds: number;
}

type Found =
  | { readonly kind: 'answer'; readonly answer: WebAnswer; readonly upstream: Upstream | undefined }
  | {
      readonly kind: 'ask';
      readonly upstream: Upstream;
      readonly endpoints: readonly Endpoint[];
      readonly location: Location;
      readonly target: string;
    };

/** nginx, as the controller configures it: chooses a location, asks the endpoints in turn, writes the access log. */
export class Frontend {
  site: Site = { servers: new Map() };
  private readonly turns = new Map<string, number>();

  constructor(
    private readonly process: Process,
    /** The ready endpoints of an upstream, in a fixed order. */
    private readonly endpointsOf: (upstream: Upstream) => readonly Endpoint[],
  ) {}

  answer(request: WebRequest, reply: (answer: WebAnswer) => void): void {
    const id = this.process.machine.random.hex(32);
    const startedMs = this.process.machine.clock.nowMs();
    const finish = (answer: WebAnswer, upstream: Upstream | undefined, attempts: readonly Attempt[]): void => {
      this.access(request, answer, upstream, attempts, { id, startedMs });
      reply(answer);
    };
    const server = serverFor(this.site, request.headers['host'] ?? '');
    const found = this.find(server, request);
    if (found.kind === 'answer') {
      finish(found.answer, found.upstream, []);
      return;
    }
    const { upstream, endpoints, location, target } = found;
    const host = location.annotations.upstreamVhost || (request.headers['host'] ?? '');
    const sent = { target, headers: upstreamHeaders(request, host, id) };
    this.tryEach(endpoints, request, sent, [], (answer, attempts) => finish(answer, upstream, attempts));
  }

  /** Either the answer at once, or whom to ask for what. */
  private find(server: Server | undefined, request: WebRequest): Found {
    const atOnce = (answer: WebAnswer, upstream?: Upstream): Found => ({ kind: 'answer', answer, upstream });
    try {
      const location = server === undefined ? undefined : locationFor(server, request.path);
      if (server === undefined || location === undefined) return atOnce(page(404));
      const early = this.withoutUpstream(server, location, request);
      const { upstream } = location;
      if (early !== undefined) return atOnce(early, upstream);
      if (upstream === undefined) return atOnce(page(404));
      const endpoints = this.inTurn(upstream);
      if (endpoints.length === 0) return atOnce(page(503), upstream);
      return { kind: 'ask', upstream, endpoints, location, target: rewritten(location, request) };
    } catch (error) {
      if (!(error instanceof RegExpTooHard)) throw error;
      return atOnce(page(500));
    }
  }

  /** Answers that need no endpoint: redirects, refusals. */
  private withoutUpstream(server: Server, location: Location, request: WebRequest): WebAnswer | undefined {
    const { annotations } = location;
    const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
    if ((annotations.sslRedirect && server.tls) || annotations.forceSslRedirect)
      return page(308, [['Location', `https://${host}${request.target}`]]);
    if (annotations.allowFrom.length > 0 && !annotations.allowFrom.some((block) => isIn(request.remoteAddress, block)))
      return page(403);
    if (annotations.temporalRedirect !== '') return page(302, [['Location', annotations.temporalRedirect]]);
    if (annotations.permanentRedirect !== '')
      return page(annotations.permanentRedirectCode, [['Location', annotations.permanentRedirect]]);
    if (annotations.appRoot !== '' && request.path === '/')
      return page(302, [['Location', `http://${host}${annotations.appRoot}`]]);
    return undefined;
  }

  /** The endpoints, beginning with the next in turn. */
  private inTurn(upstream: Upstream): readonly Endpoint[] {
    const endpoints = this.endpointsOf(upstream);
    if (endpoints.length === 0) return [];
    const turn = this.turns.get(upstream.name) ?? 0;
    this.turns.set(upstream.name, turn + 1);
    const first = turn % endpoints.length;
    return [...endpoints.slice(first), ...endpoints.slice(0, first)].slice(0, MOST_TRIES);
  }

  private tryEach(
    endpoints: readonly Endpoint[],
    request: WebRequest,
    sent: Parameters<typeof askUpstream>[4],
    attempts: readonly Attempt[],
    done: (answer: WebAnswer, attempts: readonly Attempt[]) => void,
  ): void {
    const { network, clock } = this.process.machine;
    const [endpoint, ...others] = endpoints;
    if (network === undefined || endpoint === undefined) {
      done(page(502), attempts);
      return;
    }
    const startedMs = clock.nowMs();
    askUpstream(network, clock, endpoint, request, sent, (result) => {
      const failed = result.kind === 'failed';
      const attempt: Attempt = {
        endpoint,
        status: failed ? result.status : result.answer.status,
        bytes: failed ? 0 : utf8Length(result.answer.body),
        seconds: (clock.nowMs() - startedMs) / 1000,
      };
      if (!failed) {
        done(result.answer, [...attempts, attempt]);
        return;
      }
      this.process.stderr.write(
        `${errorLogDate(clock.nowMs())} [error] 32#32: *1 ${result.why}, client: ${request.remoteAddress}, server: ${(request.headers['host'] ?? '').replace(/:\d+$/, '')}, request: "${request.method} ${request.target} HTTP/1.1", upstream: "http://${endpoint.address}:${endpoint.port}${sent.target}", host: "${request.headers['host'] ?? ''}"\n`,
      );
      if (others.length > 0) this.tryEach(others, request, sent, [...attempts, attempt], done);
      else done(page(result.status), [...attempts, attempt]);
    });
  }

  /** Models: config.go logFormatUpstream */
  private access(
    request: WebRequest,
    answer: WebAnswer,
    upstream: Upstream | undefined,
    attempts: readonly Attempt[],
    of: { readonly id: string; readonly startedMs: number },
  ): void {
    if (upstream === undefined) return;
    const now = this.process.machine.clock.nowMs();
    const field = (name: string): string => request.headers[name] ?? '-';
    const each = (text: (attempt: Attempt) => string): string => attempts.map(text).join(', ') || '-';
    const sizes = Object.entries(request.headers).reduce(
      (sum, [name, value]) => sum + name.length + value.length + 4,
      0,
    );
    const length = request.method.length + request.target.length + 12 + sizes + 2 + utf8Length(request.body);
    const bytes = request.method === 'HEAD' ? 0 : utf8Length(answer.body);
    const about = `${request.remoteAddress} - - [${accessLogDate(now)}] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${bytes} "${field('referer')}" "${field('user-agent')}"`;
    const behind = `${each(({ endpoint }) => `${endpoint.address}:${endpoint.port}`)} ${each(({ bytes: size }) => String(size))} ${each(({ seconds }) => seconds.toFixed(3))} ${each(({ status }) => String(status))}`;
    this.process.stdout.write(
      `${about} ${length} ${((now - of.startedMs) / 1000).toFixed(3)} [${upstream.name}] [] ${behind} ${of.id}\n`,
    );
  }
}

/** The target that the upstream gets. Models: buildProxyPass' `rewrite "(?i)PATH" TARGET break` */
function rewritten({ path, annotations: { rewriteTarget } }: Location, request: WebRequest): string {
  if (rewriteTarget === '' || rewriteTarget === path) return request.target;
  const [, query] = request.target.split(/\?(.*)/s);
  const match = new BoundedRegExp(path, 'i').exec(request.path);
  if (match === null) return request.target;
  const target = rewriteTarget.replace(/\$(\d)/g, (_, digit: string) => match[Number(digit)] ?? '');
  const whole = target.startsWith('/') ? target : `/${target}`;
  if (query === undefined) return whole;
  return `${whole}${whole.includes('?') ? '&' : '?'}${query}`;
}

function isIn(address: string, block: string): boolean {
  if (!block.includes('/')) return address === block;
  const [cidr, value] = [parseCidr(block), parseIpv4(address)];
  return cidr !== undefined && value !== undefined && value >= cidr.first && value < cidr.first + cidr.size;
}
