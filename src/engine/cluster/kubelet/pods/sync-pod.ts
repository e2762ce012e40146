import { computeActions, type ProbeVerdicts } from '../containers/actions.ts';
import { killAll, killContainer, stopSandbox } from '../containers/kill.ts';
import type { ContainerEnd } from '../containers/record.ts';
import { type StartOutcome, startWithBackOff } from '../containers/start.ts';
import type { Flow } from '../flow.ts';
import {
  type ContainerKind,
  containersOf,
  ephemeralContainersOf,
  initContainersOf,
  isRestartableInit,
  isTerminalPhase,
  type NamedContainer,
  type PodStatus,
} from '../pod.ts';
import type { StartFailure } from '../status/container-status.ts';
import { type PodContext, payloadContext } from './pod-context.ts';
import { createSandbox } from './sandbox.ts';
import { waitForVolumes } from './wait-for-volumes.ts';

/** What a sync needs from the worker whose pod it is. */
export interface SyncSubject {
  context(): PodContext;
  readonly verdicts: ProbeVerdicts;
  /** Why containers could not be started last time, by name. */
  readonly failures: Map<string, StartFailure>;
  /** Makes the status from what runs and tells the API server. */
  report(terminal: boolean): PodStatus;
  startProbes(): void;
  /** Gives running containers the resources that they were allowed. */
  actuate(): void;
}

/** How a sync ended. */
export type SyncOutcome =
  /** The pod has ended for good. */
  | { readonly kind: 'terminal' }
  /** `changed` = containers or the sandbox changed; `retryAtMs` = when the first back-off is over. */
  | { readonly kind: 'done'; readonly changed: boolean; readonly retryAtMs: number | undefined }
  /** Tried again after a while. */
  | { readonly kind: 'failed'; readonly changed: boolean };

/** One pass over a pod: tell its status, then bring what runs to what should run. Models: pkg/kubelet SyncPod, kuberuntime SyncPod */
export function* syncPod(subject: SyncSubject): Flow<SyncOutcome> {
  const status = subject.report(false);
  if (isTerminalPhase(status.phase)) return { kind: 'terminal' };

  const context = subject.context();
  const { services, pod, runtime, volumes } = context;
  if (!(yield* waitForVolumes(context))) return { kind: 'failed', changed: false };
  volumes.refresh(payloadContext(context), services.clock.nowMs());
  subject.startProbes();

  const actions = computeActions(pod, runtime, subject.verdicts);
  const graceSeconds = pod.spec.terminationGracePeriodSeconds ?? 30;
  // A container killed by this sync is started again without back-off: only ends known before count.
  const ends = new Map(runtime.records.map(({ name }) => [name, runtime.latestEnded(name)?.end]));
  let changed = false;
  if (actions.killPod) {
    changed = runtime.records.some(({ end }) => end === undefined) || runtime.sandbox?.ready === true;
    yield* killAll(services, pod, runtime, graceSeconds);
    yield* stopSandbox(services, runtime);
  }
  for (const { record, container, message, reason } of actions.killPod ? [] : actions.kill) {
    const probe =
      reason === 'liveness' ? container.livenessProbe : reason === 'startup' ? container.startupProbe : undefined;
    yield* killContainer(services, pod, runtime, record, {
      message,
      graceSeconds: probe?.terminationGracePeriodSeconds ?? graceSeconds,
    });
    changed = true;
  }
  if (actions.createSandbox) {
    if (!(yield* createSandbox(context))) return { kind: 'failed', changed };
    changed = true;
    subject.report(false);
  }
  const starts = yield* startAll(subject, context, ends, actions);
  subject.actuate();
  return starts.failed
    ? { kind: 'failed', changed: changed || starts.changed }
    : { kind: 'done', changed: changed || starts.changed, retryAtMs: starts.retryAtMs };
}

interface Starts {
  readonly changed: boolean;
  readonly failed: boolean;
  readonly retryAtMs: number | undefined;
}

function* startAll(
  subject: SyncSubject,
  context: PodContext,
  ends: ReadonlyMap<string, ContainerEnd | undefined>,
  actions: {
    readonly ephemeral: readonly number[];
    readonly init: readonly number[];
    readonly main: readonly number[];
  },
): Flow<Starts> {
  let changed = false;
  let failed = false;
  let retryAtMs: number | undefined;
  const { pod } = context;
  const start = function* (container: NamedContainer | undefined, kind: ContainerKind): Flow<boolean> {
    if (container === undefined) return true;
    const outcome: StartOutcome = yield* startWithBackOff(context, container, kind, ends.get(container.name));
    if (outcome.kind === 'started') {
      subject.failures.delete(container.name);
      changed = true;
      return true;
    }
    subject.failures.set(container.name, outcome.failure);
    if (outcome.retryAtMs === undefined) failed = true;
    else retryAtMs = Math.min(retryAtMs ?? Number.POSITIVE_INFINITY, outcome.retryAtMs);
    if (outcome.failure.reason === 'RunContainerError' || outcome.failure.reason === 'PostStartHookError')
      changed = true;
    return false;
  };

  for (const at of actions.ephemeral) yield* start(ephemeralContainersOf(pod)[at], 'ephemeral');
  for (const at of actions.init) {
    const container = initContainersOf(pod)[at];
    if (!(yield* start(container, 'init')) && container !== undefined && !isRestartableInit(container))
      return { changed, failed, retryAtMs };
  }
  for (const at of actions.main) yield* start(containersOf(pod)[at], 'main');
  return { changed, failed, retryAtMs };
}
