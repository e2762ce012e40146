import type { WebSocket } from 'ws';
import type { ApiChannels, ApiResponse } from '../../../cluster/apiserver/http.ts';
import { ByteReader, toBytes } from '../../../cluster/bytes.ts';
import { SpdyConnection } from './spdy.ts';

/** One forwarded connection: the data stream, and the stream on which a failure is told. */
interface Forwarded {
  readonly port: string;
  error: number | undefined;
  data: number | undefined;
  channels: ApiChannels | undefined;
}

/**
 * kubectl port-forward: SPDY inside a WebSocket. Each local connection is a pair of streams with the same request id.
 * Models: client-go/tools/portforward, pkg/kubelet/cri/streaming/portforward/httpstream.go
 */
export function tunnelPorts(client: WebSocket, dial: (port: string) => ApiResponse | undefined): void {
  const pairs = new Map<string, Forwarded>();
  const byStream = new Map<number, Forwarded>();
  const decoders = new Map<number, ByteReader>();

  const connect = (pair: Forwarded): void => {
    const { data, error } = pair;
    if (data === undefined || error === undefined || pair.channels !== undefined) return;
    const got = dial(pair.port);
    if (got?.channels === undefined) {
      const body = got?.body as { readonly message?: string } | undefined;
      connection.write(error, Buffer.from(body?.message ?? 'the pod cannot be reached'), true);
      connection.write(data, Buffer.alloc(0), true);
      return;
    }
    pair.channels = got.channels;
    got.channels.open({
      stdout: (text) => connection.write(data, Buffer.from(toBytes(text)), false),
      stderr: (text) => connection.write(error, Buffer.from(text), false),
      closed() {
        connection.write(data, Buffer.alloc(0), true);
        connection.write(error, Buffer.alloc(0), true);
      },
    });
  };
  const connection = new SpdyConnection(
    (bytes) => {
      if (client.readyState === client.OPEN) client.send(bytes);
    },
    {
      opened(stream, headers) {
        const [id = '', port = ''] = [headers.get('requestid'), headers.get('port')];
        const pair = pairs.get(id) ?? { port, error: undefined, data: undefined, channels: undefined };
        pairs.set(id, pair);
        byStream.set(stream, pair);
        if (headers.get('streamtype') === 'error') pair.error = stream;
        else pair.data = stream;
        connect(pair);
      },
      data(stream, bytes) {
        const pair = byStream.get(stream);
        if (pair?.data !== stream) return;
        const decoder = decoders.get(stream) ?? new ByteReader();
        decoders.set(stream, decoder);
        pair.channels?.stdin(decoder.read(bytes));
      },
      ended(stream) {
        const pair = byStream.get(stream);
        if (pair?.data === stream) pair.channels?.closeStdin();
      },
      reset(stream) {
        byStream.get(stream)?.channels?.abort();
        byStream.delete(stream);
      },
      broke: () => client.close(1002),
    },
  );
  client.on('message', (bytes: Buffer) => connection.receive(bytes));
  client.on('error', () => client.terminate());
  client.on('close', () => {
    for (const pair of pairs.values()) pair.channels?.abort();
    connection.close();
  });
}
