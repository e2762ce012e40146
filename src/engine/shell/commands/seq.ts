import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { formatPrintf } from './printf-core.ts';

/** `seq`. */
export const seq: CommandDefinition = {
  name: 'seq',
  synopsis: '[OPTION]... [FIRST [INCREMENT]] LAST',
  summary: 'Print numbers from FIRST to LAST, in steps of INCREMENT.',
  short: 's:wf:',
  long: { separator: 's', 'equal-width': 'w', format: 'f' },
  inOrder: true,
  prepare: (words) => {
    const at = words.findIndex((word) => /^-[\d.]/.test(word));
    return at < 0 ? words : [...words.slice(0, at), '--', ...words.slice(at)];
  },
  *run(call: Call): Task<number> {
    const words = call.operands;
    if (words.length === 0) return call.misuse('missing operand');
    if (words.length > 3) return call.misuse(`extra operand '${words[3]}'`);
    for (const word of words) {
      if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(word)) return call.misuse(`invalid floating point argument: '${word}'`);
    }
    const first = Number(words.length > 1 ? words[0] : 1);
    const by = Number(words.length > 2 ? words[1] : 1);
    const last = Number(words.at(-1));
    if (by === 0) return call.misuse(`invalid Zero increment value: '${words[1]}'`);
    const places = Math.max(...words.slice(0, -1).map((word) => (word.split('.')[1] ?? '').length), 0);
    const text = (number: number): string => number.toFixed(places);
    const width = call.has('w') ? Math.max(text(first).length, text(last).length) : 0;
    const format = call.value('f');
    const separator = call.value('s') ?? '\n';
    const count = Math.floor((last - first) / by + 1e-9);
    for (let at = 0; at <= count; at++) {
      const number = first + at * by;
      const shown = format === undefined ? padded(text(number), width) : formatPrintf(format, [String(number)]).text;
      call.print(`${at === 0 ? '' : separator}${shown}`);
      yield* call.process.breathe();
    }
    if (count >= 0) call.print('\n');
    return 0;
  },
};

function padded(text: string, width: number): string {
  return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
}
