import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiResponse } from '../../../cluster/apiserver/http.ts';
import { encodeBase64 } from '../../../cluster/base64.ts';
import { toBytes } from '../../../cluster/bytes.ts';

const BASE64 = 'base64.binary.k8s.io';
const BINARY = 'binary.k8s.io';

/** Sockets on which only the server speaks: logs and watches. */
const readers = new WebSocketServer({
  noServer: true,
  maxPayload: 64 * 1024,
  handleProtocols: (offered) => [BINARY, BASE64].find((known) => offered.has(known)) ?? false,
});

type Upgrade = Parameters<WebSocketServer['handleUpgrade']>;

/** A client that does not read so many bytes is dropped, as over HTTP. */
const UNREAD_LIMIT = 8 * 1024 * 1024;

/**
 * Sends a log, or the events of a watch, as messages of a WebSocket; false when the answer is neither.
 * Models: streaming/pkg/httpstream/wsstream.Reader, apiserver/pkg/endpoints/handlers.WatchServer.HandleWS
 */
export function sendOneWay(got: ApiResponse, request: Upgrade[0], socket: Upgrade[1], head: Upgrade[2]): boolean {
  const { watch, follow, text } = got;
  if (got.status >= 400 || (watch ?? follow ?? text) === undefined) return false;
  readers.handleUpgrade(request, socket, head, (client) => {
    client.on('error', () => client.terminate());
    const end = (): void => client.close(1000);
    if (watch !== undefined) {
      client.on('close', () => watch.close());
      watch.subscribe((event) => send(client, JSON.stringify(event)), end);
      return;
    }
    const write = (chunk: string): void => {
      const bytes = toBytes(chunk);
      if (bytes.length > 0) send(client, client.protocol === BASE64 ? encodeBase64(chunk) : bytes);
    };
    if (follow !== undefined) {
      client.on('close', () => follow.close());
      follow.subscribe(write, end);
    } else {
      write(text ?? '');
      end();
    }
  });
  return true;
}

function send(client: WebSocket, message: string | Uint8Array): void {
  if (client.readyState !== client.OPEN) return;
  client.send(message);
  if (client.bufferedAmount > UNREAD_LIMIT) client.terminate();
}
