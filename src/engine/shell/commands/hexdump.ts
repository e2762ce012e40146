import { toBytes } from '../../cluster/bytes.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { openInput } from './inputs.ts';

const PER_LINE = 16;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** `hexdump -C`: offset, bytes, and the characters that can be shown. */
export const hexdump: CommandDefinition = {
  name: 'hexdump',
  synopsis: '[-C] [FILE]...',
  summary: 'Display FILEs (or stdin) in a user specified format',
  short: 'C',
  *run(call: Call): Task<number> {
    let text = '';
    let status = 0;
    for (const name of call.operands.length === 0 ? ['-'] : call.operands) {
      const input = openInput(call, name);
      if (input === undefined) status = 1;
      else text += yield* input.reader.readAll();
    }
    const bytes = toBytes(text);
    for (let at = 0; at < bytes.length; at += PER_LINE) {
      call.process.step();
      const line = [...bytes.slice(at, at + PER_LINE)];
      if (!call.has('C')) {
        const words: string[] = [];
        for (let pair = 0; pair < line.length; pair += 2)
          words.push(hex((line[pair] ?? 0) + ((line[pair + 1] ?? 0) << 8), 4));
        call.print(`${hex(at, 7)} ${words.join(' ')}\n`);
        continue;
      }
      const shown = line.map((byte, index) => `${hex(byte, 2)}${index === 7 ? ' ' : ''}`).join(' ');
      const letters = line.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
      call.print(`${hex(at, 8)}  ${shown.padEnd(49)} |${letters}|\n`);
    }
    if (bytes.length > 0) call.print(`${hex(bytes.length, call.has('C') ? 8 : 7)}\n`);
    return status;
  },
};
