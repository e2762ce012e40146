import { formatResponse, type HttpRequest, header } from '../../cluster/network/http.ts';
import { requestParser } from '../../cluster/network/http-parser.ts';
import type { Connection, NetworkNamespace } from '../../cluster/network/types.ts';
import { utf8Length } from '../../cluster/network/utf8.ts';
import { cleanPath, type WebAnswer, type WebRequest } from './answer.ts';
import { httpDate } from './dates.ts';

/** What a web program gives the server loop. */
export interface HttpService {
  readonly network: NetworkNamespace;
  readonly nowMs: () => number;
  /** Answers by calling `reply` once, now or later. */
  answer(request: WebRequest, port: number, reply: (answer: WebAnswer) => void): void;
  /** The answer to text that is no HTTP. */
  malformed(): WebAnswer;
}

/** A decoded path, or undefined where the escapes are wrong or it leaves the root. */
function pathOf(target: string): string | undefined {
  const path = target.split('?', 1)[0] ?? '';
  try {
    return cleanPath(decodeURIComponent(path));
  } catch {
    return undefined;
  }
}

/** Serves HTTP on an open connection; `first` is what was read from it already. */
export function serveHttp(service: HttpService, port: number, connection: Connection, first = ''): void {
  const send = (answer: WebAnswer, close: boolean, withoutBody: boolean): void => {
    const named = answer.headers.filter(([name]) => name === 'Server');
    const others = answer.headers.filter(([name]) => name !== 'Server');
    const headers = [...named, ['Date', httpDate(service.nowMs())] as const, ...others];
    const framed = [
      ...headers,
      ['Content-Length', String(utf8Length(answer.body))] as const,
      ['Connection', close ? 'close' : 'keep-alive'] as const,
    ];
    const { status, reason } = answer;
    const worded = { status, ...(reason === undefined ? {} : { reason }) };
    connection.send(formatResponse({ ...worded, headers: framed, body: withoutBody ? '' : answer.body }));
    if (close) connection.end();
  };
  const onRequest = (request: HttpRequest): void => {
    const close = request.version === 'HTTP/1.0' || /close/i.test(header(request.headers, 'Connection') ?? '');
    const path = pathOf(request.target);
    if (path === undefined) {
      send(service.malformed(), true, false);
      return;
    }
    const headers: { [name: string]: string } = {};
    for (const [name, value] of request.headers) headers[name.toLowerCase()] = value;
    const asked: WebRequest = {
      method: request.method,
      target: request.target,
      path,
      headers,
      body: request.body,
      remoteAddress: connection.remote.address,
      remotePort: connection.remote.port,
    };
    service.answer(asked, port, (answer) => send(answer, close, request.method === 'HEAD'));
  };
  const parser = requestParser(onRequest, () => send(service.malformed(), true, false));
  connection.listen({ data: (text) => parser.push(text), end: () => connection.end(), reset: () => {} });
  if (first !== '') parser.push(first);
}

/** Binds a port and answers what comes; undefined when the port is in use. */
export function listenHttp(service: HttpService, port: number, onlyLoopback = false): { close(): void } | undefined {
  return service.network.listen(port, (connection) => serveHttp(service, port, connection), onlyLoopback);
}
