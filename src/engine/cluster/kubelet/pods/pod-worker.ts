// Over 300 lines: the one state machine of a pod on a node, whose states and transitions are read together.
import type { Timer, TimerClass } from '../../clock.ts';
import type { KubeObject } from '../../json.ts';
import { parseTime } from '../../timestamp.ts';
import { killAll, stopSandbox } from '../containers/kill.ts';
import { type ContainerRecord, isEnded, PodRuntime } from '../containers/record.ts';
import { type Flow, type RunningFlow, runFlow, sleep } from '../flow.ts';
import type { PullErrors } from '../images/ensure-image.ts';
import type { Rejection } from '../node/admission.ts';
import type { NodeServices } from '../node-services.ts';
import { isTerminalPhase, type Pod, type PodStatus, podKey } from '../pod.ts';
import type { ProbeManager } from '../prober/probe-manager.ts';
import type { StartFailure } from '../status/container-status.ts';
import { generateStatus } from '../status/generate.ts';
import { mergeStatus, type StatusWriter } from '../status/writer.ts';
import { PodVolumes } from '../volumes/pod-volumes.ts';
import type { PodContext } from './pod-context.ts';
import { type PendingResize, PodResize, resizeText } from './resize.ts';
import { type SyncOutcome, type SyncSubject, syncPod } from './sync-pod.ts';

/** A pod is young for this long: its programs' sleeps keep the cluster unsettled while it is not ready. */
const SETTLING_MS = 60_000;
/** The kubelet looks for ended containers this often. */
const RELIST_MS = 1000;
/** A container that ends at once is still seen running first. */
const SEEN_RUNNING_MS = 300;
const RESYNC_MS = 60_000;
/** A resize that has to wait is tried again this often. */
const RESIZE_RETRY_MS = 30_000;
/** A pod in the way of its node gets next to no time. Models: immediateEvictionGracePeriodSeconds */
const EVICTION_GRACE_SECONDS = 1;
const FAILED_SYNC_MS = 10_000;
const JITTER = 0.5;
/**
 * Periodic and failed syncs are drawn from the upper part of the real range (1 to 1.5 times the period): on a real node the tick of the sync
 * loop and the wait for a newer relist come on top.
 */
const LEAST_JITTER = 0.3;

type Stage =
  /** Not looked at yet. */
  | { readonly at: 'new' }
  | { readonly at: 'syncing' }
  | { readonly at: 'terminating'; readonly graceSeconds: number }
  | { readonly at: 'terminated' }
  /** Nothing is left to do but to let go of the object. */
  | { readonly at: 'finished' };

/** Why the kubelet ended a pod. */
interface Eviction {
  readonly reason: string;
  readonly message: string;
  /** Its event has been recorded. */
  readonly isTold?: boolean;
  /** For the sake of the node: a DisruptionTarget. */
  readonly disrupts?: boolean;
}

/** What a worker needs from its kubelet. */
export interface WorkerHost {
  readonly services: NodeServices;
  readonly probes: ProbeManager;
  readonly status: StatusWriter;
  /** Milliseconds after the full second at which the kubelet relists. */
  readonly relistPhaseMs: number;
  /** Why the node does not take the pod, if it does not. */
  admit(worker: PodWorker): Rejection | undefined;
  /** Why its containers cannot have the resources that it asks for now. */
  refuseResize(worker: PodWorker): PendingResize | undefined;
  /** False while another pod of the same name is still being ended (static pods). */
  mayBegin(worker: PodWorker): boolean;
  /** The pod is done with and its object is gone. */
  forget(worker: PodWorker): void;
}

/** Everything that happens to one pod on one node, one thing at a time. Models: pkg/kubelet/pod_workers.go */
export class PodWorker implements SyncSubject {
  readonly runtime = new PodRuntime();
  readonly failures = new Map<string, StartFailure>();
  readonly volumes: PodVolumes;
  /** What the kubelet says of the pod. */
  lastStatus: PodStatus | undefined;
  private readonly pullErrors: PullErrors = new Map();
  private stage: Stage = { at: 'new' };
  private eviction: Eviction | undefined;
  private readonly resize = new PodResize();
  private flow: RunningFlow | undefined;
  /** Another sync is wanted when the present one ends. */
  private pending = false;
  private timer: Timer | undefined;
  private deadline: Timer | undefined;
  private frozen = false;
  private gone = false;
  private syncedMs: number;

  constructor(
    private readonly host: WorkerHost,
    public pod: Pod,
  ) {
    this.volumes = new PodVolumes(host.services.nodeFiles, host.services.networkStorage);
    this.syncedMs = host.services.clock.nowMs();
  }

  get verdicts() {
    return this.host.probes.verdicts;
  }

  /** The node has taken the pod. */
  get isAdmitted(): boolean {
    return this.stage.at !== 'new';
  }

  get isFinished(): boolean {
    return this.stage.at === 'finished';
  }

  /** It is being ended, or has ended. */
  get isEnding(): boolean {
    return this.stage.at !== 'new' && this.stage.at !== 'syncing';
  }

  /** Starts the first sync. */
  begin(): void {
    this.wake(this.host.services.random.between(4, 20));
    if (this.pod.metadata.deletionTimestamp !== undefined) this.update(this.pod);
  }

  /** The pod's object (or manifest) has changed. */
  update(pod: Pod): void {
    const old = this.pod;
    this.pod = pod;
    if (this.frozen) return;
    if (pod.metadata.deletionTimestamp !== undefined)
      this.terminate(pod.metadata.deletionGracePeriodSeconds ?? this.specGrace());
    else if (this.stage.at === 'syncing' && (concerns(pod, old) || this.host.status.isForeign(this, pod)))
      this.wake(10);
  }

  /** The object is gone (forced deletion) or the manifest was removed: end what runs, tell nobody. */
  removed(): void {
    this.gone = true;
    if (this.stage.at === 'finished') this.host.forget(this);
    else this.terminate(this.specGrace());
  }

  /** Ends the pod with a reason, as the deadline does. Models: pkg/kubelet/active_deadline.go */
  evict(reason: string, message: string): void {
    if (this.eviction !== undefined || this.stage.at !== 'syncing') return;
    this.eviction = { reason, message };
    this.wake(0);
  }

  /** Ends the pod at once because its node cannot keep it. `disrupts` = for others' sake, which its conditions tell. Models: pkg/kubelet/eviction evictPod */
  evictNow(message: string, disrupts: boolean): void {
    if (this.eviction !== undefined || this.isEnding) return;
    this.host.services.recorder.event(this.pod, 'Warning', 'Evicted', message);
    this.eviction = { reason: 'Evicted', message, isTold: true, disrupts };
    this.terminate(EVICTION_GRACE_SECONDS);
  }

  /** Something about the pod has changed: sync after a while. An earlier wake-up stands. */
  wake(delayMs: number, timerClass: TimerClass = 'work'): void {
    if (this.frozen || this.stage.at === 'finished') return;
    if (this.flow !== undefined) {
      this.pending = true;
      return;
    }
    const { clock } = this.host.services;
    if (this.timer !== undefined && this.timer.dueMs <= clock.nowMs() + delayMs) return;
    this.timer?.cancel();
    this.timer = clock.after(delayMs, () => this.run(), timerClass);
  }

  /** A static pod's mirror is new: it must be told everything. */
  mirrored(): void {
    if (this.lastStatus !== undefined && !this.frozen) this.host.status.write(this.pod, this.lastStatus);
  }

  /** A ConfigMap or Secret that its volumes are made from has changed: the next periodic sync brings the files up to date. */
  sourceChanged(): void {
    const { clock, random } = this.host.services;
    const periodMs = RESYNC_MS * (1 + random.between(LEAST_JITTER, JITTER));
    const passedMs = clock.nowMs() - this.syncedMs;
    this.wake(periodMs - (passedMs % periodMs), 'background');
  }

  /** The kubelet stops: containers go on. */
  freeze(): void {
    this.frozen = true;
    this.flow?.cancel();
    this.flow = undefined;
    this.timer?.cancel();
    this.timer = undefined;
    this.deadline?.cancel();
    this.deadline = undefined;
  }

  /** The kubelet is back and has seen what runs. */
  thaw(): void {
    this.frozen = false;
    for (const record of this.runtime.records) if (record.end !== undefined) record.endSeen = true;
    // A new process knows of the pod only what the API server says.
    if (this.stage.at === 'finished') return;
    this.lastStatus = undefined;
    this.wake(this.host.services.random.between(50, 300));
  }

  /** The machine has gone off: what ran is gone, and how it ended nobody knows. */
  losePower(): void {
    const { sandbox, records } = this.runtime;
    for (const record of records) {
      if (record.end !== undefined) continue;
      record.end = { exitCode: 255, reason: 'Unknown', message: '', finishedMs: this.host.services.clock.nowMs() };
      record.running?.signal(9);
    }
    if (sandbox?.ready !== true) return;
    sandbox.ready = false;
    sandbox.network.release();
  }

  context(): PodContext {
    return {
      services: this.host.services,
      pod: this.resize.effective(this.pod),
      runtime: this.runtime,
      volumes: this.volumes,
      pullErrors: this.pullErrors,
      settling: this.settling,
      exited: (record) => this.exited(record),
    };
  }

  report(terminal: boolean): PodStatus {
    const { services, probes, status } = this.host;
    if (this.eviction !== undefined && this.eviction.isTold !== true)
      services.recorder.event(this.pod, 'Normal', this.eviction.reason, this.eviction.message);
    const stored = status.stored(this.pod);
    const made = generateStatus({
      pod: this.resize.effective(this.pod),
      resize: this.resize.conditions(),
      stored,
      runtime: this.runtime,
      previous: this.lastStatus,
      failures: this.failures,
      probes,
      terminal,
      hostIp: services.node.address,
      eviction: this.eviction,
      nowMs: services.clock.nowMs(),
    });
    const merged = mergeStatus(
      made,
      isTerminalPhase(stored?.status?.phase) ? stored?.status : (this.lastStatus ?? this.pod.status),
      this.stage.at !== 'terminated' && this.stage.at !== 'finished',
    );
    this.lastStatus = merged;
    if (!this.gone) status.write(this.pod, merged);
    if (this.stage.at === 'syncing') probes.noticed(this);
    return made;
  }

  /** A probe's verdict has changed what the status says. */
  probed(): void {
    if (this.stage.at === 'finished' || this.frozen) return;
    // A container's readiness is told at once; other verdicts are for the next sync.
    if (this.stage.at === 'syncing' || this.stage.at === 'terminating') this.report(false);
    if (this.stage.at === 'syncing') this.wake(5);
  }

  startProbes(): void {
    this.host.probes.add(this);
    this.watchDeadline();
  }

  private readonly settling = (): boolean => {
    const { clock } = this.host.services;
    const createdMs = parseTime(this.pod.metadata.creationTimestamp) ?? 0;
    if (this.stage.at !== 'syncing' || clock.nowMs() - createdMs > SETTLING_MS) return false;
    return this.lastStatus?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True';
  };

  private specGrace(): number {
    return this.pod.metadata.deletionGracePeriodSeconds ?? this.pod.spec.terminationGracePeriodSeconds ?? 30;
  }

  /** The worker stops syncing and ends the pod; a shorter grace period replaces a longer one. */
  private terminate(wantedSeconds: number): void {
    const graceSeconds = Math.max(wantedSeconds, 1);
    if (this.stage.at === 'finished') {
      if (this.pod.metadata.deletionTimestamp !== undefined) this.host.services.clock.after(5, () => this.letGo());
      return;
    }
    if (this.stage.at === 'terminated') return;
    if (this.stage.at === 'terminating' && this.stage.graceSeconds <= graceSeconds) return;
    this.stage = { at: 'terminating', graceSeconds };
    this.flow?.cancel();
    this.flow = undefined;
    this.timer?.cancel();
    this.timer = undefined;
    this.wake(this.host.services.random.between(2, 8));
  }

  private run(): void {
    this.timer = undefined;
    this.pending = false;
    if (this.stage.at === 'new') this.admit();
    else if (this.stage.at === 'syncing') {
      this.considerResize();
      this.start(syncPod(this), (outcome) => this.synced(outcome));
    } else if (this.stage.at === 'terminating') this.start(this.end(this.stage.graceSeconds), () => this.letGo());
    else if (this.stage.at === 'terminated') this.letGo();
  }

  private considerResize(): void {
    const step = this.resize.consider(this.pod, () => this.host.refuseResize(this));
    const { recorder } = this.host.services;
    const pending = this.resize.pendingNow;
    if (step === 'started')
      recorder.event(this.pod, 'Normal', 'ResizeStarted', `Pod resize started: ${resizeText(this.pod)}`);
    else if (step === 'pending' && pending !== undefined)
      recorder.event(
        this.pod,
        'Warning',
        `Resize${pending.reason}`,
        `Pod resize ${pending.reason.toLowerCase()}: ${pending.message}`,
      );
  }

  /** Running containers get what they were allowed; the end of a resize is told. */
  actuate(): void {
    const { kernel, recorder } = this.host.services;
    const before = this.resize.errorNow;
    if (!this.resize.actuate(this.pod, this.runtime, kernel.facts.memoryBytes)) {
      const { errorNow } = this.resize;
      if (errorNow === undefined || errorNow === before) return;
      recorder.event(this.pod, 'Warning', 'ResizeError', `Pod resize error: ${errorNow}`);
      this.report(false);
      return;
    }
    recorder.event(this.pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${resizeText(this.pod)}`);
    this.report(false);
  }

  private admit(): void {
    if (!this.host.mayBegin(this)) {
      this.wake(RELIST_MS, 'background');
      return;
    }
    const rejection = this.host.admit(this);
    this.stage = { at: 'syncing' };
    if (rejection === undefined) {
      this.run();
      return;
    }
    this.stage = { at: 'finished' };
    const { services, status } = this.host;
    services.recorder.event(this.pod, 'Warning', rejection.reason, rejection.message);
    const stored = status.stored(this.pod)?.status;
    this.lastStatus = { ...stored, phase: 'Failed', ...rejection };
    status.write(this.pod, this.lastStatus);
  }

  private start<Result>(flow: Flow<Result>, done: (result: Result) => void): void {
    let over = false;
    const running = runFlow(flow, (result) => {
      over = true;
      this.flow = undefined;
      done(result);
    });
    if (!over) this.flow = running;
  }

  /** Decides when the next sync is. Models: pod_workers.go completeWork */
  private synced(outcome: SyncOutcome): void {
    const { clock, random, log } = this.host.services;
    this.syncedMs = clock.nowMs();
    if (outcome.kind === 'failed') {
      const failed = [...this.failures].map(
        ([name, { reason, message }]) =>
          `failed to "StartContainer" for "${name}" with ${reason}: ${JSON.stringify(message)}`,
      );
      const pod = podKey(this.pod);
      log.error('pod_workers.go:1324', 'Error syncing pod, skipping', {
        err: failed.join(', '),
        pod,
        podUID: this.pod.metadata.uid,
      });
    }
    if (outcome.kind === 'terminal') {
      this.terminate(this.specGrace());
      return;
    }
    if (this.resize.pendingNow?.reason === 'Deferred' || this.resize.errorNow !== undefined)
      this.wake(RESIZE_RETRY_MS, 'background');
    if (outcome.changed || this.pending) this.wake(random.between(40, 120));
    else if (outcome.kind === 'failed') {
      this.wake(this.untilRelist(FAILED_SYNC_MS * (1 + random.between(LEAST_JITTER, JITTER))), 'background');
    } else if (outcome.retryAtMs !== undefined) {
      const delayMs = Math.max(0, outcome.retryAtMs - this.syncedMs) * (1 + random.next() * JITTER);
      this.wake(this.untilRelist(delayMs), 'background');
    }
  }

  /** Ends all containers and the sandbox, and says so. Models: pkg/kubelet SyncTerminatingPod, SyncTerminatedPod */
  private *end(graceSeconds: number): Flow<void> {
    const { services, probes } = this.host;
    const byItself = this.pod.metadata.deletionTimestamp === undefined && !this.gone;
    this.deadline?.cancel();
    this.report(false);
    probes.stopKilling(this);
    yield* killAll(services, this.pod, this.runtime, graceSeconds);
    yield* stopSandbox(services, this.runtime);
    probes.remove(this);
    const [low, high] = byItself ? [700, 1200] : [20, 90];
    yield* sleep(services.clock, services.random.between(low, high));
    this.stage = { at: 'terminated' };
    this.report(true);
    if (!byItself) yield* sleep(services.clock, services.random.between(120, 240));
  }

  /** The pod has ended and the API server knows; a deleted one's object goes. */
  private letGo(): void {
    this.stage = { at: 'finished' };
    this.deadline?.cancel();
    const { services, status } = this.host;
    services.startBackOff.forget(this.pod.metadata.uid);
    services.imageBackOff.forget(this.pod.metadata.uid);
    if (this.gone) this.host.forget(this);
    else if (this.pod.metadata.deletionTimestamp !== undefined) status.remove(this.pod);
  }

  /** The runtime says that a container has ended; the kubelet sees it at its next relist. */
  private exited(record: ContainerRecord): void {
    if (this.frozen) return;
    const { clock } = this.host.services;
    const minimum = record.startedMs === 0 ? 0 : Math.max(0, record.startedMs + SEEN_RUNNING_MS - clock.nowMs());
    clock.after(this.untilRelist(minimum), () => {
      if (this.frozen) return;
      record.endSeen = true;
      this.removeOlderLogs(record);
      if (this.stage.at === 'syncing') this.wake(0);
    });
  }

  /** Of each container only the last dead one keeps its log. Models: pkg/kubelet/pod_container_deletor.go */
  private removeOlderLogs(ended: ContainerRecord): void {
    for (const record of this.runtime.records) {
      if (record === ended || record.name !== ended.name || record.removed || !isEnded(record)) continue;
      record.removed = true;
      this.host.services.runtime.remove(record.id);
    }
  }

  /** The delay until the first relist that is at least so far away. */
  private untilRelist(delayMs: number): number {
    const { clock } = this.host.services;
    const at = clock.nowMs() + delayMs - this.host.relistPhaseMs;
    return Math.max(delayMs, Math.ceil(at / RELIST_MS) * RELIST_MS + this.host.relistPhaseMs - clock.nowMs());
  }

  private watchDeadline(): void {
    const seconds = this.pod.spec.activeDeadlineSeconds;
    if (seconds === undefined || this.stage.at !== 'syncing') return;
    const { clock } = this.host.services;
    const startMs = parseTime(this.lastStatus?.startTime) ?? clock.nowMs();
    this.deadline?.cancel();
    const message = 'Pod was active on the node longer than the specified deadline';
    this.deadline = clock.after(
      startMs + seconds * 1000 - clock.nowMs(),
      () => this.evict('DeadlineExceeded', message),
      'background',
    );
  }
}

/** Whether a change of the object asks for a sync: anything but its status. Models: pkg/kubelet/config podsDifferSemantically */
function concerns(pod: KubeObject, old: KubeObject): boolean {
  return (
    pod['spec'] !== old['spec'] ||
    pod.metadata.labels !== old.metadata.labels ||
    pod.metadata.annotations !== old.metadata.annotations
  );
}
