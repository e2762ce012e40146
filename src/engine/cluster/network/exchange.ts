import type { Clock, Timer } from '../clock.ts';
import { formatRequest, type HttpHeaders, header } from './http.ts';
import { responseParser } from './http-parser.ts';
import { CLIENT_HELLO, SERVER_HELLO } from './tls.ts';
import type { NetworkNamespace } from './types.ts';

/** One request of a simple client: its own connection, no redirects. */
export interface ExchangeRequest {
  readonly host: string;
  readonly port: number;
  readonly method: string;
  readonly target: string;
  readonly headers: HttpHeaders;
  readonly body?: string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Shakes hands first, as TLS does; certificates are not looked at. */
  readonly tls?: boolean;
}

export type ExchangeResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: HttpHeaders;
      readonly body: string;
      readonly location: string | undefined;
    }
  /** In the words of Go's net/http. */
  | { readonly kind: 'failed'; readonly message: string };

/** Sends a request and reads the whole answer; `done` runs once, from the clock's queue. Returns a disposer. */
export function exchange(
  from: NetworkNamespace,
  request: ExchangeRequest,
  done: (result: ExchangeResult) => void,
): () => void {
  let over = false;
  let drop: () => void = () => {};
  let timer: Timer | undefined;
  const finish = (result: ExchangeResult): void => {
    if (over) return;
    over = true;
    timer?.cancel();
    drop();
    done(result);
  };
  const fail = (message: string): void => finish({ kind: 'failed', message });

  timer = request.clock.after(
    request.timeoutMs,
    () => fail('context deadline exceeded (Client.Timeout exceeded while awaiting headers)'),
    'background',
  );
  drop = from.dial(request.host, request.port, request.timeoutMs * 2, (dialled) => {
    if (over) return;
    if (dialled.kind === 'unknown-host') return fail(`dial tcp: lookup ${request.host}: no such host`);
    if (dialled.kind !== 'open') {
      return fail(
        `dial tcp ${request.host}:${request.port}: connect: ${dialled.kind === 'refused' ? 'connection refused' : 'no route to host'}`,
      );
    }
    const { connection } = dialled;
    drop = () => connection.abort();
    let status = 0;
    let headers: HttpHeaders = [];
    let body = '';
    const parser = responseParser(request.method, {
      head: (head) => {
        status = head.status;
        headers = head.headers;
      },
      data: (text) => {
        body += text;
      },
      end: () => {
        drop = () => connection.end();
        finish({ kind: 'response', status, headers, body, location: header(headers, 'Location') });
      },
      error: (message) =>
        fail(
          message === 'unexpected EOF' && status === 0
            ? 'EOF'
            : `net/http: HTTP/1.x transport connection broken: ${message}`,
        ),
    });
    let shaken = request.tls !== true;
    connection.listen({
      data: (text) => {
        if (shaken) {
          parser.push(text);
          return;
        }
        if (!text.startsWith(SERVER_HELLO)) {
          fail('http: server gave HTTP response to HTTPS client');
          return;
        }
        shaken = true;
        connection.send(formatRequest(request));
      },
      end: () => {
        parser.end();
        fail('EOF');
      },
      reset: () =>
        fail(
          `read tcp ${connection.local.address}:${connection.local.port}->${request.host}:${request.port}: read: connection reset by peer`,
        ),
    });
    connection.send(shaken ? formatRequest(request) : CLIENT_HELLO);
  });
  return () => {
    if (over) return;
    over = true;
    timer?.cancel();
    drop();
  };
}
