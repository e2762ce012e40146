import { Bundle } from './bundle.ts';
import type { VersionLog } from './log.ts';
import type { StoredVersion } from './version.ts';

/** So long a version stays as it was written, virtual milliseconds: what is looked at most is the last few minutes. */
const FRESH_MS = 300_000;
/** Nothing in the cluster works with these: they lie there until somebody asks. They are put away while they live. */
const IDLE = new Set(['events']);
/** So many versions are looked through together: the more lie together, the more they have in common. */
const BATCH = 1024;
/** So many versions of a resource go into one bundle: what one look at the past has to bring back. */
const MOST_IN_BUNDLE = 512;
/** So much of bundles may be open at a time, bytes of JSON. */
const MOST_OPEN = 4_000_000;

/**
 * Puts old versions away small (`Bundle`) and keeps in memory only some of those that are looked at again. What is live
 * and worked with stays as it is, however old: it is put away after something else has taken its place.
 */
export class Attic {
  /** The revision up to which versions were looked through. */
  private reached = 0;
  /** Until then nothing is due: each write asks. */
  private notBeforeMs = Number.NEGATIVE_INFINITY;
  /** Old versions that were live when they were looked at, and are not any more. */
  private late: StoredVersion[] = [];
  /** What goes into a bundle each. */
  private readonly waiting: (readonly StoredVersion[])[] = [];
  private open: Bundle[] = [];
  private openLength = 0;

  /** `leave` is told of a version that is put away while its object lives. */
  constructor(
    private readonly log: VersionLog,
    private readonly leave: (version: StoredVersion) => void,
  ) {}

  /** A version has taken another's place. */
  replaced(version: StoredVersion): void {
    if (version.revision <= this.reached && !version.isAway) this.late.push(version);
  }

  /** The versions of the log that are to be taken now; undefined when there is nothing to do. Costs a step. */
  due(nowMs: number): readonly StoredVersion[] | undefined {
    if (nowMs <= this.notBeforeMs) return undefined;
    const from = Math.max(this.reached + 1, this.log.first);
    const lastMs = this.log.timeMs(from + BATCH - 1);
    if (lastMs === undefined) return undefined;
    this.notBeforeMs = lastMs + FRESH_MS;
    if (nowMs <= this.notBeforeMs) return undefined;
    return [...this.log.between(from, from + BATCH - 1)];
  }

  /** Puts away some of what was taken: a few milliseconds of work. Costs a step when there is nothing. */
  work(): void {
    const versions = this.waiting.shift();
    if (versions === undefined) return;
    const bundle = new Bundle(versions, this.opened);
    for (const version of versions) {
      if (version.next === 0 && version.type !== 'DELETED') this.leave(version);
      this.log.putAway(version, bundle);
    }
  }

  /** Takes what is due; `work` puts it away. */
  take(due: readonly StoredVersion[]): void {
    const byResource = new Map<string, StoredVersion[]>();
    const old = [...this.late, ...due];
    this.late = [];
    this.reached = due[due.length - 1]?.revision ?? this.reached;
    // Versions that are live are passed over: whoever takes their place brings them here.
    for (const version of old.filter(isIdle).sort(byRevision)) {
      const list = byResource.get(version.resource);
      if (list === undefined) byResource.set(version.resource, [version]);
      else list.push(version);
    }
    this.closeAll();
    for (const list of byResource.values())
      for (let at = 0; at < list.length; at += MOST_IN_BUNDLE) this.waiting.push(list.slice(at, at + MOST_IN_BUNDLE));
  }

  private readonly opened = (bundle: Bundle): void => {
    this.open.push(bundle);
    this.openLength += bundle.length;
    while (this.openLength > MOST_OPEN && this.open.length > 1) {
      const oldest = this.open.shift();
      this.openLength -= oldest?.length ?? 0;
      oldest?.close();
    }
  };

  private closeAll(): void {
    for (const bundle of this.open) bundle.close();
    this.open = [];
    this.openLength = 0;
  }
}

const isIdle = ({ next, type, resource, isAway }: StoredVersion): boolean =>
  !isAway && (next !== 0 || type === 'DELETED' || IDLE.has(resource));

const byRevision = (a: StoredVersion, b: StoredVersion): number => a.revision - b.revision;
