import type { DnsAnswer } from '../../../cluster/network/types.ts';
import type { Process, Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { lookUp, resolveHost } from './resolve.ts';

const SIMULATED_TYPES = new Set(['a', 'aaaa', 'ptr', 'any']);
const NO_SERVER = ';; connection timed out; no servers could be reached';

/** `1.0.96.10.in-addr.arpa` for an address; undefined for a name. */
function reversed(name: string): string | undefined {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) ? `${name.split('.').reverse().join('.')}.in-addr.arpa` : undefined;
}

interface Resolver {
  readonly nameserver: string | undefined;
  readonly search: readonly string[];
}

function resolverOf(process: Process): Resolver {
  const own = process.machine.network?.resolvConf ?? '';
  const text = process.fs.exists('/etc/resolv.conf') ? process.fs.read('/etc/resolv.conf') : own;
  return {
    nameserver: /^\s*nameserver\s+(\S+)/m.exec(text)?.[1],
    search: /^\s*search\s+(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [],
  };
}

/** The lines of one answer. Of the second kind (AAAA) no records exist: a name that does exist has an empty answer, but for its alias. */
function linesOf(answer: DnsAnswer, query: string, kind: 'A' | 'AAAA'): string {
  if (answer.kind === 'names') return answer.names.map((name) => `${query}\tname = ${name}\n`).join('');
  if (answer.kind !== 'addresses') return '';
  const shown = answer.name.replace(/\.$/, '');
  const chain = [...(answer.aliases ?? []), shown];
  const aliases = chain.slice(0, -1).map((name, at) => `${name}\tcanonical name = ${chain[at + 1] ?? ''}\n`);
  if (kind === 'AAAA') return aliases.join('');
  return aliases.join('') + answer.addresses.map((address) => `Name:\t${shown}\nAddress: ${address}\n`).join('');
}

/** `nslookup`: busybox' newer form (all search domains, A then AAAA), or bind's. */
export const nslookup: CommandDefinition = {
  name: 'nslookup',
  synopsis: '[-type=QUERY_TYPE] HOST [DNS_SERVER]',
  summary: 'Query DNS about HOST.',
  prepare: (words) => words.filter((word) => !/^-(type|query|querytype|debug|timeout|port|retry)(=|$)/.test(word)),
  *run(call: Call): Task<number> {
    const [name, server] = call.operands;
    const typed = call.process.argv.find((word) => /^-(type|query|querytype)=/.test(word));
    const type = typed?.split('=')[1]?.toLowerCase() ?? 'a';
    if (name === undefined) return call.misuse('missing host');
    if (!SIMULATED_TYPES.has(type))
      return call.fail(`-type=${type}: only addresses and their names are simulated here`);
    const { network } = call.process.machine;
    if (network === undefined) return call.fail('no network here');
    const { nameserver: own, search } = resolverOf(call.process);
    const nameserver = server === undefined ? own : yield* resolveHost(call.process, network, server);
    if (nameserver === undefined) return call.fail(server === undefined ? NO_SERVER : `can't resolve '${server}'`);
    const busybox = call.style === 'busybox';
    const reverse = reversed(name);
    const absolute = reverse ?? (name.endsWith('.') ? name.slice(0, -1) : name);
    const single = reverse !== undefined || name.includes('.') || search.length === 0;
    const queries = single ? [absolute] : search.map((domain) => `${name}.${domain}`);
    let out = `Server:\t\t${nameserver}\nAddress:\t${nameserver}${busybox ? ':' : '#'}53\n\n`;
    let missing = 0;
    // busybox asks for both kinds of address
    for (const kind of busybox && reverse === undefined ? (['A', 'AAAA'] as const) : (['A'] as const)) {
      for (const query of queries) {
        const answer = yield* lookUp(network, `${query}.`, server === undefined ? undefined : nameserver);
        if (answer.kind === 'no-server') {
          call.print(`${NO_SERVER}\n\n`);
          return 1;
        }
        if (answer.kind === 'nxdomain' || answer.kind === 'servfail') {
          missing++;
          const why = answer.kind === 'nxdomain' ? 'NXDOMAIN' : 'SERVFAIL';
          if (busybox || single)
            out += `** server can't find ${busybox || reverse !== undefined ? query : name}: ${why}\n`;
        } else {
          out += linesOf(answer, query, kind);
          if (!busybox) {
            call.print(`${out}\n`);
            return 0;
          }
        }
        if (busybox || single) out += '\n';
      }
    }
    if (!busybox && !single) out += `** server can't find ${name}: NXDOMAIN\n\n`;
    call.print(out);
    return missing > 0 ? 1 : 0;
  },
};
