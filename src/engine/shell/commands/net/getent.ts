import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { resolveHost } from './resolve.ts';

/** `getent hosts NAME`: what the machine's own look-ups find; other databases are refused. */
export const getent: CommandDefinition = {
  name: 'getent',
  synopsis: '[OPTION...] database [key ...]',
  summary: 'Get entries from administrative database.',
  short: 's:i',
  *run(call: Call): Task<number> {
    const [database = '', ...keys] = call.operands;
    const { network } = call.process.machine;
    if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4') {
      call.process.stderr.write(`Unknown database: ${database}\n`);
      return 1;
    }
    if (keys.length === 0) {
      const text = call.process.fs.exists('/etc/hosts') ? call.process.fs.read('/etc/hosts') : '';
      for (const line of text.split('\n')) if (/^\d/.test(line)) call.print(`${line.replace(/\s+/, '      ')}\n`);
      return 0;
    }
    let status = 0;
    for (const key of keys) {
      const address = network === undefined ? undefined : yield* resolveHost(call.process, network, key);
      if (address === undefined) status = 2;
      else call.print(`${address.padEnd(15)} ${key}\n`);
    }
    return status;
  },
};
