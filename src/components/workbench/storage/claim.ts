/** What came of claiming a session. */
export interface Claim {
  readonly ours: boolean;
  /** Resolves when somebody else can claim it. */
  release(): Promise<void>;
}

const unlocked = (ours: boolean): Claim => ({ ours, release: () => Promise.resolve() });

/**
 * Claims a session for this tab, so that two tabs do not write one journal. True when it is ours (it stays so until `release` or the tab
 * is closed), false when another tab has it. Browsers without locks let everybody in.
 */
export function claimSession(session: string): Promise<Claim> {
  const { locks } = navigator;
  if (locks === undefined) return Promise.resolve(unlocked(true));
  return new Promise((resolve) => {
    const given: Promise<unknown> = locks.request(`skiff:${session}`, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(unlocked(false));
        return undefined;
      }
      return new Promise<void>((end) =>
        resolve({
          ours: true,
          async release() {
            end();
            await given;
          },
        }),
      );
    });
    given.catch(() => resolve(unlocked(true)));
  });
}
