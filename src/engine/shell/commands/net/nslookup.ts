import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { lookUp } from './resolve.ts';

/** `nslookup`: busybox' newer form (all search domains, A then AAAA), or bind's. */
export const nslookup: CommandDefinition = {
  name: 'nslookup',
  synopsis: '[-type=QUERY_TYPE] HOST [DNS_SERVER]',
  summary: 'Query DNS about HOST.',
  prepare: (words) => words.filter((word) => !/^-(type|query|querytype|debug|timeout|port|retry)(=|$)/.test(word)),
  *run(call: Call): Task<number> {
    const [name, server] = call.operands;
    if (name === undefined) return call.misuse('missing host');
    const { network } = call.process.machine;
    if (server !== undefined)
      return call.fail(`${server}: asking another server than /etc/resolv.conf's is not supported here`);
    if (network === undefined) return call.fail('no network here');
    const configuration = call.process.fs.exists('/etc/resolv.conf')
      ? call.process.fs.read('/etc/resolv.conf')
      : network.resolvConf;
    const nameserver = /^\s*nameserver\s+(\S+)/m.exec(configuration)?.[1];
    if (nameserver === undefined) return call.fail(';; connection timed out; no servers could be reached');
    const search = /^\s*search\s+(.*)$/m.exec(configuration)?.[1]?.trim().split(/\s+/) ?? [];
    const busybox = call.style === 'busybox';
    const absolute = name.endsWith('.') ? name.slice(0, -1) : name;
    const queries =
      name.includes('.') || search.length === 0 ? [absolute] : search.map((domain) => `${name}.${domain}`);
    let out = `Server:\t\t${nameserver}\nAddress:\t${nameserver}${busybox ? ':' : '#'}53\n\n`;
    let missing = 0;
    let found = 0;
    // busybox asks for both kinds of address; there are no AAAA records here: an existing name then has an empty answer
    for (const kind of busybox ? (['A', 'AAAA'] as const) : (['A'] as const)) {
      for (const query of queries) {
        const answer = yield* lookUp(network, `${query}.`);
        if (answer.kind === 'no-server') {
          call.print(
            busybox
              ? ';; connection timed out; no servers could be reached\n\n'
              : ';; connection timed out; no servers could be reached\n\n',
          );
          return 1;
        }
        if (answer.kind === 'servfail' && !busybox) {
          call.print(`${out}** server can't find ${queries.length === 1 ? name : query}: SERVFAIL\n\n`);
          return 1;
        }
        if (answer.kind !== 'addresses') {
          missing++;
          const why = answer.kind === 'servfail' ? 'SERVFAIL' : 'NXDOMAIN';
          if (busybox || queries.length === 1) out += `** server can't find ${busybox ? query : name}: ${why}\n`;
        } else if (kind === 'A') {
          found++;
          const shown = answer.name.replace(/\.$/, '');
          for (const address of answer.addresses) out += `Name:\t${shown}\nAddress: ${address}\n`;
          if (!busybox) {
            call.print(`${out}\n`);
            return 0;
          }
        }
        if (busybox || queries.length === 1) out += '\n';
      }
    }
    if (!busybox && found === 0 && queries.length > 1) out += `** server can't find ${name}: NXDOMAIN\n\n`;
    call.print(out);
    return missing > 0 ? 1 : 0;
  },
};
