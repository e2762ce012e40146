import type { DnsAnswer } from '../../../cluster/network/types.ts';
import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { lookUp } from './resolve.ts';

/** Seconds that the cluster's DNS lets its records be kept. */
const TTL = 30;
const TYPES = new Set(['A', 'AAAA', 'CNAME', 'PTR', 'SRV']);

interface Question {
  readonly name: string;
  readonly type: string;
  readonly server: string | undefined;
  readonly plus: ReadonlySet<string>;
}

/** Reads dig's own way of writing arguments; text where it refuses them. */
function question(words: readonly string[]): Question | string {
  let name = '';
  let type = '';
  let server: string | undefined;
  const plus = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word.startsWith('@')) server = word.slice(1);
    else if (word.startsWith('+')) plus.add(word.slice(1));
    else if (word === '-x') {
      at += 1;
      name = `${(words[at] ?? '').split('.').reverse().join('.')}.in-addr.arpa`;
      type = 'PTR';
    } else if (word === '-p' || word === '-t') {
      at += 1;
      if (word === '-t') type = (words[at] ?? '').toUpperCase();
    } else if (TYPES.has(word.toUpperCase())) type = word.toUpperCase();
    else if (word === 'IN') continue;
    else if (word.startsWith('-')) return `Invalid option: ${word}\n`;
    else name = word;
  }
  return { name, type: type === '' ? 'A' : type, server, plus };
}

interface Line {
  readonly owner: string;
  readonly type: string;
  readonly data: string;
}

const dotted = (name: string): string => (name.endsWith('.') ? name : `${name}.`);

function answers(type: string, answer: DnsAnswer): readonly Line[] {
  switch (answer.kind) {
    case 'addresses': {
      const aliases = aliasLines(answer);
      const addresses = answer.addresses.map((data) => ({ owner: answer.name, type: 'A', data }));
      if (type === 'A') return [...aliases, ...addresses];
      return type === 'CNAME' || type === 'AAAA' ? aliases : [];
    }
    case 'names':
      return type === 'PTR' ? answer.names.map((name) => ({ owner: answer.name, type, data: dotted(name) })) : [];
    case 'services':
      return type === 'SRV'
        ? answer.services.map(({ port, target, weight }) => ({
            owner: answer.name,
            type,
            data: `0 ${weight} ${port} ${dotted(target)}`,
          }))
        : [];
    case 'nxdomain':
      return type === 'A' || type === 'CNAME' || type === 'AAAA' ? aliasLines(answer) : [];
    default:
      return [];
  }
}

function aliasLines(answer: { readonly name: string; readonly aliases?: readonly string[] }): readonly Line[] {
  const names = [...(answer.aliases ?? []), answer.name];
  return names.slice(0, -1).map((owner, at) => ({ owner, type: 'CNAME', data: dotted(names[at + 1] ?? '') }));
}

const STATUS: { readonly [kind: string]: string } = { nxdomain: 'NXDOMAIN', servfail: 'SERVFAIL' };

/** `dig`: asks a name server one question and shows the answer. */
export const dig: CommandDefinition = {
  name: 'dig',
  synopsis: '[@server] [+option...] name [type]',
  summary: 'DNS lookup utility.',
  raw: true,
  *run(call: Call): Task<number> {
    const asked = question(call.process.argv.slice(1));
    if (typeof asked === 'string') {
      call.process.stderr.write(asked);
      return 1;
    }
    const { network } = call.process.machine;
    if (network === undefined) return call.fail('no network here', 9);
    // Without +search a name is taken as it is.
    const name = asked.plus.has('search') ? asked.name : dotted(asked.name);
    const answer = yield* lookUp(network, name, asked.server);
    if (answer.kind === 'no-server') {
      call.print(';; connection timed out; no servers could be reached\n');
      return 9;
    }
    const lines = answers(asked.type, answer);
    if (asked.plus.has('short')) {
      for (const { data } of lines) call.print(`${data}\n`);
      return 0;
    }
    const shown = lines.map(({ owner, type, data }) => `${dotted(owner)}\t${TTL}\tIN\t${type}\t${data}\n`).join('');
    if (asked.plus.has('noall')) {
      if (asked.plus.has('answer')) call.print(shown);
      return 0;
    }
    call.print(
      `\n; <<>> DiG 9.9.5 <<>> ${call.process.argv.slice(1).join(' ')}\n;; global options: +cmd\n;; Got answer:\n` +
        `;; ->>HEADER<<- opcode: QUERY, status: ${STATUS[answer.kind] ?? 'NOERROR'}, id: ${call.process.machine.random.integer(1, 65_535)}\n` +
        `;; flags: qr aa rd; QUERY: 1, ANSWER: ${lines.length}, AUTHORITY: 0, ADDITIONAL: 1\n\n` +
        `;; QUESTION SECTION:\n;${dotted(asked.name)}\t\tIN\t${asked.type}\n\n${lines.length === 0 ? '' : `;; ANSWER SECTION:\n${shown}\n`}`,
    );
    return 0;
  },
};
