import { createServer, type Server } from 'node:http';
import type { ApiHandler } from '../../cluster/apiserver/http.ts';
import { serveRequest } from './wire/requests.ts';

/** Serves an API handler over HTTP on the loopback; port 0 takes a free one. Resolves when it listens. */
export function listenApi(
  handle: ApiHandler,
  port: number,
): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((request, response) => {
    serveRequest(request, response, handle, () => undefined).catch((error) => {
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
