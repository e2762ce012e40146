import { tryFile } from '../files/errors.ts';
import { parseDate, strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';

/** `date`: the virtual clock, UTC. */
export const date: CommandDefinition = {
  name: 'date',
  synopsis: '[OPTION]... [+FORMAT]',
  summary: 'Display the current time in the given FORMAT.',
  short: 'd:uRr:I:s:',
  long: { date: 'd', utc: 'u', universal: 'u', 'rfc-email': 'R', reference: 'r', set: 's' },
  prepare: (words) =>
    words.map((word) => (word === '-I' || word === '--iso-8601' ? '-Idate' : word.replace(/^--iso-8601=/, '-I'))),
  run(call: Call): number {
    if (call.has('s')) return call.fail('cannot set date: Operation not permitted');
    const now = call.process.machine.clock.nowMs();
    let at: number | undefined = now;
    const text = call.value('d');
    if (text !== undefined) at = parseDate(text, now);
    const reference = call.value('r');
    if (reference !== undefined) {
      const node = tryFile(() => call.process.fs.node(call.path(reference)));
      if (!node.ok) return call.fail(`${reference}: ${node.error.message}`);
      at = node.value.type === 'link' ? 0 : node.value.modifiedMs;
    }
    if (at === undefined)
      return call.fail(call.style === 'busybox' ? `invalid date '${text}'` : `invalid date '${text}'`);
    const [format] = call.operands;
    if (format !== undefined && !format.startsWith('+')) return call.fail(`invalid date '${format}'`);
    if (call.operands.length > 1) return call.misuse(`extra operand '${call.operands[1]}'`);
    const isoFormats: { readonly [precision: string]: string } = {
      date: '%Y-%m-%d',
      hours: '%Y-%m-%dT%H%:z',
      minutes: '%Y-%m-%dT%H:%M%:z',
      seconds: '%Y-%m-%dT%H:%M:%S%:z',
      ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
    };
    const standard = call.has('R')
      ? '%a, %d %b %Y %H:%M:%S +0000'
      : (isoFormats[call.value('I') ?? ''] ?? '%a %b %e %H:%M:%S UTC %Y');
    call.print(`${strftime(format?.slice(1) ?? standard, at)}\n`);
    return 0;
  },
};
