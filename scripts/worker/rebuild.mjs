// For `npm run dev`: the worker is served as it was built, so a change of the engine builds it again.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../build-session.mjs', import.meta.url));

/** A plugin for Vite's development server: builds the session programs when a file of the engine changes, then reloads the page. */
export function rebuildSession() {
  return {
    name: 'skiff:rebuild-session',
    apply: 'serve',
    configureServer(server) {
      let running = false;
      let again = false;
      const rebuild = () => {
        again = running;
        if (running) return;
        running = true;
        spawn(process.execPath, [script], { stdio: 'inherit' }).on('exit', (code) => {
          running = false;
          if (again) rebuild();
          else if (code === 0) server.ws.send({ type: 'full-reload' });
        });
      };
      server.watcher.on('change', (path) => {
        if (/[\\/]src[\\/]engine[\\/].*\.(?:ts|json)$/.test(path)) rebuild();
      });
    },
  };
}
