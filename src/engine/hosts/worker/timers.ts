import type { HostTimers } from '../driver.ts';

/** Time in a worker. Yielding for 0 ms goes through a channel: `setTimeout` waits 4 ms when it calls itself again and again. */
export function workerTimers(): HostTimers {
  const queue: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => queue.shift()?.();
  return {
    wallMs: () => performance.now(),
    later(run, ms) {
      let open = true;
      const call = (): void => {
        if (open) run();
      };
      if (ms > 0) {
        const timer = setTimeout(call, ms);
        return () => clearTimeout(timer);
      }
      queue.push(call);
      port2.postMessage(null);
      return () => {
        open = false;
      };
    },
  };
}
