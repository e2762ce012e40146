import type { Timer, TimerClass } from '../../clock.ts';
import type { Probe } from '../../resources/pod/types.ts';
import { parseTime } from '../../timestamp.ts';
import type { NodeServices } from '../node-services.ts';
import { type ContainerStatus, containerFieldPath, findContainer, isTerminalPhase, podKey } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';
import type { ProbeType } from './probe-manager.ts';
import type { ResultStore } from './results.ts';
import { type ProbeOutcome, runProbe } from './run-probe.ts';

const TITLES: { readonly [type in ProbeType]: string } = {
  liveness: 'Liveness',
  readiness: 'Readiness',
  startup: 'Startup',
};
const ID_PREFIX = 'containerd://';

/** One probe of one container, again and again. Models: pkg/kubelet/prober/worker.go */
export class ProbeWorker {
  private timer: Timer | undefined;
  private timerClass: TimerClass = 'background';
  private dispose: (() => void) | undefined;
  private containerId = '';
  /** The container failed and waits to be restarted. */
  private onHold = false;
  private last: 'success' | 'failure' | undefined;
  private runs = 0;
  private stopped = false;
  private readonly startedMs: number;
  private readonly periodMs: number;

  constructor(
    private readonly services: NodeServices,
    private readonly verdicts: { readonly [type in ProbeType]: ResultStore },
    private readonly worker: PodWorker,
    private readonly name: string,
    private readonly type: ProbeType,
    private readonly probe: Probe,
  ) {
    this.startedMs = services.clock.nowMs();
    this.periodMs = (probe.periodSeconds ?? 10) * 1000;
  }

  start(): void {
    this.schedule();
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
    this.dispose?.();
    this.dispose = undefined;
  }

  /**
   * The pod's status has just been made. A container that is not ready is asked at once rather than at the next tick, and a
   * first verdict that is waited for keeps the cluster unsettled.
   */
  noticed(): void {
    if (this.stopped) return;
    if (this.timerClass === 'background' && this.awaitsFirstVerdict()) this.schedule();
    if (this.type !== 'readiness' || this.dispose !== undefined) return;
    const status = this.status();
    if (status?.state?.running !== undefined && status.started === true && status.ready !== true) this.tick();
  }

  private schedule(): void {
    if (this.stopped) return;
    const { clock } = this.services;
    const passed = clock.nowMs() - this.startedMs;
    const delayMs = (Math.floor(passed / this.periodMs + 1e-9) + 1) * this.periodMs - passed;
    this.timer?.cancel();
    this.timerClass = this.awaitsFirstVerdict() ? 'work' : 'background';
    this.timer = clock.after(
      delayMs,
      () => {
        this.timer = undefined;
        this.tick();
        if (this.timer === undefined) this.schedule();
      },
      this.timerClass,
    );
  }

  /** The container runs and has not been probed yet: whoever waits for the cluster to settle waits for that. */
  private awaitsFirstVerdict(): boolean {
    // A container lives until its liveness probe says otherwise: nobody waits for the first time it says nothing.
    if (this.type === 'liveness') return false;
    const status = this.status();
    if (status?.state?.running === undefined || this.onHold) return false;
    return status.containerID !== ID_PREFIX + this.containerId || this.last === undefined;
  }

  private status(): ContainerStatus | undefined {
    const { lastStatus } = this.worker;
    return [...(lastStatus?.containerStatuses ?? []), ...(lastStatus?.initContainerStatuses ?? [])].find(
      ({ name }) => name === this.name,
    );
  }

  private tick(): void {
    if (this.stopped || this.dispose !== undefined) return;
    const { lastStatus } = this.worker;
    if (isTerminalPhase(lastStatus?.phase)) {
      this.stop();
      return;
    }
    const status = this.status();
    if (status?.containerID === undefined) return;
    const id = status.containerID.slice(ID_PREFIX.length);
    if (id !== this.containerId) this.adopt(id);
    if (this.onHold) return;
    if (status.state?.running === undefined) return void this.decide('failure');
    const startedMs = parseTime(status.state.running.startedAt) ?? 0;
    if (this.services.clock.nowMs() - startedMs < (this.probe.initialDelaySeconds ?? 0) * 1000) return;
    // The startup probe runs until the container has started, the others from then on.
    if ((status.started === true) === (this.type === 'startup')) return;
    const record = this.worker.runtime.records.find((candidate) => candidate.id === id);
    const found = findContainer(this.worker.pod, this.name);
    if (record?.running === undefined || found === undefined || record.end !== undefined) return;
    this.dispose = runProbe(
      this.services,
      this.worker.pod,
      this.worker.runtime,
      found.container,
      record.running,
      this.probe,
      (outcome) => {
        this.dispose = undefined;
        if (!this.stopped && record.end === undefined) this.finished(outcome);
      },
    );
  }

  private adopt(id: string): void {
    const store = this.verdicts[this.type];
    if (this.containerId !== '') store.remove(this.containerId);
    this.containerId = id;
    this.onHold = false;
    this.last = undefined;
    this.runs = 0;
    store.set(id, this.type === 'liveness' ? 'success' : this.type === 'readiness' ? 'failure' : 'unknown');
  }

  private finished(outcome: ProbeOutcome): void {
    this.tell(outcome);
    if (outcome.kind === 'errored') {
      this.reclass();
      return;
    }
    const result = outcome.kind === 'failure' ? 'failure' : 'success';
    if (result === this.last) this.runs++;
    else {
      this.last = result;
      this.runs = 1;
    }
    const needed = result === 'failure' ? (this.probe.failureThreshold ?? 3) : (this.probe.successThreshold ?? 1);
    if (this.runs >= needed) {
      this.decide(result);
      if (this.type !== 'readiness' && result === 'failure') {
        this.onHold = true;
        this.runs = 0;
      }
    }
    this.reclass();
  }

  /** The next tick no longer keeps the cluster unsettled. */
  private reclass(): void {
    if (this.timer !== undefined) this.schedule();
  }

  private decide(result: 'success' | 'failure'): void {
    if (this.verdicts[this.type].set(this.containerId, result)) this.worker.probed();
  }

  private tell(outcome: ProbeOutcome): void {
    const title = TITLES[this.type];
    const kind = findContainer(this.worker.pod, this.name)?.kind ?? 'main';
    const say = (reason: string, message: string): void =>
      this.services.recorder.event(this.worker.pod, 'Warning', reason, message, containerFieldPath(kind, this.name));
    if (outcome.kind === 'failure') {
      const { pod } = this.worker;
      this.services.log.info('prober.go:120', 'Probe failed', {
        probeType: title,
        pod: podKey(pod),
        podUID: pod.metadata.uid,
        containerName: this.name,
        probeResult: 'failure',
        output: outcome.message,
      });
      say('Unhealthy', `${title} probe failed: ${outcome.message}`);
    } else if (outcome.kind === 'warning') say('ProbeWarning', `${title} probe warning: ${outcome.message}`);
    else if (outcome.kind === 'errored')
      say('Unhealthy', `${title} probe errored and resulted in unknown state: ${outcome.message}`);
  }
}
