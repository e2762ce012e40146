import { formatRequest, type HttpHeaders } from './http.ts';
import { responseParser } from './http-parser.ts';
import { CLIENT_HELLO, SERVER_HELLO } from './tls.ts';
import type { Connection } from './types.ts';

/** What a server said before the call returned. */
export interface AnswerAtOnce {
  readonly status: number;
  readonly body: string;
}

/** A request over TLS that cannot wait. */
export interface RequestAtOnce {
  readonly target: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}

/**
 * Posts to who accepts a connection, and gives the answer if the server makes it while it is asked: the API server answers within the call,
 * so its webhooks must. No time passes and the clock is not used. Undefined when nothing came; 'not TLS' from a server that speaks none.
 */
export function postAtOnce(
  accept: (connection: Connection) => void,
  ends: Pick<Connection, 'local' | 'remote'>,
  request: RequestAtOnce,
): AnswerAtOnce | 'not TLS' | undefined {
  let said = '';
  const heard: { by?: Parameters<Connection['listen']>[0] } = {};
  accept({
    ...ends,
    send: (text) => {
      said += text;
    },
    end() {},
    abort() {},
    listen: (listener) => {
      heard.by = listener;
    },
  });
  heard.by?.data(CLIENT_HELLO);
  if (!said.startsWith(SERVER_HELLO)) return 'not TLS';
  said = '';
  heard.by?.data(formatRequest({ method: 'POST', ...request }));
  let status: number | undefined;
  let body = '';
  let isWhole = false;
  responseParser('POST', {
    head: (head) => {
      status = head.status;
    },
    data: (text) => {
      body += text;
    },
    end: () => {
      isWhole = true;
    },
    error() {},
  }).push(said);
  heard.by?.end();
  return status === undefined || !isWhole ? undefined : { status, body };
}
