/** What came of claiming a session. */
export interface Claim {
  readonly ours: boolean;
  release(): void;
}

/**
 * Claims a session for this tab, so that two tabs do not write one journal. True when it is ours (it stays so until `release` or the tab
 * is closed), false when another tab has it. Browsers without locks let everybody in.
 */
export function claimSession(session: string): Promise<Claim> {
  const { locks } = navigator;
  if (locks === undefined) return Promise.resolve({ ours: true, release() {} });
  return new Promise((resolve) => {
    locks
      .request(`skiff:${session}`, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve({ ours: false, release() {} });
          return undefined;
        }
        return new Promise<void>((release) => resolve({ ours: true, release }));
      })
      .catch(() => resolve({ ours: true, release() {} }));
  });
}
