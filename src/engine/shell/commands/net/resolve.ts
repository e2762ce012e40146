import type { DnsAnswer, NetworkNamespace } from '../../../cluster/network/types.ts';
import type { Process, Task } from '../../process/types.ts';
import { Mailbox } from './mailbox.ts';

/** Addresses of a name by /etc/hosts and DNS; an address is its own. Undefined: no such name (or no server). */
export function* resolveHost(process: Process, network: NetworkNamespace, host: string): Task<string | undefined> {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host;
  for (const line of hostsText(process, network).split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address !== undefined && names.includes(host) && !address.includes(':')) return address;
  }
  if (host === 'localhost') return '127.0.0.1';
  const answer = yield* lookUp(network, host);
  return answer.kind === 'addresses' ? answer.addresses[0] : undefined;
}

function hostsText(process: Process, network: NetworkNamespace): string {
  return process.fs.exists('/etc/hosts') ? process.fs.read('/etc/hosts') : network.hosts;
}

/** Asks the namespace's resolver. */
export function* lookUp(network: NetworkNamespace, name: string, server?: string): Task<DnsAnswer> {
  const box = new Mailbox<DnsAnswer>();
  const dispose = network.lookup(name, (answer) => box.put(answer), server);
  try {
    return yield* box.take();
  } finally {
    dispose();
  }
}
