import type { Timer } from '../../clock.ts';
import { podQosClass } from '../../resources/pod/qos.ts';
import type { Rejection } from '../node/admission.ts';
import type { NodeServices } from '../node-services.ts';
import type { Pod } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';
import { hasStorageLimits, storageExcess } from './local-storage.ts';
import { lowMemoryMessage, MEMORY_PRESSURE_REJECTION } from './messages.ts';
import { isCriticalPod, memoryByContainer, rankForMemory } from './ranking.ts';

/** The kubelet's own: `evictionHard: memory.available<100Mi`. */
export const MEMORY_THRESHOLD_BYTES = 100 * 1024 * 1024;
/** How often limits on local files are looked at, while a pod has some. */
const MONITORING_MS = 10_000;
/** The kernel's notification and the figures that it leads to take this long. */
const NOTICE_MS: readonly [number, number] = [800, 2500];
/** How often it looks whether an evicted pod is gone, and for how long. */
const CLEANUP_POLL_MS = 1000;
const CLEANUP_MS = 30_000;
/** Pressure is told of for this long after it was last seen. */
const TRANSITION_MS = 300_000;

/**
 * Ends pods when the node runs out of memory, and pods that outgrow their limits on local files. It sleeps until the kernel says that memory
 * has become short. Models: pkg/kubelet/eviction/eviction_manager.go
 */
export class EvictionManager {
  private readonly limited = new Set<PodWorker>();
  private readonly disposers: (() => void)[] = [];
  private memoryTimer: Timer | undefined;
  private storageTimer: Timer | undefined;
  private transitionTimer: Timer | undefined;
  private lowAtMs = Number.NEGATIVE_INFINITY;
  private isRunning = false;

  constructor(
    private readonly services: NodeServices,
    private readonly workers: () => Iterable<PodWorker>,
    /** The node's conditions may have changed. */
    private readonly changed: () => void,
  ) {}

  start(): void {
    const { kernel, recorder, node } = this.services;
    this.isRunning = true;
    this.disposers.push(
      kernel.onMemory(() => {
        if (this.isLow()) this.notice();
      }),
      kernel.onSystemOom(({ name, pid }) =>
        recorder.event(
          nodeReference(node.name),
          'Warning',
          'SystemOOM',
          `System OOM encountered, victim process: ${name}, pid: ${pid}`,
        ),
      ),
    );
    if (this.isLow()) this.notice();
    this.watchStorage();
  }

  stop(): void {
    this.isRunning = false;
    for (const dispose of this.disposers.splice(0)) dispose();
    for (const timer of [this.memoryTimer, this.storageTimer, this.transitionTimer]) timer?.cancel();
    this.memoryTimer = undefined;
    this.storageTimer = undefined;
    this.transitionTimer = undefined;
  }

  /** A pod has come to the node. */
  watch(worker: PodWorker): void {
    if (!hasStorageLimits(worker.pod)) return;
    this.limited.add(worker);
    this.watchStorage();
  }

  forget(worker: PodWorker): void {
    this.limited.delete(worker);
  }

  /** The node's MemoryPressure. */
  isUnderMemoryPressure(): boolean {
    return this.services.clock.nowMs() - this.lowAtMs < TRANSITION_MS;
  }

  /** Whether a new pod is turned away. Models: managerImpl.Admit */
  admit(pod: Pod): Rejection | undefined {
    if (!this.isUnderMemoryPressure() || isCriticalPod(pod) || podQosClass(pod.spec) !== 'BestEffort') return undefined;
    const tolerates = (pod.spec.tolerations ?? []).some(
      ({ key, effect }) =>
        (key === undefined || key === '' || key === 'node.kubernetes.io/memory-pressure') &&
        (effect === undefined || effect === '' || effect === 'NoSchedule'),
    );
    return tolerates ? undefined : { reason: 'Evicted', message: MEMORY_PRESSURE_REJECTION };
  }

  private isLow(): boolean {
    return this.services.kernel.availableBytes() < MEMORY_THRESHOLD_BYTES;
  }

  private notice(): void {
    if (!this.isRunning || this.memoryTimer !== undefined) return;
    this.memoryTimer = this.services.clock.after(this.services.random.between(...NOTICE_MS), () => {
      this.memoryTimer = undefined;
      this.relieve();
    });
  }

  /** One look at the node's memory: at most one pod goes. */
  private relieve(): void {
    const { clock, recorder, kernel, node } = this.services;
    if (!this.isLow()) return;
    const wasUnder = this.isUnderMemoryPressure();
    this.lowAtMs = clock.nowMs();
    this.transitionTimer?.cancel();
    this.transitionTimer = clock.after(TRANSITION_MS, () => this.changed(), 'background');
    if (!wasUnder) this.changed();
    recorder.event(nodeReference(node.name), 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory');
    const active = [...this.workers()].filter((worker) => worker.isAdmitted && !worker.isEnding);
    for (const worker of rankForMemory(active)) {
      if (isCriticalPod(worker.pod)) continue;
      const used = memoryByContainer(worker);
      const message = lowMemoryMessage(worker.pod, used, MEMORY_THRESHOLD_BYTES, kernel.availableBytes());
      worker.evictNow(message, true);
      this.awaitCleanup(worker, clock.nowMs() + CLEANUP_MS);
      return;
    }
    this.later(MONITORING_MS);
  }

  private awaitCleanup(worker: PodWorker, untilMs: number): void {
    const isGone = worker.runtime.records.every(({ end }) => end !== undefined);
    if (isGone || this.services.clock.nowMs() >= untilMs) {
      this.relieve();
      return;
    }
    this.later(CLEANUP_POLL_MS, () => this.awaitCleanup(worker, untilMs));
  }

  private later(delayMs: number, run = (): void => this.relieve()): void {
    this.memoryTimer?.cancel();
    this.memoryTimer = this.services.clock.after(
      delayMs,
      () => {
        this.memoryTimer = undefined;
        run();
      },
      'background',
    );
  }

  private watchStorage(): void {
    if (!this.isRunning || this.limited.size === 0 || this.storageTimer !== undefined) return;
    this.storageTimer = this.services.clock.after(
      MONITORING_MS,
      () => {
        this.storageTimer = undefined;
        for (const worker of this.limited) {
          if (worker.isEnding) {
            this.limited.delete(worker);
            continue;
          }
          const excess = isCriticalPod(worker.pod) ? undefined : storageExcess(worker);
          if (excess !== undefined) worker.evictNow(excess, false);
        }
        this.watchStorage();
      },
      'background',
    );
  }
}

/** A node as events of its kubelet point at it: its uid is its name. */
export function nodeReference(name: string): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string };
} {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } };
}
