import type { ServerResponse } from 'node:http';
import type { ApiResponse, ApiStream } from '../../../cluster/apiserver/http.ts';
import { toBytes } from '../../../cluster/bytes.ts';
import type { Json } from '../../../cluster/json.ts';
import { EventSender, eventLine } from './event-lines.ts';

/** Who reads with their eyes gets lines. Models: apiserver/pkg/endpoints/handlers/negotiation.isPrettyPrint */
const EYES = /^(curl|Wget|Mozilla\/5\.0)/;

function follow<Chunk>(
  response: ServerResponse,
  stream: ApiStream<Chunk>,
  take: (chunk: Chunk) => void,
  end: () => void,
): void {
  response.on('close', () => stream.close());
  stream.subscribe(take, end);
}

/** Sends an answer: a body at once or when it is there, or a stream for as long as both sides want it. */
export function answer(response: ServerResponse, got: ApiResponse, userAgent: string): void {
  const { later } = got;
  if (later !== undefined) {
    response.on('close', () => later.close());
    later.subscribe((answered) => answer(response, answered, userAgent));
    return;
  }
  for (const [name, value] of Object.entries(got.headers)) response.setHeader(name, value);
  for (const warning of got.warnings) response.appendHeader('warning', `299 - ${JSON.stringify(warning)}`);
  if (got.headers['cache-control'] === undefined) response.setHeader('cache-control', 'no-cache, private');
  if (got.channels !== undefined) {
    got.channels.abort();
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('unable to upgrade: streams to containers need a WebSocket (v5.channel.k8s.io); SPDY is not served\n');
  } else if (got.watch !== undefined || got.follow !== undefined) {
    response.writeHead(got.status);
    response.flushHeaders();
    if (got.watch !== undefined) {
      const sender = new EventSender(response);
      follow(
        response,
        got.watch,
        (event) => sender.send(eventLine(event)),
        () => sender.end(),
      );
    } else if (got.follow !== undefined) {
      follow(
        response,
        got.follow,
        (text) => void response.write(toBytes(text)),
        () => response.end(),
      );
    }
  } else {
    const body = got.text === undefined ? bodyText(got.body, userAgent) : toBytes(got.text);
    response.writeHead(got.status, { 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }
}

function bodyText(body: Json | undefined, userAgent: string): string {
  if (body === undefined) return '';
  return EYES.test(userAgent) ? `${JSON.stringify(body, null, 2)}\n` : JSON.stringify(body);
}
