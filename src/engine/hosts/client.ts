import type { Host, HostKind } from './protocol.ts';

/** Where a learner or a site's owner wants sessions to run. */
export type HostSetting = 'auto' | 'worker' | 'webcontainer';

/** Why a session runs where it runs. */
export type HostReason = 'pinned' | 'not-isolated' | 'offline' | 'waiting' | 'came' | 'slow' | 'failed' | 'late';

export interface HostStatus {
  readonly kind: HostKind;
  readonly reason: HostReason;
  /** What the WebContainer said when it failed; '' otherwise. */
  readonly detail: string;
}

/** What the page can offer; tests give fakes. */
export interface HostOffers {
  readonly isolated: boolean;
  readonly online: boolean;
  worker(): Host;
  webcontainer(): Promise<Host>;
  /** Calls back after so many milliseconds. */
  later(run: () => void, ms: number): void;
}

/** How long `auto` waits for a container, and how long a container that was asked for by name may take; milliseconds. */
export const PATIENCE_MS = { auto: 3_000, webcontainer: 15_000 };

/** What a choice leads to. `take` may come twice: the worker at once, and a container that came in time. */
export interface HostTaker {
  /** Run the session here from now on. */
  take(host: Host, status: HostStatus): void;
  /** The same host goes on, for another reason. */
  told(status: HostStatus): void;
  /** May the session still move to another host without the learner losing anything? */
  mayMove(): boolean;
}

/** The setting by its word; `auto` for anything else. */
export function hostSetting(word: string | null | undefined): HostSetting {
  return word === 'worker' || word === 'webcontainer' ? word : 'auto';
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Chooses where a session runs. A learner never waits for a container that may not come: the worker takes the session at once, and a
 * container that boots in time takes it over while nothing has been typed. Gives back a function that calls the choice off.
 */
export function chooseHost(setting: HostSetting, offers: HostOffers, taker: HostTaker): () => void {
  const worker = (reason: HostReason): void => taker.take(offers.worker(), { kind: 'worker', reason, detail: '' });
  const told = (reason: HostReason, detail = ''): void => taker.told({ kind: 'worker', reason, detail });
  if (setting === 'worker') {
    worker('pinned');
    return () => {};
  }
  if (!offers.isolated) {
    worker('not-isolated');
    return () => {};
  }
  if (!offers.online) {
    worker('offline');
    return () => {};
  }

  let waiting = true;
  const end = (): boolean => {
    const was = waiting;
    waiting = false;
    return was;
  };
  worker('waiting');
  offers.later(() => {
    if (end()) told('slow');
  }, PATIENCE_MS[setting]);
  offers.webcontainer().then(
    (host) => {
      if (!end()) host.stop();
      else if (taker.mayMove())
        taker.take(host, { kind: 'webcontainer', reason: setting === 'auto' ? 'came' : 'pinned', detail: '' });
      else {
        host.stop();
        told('late');
      }
    },
    (error) => {
      if (end()) told('failed', message(error));
    },
  );
  return () => {
    waiting = false;
  };
}
