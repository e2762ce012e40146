import type { NetworkNamespace } from '../../../cluster/network/types.ts';
import type { Process } from '../../../shell/process/types.ts';
import { plain, type ServerApp } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';
import { klog } from '../klog.ts';
import { serveDatagrams } from './datagrams.ts';

/** Says the host's name to each connection and ends it. Undefined when the port is taken. */
function serveConnections(
  network: NetworkNamespace,
  port: number,
  accepted: (from: string) => string,
): { close(): void } | undefined {
  return network.listen(port, (connection) => {
    connection.listen({ data() {}, end() {}, reset() {} });
    connection.send(accepted(`${connection.remote.address}:${connection.remote.port}`));
    connection.end();
  });
}

/** `serve-hostname`: tells its host's name over HTTP, bare TCP or UDP. Models: agnhost/serve-hostname */
export function serveHostname(words: readonly string[]): ServerApp {
  const { flags } = goFlags(words, ['http', 'tcp', 'udp', 'close']);
  const on = (name: string, unless: boolean): boolean => {
    const given = flags.get(name);
    return given === undefined ? unless : given !== 'false' && given !== '0';
  };
  const port = portOf(flags.get('port'), 9376);
  const open: ({ close(): void } | undefined)[] = [];
  const asked = (process: Process, kind: string, from: string): string => {
    process.stdout.write(klog(process, `${kind} request from ${from}`, 'serve_hostname.go:92'));
    return process.machine.hostname;
  };
  return {
    ports: () => (on('http', true) ? [port] : []),
    started: (process) => {
      const { network } = process.machine;
      if (network !== undefined && on('tcp', false))
        open.push(serveConnections(network, port, (from) => asked(process, 'TCP', from)));
      if (network !== undefined && on('udp', false))
        open.push(serveDatagrams(network, port, (_text, from) => asked(process, 'UDP', from)));
      return klog(process, `Serving on port ${port}.`, 'serve_hostname.go:57');
    },
    stopped: () => {
      for (const listener of open.splice(0)) listener?.close();
      return '';
    },
    answer(request, process, _port, reply) {
      const answer = plain(200, asked(process, 'HTTP', request.remoteAddress));
      reply(on('close', false) ? { ...answer, headers: [...answer.headers, ['Connection', 'close']] } : answer);
    },
  };
}
