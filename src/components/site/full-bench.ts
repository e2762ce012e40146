import type { Beginning } from '../workbench/session/beginning.ts';
import { BEGIN } from '../workbench/session/beginning.ts';

/** Opens the workbench over the whole page, loading it if need be, and tells it what to begin. A failure stands in the pane with a retry. */
export async function openFullBench(beginning: Beginning): Promise<void> {
  const pane = document.querySelector<HTMLElement>('#bench');
  if (pane === null) return;
  const root = document.documentElement;
  root.dataset['bench'] = 'open';
  root.dataset['benchFull'] = '';
  root.dataset['benchView'] = 'cluster';
  const begin = (): boolean => document.dispatchEvent(new CustomEvent(BEGIN, { detail: beginning }));
  const load = async (): Promise<void> => {
    pane.dataset['phase'] = 'loading';
    try {
      await import('../workbench/element.ts');
      pane.dataset['phase'] = 'open';
      begin();
    } catch (error) {
      console.error(error);
      pane.dataset['phase'] = 'failed';
    }
  };
  const retry = pane.querySelector<HTMLElement>('[data-bench-retry]');
  if (retry !== null) retry.onclick = () => void load();
  await load();
}
