import type { ApiChannels } from '../../apiserver/http.ts';
import { badRequest } from '../../apiserver/status.ts';
import type { Connection } from '../../network/types.ts';
import type { Pod } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';
import { failedChannels } from './sessions.ts';

const DIAL_TIMEOUT_MS = 5000;

/**
 * One forwarded connection: `?ports=N` names the port, stdin goes to the pod, stdout comes from it, stderr says why it failed. Each
 * connection to the local port is one such request. Models: pkg/kubelet/cri/streaming/portforward
 */
export function forwardPort(pod: Pod, worker: PodWorker | undefined, query: URLSearchParams): ApiChannels {
  const port = Number(query.get('ports') ?? query.get('port') ?? '');
  if (!Number.isInteger(port) || port <= 0 || port > 65_535) throw badRequest('you must specify at least 1 port');
  const sandbox = worker?.runtime.sandbox;
  if (sandbox?.ready !== true) return failedChannels(`unable to upgrade connection: pod does not exist`);

  let connection: Connection | undefined;
  const waiting: string[] = [];
  let ended = false;
  let drop: () => void = () => {};
  return {
    open(listener) {
      const close = (): void => listener.closed({ metadata: {}, status: 'Success' });
      drop = sandbox.network.namespace.dial('127.0.0.1', port, DIAL_TIMEOUT_MS, (result) => {
        if (result.kind !== 'open') {
          const cause = `failed to connect to localhost:${port} inside namespace "${pod.metadata.uid}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused`;
          listener.stderr(
            `error forwarding port ${port} to pod ${pod.metadata.uid}, uid : failed to execute portforward in network namespace: ${cause}`,
          );
          return close();
        }
        connection = result.connection;
        drop = () => connection?.abort();
        for (const text of waiting.splice(0)) connection.send(text);
        if (ended) connection.end();
        connection.listen({ data: (text) => listener.stdout(text), end: close, reset: close });
      });
    },
    stdin(text) {
      if (connection === undefined) waiting.push(text);
      else connection.send(text);
    },
    closeStdin() {
      ended = true;
      connection?.end();
    },
    resize() {},
    abort: () => drop(),
  };
}
