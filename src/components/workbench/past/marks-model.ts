import type { CounterExample } from '../../../engine/grader/verdict.ts';
import type { Mark, MarkCursor } from '../../../engine/session/past/mark.ts';
import type { TimeLinePage } from '../../../engine/session/past/question.ts';
import type { SessionPort } from '../session/port.ts';
import type { Travel } from './travel.ts';

/** The marks are asked for at most this often, wall milliseconds. */
const EVERY_MS = 700;
/** So many are kept; a strip has room for some hundred. */
const MOST = 20_000;

/** What is marked on the strip: what the session knows, and the moments at which checks failed. */
export type StripMark = Mark | { readonly kind: 'counter'; readonly atMs: number; readonly object: string };

/** The marks of the session as they come, in the order of their times. Nothing is asked while nobody looks. */
export class MarksModel {
  private known: StripMark[] = [];
  private counters: readonly StripMark[] = [];
  /** Both, in the order of their times. */
  private merged: readonly StripMark[] = [];
  private cursor: MarkCursor | undefined;
  private asking = false;
  private timer: number | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly port: SessionPort,
    private readonly travel: Travel,
    private readonly isWatched: () => boolean,
  ) {
    port.onBegin(() => {
      this.known = [];
      this.counters = [];
      this.cursor = undefined;
      this.tell();
    });
    port.on('time', () => this.soon());
    port.on('ready', () => this.soon());
    port.on('report', ({ report }) => {
      const examples = report.tasks
        .flatMap(({ verdicts }) => verdicts)
        .map(({ counterExample }) => counterExample)
        .filter((example): example is CounterExample => example !== undefined);
      this.counters = examples.map(({ atMs, object }) => ({ kind: 'counter', atMs, object }));
      this.tell();
    });
  }

  /** Marks the moment at which a check failed, unless it is marked already. */
  failedAt(atMs: number, object: string): void {
    if (this.counters.some((mark) => mark.atMs === atMs)) return;
    this.counters = [...this.counters, { kind: 'counter', atMs, object }];
    this.tell();
  }

  get marks(): readonly StripMark[] {
    return this.merged;
  }

  /** The last mark before a time, or the first after it. */
  neighbour(atMs: number, side: 'before' | 'after'): StripMark | undefined {
    const { marks } = this;
    return side === 'before'
      ? marks.findLast((mark) => mark.atMs < atMs - 1)
      : marks.find((mark) => mark.atMs > atMs + 1);
  }

  onChange(run: () => void): void {
    this.listeners.add(run);
  }

  private soon(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      if (this.isWatched()) void this.ask();
    }, EVERY_MS);
  }

  private async ask(): Promise<void> {
    if (this.asking || this.port.phase.is !== 'ready') return;
    this.asking = true;
    for (let more = true; more; ) {
      const { cursor } = this;
      const question = { about: 'marks', ...(cursor === undefined ? {} : { after: cursor }) } as const;
      const answer = await this.port.ask(question);
      if (!answer.ok || this.cursor !== cursor) break;
      const page = answer.value as unknown as TimeLinePage;
      more = page.more;
      this.cursor = page.next;
      this.travel.forget(page.oldestMs);
      if (page.marks.length > 0) {
        this.known = [...this.known, ...page.marks].sort((a, b) => a.atMs - b.atMs).slice(-MOST);
        this.tell();
      }
    }
    this.asking = false;
  }

  private tell(): void {
    this.merged =
      this.counters.length === 0 ? this.known : [...this.known, ...this.counters].sort((a, b) => a.atMs - b.atMs);
    for (const run of this.listeners) run();
  }
}
