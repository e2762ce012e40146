import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApiHandler, ApiRequest, ApiResponse } from '../../cluster/apiserver/http.ts';

/** Requests beyond this are refused, bytes. Models: apiserver's limit */
const LARGEST_BODY = 3 * 1024 * 1024;
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > LARGEST_BODY) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function answer(response: ServerResponse, got: ApiResponse): void {
  for (const [name, value] of Object.entries(got.headers)) response.setHeader(name, value);
  for (const warning of got.warnings) response.appendHeader('warning', `299 - ${JSON.stringify(warning)}`);
  const stream = got.watch ?? got.follow;
  if (got.channels !== undefined) {
    got.channels.abort();
    response.writeHead(501).end('streams to containers are not served on this port\n');
  } else if (stream !== undefined) {
    response.writeHead(got.status);
    response.flushHeaders();
    if (got.watch !== undefined)
      got.watch.subscribe(
        (event) => response.write(`${JSON.stringify(event)}\n`),
        () => response.end(),
      );
    else
      got.follow?.subscribe(
        (text) => response.write(text),
        () => response.end(),
      );
    response.on('close', () => stream.close());
  } else {
    response.writeHead(got.status);
    response.end(got.text ?? (got.body === undefined ? '' : JSON.stringify(got.body)));
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, handle: ApiHandler): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  if (!METHODS.has(method)) {
    response.writeHead(405).end();
    return;
  }
  const text = await bodyOf(request);
  if (text === undefined) {
    response.writeHead(413).end('Request entity too large: limit is 3145728\n');
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  answer(
    response,
    handle({ method: method as ApiRequest['method'], path: url, headers, ...(text === '' ? {} : { body: text }) }),
  );
}

/** Serves an API handler over HTTP on the loopback; port 0 takes a free one. Resolves when it listens. */
export function listenApi(
  handle: ApiHandler,
  port: number,
): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((request, response) => {
    serve(request, response, handle).catch((error) => {
      if (!response.headersSent) response.writeHead(400);
      response.end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, server });
    });
  });
}
