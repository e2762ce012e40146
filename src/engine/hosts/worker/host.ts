import jqWasmUrl from 'jq-web/jq.wasm?url';
import type { FromSession, Host } from '../protocol.ts';
import { fetchAhead } from './fetch-ahead.ts';

/** Addresses of the files that scripts/build-session.mjs makes of `worker.ts`, by path. */
const built: { readonly [path: string]: string } = import.meta.glob('../../../../dist-session/worker/*.js', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

const files: { readonly [name: string]: string } = Object.fromEntries(
  [...Object.entries(built), ['jq.wasm', jqWasmUrl] as const].map(([path, address]) => [
    path.slice(path.lastIndexOf('/') + 1),
    new URL(address, location.href).href,
  ]),
);

/** Starts the session program in a Web Worker of the page's own origin: it works offline, in any browser. */
export function createWorkerHost(): Host {
  const worker = new Worker(files['worker.js'] ?? '', { name: 'skiff' });
  // The first message is for the loader (scripts/worker/loader.js): where the program's other files are.
  worker.postMessage(files);
  return {
    kind: 'worker',
    send: (message) => worker.postMessage(message),
    listen({ message, lost }) {
      worker.addEventListener('message', (event: MessageEvent<FromSession>) => {
        if (event.data.is === 'ready') fetchAhead(files);
        message(event.data);
      });
      worker.addEventListener('messageerror', () => lost('a message from the worker could not be read'));
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        lost(event.message === '' ? 'the worker could not be loaded' : event.message);
      });
    },
    stop: () => worker.terminate(),
  };
}
