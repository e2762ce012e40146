import type { Child } from '../process/types.ts';

/** A background (or stopped) pipeline. */
export interface Job {
  readonly number: number;
  readonly children: readonly Child[];
  readonly text: string;
}

/** A shell's jobs. */
export class JobTable {
  private jobs: Job[] = [];
  /** Children whose status `wait PID` may still ask for. */
  private readonly known = new Map<number, Child>();

  add(children: readonly Child[], text: string): number {
    const number = (this.jobs.at(-1)?.number ?? 0) + 1;
    this.jobs.push({ number, children, text });
    for (const child of children) this.known.set(child.pid, child);
    return number;
  }

  list(): readonly Job[] {
    return this.jobs;
  }

  remove(job: Job): void {
    this.jobs = this.jobs.filter((other) => other !== job);
  }

  child(pid: number): Child | undefined {
    return this.known.get(pid);
  }

  /** `%1`, `%+`, `%%`, `%-`, `%name`; nothing means the current job. */
  find(spec: string | undefined): Job | undefined {
    if (spec === undefined || spec === '%' || spec === '%%' || spec === '%+') return this.jobs.at(-1);
    if (spec === '%-') return this.jobs.at(-2) ?? this.jobs.at(-1);
    const key = spec.replace(/^%/, '');
    if (/^\d+$/.test(key)) return this.jobs.find((job) => job.number === Number(key));
    return this.jobs.find((job) => job.text.startsWith(key));
  }

  /** Takes the jobs that have ended out of the table. */
  takeEnded(): readonly Job[] {
    const ended = this.jobs.filter((job) => jobStatus(job) !== undefined);
    if (ended.length > 0) this.jobs = this.jobs.filter((job) => jobStatus(job) === undefined);
    return ended;
  }
}

/** The exit status of a job's last process once all have ended. */
export function jobStatus(job: Job): number | undefined {
  for (const child of job.children) if (child.status() === undefined) return undefined;
  return job.children.at(-1)?.status();
}

/** True when what has not ended is stopped. */
export function isStopped(job: Job): boolean {
  return job.children.some((child) => child.status() === undefined && child.stopped());
}
