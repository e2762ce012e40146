import type { JsonObject } from '../json.ts';
import type { ApiHandler, ApiRequest, ApiResponse, ApiStream } from './http.ts';

/** The signature of WHATWG `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** How often a stream may be cut into chunks: each event is a line of JSON, log text goes as it comes. */
function streamBody<Chunk>(
  stream: ApiStream<Chunk>,
  text: (chunk: Chunk) => string,
  signal: AbortSignal | undefined,
): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      let isOver = false;
      stream.subscribe(
        (chunk) => {
          if (!isOver) controller.enqueue(encoder.encode(text(chunk)));
        },
        () => {
          if (!isOver) controller.close();
          isOver = true;
        },
      );
      signal?.addEventListener('abort', () => {
        if (isOver) return;
        isOver = true;
        stream.close();
        controller.error(signal.reason);
      });
    },
    cancel() {
      stream.close();
    },
  });
}

/** RFC 7234 `Warning` header, as the real server sends each text: `299 - "text"`. */
function warningHeader(warnings: readonly string[]): string {
  return warnings.map((text) => `299 - "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(', ');
}

function toResponse(answer: ApiResponse, signal: AbortSignal | undefined, isHead: boolean): Response {
  const headers: Record<string, string> = { ...answer.headers };
  if (answer.warnings.length > 0) headers['warning'] = warningHeader(answer.warnings);
  const init = { status: answer.status, headers };
  if (isHead) return new Response(null, init);
  if (answer.watch !== undefined)
    return new Response(
      streamBody(answer.watch, (event: JsonObject) => `${JSON.stringify(event)}\n`, signal),
      init,
    );
  if (answer.follow !== undefined)
    return new Response(
      streamBody(answer.follow, (text: string) => text, signal),
      init,
    );
  if (answer.channels !== undefined) {
    answer.channels.abort();
    return new Response('Upgrade request required', { status: 400, headers: { 'content-type': 'text/plain' } });
  }
  return new Response(answer.text ?? JSON.stringify(answer.body ?? null), init);
}

/**
 * The API server behind the signature of `fetch`, for clients that know no other. Only the path and query of a URL count.
 * exec, attach and port-forward need WebSockets and are answered with 400, as a real server answers a plain request.
 */
export function fetchFor(handle: ApiHandler): Fetch {
  return async (input, init) => {
    const request =
      input instanceof Request ? new Request(input, init) : new Request(new URL(String(input), 'http://cluster'), init);
    const method = request.method.toUpperCase();
    if (!METHODS.has(method)) return new Response(null, { status: 405 });
    const url = new URL(request.url);
    const headers: { [name: string]: string } = {};
    request.headers.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    const body = await request.text();
    const asked: ApiRequest = {
      method: method as ApiRequest['method'],
      path: `${url.pathname}${url.search}`,
      headers,
      ...(body === '' ? {} : { body }),
    };
    const answer = handle(asked);
    const { later } = answer;
    const whole =
      later === undefined
        ? answer
        : await new Promise<ApiResponse>((resolve) => later.subscribe((got) => resolve(got)));
    return toResponse(whole, init?.signal ?? undefined, method === 'HEAD');
  };
}
