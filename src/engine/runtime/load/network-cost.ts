import type { Cgroup } from '../../cluster/kubelet/kernel/cgroup.ts';
import type { NetworkNamespace } from '../../cluster/network/types.ts';

/** What a server spends of a processor on a piece of a request: the kernel's part and its own. */
const REQUEST_CPU_MS = 0.25;

/** A pod's network as one of its containers has it: what its servers are asked costs that container CPU time. */
export function counted(network: NetworkNamespace, cgroup: Cgroup): NetworkNamespace {
  const listen: NetworkNamespace['listen'] = (port, accept, onlyLoopback) =>
    network.listen(
      port,
      (connection) => {
        const hear: typeof connection.listen = (listener) =>
          connection.listen({
            data: (text) => {
              cgroup.spent(REQUEST_CPU_MS);
              listener.data(text);
            },
            end: () => listener.end(),
            reset: () => listener.reset(),
          });
        accept(Object.create(connection, { listen: { value: hear } }) as typeof connection);
      },
      onlyLoopback,
    );
  return Object.create(network, { listen: { value: listen } }) as NetworkNamespace;
}
