import type { Cgroup } from '../../cluster/kubelet/kernel/cgroup.ts';
import type { Connection, NetworkNamespace } from '../../cluster/network/types.ts';

/** What a server spends of a processor on a piece of a request: the kernel's part and its own. */
const REQUEST_CPU_MS = 0.25;

/** The connection, with every piece that arrives counted. */
function countedConnection(connection: Connection, cgroup: Cgroup): Connection {
  return {
    local: connection.local,
    remote: connection.remote,
    send: (text) => connection.send(text),
    end: () => connection.end(),
    abort: () => connection.abort(),
    listen: (listener) =>
      connection.listen({
        data: (text) => {
          cgroup.spent(REQUEST_CPU_MS);
          listener.data(text);
        },
        end: () => listener.end(),
        reset: () => listener.reset(),
      }),
  };
}

/** A pod's network as one of its containers has it: what its servers are asked costs that container CPU time. */
export function counted(network: NetworkNamespace, cgroup: Cgroup): NetworkNamespace {
  const { address, hostname, resolvConf, hosts } = network;
  return {
    address,
    hostname,
    resolvConf,
    hosts,
    listen: (port, accept, how) =>
      network.listen(port, (connection) => accept(countedConnection(connection, cgroup)), how),
    listening: () => network.listening(),
    dial: (host, port, timeoutMs, done, protocol) => network.dial(host, port, timeoutMs, done, protocol),
    lookup: (name, done, server) => network.lookup(name, done, server),
  };
}
