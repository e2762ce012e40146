import type { HttpHeaders, HttpResponseHead } from '../../../cluster/network/http.ts';
import { formatRequest } from '../../../cluster/network/http.ts';
import { responseParser } from '../../../cluster/network/http-parser.ts';
import type { Connection, DialResult } from '../../../cluster/network/types.ts';
import { utf8Length } from '../../../cluster/network/utf8.ts';
import type { Process, Task } from '../../process/types.ts';
import { Mailbox } from './mailbox.ts';
import { resolveHost } from './resolve.ts';

/** A URL cut into what a client needs. */
export interface HttpUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly target: string;
  readonly user: string | undefined;
}

/** Reads a URL; a missing scheme is http. Undefined for what is none. */
export function parseUrl(text: string): HttpUrl | undefined {
  const match =
    /^(?:([a-zA-Z][\w+.-]*):\/\/)?(?:([^/@?#]*)@)?(\[[^\]]*\]|[^/:?#]*)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/.exec(text);
  const host = match?.[3] ?? '';
  if (match === null || host === '') return undefined;
  const scheme = (match[1] ?? 'http').toLowerCase();
  const port = match[4] === undefined || match[4] === '' ? (scheme === 'https' ? 443 : 80) : Number(match[4]);
  if (port > 65_535) return undefined;
  const path = match[5] ?? '/';
  return {
    scheme,
    host,
    port,
    target: (path.startsWith('/') ? path : `/${path}`).replaceAll(' ', '%20'),
    user: match[2],
  };
}

/** One request. Times in milliseconds; undefined: no limit. */
export interface HttpCall {
  readonly url: HttpUrl;
  /** Connects there instead of resolving the host. */
  readonly address: string | undefined;
  readonly method: string;
  readonly headers: HttpHeaders;
  readonly body: string;
  readonly connectTimeoutMs: number | undefined;
  /** For all of it. */
  readonly timeoutMs: number | undefined;
  /** Between two pieces (busybox' -T). */
  readonly idleTimeoutMs: number | undefined;
}

/** What is told while it goes on. */
export interface HttpListener {
  connected(address: string, connection: Connection): void;
  head(head: HttpResponseHead): void;
  data(text: string): void;
}

/** How it ended. `afterMs` since the start. */
export type HttpEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'refused' | 'unreachable'; readonly address: string; readonly afterMs: number }
  | {
      readonly kind: 'timeout';
      readonly phase: 'connect' | 'transfer';
      readonly limited: boolean;
      readonly afterMs: number;
      readonly received: number;
    }
  | { readonly kind: 'empty' | 'reset' }
  | { readonly kind: 'broken'; readonly message: string };

type Message =
  | { readonly kind: 'dialled'; readonly result: DialResult }
  | { readonly kind: 'head'; readonly head: HttpResponseHead }
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'end' | 'closed' | 'reset' | 'late' }
  | { readonly kind: 'error'; readonly message: string };

/** A connection that is never answered is given up by the kernel after this. */
const SYN_GIVE_UP_MS = 135_000;

/** Sends a request on a connection of its own and tells of the answer as it comes. */
export function* httpCall(process: Process, call: HttpCall, listener: HttpListener): Task<HttpEnd> {
  const { network, clock } = process.machine;
  if (network === undefined) return { kind: 'unresolved' };
  const started = clock.nowMs();
  const address = call.address ?? (yield* resolveHost(process, network, call.url.host));
  if (address === undefined) return { kind: 'unresolved' };
  const box = new Mailbox<Message>();
  const connectLimit = Math.min(
    call.connectTimeoutMs ?? Number.POSITIVE_INFINITY,
    call.timeoutMs ?? Number.POSITIVE_INFINITY,
    call.idleTimeoutMs ?? Number.POSITIVE_INFINITY,
  );
  const left = Math.min(SYN_GIVE_UP_MS, connectLimit - (clock.nowMs() - started));
  const stopDialling = network.dial(address, call.url.port, Math.max(0, left), (result) =>
    box.put({ kind: 'dialled', result }),
  );
  let connection: Connection | undefined;
  const timers = new Set<{ cancel(): void }>();
  const alarm = (ms: number): { cancel(): void } => {
    const timer = clock.after(Math.max(0, ms), () => box.put({ kind: 'late' }), process.machine.sleepClass());
    timers.add(timer);
    return timer;
  };
  let finished = false;
  let received = 0;
  const afterMs = (): number => clock.nowMs() - started;
  try {
    if (Number.isFinite(connectLimit)) alarm(connectLimit - afterMs() + 0.001);
    let message = yield* box.take();
    if (message.kind !== 'dialled')
      return { kind: 'timeout', phase: 'connect', limited: true, afterMs: afterMs(), received };
    const { result } = message;
    if (result.kind === 'unknown-host') return { kind: 'unresolved' };
    if (result.kind === 'timeout')
      return {
        kind: 'timeout',
        phase: 'connect',
        limited: Number.isFinite(connectLimit),
        afterMs: afterMs(),
        received,
      };
    if (result.kind !== 'open') return { kind: result.kind, address, afterMs: afterMs() };
    for (const timer of timers) timer.cancel();
    connection = result.connection;
    listener.connected(address, connection);
    if (call.timeoutMs !== undefined) alarm(call.timeoutMs - afterMs());
    let idle = call.idleTimeoutMs === undefined ? undefined : alarm(call.idleTimeoutMs);
    send(connection, call, box);
    let headed = false;
    for (;;) {
      message = yield* box.take();
      if (idle !== undefined && call.idleTimeoutMs !== undefined && message.kind !== 'late') {
        idle.cancel();
        idle = alarm(call.idleTimeoutMs);
      }
      switch (message.kind) {
        case 'head':
          headed = true;
          listener.head(message.head);
          break;
        case 'data':
          received += utf8Length(message.text);
          listener.data(message.text);
          break;
        case 'end':
          finished = true;
          return { kind: 'done' };
        case 'late':
          return { kind: 'timeout', phase: 'transfer', limited: true, afterMs: afterMs(), received };
        case 'closed':
          return headed
            ? { kind: 'broken', message: 'transfer closed with outstanding read data remaining' }
            : { kind: 'empty' };
        case 'reset':
          return { kind: 'reset' };
        case 'error':
          return headed || message.message !== 'unexpected EOF'
            ? { kind: 'broken', message: message.message }
            : { kind: 'empty' };
        default:
      }
    }
  } finally {
    stopDialling();
    for (const timer of timers) timer.cancel();
    if (finished) connection?.end();
    else connection?.abort();
  }
}

function send(connection: Connection, call: HttpCall, box: Mailbox<Message>): void {
  let over = false;
  const parser = responseParser(call.method, {
    head: (head) => {
      if (head.status >= 200) box.put({ kind: 'head', head });
    },
    data: (text) => box.put({ kind: 'data', text }),
    end: () => {
      over = true;
      box.put({ kind: 'end' });
    },
    error: (message) => {
      over = true;
      box.put({ kind: 'error', message });
    },
  });
  connection.listen({
    data: (text) => parser.push(text),
    end: () => {
      parser.end();
      if (!over) box.put({ kind: 'closed' });
    },
    reset: () => box.put({ kind: 'reset' }),
  });
  connection.send(
    formatRequest({ method: call.method, target: call.url.target, headers: call.headers, body: call.body }),
  );
}
