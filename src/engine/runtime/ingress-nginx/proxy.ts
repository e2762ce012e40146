import { formatRequest, type HttpHeaders } from '../../cluster/network/http.ts';
import { responseParser } from '../../cluster/network/http-parser.ts';
import type { NetworkNamespace } from '../../cluster/network/types.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';

/** One server behind an upstream. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What an upstream said, or why it said nothing. */
export type UpstreamResult =
  | { readonly kind: 'answer'; readonly answer: WebAnswer }
  | { readonly kind: 'failed'; readonly status: 502 | 504; readonly why: string };

const CONNECT_TIMEOUT_MS = 5000;
const READ_TIMEOUT_MS = 60_000;
/** Fields that belong to one connection, and those that the controller writes itself. */
const DROPPED = /^(connection|content-length|date|server|transfer-encoding|keep-alive)$/i;

/** Sends a request to one endpoint; `done` runs once. */
export function askUpstream(
  from: NetworkNamespace,
  clock: { after(ms: number, call: () => void, timerClass?: 'work' | 'background'): { cancel(): void } },
  endpoint: Endpoint,
  request: WebRequest,
  sent: { readonly target: string; readonly headers: HttpHeaders },
  done: (result: UpstreamResult) => void,
): void {
  let over = false;
  let alarm: { cancel(): void } | undefined;
  const finish = (result: UpstreamResult): void => {
    if (over) return;
    over = true;
    alarm?.cancel();
    done(result);
  };
  const failed = (status: 502 | 504, why: string): void => finish({ kind: 'failed', status, why });
  from.dial(endpoint.address, endpoint.port, CONNECT_TIMEOUT_MS, (dialled) => {
    if (dialled.kind === 'timeout')
      return failed(504, 'upstream timed out (110: Operation timed out) while connecting to upstream');
    if (dialled.kind !== 'open')
      return failed(
        502,
        dialled.kind === 'refused'
          ? 'connect() failed (111: Connection refused) while connecting to upstream'
          : 'connect() failed (113: Host is unreachable) while connecting to upstream',
      );
    const { connection } = dialled;
    alarm = clock.after(
      READ_TIMEOUT_MS,
      () => {
        connection.abort();
        failed(504, 'upstream timed out (110: Operation timed out) while reading response header from upstream');
      },
      'background',
    );
    let status = 502;
    let reason = '';
    let headers: HttpHeaders = [];
    let body = '';
    const parser = responseParser(request.method, {
      head: (head) => {
        status = head.status;
        reason = head.reason;
        headers = head.headers.filter(([name]) => !DROPPED.test(name));
      },
      data: (text) => {
        body += text;
      },
      end: () => {
        connection.end();
        finish({ kind: 'answer', answer: { status, reason, headers, body } });
      },
      error: () => failed(502, 'upstream sent invalid header while reading response header from upstream'),
    });
    const closed = 'upstream prematurely closed connection while reading response header from upstream';
    connection.listen({
      data: (text) => parser.push(text),
      end: () => {
        parser.end();
        failed(502, closed);
      },
      reset: () => failed(502, closed),
    });
    connection.send(
      formatRequest({ method: request.method, target: sent.target, headers: sent.headers, body: request.body }),
    );
  });
}

/** What the upstream gets: the caller's fields, with those that say where the request came from. Models: nginx.tmpl proxy_set_header */
export function upstreamHeaders(request: WebRequest, host: string, requestId: string): HttpHeaders {
  const own =
    /^(host|connection|content-length|x-request-id|x-real-ip|x-forwarded-(for|host|port|proto|scheme)|x-scheme)$/;
  const kept = Object.entries(request.headers).filter(([name]) => !own.test(name));
  const from = request.remoteAddress;
  const asked = request.headers['host'] ?? '';
  return [
    ['Host', host],
    ['X-Request-ID', requestId],
    ['X-Real-IP', from],
    ['X-Forwarded-For', from],
    ['X-Forwarded-Host', asked],
    ['X-Forwarded-Port', '80'],
    ['X-Forwarded-Proto', 'http'],
    ['X-Forwarded-Scheme', 'http'],
    ['X-Scheme', 'http'],
    ...kept.map(([name, value]): readonly [string, string] => [titleCase(name), value]),
  ];
}

function titleCase(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
