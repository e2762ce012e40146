import type { HostTimers } from '../driver.ts';

/** Node's time. */
export const nodeTimers: HostTimers = {
  wallMs: () => performance.now(),
  later(run, ms) {
    if (ms <= 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
