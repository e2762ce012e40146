import type { Clock, Timer, TimerClass } from '../../clock.ts';

/** Work that is less than this from its end is done: below it a clock of milliseconds since 1970 no longer moves. */
const EPSILON_MS = 0.002;
/** The kernel gives a quota out anew each period. Models: cpu.cfs_period_us */
const PERIOD_MS = 100;

/** One container as the node's processors see it. */
export interface CpuShareholder {
  /** cpu.shares: decides who gets how much when there is not enough. */
  readonly cpuShares: number;
  /** Cores it may use; undefined = as many as there are. */
  readonly cpuQuota: number | undefined;
  /** Told how much was used between two times. */
  used(fromMs: number, toMs: number, cpuMs: number): void;
  /** Told for how long it would have used more than its quota, and how much more. */
  throttled(periods: number, cpuMs: number): void;
}

interface Job {
  readonly threads: number;
  leftMs: number;
  /** Cores it gets now. */
  rate: number;
  readonly timerClass: TimerClass;
  readonly done: () => void;
}

interface Group {
  readonly owner: CpuShareholder;
  readonly jobs: Set<Job>;
  threads: number;
  cores: number;
  /** CPU milliseconds of its quota that are saved up: it may run at full speed until they are gone. */
  savedMs: number;
}

/**
 * Shares a node's processors among the programs that compute now, as the completely fair scheduler does: by shares when there is not enough,
 * never beyond a quota. It acts only when a piece of work begins or ends, or a limit changes; in between use grows evenly.
 */
export class NodeCpu {
  private readonly groups = new Map<CpuShareholder, Group>();
  /** What those that have stopped computing had left of a period's quota. */
  private readonly saved = new WeakMap<CpuShareholder, { readonly ms: number; readonly atMs: number }>();
  private sinceMs: number;
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    readonly cores: number,
  ) {
    this.sinceMs = clock.nowMs();
  }

  /** Begins work of so many CPU milliseconds (Infinity: until it is called off) in so many threads. Gives back what calls it off. */
  run(
    owner: CpuShareholder,
    work: { readonly cpuMs: number; readonly threads: number; readonly timerClass: TimerClass },
    done: () => void,
  ): () => void {
    this.settle();
    let group = this.groups.get(owner);
    if (group === undefined) {
      group = { owner, jobs: new Set(), threads: 0, cores: 0, savedMs: this.savedOf(owner) };
      this.groups.set(owner, group);
    }
    const job: Job = { threads: work.threads, leftMs: work.cpuMs, rate: 0, timerClass: work.timerClass, done };
    group.jobs.add(job);
    group.threads += job.threads;
    this.share();
    const held = group;
    return () => {
      if (!held.jobs.has(job)) return;
      this.settle();
      this.drop(held, job);
      this.share();
    };
  }

  /** Counts what was used until now. Call before use is read, and before a limit changes. */
  settle(): void {
    const nowMs = this.clock.nowMs();
    const fromMs = this.sinceMs;
    const passedMs = nowMs - fromMs;
    if (passedMs <= 0) return;
    this.sinceMs = nowMs;
    for (const group of this.groups.values()) {
      const { owner, jobs, threads, cores } = group;
      for (const job of jobs) job.leftMs -= job.rate * passedMs;
      owner.used(fromMs, nowMs, cores * passedMs);
      const quota = owner.cpuQuota;
      if (quota === undefined) continue;
      if (threads > quota && group.savedMs <= EPSILON_MS)
        owner.throttled(passedMs / PERIOD_MS, (threads - cores) * passedMs);
      group.savedMs = Math.min(quota * PERIOD_MS, Math.max(0, group.savedMs + (quota - cores) * passedMs));
    }
  }

  /** A container that was idle has its period's quota whole. */
  private savedOf(owner: CpuShareholder): number {
    const quota = owner.cpuQuota ?? 0;
    const left = this.saved.get(owner);
    if (left === undefined) return quota * PERIOD_MS;
    return Math.min(quota * PERIOD_MS, left.ms + quota * (this.clock.nowMs() - left.atMs));
  }

  /** Works the shares out again, after a limit has changed. */
  share(): void {
    const open = [...this.groups.values()];
    for (const group of open) group.cores = 0;
    let left = this.cores;
    let hungry = open;
    while (hungry.length > 0 && left > 0) {
      const weights = hungry.reduce((sum, { owner }) => sum + owner.cpuShares, 0);
      const each = left / weights;
      const full = hungry.filter((group) => wanted(group) <= each * group.owner.cpuShares);
      if (full.length === 0) {
        for (const group of hungry) group.cores = each * group.owner.cpuShares;
        break;
      }
      for (const group of full) {
        group.cores = wanted(group);
        left -= group.cores;
      }
      hungry = hungry.filter((group) => !full.includes(group));
    }
    this.plan(open);
  }

  private plan(groups: readonly Group[]): void {
    let nextMs = Number.POSITIVE_INFINITY;
    let timerClass: TimerClass = 'background';
    for (const { owner, jobs, threads, cores, savedMs } of groups) {
      const quota = owner.cpuQuota;
      if (quota !== undefined && cores > quota) nextMs = Math.min(nextMs, savedMs / (cores - quota));
      for (const job of jobs) {
        job.rate = (cores * job.threads) / threads;
        if (job.leftMs === Number.POSITIVE_INFINITY || job.rate <= 0) continue;
        nextMs = Math.min(nextMs, Math.max(job.leftMs, 0) / job.rate);
        if (job.timerClass === 'work') timerClass = 'work';
      }
    }
    this.timer?.cancel();
    this.timer =
      nextMs === Number.POSITIVE_INFINITY
        ? undefined
        : this.clock.after(Math.max(nextMs, EPSILON_MS / 2), () => this.finish(), timerClass);
  }

  private finish(): void {
    this.timer = undefined;
    this.settle();
    const ended: Job[] = [];
    for (const group of [...this.groups.values()]) {
      for (const job of [...group.jobs]) {
        if (job.leftMs > EPSILON_MS) continue;
        ended.push(job);
        this.drop(group, job);
      }
    }
    this.share();
    for (const job of ended) job.done();
  }

  private drop(group: Group, job: Job): void {
    group.jobs.delete(job);
    group.threads -= job.threads;
    if (group.jobs.size > 0) return;
    this.groups.delete(group.owner);
    if (group.owner.cpuQuota !== undefined)
      this.saved.set(group.owner, { ms: group.savedMs, atMs: this.clock.nowMs() });
  }
}

/** Cores that a group would use if it were alone. */
function wanted({ owner, threads, savedMs }: Group): number {
  return owner.cpuQuota === undefined || savedMs > EPSILON_MS ? threads : Math.min(threads, owner.cpuQuota);
}
