const ATTEMPTS = 3;

/**
 * CPU milliseconds that a call takes: unlike wall time, next to the same on a busy machine. What takes longer than `limit` is tried again, so that
 * a first compilation or another program's load is not held against it.
 */
export function cpuMs(run: () => void, limit: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least >= limit; attempt++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
