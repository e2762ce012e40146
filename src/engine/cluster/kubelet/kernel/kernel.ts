import type { Clock } from '../../clock.ts';
import type { ResourceList } from '../../resources/pod/types.ts';
import { quantityMilliValue, quantityValue } from '../../resources/quantity.ts';
import { Cgroup, type CgroupLimits } from './cgroup.ts';
import { NodeCpu } from './node-cpu.ts';

/** A process that was killed because the node had no memory left. */
export interface SystemOom {
  readonly name: string;
  readonly pid: number;
}

const MIB = 1024 * 1024;
/** The system and its daemons (kubelet, containerd, sshd …). */
const SYSTEM = { systemBytes: 420 * MIB, systemMillis: 22 };

/** The kernel of a node with the capacity that it reports. */
export function nodeKernel(clock: Clock, { capacity }: { readonly capacity: ResourceList }): NodeKernel {
  return new NodeKernel(clock, {
    cores: quantityMilliValue(capacity['cpu']) / 1000,
    memoryBytes: quantityValue(capacity['memory']),
    ...SYSTEM,
  });
}

/** The least the out-of-memory killer looks at. Models: mm/oom_kill.c */
const OOM_SCORE_RANGE = 1000;

/**
 * What a node's kernel does for containers: shares the processors, counts memory, and kills when there is none. Nothing here ticks; whoever
 * must know of memory pressure is told when what is left changes.
 */
export class NodeKernel {
  readonly cpu: NodeCpu;
  /** Memory that no container holds: the system's own, and what a fault has filled. Bytes. */
  private otherBytes: number;
  private containerBytes = 0;
  private readonly cgroups = new Set<Cgroup>();
  private readonly listeners = new Set<() => void>();
  private readonly oomListeners = new Set<(oom: SystemOom) => void>();

  constructor(
    readonly clock: Clock,
    readonly facts: {
      readonly cores: number;
      readonly memoryBytes: number;
      /** What the system itself and its daemons hold. */
      readonly systemBytes: number;
      /** What they use of the processors, thousandths of a core. */
      readonly systemMillis: number;
    },
  ) {
    this.cpu = new NodeCpu(clock, facts.cores);
    this.otherBytes = facts.systemBytes;
  }

  /** A new control group. */
  cgroup(limits: CgroupLimits): Cgroup {
    const made = new Cgroup(this, limits);
    this.cgroups.add(made);
    return made;
  }

  forget(cgroup: Cgroup): void {
    this.cgroups.delete(cgroup);
  }

  /** Bytes in use. */
  usedBytes(): number {
    return this.otherBytes + this.containerBytes;
  }

  /** memory.available. Models: pkg/kubelet/eviction makeSignalObservations */
  availableBytes(): number {
    return Math.max(0, this.facts.memoryBytes - this.usedBytes());
  }

  /** Thousandths of a core used over the last window, by containers and the system. */
  cpuMillis(): number {
    let millis = this.facts.systemMillis;
    for (const cgroup of this.cgroups) millis += cgroup.idleMillis + cgroup.lastWindowMs() / 15;
    return millis;
  }

  /** Fills (or with a negative number frees) memory that belongs to no container: a fault. */
  fill(bytes: number): void {
    const most = this.facts.memoryBytes - this.containerBytes;
    this.otherBytes = Math.min(Math.max(this.facts.systemBytes, this.otherBytes + bytes), most);
    this.tell();
  }

  /** How much a fault has filled. */
  filledBytes(): number {
    return this.otherBytes - this.facts.systemBytes;
  }

  /** Whether so much more fits. Kills by score until it does, or until nobody is left to kill. */
  hasRoomFor(bytes: number): boolean {
    return this.usedBytes() + bytes <= this.facts.memoryBytes;
  }

  /** The kernel is out of memory: the process with the highest score goes. False when there is none. */
  killForMemory(): boolean {
    let victim: Cgroup | undefined;
    let worst = 0;
    for (const cgroup of this.cgroups) {
      if (cgroup.members === undefined) continue;
      const score = (cgroup.memoryBytes / this.facts.memoryBytes) * OOM_SCORE_RANGE + cgroup.limits.oomScoreAdj;
      if (score <= worst) continue;
      worst = score;
      victim = cgroup;
    }
    const killed = victim?.members?.killLargest();
    if (victim === undefined || killed === undefined) return false;
    victim.oomKills++;
    for (const listener of this.oomListeners) listener(killed);
    return true;
  }

  /** Containers' memory has grown or shrunk. */
  changed(bytes: number): void {
    this.containerBytes += bytes;
    this.tell();
  }

  /** Calls back whenever what is left of memory has changed, until disposed. */
  onMemory(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  /** Calls back with each process that the node's lack of memory has killed. */
  onSystemOom(killed: (oom: SystemOom) => void): () => void {
    this.oomListeners.add(killed);
    return () => this.oomListeners.delete(killed);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
