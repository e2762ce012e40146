import { fromBytes, toBytes } from '../../cluster/bytes.ts';
import { Sha256 } from '../../cluster/sha256.ts';
import { isEndless } from '../process/readers.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { openInput, readText, splitLines } from './inputs.ts';
import { md5 } from './md5.ts';

function digestCommand(name: string, digest: (text: string) => string): CommandDefinition {
  return {
    name,
    synopsis: '[OPTION]... [FILE]...',
    summary: `Print or check ${name.replace('sum', '').toUpperCase()} checksums.`,
    short: 'cbtwq1',
    long: { check: 'c', binary: 'b', text: 't', status: '1', quiet: 'q' },
    *run(call: Call): Task<number> {
      let status = 0;
      for (const file of call.operands.length === 0 ? ['-'] : call.operands) {
        const input = openInput(call, file);
        if (input === undefined) {
          status = 1;
          continue;
        }
        if (isEndless(input.reader)) yield* call.process.compute(Number.POSITIVE_INFINITY);
        const text = yield* readText(call, input);
        if (!call.has('c')) {
          call.print(`${digest(text)}  ${file}\n`);
          continue;
        }
        let failed = 0;
        for (const line of splitLines(text)) {
          const match = /^([0-9a-f]+) [ *](.*)$/.exec(line);
          if (match === null) continue;
          const checked = openInput(call, match[2] ?? '');
          const good = checked !== undefined && digest(yield* readText(call, checked)) === match[1];
          if (!good) failed++;
          if (!call.has('1') && !(good && call.has('q'))) call.print(`${match[2]}: ${good ? 'OK' : 'FAILED'}\n`);
        }
        if (failed > 0) {
          if (!call.has('1'))
            call.complain(`WARNING: ${failed} computed checksum${failed > 1 ? 's' : ''} did NOT match`);
          status = 1;
        }
      }
      return status;
    },
  };
}

export const md5sum = digestCommand('md5sum', md5);
export const sha256sum = digestCommand('sha256sum', (text) => new Sha256().update(toBytes(text)).hex());

/** `base64`. */
export const base64: CommandDefinition = {
  name: 'base64',
  synopsis: '[OPTION]... [FILE]',
  summary: 'Base64 encode or decode FILE, or standard input, to standard output.',
  short: 'dDiw:',
  long: { decode: 'd', 'ignore-garbage': 'i', wrap: 'w' },
  *run(call: Call): Task<number> {
    const input = openInput(call, call.operands[0] ?? '-');
    if (input === undefined) return 1;
    const text = yield* readText(call, input);
    if (call.has('d') || call.has('D')) {
      const kept = call.has('i') ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text.replace(/\s/g, '');
      const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(kept) && kept.replace(/=+$/, '').length % 4 !== 1;
      const usable = (/^[A-Za-z0-9+/]*/.exec(kept)?.[0] ?? '').replace(/=+$/, '');
      const whole = usable.length % 4 === 1 ? usable.slice(0, -1) : usable;
      const bytes = Uint8Array.from(atob(whole.padEnd(Math.ceil(whole.length / 4) * 4, '=')), (char) =>
        char.charCodeAt(0),
      );
      call.print(fromBytes(bytes));
      return valid && kept.length % 4 === 0 ? 0 : call.fail('invalid input');
    }
    let binary = '';
    for (const byte of toBytes(text)) binary += String.fromCharCode(byte);
    const encoded = btoa(binary);
    const width = Number(call.value('w') ?? 76);
    if (width === 0) call.print(encoded);
    else for (let at = 0; at < encoded.length; at += width) call.print(`${encoded.slice(at, at + width)}\n`);
    return 0;
  },
};
