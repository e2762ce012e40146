import type { Host } from '../protocol.ts';

/** Starts the session program in a Web Worker of the page's own origin: it works offline, in any browser. */
export function createWorkerHost(): Host {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'skiff' });
  return {
    kind: 'worker',
    send: (message) => worker.postMessage(message),
    listen({ message, lost }) {
      worker.addEventListener('message', (event) => message(event.data));
      worker.addEventListener('messageerror', () => lost('a message from the worker could not be read'));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        lost(event.message === '' ? 'the worker could not be loaded' : event.message);
      });
    },
    stop: () => worker.terminate(),
  };
}
