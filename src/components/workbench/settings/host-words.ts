import type { HostStatus } from '../../../engine/hosts/client.ts';
import type { Translate } from '../../../i18n/text.ts';
import type { Keeping } from '../storage/keeper.ts';

/** Which host runs, in two words. */
export function hostName(status: HostStatus | undefined, t: Translate): string {
  if (status === undefined) return '';
  return status.kind === 'webcontainer' ? 'WebContainer' : t('wb.host.worker');
}

/** Why this host runs and not another, as a sentence. */
export function hostReason(status: HostStatus, t: Translate): string {
  switch (status.reason) {
    case 'pinned':
      return status.kind === 'webcontainer' ? t('wb.host.pinnedContainer') : t('wb.host.pinned');
    case 'not-isolated':
      return t('wb.host.notIsolated');
    case 'offline':
      return t('wb.host.offline');
    case 'waiting':
      return t('wb.host.waiting');
    case 'came':
      return t('wb.host.came');
    case 'slow':
      return t('wb.host.slow');
    case 'late':
      return t('wb.host.late');
    case 'failed':
      return t('wb.host.failed', { why: status.detail });
  }
}

/** Whether the learner's work is being kept, as a sentence. */
export function keepingWords(keeping: Keeping, t: Translate): string {
  if (keeping.is === 'kept') return t('wb.kept');
  return keeping.is === 'elsewhere' ? t('wb.keptElsewhere') : t('wb.notKept', { why: keeping.why });
}
