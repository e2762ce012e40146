import type { Report } from '../../../engine/grader/verdict.ts';
import type { SessionPort } from '../session/port.ts';

/** Between two looks, wall milliseconds. */
const REST_MS = 1_000;

/**
 * Grades by itself, counting no attempt: whenever the cluster has settled after something changed that the learner may have caused. `take`
 * gets what was found; nothing is asked while `wanted` says no.
 */
export function checkWhenSettled(port: SessionPort, wanted: () => boolean, take: (report: Report) => void): void {
  let changed = false;
  let asking = false;
  let lookedAt = -REST_MS;
  const mark = (): void => {
    changed = true;
  };
  port.on('map', mark);
  port.on('files', mark);
  port.on('journal', ({ line }) => {
    if (line.includes('"do":"answer"')) changed = true;
  });
  port.onBegin(() => {
    changed = false;
  });
  port.on('time', async ({ settled }) => {
    if (!changed || asking || !settled || !port.touched || !wanted()) return;
    if (performance.now() - lookedAt < REST_MS) return;
    changed = false;
    asking = true;
    lookedAt = performance.now();
    const answer = await port.ask({ about: 'report' });
    asking = false;
    if (answer.ok && answer.value !== null) take(answer.value as unknown as Report);
  });
}
