import type { TimerClass } from '../../clock.ts';
import { CpuMeter } from './cpu-meter.ts';
import type { NodeKernel } from './kernel.ts';
import type { CpuShareholder } from './node-cpu.ts';

/** What a control group is set to. Models: pkg/kubelet/kuberuntime generateLinuxContainerResources */
export interface CgroupLimits {
  /** 2 for a container that asks for nothing. */
  readonly cpuShares: number;
  /** Thousandths of a core; undefined = no limit. */
  readonly cpuLimitMillis: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  readonly oomScoreAdj: number;
}

/** Why memory was refused: the container's own limit, or the node has no more. */
export type OutOfMemoryCause = 'limit' | 'node';

/** The processes in a control group, as the kernel reaches them. */
export interface CgroupMembers {
  /** Kills the process that holds most; its name and pid, or undefined when there is none. */
  killLargest(): { readonly name: string; readonly pid: number } | undefined;
}

const NO_CPU: readonly [number, number] = [0, 0];

/** One container's control group: limits, what it uses, and what happened to it. Amounts: bytes, CPU milliseconds. */
export class Cgroup implements CpuShareholder {
  memoryBytes = 0;
  peakBytes = 0;
  /** How often its limit was hit. */
  limitHits = 0;
  oomKills = 0;
  /** Used evenly all the time, beside what is computed: thousandths of a core. */
  idleMillis = 0;
  members: CgroupMembers | undefined;
  private meter: CpuMeter | undefined;
  private throttling: readonly [periods: number, cpuMs: number] = NO_CPU;
  private readonly startedMs: number;
  private open = true;

  constructor(
    private readonly kernel: NodeKernel,
    public limits: CgroupLimits,
  ) {
    this.startedMs = kernel.clock.nowMs();
  }

  get cpuShares(): number {
    return this.limits.cpuShares;
  }

  get cpuQuota(): number | undefined {
    return this.limits.cpuLimitMillis === undefined ? undefined : this.limits.cpuLimitMillis / 1000;
  }

  /** Takes memory, or with a negative number gives it back. Why not, where it may not have it: then nothing was taken. */
  charge(bytes: number): OutOfMemoryCause | undefined {
    const after = Math.max(0, this.memoryBytes + bytes);
    if (bytes > 0) {
      const limit = this.limits.memoryLimitBytes;
      if (limit !== undefined && after > limit) {
        this.limitHits++;
        return 'limit';
      }
      if (!this.kernel.hasRoomFor(bytes)) return 'node';
    }
    if (this.open) this.kernel.changed(after - this.memoryBytes);
    this.memoryBytes = after;
    if (after > this.peakBytes) this.peakBytes = after;
    return undefined;
  }

  /** The node has no memory left: its kernel kills by score. False when there is nobody to kill. */
  killOnNode(): boolean {
    return this.kernel.killForMemory();
  }

  /** Uses the processors for so many CPU milliseconds; `done` when that is done. Gives back what calls it off. */
  compute(
    work: { readonly cpuMs: number; readonly threads: number; readonly timerClass: TimerClass },
    done: () => void,
  ): () => void {
    return this.kernel.cpu.run(this, work, done);
  }

  /** Counts CPU time that has been used at this instant. */
  spent(cpuMs: number): void {
    const nowMs = this.kernel.clock.nowMs();
    this.used(nowMs, nowMs, cpuMs);
  }

  used(fromMs: number, toMs: number, cpuMs: number): void {
    this.meter ??= new CpuMeter();
    this.meter.add(fromMs, toMs, cpuMs);
  }

  throttled(periods: number, cpuMs: number): void {
    this.throttling = [this.throttling[0] + periods, this.throttling[1] + cpuMs];
  }

  /** CPU milliseconds since it was made. */
  cpuTotalMs(): number {
    this.kernel.cpu.settle();
    const aliveMs = this.kernel.clock.nowMs() - this.startedMs;
    return (this.meter?.totalMs ?? 0) + (aliveMs * this.idleMillis) / 1000;
  }

  /** CPU milliseconds computed in the last whole window, without what it uses when idle. */
  lastWindowMs(): number {
    this.kernel.cpu.settle();
    return this.meter?.lastWindowMs(this.kernel.clock.nowMs()) ?? 0;
  }

  /** Periods in which it was held back, and by how many CPU milliseconds. */
  throttling100ms(): { readonly periods: number; readonly cpuMs: number } {
    this.kernel.cpu.settle();
    return { periods: Math.floor(this.throttling[0]), cpuMs: this.throttling[1] };
  }

  /** Other limits from now on, as a resize in place sets them. */
  update(limits: CgroupLimits): void {
    this.kernel.cpu.settle();
    this.limits = limits;
    this.kernel.cpu.share();
  }

  /** The container has ended: what it held is free. */
  close(): void {
    if (!this.open) return;
    this.kernel.changed(-this.memoryBytes);
    this.open = false;
    this.memoryBytes = 0;
    this.members = undefined;
    this.kernel.forget(this);
  }
}
