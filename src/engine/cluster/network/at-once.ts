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

/** A server that has said nothing yet. */
export interface AnswerToCome {
  /** One listener, told once when the answer is whole; never, where none comes. */
  subscribe(done: (answer: AnswerAtOnce) => void): void;
}

/**
 * Posts to who accepts a connection, and gives the answer if the server makes it while it is asked: the API server answers within the call,
 * so its webhooks should. No time passes and the clock is not used. What comes later can be waited for; 'not TLS' from a server that
 * speaks none.
 */
export function postAtOnce(
  accept: (connection: Connection) => void,
  ends: Pick<Connection, 'local' | 'remote'>,
  request: RequestAtOnce,
): AnswerAtOnce | 'not TLS' | AnswerToCome {
  let said = '';
  let hear = (text: string): void => {
    said += text;
  };
  const heard: { by?: Parameters<Connection['listen']>[0] } = {};
  accept({
    ...ends,
    send: (text) => hear(text),
    end() {},
    abort() {},
    listen: (listener) => {
      heard.by = listener;
    },
  });
  heard.by?.data(CLIENT_HELLO);
  if (!said.startsWith(SERVER_HELLO)) return 'not TLS';
  let told: (answer: AnswerAtOnce) => void = () => {};
  let whole: AnswerAtOnce | undefined;
  let body = '';
  let status: number | undefined;
  const parser = responseParser('POST', {
    head: (head) => {
      status = head.status;
    },
    data: (text) => {
      body += text;
    },
    end: () => {
      if (status === undefined) return;
      whole = { status, body };
      heard.by?.end();
      told(whole);
    },
    error() {},
  });
  hear = (text) => parser.push(text);
  heard.by?.data(formatRequest({ method: 'POST', ...request }));
  return (
    whole ?? {
      subscribe(done) {
        told = done;
        if (whole !== undefined) done(whole);
      },
    }
  );
}
