import type { Clock, Timer } from '../clock.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { ClusterEvent, Plugin } from './framework/types.ts';

/** After a failed attempt a pod waits 1 s, doubling up to 10 s. */
const INITIAL_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;
/** A pod that no event has freed is tried again after this long. */
const UNSCHEDULABLE_TIMEOUT_MS = 300_000;
const FLUSH_INTERVAL_MS = 30_000;

/** A pod that waits for a node. Models: framework.QueuedPodInfo */
export interface QueuedPod {
  info: PodInfo;
  attempts: number;
  lastAttemptMs: number;
  state: 'active' | 'backoff' | 'unschedulable' | 'scheduling';
  rejectedBy: ReadonlySet<Plugin>;
  timer: Timer | undefined;
}

/** First in, first out. */
class Fifo {
  private items: QueuedPod[] = [];
  private head = 0;
  push(pod: QueuedPod): void {
    this.items.push(pod);
  }
  shift(): QueuedPod | undefined {
    const pod = this.items[this.head];
    if (pod === undefined) return undefined;
    this.head++;
    if (this.head > 64 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return pod;
  }
}

/**
 * Pods without a node: those to try now (highest priority first, then oldest), those backing off, and those that wait for something
 * to change in the cluster. Models: pkg/scheduler/backend/queue/scheduling_queue.go
 */
export class SchedulingQueue {
  private readonly pods = new Map<string, QueuedPod>();
  private readonly unschedulable = new Set<QueuedPod>();
  /** Freed by an event before their back-off had passed: tried when no other pod waits. */
  private readonly backingOff = new Set<QueuedPod>();
  private readonly active = new Map<number, Fifo>();
  private priorities: number[] = [];
  private flushTimer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    /** Called when a pod became ready to be tried. */
    private readonly wake: () => void,
  ) {}

  get(uid: string): QueuedPod | undefined {
    return this.pods.get(uid);
  }

  add(info: PodInfo): void {
    const pod: QueuedPod = {
      info,
      attempts: 0,
      lastAttemptMs: 0,
      state: 'active',
      rejectedBy: new Set(),
      timer: undefined,
    };
    this.pods.set(info.pod.metadata.uid, pod);
    this.activate(pod);
  }

  remove(uid: string): void {
    const pod = this.pods.get(uid);
    if (pod === undefined) return;
    this.pods.delete(uid);
    this.unschedulable.delete(pod);
    this.backingOff.delete(pod);
    pod.timer?.cancel();
  }

  /** The next pod to try; it stays known until it is removed or handed back. */
  pop(): QueuedPod | undefined {
    const pod = this.popActive() ?? this.popBackingOff();
    if (pod === undefined) return undefined;
    pod.state = 'scheduling';
    pod.attempts++;
    pod.lastAttemptMs = this.clock.nowMs();
    return pod;
  }

  private popActive(): QueuedPod | undefined {
    for (const priority of this.priorities) {
      const fifo = this.active.get(priority);
      for (let pod = fifo?.shift(); pod !== undefined; pod = fifo?.shift()) {
        // Pods that went away, or changed their place, in the meantime are passed over.
        if (pod.state === 'active' && this.pods.get(pod.info.pod.metadata.uid) === pod) return pod;
      }
    }
    return undefined;
  }

  /** A scheduler with nothing else to do does not wait for back-offs to pass. Models: SchedulerPopFromBackoffQ */
  private popBackingOff(): QueuedPod | undefined {
    let first: QueuedPod | undefined;
    for (const pod of this.backingOff)
      if (first === undefined || this.readyAtMs(pod) < this.readyAtMs(first)) first = pod;
    if (first !== undefined) this.backingOff.delete(first);
    return first;
  }

  private readyAtMs(pod: QueuedPod): number {
    return pod.lastAttemptMs + Math.min(INITIAL_BACKOFF_MS * 2 ** (pod.attempts - 1), MAX_BACKOFF_MS);
  }

  /** Hands a pod back that no node would take: it waits for an event that helps one of the plugins. */
  addUnschedulable(pod: QueuedPod, rejectedBy: ReadonlySet<Plugin>): void {
    pod.state = 'unschedulable';
    pod.rejectedBy = rejectedBy;
    this.unschedulable.add(pod);
    this.flushTimer ??= this.clock.after(FLUSH_INTERVAL_MS, () => this.flush(), 'background');
  }

  /** Hands a pod back whose attempt failed for a reason that may pass by itself. */
  addBackoff(pod: QueuedPod): void {
    pod.state = 'backoff';
    pod.timer = this.clock.after(this.readyAtMs(pod) - this.clock.nowMs(), () => this.activate(pod));
  }

  /** Something changed: pods that it may help are tried again, after their back-off. Models: MoveAllToActiveOrBackoffQueue */
  moveAll(event: ClusterEvent): void {
    for (const pod of [...this.unschedulable]) this.moveOne(pod, event);
  }

  moveOne(pod: QueuedPod, event: ClusterEvent): void {
    if (pod.state !== 'unschedulable') return;
    for (const plugin of pod.rejectedBy) {
      if (plugin.helps !== undefined && !plugin.helps(event, pod.info)) continue;
      this.requeue(pod);
      return;
    }
  }

  stop(): void {
    for (const pod of this.pods.values()) pod.timer?.cancel();
    this.flushTimer?.cancel();
    this.pods.clear();
    this.unschedulable.clear();
    this.backingOff.clear();
    this.active.clear();
    this.priorities = [];
  }

  private requeue(pod: QueuedPod): void {
    this.unschedulable.delete(pod);
    if (this.readyAtMs(pod) <= this.clock.nowMs()) {
      this.activate(pod);
      return;
    }
    pod.state = 'backoff';
    this.backingOff.add(pod);
    this.wake();
  }

  private activate(pod: QueuedPod): void {
    pod.timer = undefined;
    pod.state = 'active';
    const { priority } = pod.info;
    let fifo = this.active.get(priority);
    if (fifo === undefined) {
      fifo = new Fifo();
      this.active.set(priority, fifo);
      this.priorities = [...this.active.keys()].sort((a, b) => b - a);
    }
    fifo.push(pod);
    this.wake();
  }

  private flush(): void {
    this.flushTimer = undefined;
    const beforeMs = this.clock.nowMs() - UNSCHEDULABLE_TIMEOUT_MS;
    for (const pod of [...this.unschedulable]) if (pod.lastAttemptMs <= beforeMs) this.requeue(pod);
    if (this.unschedulable.size > 0)
      this.flushTimer = this.clock.after(FLUSH_INTERVAL_MS, () => this.flush(), 'background');
  }
}
