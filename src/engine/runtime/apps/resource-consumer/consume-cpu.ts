import type { Program, Task } from '../../../shell/process/types.ts';
import { goFlags } from '../flags.ts';

/** The load is evened out over so long, milliseconds. */
const SLICE_MS = 500;

/** `consume-cpu`: uses so many thousandths of one core on average, for so long. Models: test/images/resource-consumer/consume-cpu */
export const consumeCpu: Program = function* (process): Task<number> {
  const { clock } = process.machine;
  const { flags } = goFlags(process.argv.slice(1));
  const share = Number(flags.get('millicores') ?? 0) / 1000;
  const startedMs = clock.nowMs();
  const endMs = startedMs + Number(flags.get('duration-sec') ?? 0) * 1000;
  let usedMs = 0;
  for (let nowMs = startedMs; nowMs < endMs; nowMs = clock.nowMs()) {
    const sliceMs = Math.min(SLICE_MS, endMs - nowMs);
    const owedMs = Math.min((nowMs - startedMs + sliceMs) * share - usedMs, sliceMs);
    if (owedMs > 0) {
      yield* process.compute(owedMs);
      usedMs += owedMs;
    }
    const restMs = nowMs + sliceMs - clock.nowMs();
    if (restMs > 0) yield* process.sleep(restMs);
  }
  return 0;
};
