import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';

const UNITS: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** A duration like `5`, `0.5`, `2m` or `infinity` in milliseconds; undefined for what is none. */
export function durationMs(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1) * 1000;
}

/** Never longer than this: a century is for ever. */
const FOREVER_MS = 100 * 365 * 86_400_000;

/** `sleep`. */
export const sleep: CommandDefinition = {
  name: 'sleep',
  synopsis: 'NUMBER[SUFFIX]...',
  summary: 'Pause for NUMBER seconds (or m minutes, h hours, d days).',
  *run(call: Call): Task<number> {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let total = 0;
    for (const word of call.operands) {
      const ms = durationMs(word);
      if (ms === undefined)
        return call.style === 'busybox'
          ? call.fail(`invalid number '${word}'`)
          : call.misuse(`invalid time interval '${word}'`);
      total += ms;
    }
    yield* call.process.sleep(Math.min(total, FOREVER_MS));
    return 0;
  },
};
