import type { Call, CommandDefinition } from '../command.ts';

/** `ip`: shows addresses and routes; changes need a capability that no container here has. */
export const ip: CommandDefinition = {
  name: 'ip',
  synopsis: '[OPTIONS] address|route|link [COMMAND]',
  summary: 'Show interfaces, addresses and routes',
  raw: true,
  run(call: Call): number {
    const words = call.process.argv.slice(1).filter((word) => !word.startsWith('-'));
    const [object = 'address', command = 'show'] = words;
    const { network } = call.process.machine;
    const address = network?.address ?? '127.0.0.1';
    if (!['show', 'list', 'ls', 'get', 'dev'].includes(command)) {
      call.process.stderr.write('ip: RTNETLINK answers: Operation not permitted\n');
      return 2;
    }
    if ('route'.startsWith(object) && object !== '') {
      const gateway = address.replace(/\.\d+$/, '.1');
      call.print(
        `default via ${gateway} dev eth0\n${address.replace(/\.\d+$/, '.0')}/24 dev eth0 scope link  src ${address}\n`,
      );
      return 0;
    }
    const withAddresses = 'address'.startsWith(object);
    if (!withAddresses && !'link'.startsWith(object)) {
      call.process.stderr.write(`ip: unknown object "${object}"\n`);
      return 1;
    }
    const inet = (text: string): string =>
      withAddresses ? `    inet ${text}\n       valid_lft forever preferred_lft forever\n` : '';
    call.print(
      `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n${inet('127.0.0.1/8 scope host lo')}` +
        `2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue\n    link/ether ${mac(address)} brd ff:ff:ff:ff:ff:ff\n${inet(`${address}/24 brd ${address.replace(/\.\d+$/, '.255')} scope global eth0`)}`,
    );
    return 0;
  },
};

/** The hardware address that a bridge's port gets from its IPv4 address. */
function mac(address: string): string {
  return ['02:42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}
