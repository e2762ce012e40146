import type { History } from '../../cluster/store/history.ts';
import type { Columns } from '../map-items.ts';
import type { Deeds } from './deeds.ts';
import { Happenings } from './happenings.ts';
import type { Happening, MarkCursor, MarksPage } from './mark.ts';

/** So many versions are read for one answer: a few milliseconds. */
const MOST_READ = 4_000;
/** So many marks of the cluster are remembered at least. */
const MOST_KEPT = 20_000;

/** Marks that were read in one go, up to a revision. */
interface Stretch {
  readonly revision: number;
  readonly marks: readonly Happening[];
}

/**
 * What a session's time line is marked with. Nothing is done for it while the cluster runs: the marks are read from history when somebody
 * asks, from where they were last read.
 */
export class Marks {
  private stretches: Stretch[] = [];
  private kept = 0;
  private readonly happenings: Happenings;

  constructor(
    private readonly history: History,
    private readonly deeds: Deeds,
    columns: Columns,
    /** Marks begin after this revision. */
    private read: number,
  ) {
    this.happenings = new Happenings(columns);
  }

  /** The marks after a cursor, oldest first; of all when there is none. */
  page(cursor: MarkCursor | undefined): MarksPage {
    const more = this.readOn();
    const from = cursor?.revision ?? 0;
    const happened = this.stretches.filter(({ revision }) => revision > from).flatMap(({ marks }) => marks);
    const marks = [...this.deeds.since(cursor?.deed ?? 0), ...happened].sort((a, b) => a.atMs - b.atMs);
    return { marks, next: { deed: this.deeds.count, revision: this.read }, more };
  }

  private readOn(): boolean {
    const { history } = this;
    // Versions that were dropped before anybody read them are passed over.
    const from = Math.max(this.read, history.oldestRevision);
    const to = Math.min(from + MOST_READ, history.revision);
    if (to === this.read) return false;
    const marks = this.happenings.read(history.versions(undefined, { fromRevision: from + 1, toRevision: to }));
    this.read = to;
    if (marks.length > 0) {
      this.stretches.push({ revision: to, marks });
      this.kept += marks.length;
      if (this.kept > MOST_KEPT * 1.25) this.forget();
    }
    return to < history.revision;
  }

  private forget(): void {
    let drop = 0;
    for (; this.kept > MOST_KEPT; drop++) this.kept -= this.stretches[drop]?.marks.length ?? 0;
    this.stretches = this.stretches.slice(drop);
  }
}
