import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiChannels } from '../../../cluster/apiserver/http.ts';
import { ByteReader, toBytes } from '../../../cluster/bytes.ts';
import type { JsonObject } from '../../../cluster/json.ts';
import { SpdyConnection } from './spdy.ts';

/** The versions of the protocol, the newest first; the last ones tell a failure in words. Models: apimachinery/pkg/util/remotecommand */
const VERSIONS = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'];

/** The version that both sides speak; undefined where there is none. */
export function spdyVersion(request: IncomingMessage): string | undefined {
  const offered = (request.headers['x-stream-protocol-version'] ?? '').toString().split(',');
  const names = offered.map((name) => name.trim());
  if (names.every((name) => name === '')) return VERSIONS.at(-1);
  return VERSIONS.find((version) => names.includes(version));
}

/** How many streams the client opens before anything flows. Models: pkg/kubelet/cri/streaming/remotecommand/httpstream.go */
function wantedStreams(query: URLSearchParams, version: string): number {
  const isTrue = (name: string): boolean => query.get(name) === 'true' || query.get(name) === '1';
  const tty = isTrue('tty');
  const resizes = tty && (version === VERSIONS[0] || version === VERSIONS[1]);
  const flags = [isTrue('stdin'), isTrue('stdout'), isTrue('stderr') && !tty, resizes];
  return 1 + flags.filter(Boolean).length;
}

/** Takes a connection whose request was granted, and passes exec or attach through SPDY streams, as kubectl did before 1.31. */
export function serveSpdy(
  socket: Duplex,
  head: Buffer,
  request: IncomingMessage,
  version: string,
  channels: ApiChannels,
): void {
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '');
  const wanted = wantedStreams(query, version);
  const streams = new Map<string, number>();
  const types = new Map<number, string>();
  const reader = new ByteReader();
  const write = (type: string, bytes: Buffer, end: boolean): void => {
    const stream = streams.get(type);
    if (stream !== undefined && !socket.destroyed) connection.write(stream, bytes, end);
  };
  const begin = (): void =>
    channels.open({
      stdout: (text) => write('stdout', Buffer.from(toBytes(text)), false),
      stderr: (text) => write('stderr', Buffer.from(toBytes(text)), false),
      closed(status) {
        write('error', Buffer.from(lastWords(status, version)), true);
        for (const type of ['stdout', 'stderr']) write(type, Buffer.alloc(0), true);
        socket.end();
      },
    });
  const connection = new SpdyConnection((bytes) => void socket.write(bytes), {
    opened(stream, headers) {
      const type = headers.get('streamtype') ?? '';
      streams.set(type, stream);
      types.set(stream, type);
      if (streams.size === wanted) begin();
    },
    data(stream, bytes) {
      if (types.get(stream) === 'stdin') {
        const text = reader.read(bytes);
        if (text !== '') channels.stdin(text);
      } else if (types.get(stream) === 'resize') resize(channels, bytes);
    },
    ended(stream) {
      if (types.get(stream) === 'stdin') channels.closeStdin();
    },
    reset() {},
    broke: () => socket.destroy(),
  });
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${version}\r\n\r\n`,
  );
  socket.on('data', (bytes: Buffer) => connection.receive(bytes));
  socket.on('close', () => {
    channels.abort();
    connection.close();
  });
  if (head.length > 0) connection.receive(head);
}

function lastWords(status: JsonObject, version: string): string {
  if (version === VERSIONS[0]) return JSON.stringify(status);
  return status['status'] === 'Success' ? '' : String(status['message'] ?? '');
}

function resize(channels: ApiChannels, bytes: Buffer): void {
  try {
    const { Width, Height } = JSON.parse(bytes.toString('utf8')) as { Width?: unknown; Height?: unknown };
    if (typeof Width === 'number' && typeof Height === 'number') channels.resize(Width, Height);
  } catch {
    // A size that is no JSON changes nothing, as with a real kubelet.
  }
}
