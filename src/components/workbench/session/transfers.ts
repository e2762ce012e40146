import type { Context } from '../context.ts';
import { late } from '../late.ts';
import { confirmed } from '../layout/dialog.ts';
import type { Shareable } from '../share/dialog.ts';
import { ownFiles } from '../share/own-files.ts';
import { NODES } from '../share/shared.ts';
import { claimSession } from '../storage/claim.ts';
import type { JournalStore } from '../storage/journal-store.ts';
import { allPreferences, setPreference } from '../storage/preferences.ts';
import {
  claimsProgress,
  gatherProgress,
  type ProgressFile,
  readProgress,
  restoreProgress,
} from '../storage/progress-file.ts';
import { download, journalFileName, journalHead } from './journal-file.ts';
import { labOf, type Place, placeKey } from './place.ts';

/** What bringing work in and out needs of the rest of the workbench. */
export interface TransferOptions {
  readonly root: HTMLElement;
  readonly store: JournalStore;
  /** The page that opens links. */
  readonly playPage: string;
  place(): Place;
  journal(): string;
  /** The journal, sealed at this moment. */
  sealed(): Promise<string>;
  /** Where a session of this lab (undefined: of none) belongs on this page; undefined where it belongs nowhere. */
  placeOfLab(lab: string | undefined): Promise<Place | undefined>;
  open(place: Place, journal: string): void;
  /** Ends the session that runs, so that nothing is written any more. */
  close(): Promise<void>;
  /** Goes on with the session that was ended. */
  restart(): Promise<void>;
  say(text: string): void;
}

/** Takes work out of the page and brings it in: one session as a file or a link, and everything as one file. */
export class Transfers {
  private readonly files: () => { readonly [path: string]: string } | undefined;

  constructor(
    private readonly context: Context,
    private readonly options: TransferOptions,
  ) {
    this.files = ownFiles(context.port);
  }

  /** Offers a link to the session or its files. */
  share(): void {
    const { root, playPage, place, journal, say } = this.options;
    const files = this.files();
    const nodes = journalHead(journal()).workers ?? NODES.usual;
    const shareable: Shareable = {
      files: files === undefined ? undefined : { kind: 'files', nodes, files },
      journal: { kind: 'journal', lab: labOf(place()), journal: journal() },
    };
    late.share().then(
      ({ shareDialog }) => shareDialog(this.context, root, playPage, shareable),
      () => say(this.context.t('wb.late.missing')),
    );
  }

  /** A running session seals its journal with the history's hash; one that has failed is saved as it was kept. */
  async exportJournal(): Promise<void> {
    download(journalFileName(placeKey(this.options.place()), new Date()), await this.options.sealed());
  }

  /** Every session of this browser, every score and setting, as one file. */
  async exportAll(): Promise<void> {
    const { store, say } = this.options;
    try {
      const progress = await gatherProgress(store, allPreferences());
      download(journalFileName('progress', new Date()).replace(/l$/, ''), JSON.stringify(progress));
    } catch (error) {
      say(this.context.t('wb.notKept', { why: String(error) }));
    }
  }

  /** Brings in a file: one session, or everything. */
  async bringIn(file: File): Promise<void> {
    const { t } = this.context;
    const text = await file.text();
    const progress = readProgress(text);
    if (progress !== undefined) {
      const count = Object.keys(progress.journals).length;
      if (!(await this.isSure('wb.progress.title', t('wb.progress.text', { n: count })))) return;
      return this.restore(progress);
    }
    if (claimsProgress(text)) return this.options.say(t('wb.progress.unreadable', { name: file.name }));
    const head = journalHead(text);
    if (head.is === 'none') return this.options.say(t('wb.import.none', { name: file.name }));
    const place = await this.options.placeOfLab(head.lab?.id);
    if (place === undefined) return this.options.say(t('wb.import.otherLab', { lab: head.lab?.id ?? '' }));
    if (await this.isSure('wb.import.title', t('wb.import.text'))) this.options.open(place, text);
  }

  /** Everything, or nothing: then the session that was open goes on. */
  private async restore(progress: ProgressFile): Promise<void> {
    const { t } = this.context;
    const { close, store, restart, say } = this.options;
    await close();
    const failed = await restoreProgress(store, progress, claimSession).then(
      (outcome) => (outcome === 'in-use' ? t('wb.progress.inUse') : undefined),
      (error) => t('wb.progress.full', { why: error instanceof Error ? error.message : String(error) }),
    );
    if (failed === undefined) {
      for (const [name, value] of Object.entries(progress.preferences)) setPreference(name, value);
      location.reload();
      return;
    }
    await restart();
    say(failed);
  }

  private isSure(title: 'wb.import.title' | 'wb.progress.title', text: string): Promise<boolean> {
    const { t } = this.context;
    return confirmed(this.options.root, { title: t(title), text, yes: t('wb.import.yes'), no: t('wb.reset.no') });
  }
}
