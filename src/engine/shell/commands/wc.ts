import { utf8Length } from '../../cluster/network/utf8.ts';
import type { Task } from '../process/types.ts';
import { textWidth } from '../terminal/width.ts';
import type { Call, CommandDefinition } from './command.ts';
import { openInput } from './inputs.ts';

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  longest: number;
}

/** `wc`. */
export const wc: CommandDefinition = {
  name: 'wc',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Print newline, word, and byte counts for each FILE.',
  short: 'lwcmL',
  long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
  *run(call: Call): Task<number> {
    let status = 0;
    const rows: { counts: Counts; name: string }[] = [];
    const total: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
    for (const name of call.operands.length === 0 ? ['-'] : call.operands) {
      const input = openInput(call, name);
      if (input === undefined) {
        status = 1;
        continue;
      }
      const counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
      let inWord = false;
      let column = '';
      for (;;) {
        const piece = yield* input.reader.read();
        if (piece === undefined) break;
        counts.bytes += utf8Length(piece);
        counts.characters += [...piece].length;
        for (const part of piece.split(/(\s+)/)) {
          if (part === '') continue;
          const blank = /\s/.test(part);
          if (!blank && !inWord) counts.words++;
          inWord = !blank;
        }
        const lines = (column + piece).split('\n');
        counts.lines += lines.length - 1;
        column = lines.at(-1) ?? '';
        if (call.has('L')) counts.longest = Math.max(counts.longest, ...lines.map(textWidth));
        yield* call.process.breathe();
      }
      total.lines += counts.lines;
      total.words += counts.words;
      total.characters += counts.characters;
      total.bytes += counts.bytes;
      total.longest = Math.max(total.longest, counts.longest);
      rows.push({ counts, name: call.operands.length === 0 ? '' : name });
    }
    if (call.operands.length > 1) rows.push({ counts: total, name: 'total' });
    const width = columnWidth(call, total, rows.length);
    for (const row of rows) {
      const numbers = selected(call, row.counts).map((number) => String(number).padStart(width));
      call.print(`${numbers.join(' ')}${row.name === '' ? '' : ` ${row.name}`}\n`);
    }
    return status;
  },
};

function selected(call: Call, counts: Counts): readonly number[] {
  const all = call.given.length === 0;
  const out: number[] = [];
  if (all || call.has('l')) out.push(counts.lines);
  if (all || call.has('w')) out.push(counts.words);
  if (call.has('m')) out.push(counts.characters);
  if (all || call.has('c')) out.push(counts.bytes);
  if (call.has('L')) out.push(counts.longest);
  return out;
}

function columnWidth(call: Call, total: Counts, rows: number): number {
  const single = selected(call, total).length === 1;
  if (call.style === 'busybox') return single ? 1 : 9;
  if (single && rows <= 1) return 1;
  if (call.operands.length === 0 || call.operands.includes('-')) return 7;
  return String(total.bytes).length;
}
