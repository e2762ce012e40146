import type { ServerResponse } from 'node:http';
import type { ApiResponse, ApiStream } from '../../../cluster/apiserver/http.ts';
import type { JsonObject } from '../../../cluster/json.ts';

/** A watcher that has not read so many bytes is dropped, as the watch cache drops one whose buffer is full. */
const UNREAD_LIMIT = 8 * 1024 * 1024;
/** Who reads with their eyes gets lines. Models: apiserver/pkg/endpoints/handlers/negotiation.isPrettyPrint */
const EYES = /^(curl|Wget|Mozilla\/5\.0)/;

const texts = new WeakMap<object, string>();

/** The JSON of an object that many watchers get: written once. */
function sharedText(object: JsonObject): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object);
  texts.set(object, text);
  return text;
}

function eventLine(event: JsonObject): string {
  const { type, object } = event;
  if (typeof type !== 'string' || typeof object !== 'object' || object === null) return `${JSON.stringify(event)}\n`;
  return `{"type":${JSON.stringify(type)},"object":${sharedText(object as JsonObject)}}\n`;
}

function follow<Chunk>(response: ServerResponse, stream: ApiStream<Chunk>, line: (chunk: Chunk) => string): void {
  response.on('close', () => stream.close());
  stream.subscribe(
    (chunk) => {
      if (response.destroyed) return;
      response.write(line(chunk));
      if (response.writableLength > UNREAD_LIMIT) response.destroy();
    },
    () => response.end(),
  );
}

/** Sends an answer: a body at once, or a stream for as long as both sides want it. */
export function answer(response: ServerResponse, got: ApiResponse, userAgent: string): void {
  for (const [name, value] of Object.entries(got.headers)) response.setHeader(name, value);
  for (const warning of got.warnings) response.appendHeader('warning', `299 - ${JSON.stringify(warning)}`);
  response.setHeader('cache-control', 'no-cache, private');
  if (got.channels !== undefined) {
    got.channels.abort();
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('unable to upgrade: streams to containers need a WebSocket (v5.channel.k8s.io); SPDY is not served\n');
  } else if (got.watch !== undefined || got.follow !== undefined) {
    response.writeHead(got.status);
    response.flushHeaders();
    if (got.watch !== undefined) follow(response, got.watch, eventLine);
    else if (got.follow !== undefined) follow(response, got.follow, (text) => text);
  } else {
    const body = got.text ?? (got.body === undefined ? '' : bodyText(got.body, userAgent));
    response.writeHead(got.status, { 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }
}

function bodyText(body: NonNullable<ApiResponse['body']>, userAgent: string): string {
  return EYES.test(userAgent) ? `${JSON.stringify(body, null, 2)}\n` : JSON.stringify(body);
}
