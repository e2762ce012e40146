import type { NetworkNamespace } from '../../../cluster/network/types.ts';

/** Answers each datagram that comes to a UDP port; undefined for no answer. Undefined when the port is taken. */
export function serveDatagrams(
  network: NetworkNamespace,
  port: number,
  answer: (text: string, from: string) => string | undefined,
): { close(): void } | undefined {
  return network.listen(
    port,
    (flow) => {
      const from = `${flow.remote.address}:${flow.remote.port}`;
      flow.listen({
        data(text) {
          const said = answer(text, from);
          if (said !== undefined) flow.send(said);
        },
        end() {},
        reset() {},
      });
    },
    { protocol: 'UDP' },
  );
}

/** Sends one datagram and hands over the first that comes back, or why none did. Returns a disposer. */
export function askDatagram(
  network: NetworkNamespace,
  to: { readonly host: string; readonly port: number },
  text: string,
  timeoutMs: number,
  done: (result: { readonly answer: string } | { readonly failed: 'refused' | 'timeout' }) => void,
): () => void {
  return network.dial(
    to.host,
    to.port,
    timeoutMs,
    (result) => {
      if (result.kind !== 'open') return done({ failed: result.kind === 'refused' ? 'refused' : 'timeout' });
      const { connection } = result;
      connection.listen({ data: (answer) => done({ answer }), end() {}, reset: () => done({ failed: 'refused' }) });
      connection.send(text);
    },
    'UDP',
  );
}
