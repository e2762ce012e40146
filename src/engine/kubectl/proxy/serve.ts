import type { ApiResponse } from '../../cluster/apiserver/http.ts';
import {
  formatResponse,
  type HttpHeaders,
  type HttpRequest,
  header,
  reasonPhrase,
} from '../../cluster/network/http.ts';
import { requestParser } from '../../cluster/network/http-parser.ts';
import type { Connection } from '../../cluster/network/types.ts';
import { utf8Length } from '../../cluster/network/utf8.ts';

/** Which requests a proxy passes on: lists of patterns, and the paths that it serves. Models: kubectl/pkg/proxy.FilterServer */
export interface ProxyRules {
  readonly acceptPaths: readonly RegExp[];
  readonly rejectPaths: readonly RegExp[];
  readonly acceptHosts: readonly RegExp[];
  readonly rejectMethods: readonly RegExp[];
  /** Ends with a slash. */
  readonly apiPrefix: string;
  /** No rule but the prefix. */
  readonly open: boolean;
}

/** Asks the API server with the identity of the one who runs the proxy. */
export type Ask = (request: {
  readonly method: string;
  readonly path: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}) => ApiResponse;

/** Answers the requests of one connection, in their order. */
export function serveConnection(connection: Connection, rules: ProxyRules, ask: Ask): void {
  const streams: { close(): void }[] = [];
  const stop = (): void => {
    for (const stream of streams) stream.close();
  };
  const parser = requestParser(
    (request) => {
      const refusal = refused(request, rules);
      if (refusal !== undefined) {
        connection.send(refusal);
        return;
      }
      const path = `/${request.target.slice(rules.apiPrefix.length)}`;
      const answer = ask({ method: request.method, path, headers: request.headers, body: request.body });
      const stream = answer.watch ?? answer.follow ?? answer.later;
      if (stream !== undefined) streams.push(stream);
      if (answer.later === undefined) sendAnswer(connection, request, answer);
      else answer.later.subscribe((got) => sendAnswer(connection, request, got));
    },
    () => connection.send(plain(400, '400 Bad Request')),
  );
  connection.listen({
    data: (text) => parser.push(text),
    end: () => {
      stop();
      connection.end();
    },
    reset: stop,
  });
}

function refused(request: HttpRequest, rules: ProxyRules): string | undefined {
  const path = request.target.replace(/\?.*$/, '');
  const host = (header(request.headers, 'Host') ?? '').replace(/:\d+$/, '');
  const any = (patterns: readonly RegExp[], text: string): boolean => patterns.some((pattern) => pattern.test(text));
  const accepted =
    any(rules.acceptHosts, host) &&
    any(rules.acceptPaths, path) &&
    !any(rules.rejectPaths, path) &&
    !any(rules.rejectMethods, request.method);
  if (!rules.open && !accepted) return plain(403, 'Forbidden\n');
  return request.target.startsWith(rules.apiPrefix) ? undefined : plain(404, '404 page not found\n');
}

function plain(status: number, body: string): string {
  return formatResponse({ status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body });
}

function sendAnswer(connection: Connection, request: HttpRequest, answer: ApiResponse): void {
  const headers: [string, string][] = Object.entries(answer.headers).map(([name, value]) => [titled(name), value]);
  for (const warning of answer.warnings) headers.push(['Warning', `299 - ${JSON.stringify(warning)}`]);
  if (answer.channels !== undefined) {
    answer.channels.abort();
    connection.send(plain(400, 'Upgrade request required'));
    return;
  }
  const { watch, follow } = answer;
  if (watch === undefined && follow === undefined) {
    const body = answer.text ?? jsonText(request, answer);
    const shown = request.method === 'HEAD' ? '' : body;
    connection.send(formatResponse({ status: answer.status, headers, body: shown }));
    return;
  }
  const head = [...headers, ['Transfer-Encoding', 'chunked'] as const].map(([name, value]) => `${name}: ${value}\r\n`);
  connection.send(`HTTP/1.1 ${answer.status} ${reasonPhrase(answer.status)}\r\n${head.join('')}\r\n`);
  const piece = (text: string): void => {
    if (text !== '') connection.send(`${utf8Length(text).toString(16)}\r\n${text}\r\n`);
  };
  const end = (): void => connection.send('0\r\n\r\n');
  watch?.subscribe((event) => piece(`${JSON.stringify(event)}\n`), end);
  follow?.subscribe(piece, end);
}

/** JSON for a person at a terminal is indented, as the API server does for curl and wget. */
function jsonText(request: HttpRequest, answer: ApiResponse): string {
  const agent = header(request.headers, 'User-Agent') ?? '';
  const pretty = /^(curl|Wget|Mozilla)/.test(agent) || /[?&]pretty(=(true|1))?(&|$)/.test(request.target);
  return pretty ? JSON.stringify(answer.body ?? null, undefined, 2) : `${JSON.stringify(answer.body ?? null)}\n`;
}

const titled = (name: string): string => name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
