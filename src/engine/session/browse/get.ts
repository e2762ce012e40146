import type { Clock } from '../../cluster/clock.ts';
import { formatRequest, type HttpHeaders } from '../../cluster/network/http.ts';
import { responseParser } from '../../cluster/network/http-parser.ts';
import { CLIENT_HELLO, SERVER_HELLO } from '../../cluster/network/tls.ts';
import type { Connection, NetworkNamespace } from '../../cluster/network/types.ts';
import { authority, type WebAddress } from './address.ts';
import type { Refusal } from './page.ts';

/** What one request of the browser came to. */
export type Got =
  | {
      readonly is: 'answer';
      readonly status: number;
      readonly reason: string;
      readonly headers: HttpHeaders;
      readonly body: string;
      readonly cut: boolean;
    }
  | { readonly is: 'refusal'; readonly why: Refusal };

/** A browser of flesh waits some two minutes for a connection; nobody would sit through that here. Virtual milliseconds. */
export const CONNECT_TIMEOUT_MS = 20_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** A page longer than this is shown to here, characters. */
const MOST_BODY = 200_000;

const ACCEPT = 'text/html,application/xhtml+xml,application/json;q=0.9,text/plain;q=0.8,*/*;q=0.7';

/** Asks an address for a page; `done` runs once, from the clock's queue. Gives back what breaks it off. */
export function get(
  from: NetworkNamespace,
  clock: Clock,
  asked: WebAddress & { readonly address: string },
  done: (got: Got) => void,
): () => void {
  let over = false;
  let timer: { cancel(): void } | undefined;
  let drop: () => void = () => {};
  const finish = (got: Got): void => {
    if (over) return;
    over = true;
    timer?.cancel();
    drop();
    done(got);
  };
  const refuse = (why: Refusal): void => finish({ is: 'refusal', why });
  drop = from.dial(asked.address, asked.port, CONNECT_TIMEOUT_MS, (dialled) => {
    if (over) return;
    if (dialled.kind === 'unknown-host') return refuse('unknown-name');
    if (dialled.kind !== 'open') return refuse(dialled.kind);
    drop = () => dialled.connection.abort();
    timer = talk(dialled.connection, clock, asked, {
      finish,
      refuse,
      ended: () => {
        drop = () => dialled.connection.end();
      },
    });
  });
  return () => {
    if (over) return;
    over = true;
    timer?.cancel();
    drop();
  };
}

/** Sends the request on an open connection and reads the answer. */
function talk(
  connection: Connection,
  clock: Clock,
  asked: WebAddress,
  on: { finish(got: Got): void; refuse(why: Refusal): void; ended(): void },
): { cancel(): void } {
  let head: { readonly status: number; readonly reason: string; readonly headers: HttpHeaders } | undefined;
  let body = '';
  let heard = false;
  const answer = (cut: boolean): void => {
    if (head !== undefined) on.finish({ is: 'answer', ...head, body, cut });
  };
  const parser = responseParser('GET', {
    head({ status, reason, headers }) {
      head = { status, reason, headers };
    },
    data(text) {
      body += text;
      if (body.length <= MOST_BODY) return;
      body = body.slice(0, MOST_BODY);
      answer(true);
    },
    end() {
      on.ended();
      answer(false);
    },
    error() {
      if (head === undefined) on.refuse(heard ? 'no-http' : 'empty');
      else answer(true);
    },
  });
  const timer = clock.after(
    ANSWER_TIMEOUT_MS,
    () => (head === undefined ? on.refuse('timeout') : answer(true)),
    'background',
  );
  connection.listen({
    data(text) {
      heard = true;
      if (asked.scheme === 'https') on.refuse(text.startsWith(SERVER_HELLO) ? 'untrusted' : 'no-tls');
      else parser.push(text);
    },
    end() {
      if (asked.scheme === 'https') on.refuse('no-tls');
      else if (!heard) on.refuse('empty');
      else parser.end();
    },
    reset: () => (head === undefined ? on.refuse('reset') : answer(true)),
  });
  connection.send(
    asked.scheme === 'https'
      ? CLIENT_HELLO
      : formatRequest({
          method: 'GET',
          target: asked.target,
          headers: [
            ['Host', authority(asked)],
            ['User-Agent', 'Mozilla/5.0 (Skiff)'],
            ['Accept', ACCEPT],
            ['Connection', 'close'],
          ],
        }),
  );
  return timer;
}
