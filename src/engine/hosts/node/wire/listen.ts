import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { UserInfo } from '../../../cluster/apiserver/http.ts';
import type { Certificates } from './certificates.ts';
import { type Identify, serveRequest, statusBody } from './requests.ts';
import { isFromAPage, NO_PAGES } from './strangers.ts';
import { type StreamHost, upgrade } from './streams.ts';

/** The first byte of a TLS connection. */
const TLS_HANDSHAKE = 0x16;

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Ends every connection and goes on listening, as a load balancer that fails over. */
  dropConnections(): void;
  /** Ends every connection and stops. */
  close(): Promise<void>;
}

/** Who a client certificate says it is; undefined without one that our authority signed. */
function certified(request: IncomingMessage): UserInfo | undefined {
  const socket = request.socket as Partial<TLSSocket>;
  if (socket.authorized !== true || socket.getPeerCertificate === undefined) return undefined;
  const { CN, O } = socket.getPeerCertificate().subject as { CN?: string; O?: string | string[] };
  if (CN === undefined) return undefined;
  return { name: CN, groups: [...(typeof O === 'string' ? [O] : (O ?? [])), 'system:authenticated'] };
}

const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** How callers are told apart: by certificate, by the token that the API server looks at, else nobody in particular. */
export function identifier(authorization: 'AlwaysAllow' | 'RBAC'): Identify {
  return (request) => certified(request) ?? (authorization === 'AlwaysAllow' ? undefined : ANONYMOUS);
}

/** Serves HTTP and HTTPS on one port: the first byte tells them apart. Resolves when it listens. */
export async function listen(
  host: StreamHost,
  certificates: Certificates,
  at: { readonly address: string; readonly port: number },
): Promise<Listening> {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    if (isFromAPage(request)) {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify(statusBody(403, 'Forbidden', NO_PAGES)));
      return;
    }
    serveRequest(request, response, host.handleInMoment, host.identify).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400);
      response.end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (isFromAPage(request)) socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    else upgrade(host, request, socket, head);
  };
  const plain = createHttpServer(onRequest);
  const secure = createHttpsServer(
    {
      cert: certificates.server.certificate,
      key: certificates.server.key,
      ca: certificates.authority,
      requestCert: true,
      rejectUnauthorized: false,
    },
    onRequest,
  );
  for (const server of [plain, secure]) {
    server.on('upgrade', onUpgrade);
    // Watches are silent for long; nothing here waits for a slow client's headers longer than Node's own limit.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 120_000;
  }
  const sockets = new Set<Socket>();
  const front = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(at.port, at.address, resolve);
  });
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (front.address() as AddressInfo).port,
    dropConnections,
    close: () =>
      new Promise((resolve) => {
        dropConnections();
        front.close(() => resolve());
      }),
  };
}
