import { describe, expect, it } from 'vitest';
import { hostReason } from '../../../src/components/workbench/settings/host-words.ts';
import type { HostReason, HostStatus } from '../../../src/engine/hosts/client.ts';
import { texts } from '../../../src/i18n/text.ts';

const inWorker: readonly HostReason[] = ['pinned', 'not-isolated', 'offline', 'waiting', 'slow', 'failed', 'late'];
const all: readonly HostStatus[] = [
  ...inWorker.map((reason) => ({ kind: 'worker' as const, reason, detail: 'out of memory' })),
  { kind: 'webcontainer', reason: 'came', detail: '' },
  { kind: 'webcontainer', reason: 'pinned', detail: '' },
];

describe('why the cluster runs where it runs', () => {
  it.each(all)('names the cluster and the place: $kind, $reason', (status) => {
    const place = status.kind === 'worker' ? 'a Web Worker of this page' : 'a WebContainer of this page';
    expect(hostReason(status, texts('en'))).toContain(`The cluster runs in ${place}`);
    const korean = hostReason(status, texts('ko'));
    expect(korean).toContain('클러스터는');
    expect(korean).toContain(
      `이 페이지의 ${status.kind === 'worker' ? '웹 워커(Web Worker)' : 'WebContainer'}에서 실행돼요`,
    );
  });

  it('is the settings’ choice where one was pinned', () => {
    const pinned = (kind: 'worker' | 'webcontainer') => hostReason({ kind, reason: 'pinned', detail: '' }, texts('en'));
    expect([pinned('worker'), pinned('webcontainer')]).toEqual([
      'The cluster runs in a Web Worker of this page, as the settings say.',
      'The cluster runs in a WebContainer of this page, as the settings say.',
    ]);
  });
});
