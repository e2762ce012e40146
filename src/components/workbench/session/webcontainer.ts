import { PATIENCE_MS } from '../../../engine/hosts/client.ts';
import type { Host } from '../../../engine/hosts/protocol.ts';

/** Boots a WebContainer with the session program in it; its client is loaded only when a page may use it. */
export async function webContainerHost(): Promise<Host> {
  const [{ bootWebContainerHost }, { containerFiles }] = await Promise.all([
    import('../../../engine/hosts/webcontainer/host.ts'),
    import('./container-files.ts'),
  ]);
  return bootWebContainerHost(containerFiles, PATIENCE_MS.webcontainer);
}
