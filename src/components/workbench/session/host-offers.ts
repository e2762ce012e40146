import type { HostOffers } from '../../../engine/hosts/client.ts';
import { createWorkerHost } from '../../../engine/hosts/worker/host.ts';
import { webContainerHost } from './webcontainer.ts';

/** What this page and browser offer to run a session in. */
export function hostOffers(): HostOffers {
  return {
    isolated: window.crossOriginIsolated,
    online: navigator.onLine,
    worker: createWorkerHost,
    webcontainer: webContainerHost,
    later: (run, ms) => window.setTimeout(run, ms),
  };
}
