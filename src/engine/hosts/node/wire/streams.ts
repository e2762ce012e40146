import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiChannels, ApiHandler, ApiResponse } from '../../../cluster/apiserver/http.ts';
import { ByteReader, toBytes } from '../../../cluster/bytes.ts';
import { agreedProtocol, protocolOf } from './channel-protocols.ts';
import { sendOneWay } from './one-way-socket.ts';
import { tunnelPorts } from './port-tunnel.ts';
import { headersOf, type Identify, statusBody } from './requests.ts';

/** The channels of exec and attach. Models: apimachinery/pkg/util/remotecommand */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
/** What of one message a client may send, bytes. */
const LARGEST_MESSAGE = 32 * 1024 * 1024;

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: LARGEST_MESSAGE,
  handleProtocols: agreedProtocol,
});

// The name of the tunnel's protocol has a slash, which `ws` does not take for a protocol: it is agreed on by hand.
const tunnels = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
tunnels.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${TUNNEL}`));

/** What an upgrade needs of the server around it. */
export interface StreamHost {
  /** Answers a request that comes from outside, between two moments of the cluster. */
  readonly handleInMoment: ApiHandler;
  readonly identify: Identify;
  /** Runs something that came from outside between two moments of the cluster. */
  between(run: () => void): void;
}

function refuse(socket: Duplex, code: number, body: string, contentType: string): void {
  socket.end(
    `HTTP/1.1 ${code} Refused\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function refuseAnswer(socket: Duplex, got: ApiResponse): void {
  got.watch?.close();
  got.follow?.close();
  const isError = got.status >= 400;
  const body = isError
    ? (got.text ?? JSON.stringify(got.body ?? {}))
    : JSON.stringify(statusBody(400, 'BadRequest', 'this path is not served over a WebSocket'));
  refuse(socket, isError ? got.status : 400, body, 'application/json');
}

/** Takes an HTTP upgrade: exec, attach, port-forward, logs and watches over a WebSocket. SPDY by itself is refused. */
export function upgrade(host: StreamHost, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy());
  const user = host.identify(request);
  if (user === 'unauthorized') {
    refuse(socket, 401, JSON.stringify(statusBody(401, 'Unauthorized', 'Unauthorized')), 'application/json');
    return;
  }
  if ((request.headers.upgrade ?? '').toLowerCase() !== 'websocket') {
    refuseSpdy(host, request, socket, user);
    return;
  }
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (offered.includes(TUNNEL)) {
    delete request.headers['sec-websocket-protocol'];
    tunnels.handleUpgrade(request, socket, head, (client) =>
      tunnelPorts(client, (port) => ask(host, request, user, port)),
    );
    return;
  }
  const got = host.handleInMoment({
    method: 'GET',
    path: request.url ?? '/',
    headers: headersOf(request),
    ...(user === undefined ? {} : { user }),
  });
  if (got.channels === undefined) {
    if (!sendOneWay(got, request, socket, head)) refuseAnswer(socket, got);
    return;
  }
  const { channels } = got;
  if (/\/portforward\?/.test(request.url ?? '')) {
    sockets.handleUpgrade(request, socket, head, (client) => bindPort(host, client, channels, request.url ?? ''));
    return;
  }
  sockets.handleUpgrade(request, socket, head, (client) => bind(host, client, channels));
}

/**
 * Refuses SPDY with a sentence. Clients fall back to it after any refusal of a WebSocket and print the second answer: when the API server
 * itself refuses the stream, they get its reason again.
 */
function refuseSpdy(
  host: StreamHost,
  request: IncomingMessage,
  socket: Duplex,
  user: Exclude<ReturnType<Identify>, 'unauthorized'>,
): void {
  const got = host.handleInMoment({
    method: 'GET',
    path: request.url ?? '/',
    headers: headersOf(request),
    ...(user === undefined ? {} : { user }),
  });
  if (got.status >= 400) {
    refuseAnswer(socket, got);
    return;
  }
  got.watch?.close();
  got.follow?.close();
  if (got.channels !== undefined) insideMoments(host, got.channels).abort();
  const text = 'SPDY is not served here: use a client that speaks WebSocket (kubectl 1.31 and later do)';
  refuse(socket, 400, JSON.stringify(statusBody(400, 'BadRequest', text)), 'application/json');
}

/** Opens one connection to a port of the pod that the tunnel is for. */
function ask(
  host: StreamHost,
  request: IncomingMessage,
  user: Exclude<ReturnType<Identify>, 'unauthorized'>,
  port: string,
): ApiResponse {
  const path = `${(request.url ?? '').split('?')[0]}?ports=${encodeURIComponent(port)}`;
  const headers = headersOf(request);
  const got = host.handleInMoment({ method: 'POST', path, headers, ...(user === undefined ? {} : { user }) });
  return got.channels === undefined ? got : { ...got, channels: insideMoments(host, got.channels) };
}

/** The same channels, with everything the client does between two moments. */
function insideMoments(host: StreamHost, channels: ApiChannels): ApiChannels {
  return {
    open: (listener) => host.between(() => channels.open(listener)),
    stdin: (text) => host.between(() => channels.stdin(text)),
    closeStdin: () => host.between(() => channels.closeStdin()),
    resize: (columns, rows) => host.between(() => channels.resize(columns, rows)),
    abort: () => host.between(() => channels.abort()),
  };
}

function send(client: WebSocket, channel: number, text: string): void {
  if (client.readyState === client.OPEN) client.send(Buffer.concat([Buffer.of(channel), toBytes(text)]));
}

function bind(host: StreamHost, client: WebSocket, raw: ApiChannels): void {
  const channels = insideMoments(host, raw);
  const protocol = protocolOf(client);
  const reader = new ByteReader();
  client.on('message', (data: Buffer) => {
    const { channel, payload } = protocol.read(data);
    if (channel === CHANNEL.stdin) {
      const text = reader.read(payload);
      if (text !== '') channels.stdin(text);
    } else if (channel === CHANNEL.resize) resize(channels, payload);
    else if (channel === CHANNEL.close && payload[0] === CHANNEL.stdin) {
      const rest = reader.end();
      if (rest !== '') channels.stdin(rest);
      channels.closeStdin();
    }
  });
  client.on('close', () => channels.abort());
  client.on('error', () => client.terminate());
  channels.open({
    stdout: (text) => protocol.send(client, CHANNEL.stdout, text),
    stderr: (text) => protocol.send(client, CHANNEL.stderr, text),
    closed(status) {
      const words = protocol.status(status);
      if (words !== undefined) protocol.send(client, CHANNEL.error, words);
      client.close(1000);
    },
  });
}

function resize(channels: ApiChannels, payload: Buffer): void {
  try {
    const { Width, Height } = JSON.parse(payload.toString('utf8')) as { Width?: unknown; Height?: unknown };
    if (typeof Width === 'number' && typeof Height === 'number') channels.resize(Width, Height);
  } catch {
    // A size that is no JSON changes nothing, as with a real kubelet.
  }
}

/** One port over two channels, each of which begins with the port's number. Models: pkg/kubelet/cri/streaming/portforward/websocket.go */
function bindPort(host: StreamHost, client: WebSocket, raw: ApiChannels, url: string): void {
  const channels = insideMoments(host, raw);
  const port = Buffer.alloc(2);
  port.writeUInt16LE(Number(new URL(url, 'http://host').searchParams.get('ports')?.split(',')[0] ?? 0) & 0xffff);
  for (const channel of [0, 1]) client.send(Buffer.concat([Buffer.of(channel), port]));
  const reader = new ByteReader();
  client.on('message', (data: Buffer) => {
    if (data[0] === 0) channels.stdin(reader.read(data.subarray(1)));
  });
  client.on('close', () => channels.abort());
  client.on('error', () => client.terminate());
  channels.open({
    stdout: (text) => send(client, 0, text),
    stderr: (text) => send(client, 1, text),
    closed: () => client.close(1000),
  });
}
