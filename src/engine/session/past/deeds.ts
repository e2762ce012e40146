import type { Deed } from './mark.ts';

/** So many deeds are remembered; a lab has a few hundred. */
const MOST = 5_000;

/** What the learner did, in the order of its times. The oldest is forgotten when there are too many. */
export class Deeds {
  private list: Deed[] = [];
  private forgotten = 0;

  add(deed: Deed): void {
    this.list.push(deed);
    if (this.list.length < MOST * 1.25) return;
    this.forgotten += this.list.length - MOST;
    this.list = this.list.slice(-MOST);
  }

  /** How many there have been. */
  get count(): number {
    return this.forgotten + this.list.length;
  }

  /** Those that came after the first `count`. */
  since(count: number): readonly Deed[] {
    return this.list.slice(Math.max(0, count - this.forgotten));
  }

  /** The commands entered at prompts, oldest first. */
  commands(): readonly Extract<Deed, { kind: 'command' }>[] {
    return this.list.filter((deed) => deed.kind === 'command');
  }
}
