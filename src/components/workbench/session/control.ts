import { chooseHost, type HostOffers, type HostSetting, type HostStatus } from '../../../engine/hosts/client.ts';
import type { Host } from '../../../engine/hosts/protocol.ts';
import { type Claim, claimSession } from '../storage/claim.ts';
import { dropDraft } from '../storage/drafts.ts';
import type { JournalStore } from '../storage/journal-store.ts';
import { JournalKeeper, type Keeping, readKept } from '../storage/keeper.ts';
import { journalFits, journalHead } from './journal-file.ts';
import type { PublishedLab } from './lab-source.ts';
import { labOf, type Place, placeKey } from './place.ts';
import type { SessionPort } from './port.ts';
import { startOptions } from './start-options.ts';

/** What the learner has open, and how it goes with it. */
export interface Opened {
  readonly place: Place;
  readonly lab: PublishedLab | undefined;
  /** Whose session it is: a journal that is gone on with says so, a new one has this browser's student. */
  readonly student: string;
  readonly host: HostStatus | undefined;
  readonly keeping: Keeping | undefined;
  /** Why it could not be opened. */
  readonly problem: 'lab-missing' | 'lab-changed' | undefined;
}

export interface ControlOptions {
  readonly port: SessionPort;
  readonly store: JournalStore;
  readonly offers: HostOffers;
  readonly setting: () => HostSetting;
  readonly student: (place: Place) => string;
  readonly loadLab: (folder: string) => Promise<PublishedLab>;
  readonly changed: (opened: Opened) => void;
}

/** What could not be deleted says so when the next line is to be written. */
const ignoreFull = (): void => {};

const nothingHeld = (): Promise<void> => Promise.resolve();

/** Opens, resumes, resets and imports sessions: which journal, which lab, which host. One session runs at a time. */
export class SessionControl {
  private turn = 0;
  private opened: Opened | undefined;
  private keeper: JournalKeeper | undefined;
  private importing: string | undefined;
  /** Worker nodes of the free cluster that is being begun; undefined for the usual number. */
  private nodes: number | undefined;
  private release: Claim['release'] = nothingHeld;
  private callOff: () => void = () => {};

  constructor(private readonly options: ControlOptions) {
    const { port } = options;
    port.on('journal', ({ line }) => {
      // While a journal is replayed its own lines come back.
      if (port.phase.is === 'ready') this.keeper?.add(line);
    });
    port.on('ready', () => void this.keepImport());
  }

  /** The journal of the session that is open; '' before it has begun. */
  journal(): string {
    return this.importing ?? this.keeper?.text() ?? '';
  }

  /** Opens a session, going on from its saved journal, or from one that was brought in. */
  async open(place: Place, imported?: string): Promise<void> {
    await this.begin(place, imported, 'goes-on');
  }

  /** `anew`: what was kept is deleted, unless another tab runs and saves it. */
  private async begin(place: Place, imported: string | undefined, how: 'goes-on' | 'anew'): Promise<void> {
    const { port, store } = this.options;
    const turn = ++this.turn;
    await this.leave();
    this.importing = imported;
    const here = this.options.student(place);
    this.tell({ place, lab: undefined, student: here, host: undefined, keeping: undefined, problem: undefined });
    const key = placeKey(place);
    const folder = labOf(place);
    const [lab, claim, kept] = await Promise.all([
      folder === undefined ? undefined : this.options.loadLab(folder).catch(() => 'missing' as const),
      claimSession(key),
      readKept(store, key),
    ]);
    if (turn !== this.turn) return await claim.release();
    this.release = claim.release;
    if (lab === 'missing') return this.update({ problem: 'lab-missing' });
    const keeping: Keeping = claim.ours ? kept.keeping : { is: 'elsewhere' };
    const isOver = how === 'anew' && claim.ours;
    // What is written in the editor belongs to the journal that it was written beside.
    if (isOver || (claim.ours && imported !== undefined)) dropDraft(key);
    if (isOver && kept.lines.length > 0) await kept.store.clear(key).catch(ignoreFull);
    if (turn !== this.turn) return;
    // A session that another tab runs begins afresh here, and is not saved.
    const lines = claim.ours && !isOver ? kept.lines : [];
    this.update({ lab, student: journalHead(imported ?? lines[0] ?? '').student ?? here });
    this.keeper = new JournalKeeper(kept.store, key, lines, keeping, (now) => this.update({ keeping: now }));
    if (!journalFits(this.journal(), lab)) return this.update({ problem: 'lab-changed' });
    this.callOff = chooseHost(this.options.setting(), this.options.offers, {
      take: (host, status) => this.take(host, status),
      told: (status) => this.update({ host: status }),
      mayMove: () => turn === this.turn && !port.touched,
    });
  }

  /** Begins the open session anew: its journal is deleted, its cluster made again. */
  async reset(): Promise<void> {
    const { opened } = this;
    if (opened === undefined) return;
    this.nodes = journalHead(this.journal()).workers;
    await this.begin(opened.place, undefined, 'anew');
  }

  /** Begins a free cluster with so many worker nodes; what was kept of it is deleted. */
  async fresh(place: Place, nodes: number): Promise<void> {
    this.nodes = nodes;
    await this.begin(place, undefined, 'anew');
  }

  /** Begins the open session again from its journal: after a crash, or on another host. */
  async restart(): Promise<void> {
    if (this.opened !== undefined) await this.open(this.opened.place);
  }

  /** Ends the open session; its journal stays. */
  async close(): Promise<void> {
    this.turn++;
    await this.leave();
  }

  private async leave(): Promise<void> {
    this.callOff();
    this.options.port.disconnect();
    await this.keeper?.flushed();
    this.keeper = undefined;
    const { release } = this;
    this.release = nothingHeld;
    await release();
  }

  private take(host: Host, status: HostStatus): void {
    const { port } = this.options;
    const journal = this.journal();
    port.connect(host);
    this.update({ host: status });
    host.send({
      is: 'start',
      options: startOptions(
        this.opened?.lab,
        this.opened?.student ?? '',
        journal === '' ? null : journal,
        Date.now(),
        this.nodes,
      ),
    });
  }

  /** A journal that was brought in has been replayed: now it takes the place of the one before. */
  private async keepImport(): Promise<void> {
    const { importing, opened } = this;
    if (importing === undefined || opened === undefined) return;
    this.importing = undefined;
    const key = placeKey(opened.place);
    const lines = importing.split('\n').filter((line) => line !== '');
    const { store } = this.options;
    // Where another tab writes the journal of this name, what was brought in lives in this page only.
    const keeping: Keeping = opened.keeping?.is === 'elsewhere' ? opened.keeping : { is: 'kept' };
    this.keeper = new JournalKeeper(store, key, lines, keeping, (now) => this.update({ keeping: now }));
    if (keeping.is === 'elsewhere') return;
    try {
      await store.replace({ [key]: lines });
    } catch (error) {
      this.update({ keeping: { is: 'not-kept', why: error instanceof Error ? error.message : String(error) } });
    }
  }

  private tell(opened: Opened): void {
    this.opened = opened;
    this.options.changed(opened);
  }

  private update(change: Partial<Opened>): void {
    if (this.opened !== undefined) this.tell({ ...this.opened, ...change });
  }
}
