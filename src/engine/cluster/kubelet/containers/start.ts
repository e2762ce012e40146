import { formatDuration } from '../back-off.ts';
import { type Flow, sleep } from '../flow.ts';
import { ensureImage } from '../images/ensure-image.ts';
import {
  type ContainerKind,
  type ContainerStatus,
  containerFieldPath,
  formatPod,
  type NamedContainer,
  podKey,
} from '../pod.ts';
import type { PodContext } from '../pods/pod-context.ts';
import type { ContainerExit, ImageFacts, StartResult } from '../runtime.ts';
import type { StartFailure } from '../status/container-status.ts';
import { containerHash } from './actions.ts';
import { type ConfigResult, containerConfig } from './config.ts';
import { runHook } from './hooks.ts';
import { killContainer } from './kill.ts';
import type { ContainerEnd, ContainerRecord } from './record.ts';

/** How a try to start a container went. `retryAtMs` = only a back-off stands in the way, until then. */
export type StartOutcome =
  | { readonly kind: 'started' }
  | { readonly kind: 'failed'; readonly failure: StartFailure; readonly retryAtMs?: number };

/** Creating and starting a container takes the runtime this long. */
const START_MS: readonly [number, number] = [60, 130];
/** A termination message taken from the log is at most this long. */
const FALLBACK_BYTES = 2048;
const FALLBACK_LINES = 80;
const MESSAGE_BYTES = 4096;

/** Starts a container, unless its crash-loop back-off (from its last end, if any) holds it back. Models: kuberuntime SyncPod's start closure, doBackOff */
export function* startWithBackOff(
  context: PodContext,
  container: NamedContainer,
  kind: ContainerKind,
  ended: ContainerEnd | undefined,
): Flow<StartOutcome> {
  const { services, pod } = context;
  if (ended !== undefined) {
    const key = `${pod.metadata.uid}_${container.name}_${containerHash(container)}`;
    const heldUntil = services.startBackOff.heldUntilMs(key, ended.finishedMs);
    if (heldUntil !== undefined) {
      const name = formatPod(pod);
      const what = `Back-off restarting failed container ${container.name} in pod ${name}`;
      services.recorder.event(pod, 'Warning', 'BackOff', what, containerFieldPath(kind, container.name));
      const delay = formatDuration(services.startBackOff.delayMs(key));
      const message = `back-off ${delay} restarting failed container=${container.name} pod=${name}`;
      return { kind: 'failed', failure: { reason: 'CrashLoopBackOff', message }, retryAtMs: heldUntil };
    }
    services.startBackOff.next(key, ended.finishedMs);
  }
  return yield* startContainer(context, container, kind);
}

/** Pulls the image, creates the container, starts it, runs its postStart hook. Models: kuberuntime startContainer */
function* startContainer(context: PodContext, container: NamedContainer, kind: ContainerKind): Flow<StartOutcome> {
  const { services, pod, runtime } = context;
  const fieldPath = containerFieldPath(kind, container.name);
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    services.recorder.event(pod, type, reason, message, fieldPath);

  const image = yield* ensureImage(services, context.pullErrors, pod, container, kind);
  if (image.kind === 'failed') {
    tell('Warning', 'Failed', `Error: ${image.failure.reason}`);
    return image;
  }

  const attempt = nextAttempt(context, container);
  const made = containerConfig(context, container, kind, attempt);
  if (made.kind === 'failed') {
    tell('Warning', 'Failed', `Error: ${made.message}`);
    return { kind: 'failed', failure: { reason: 'CreateContainerConfigError', message: made.message } };
  }

  yield* sleep(services.clock, services.random.between(...START_MS));
  const { record, result } = create(context, container, attempt, made, image.image);
  if (result.kind === 'failed' && result.reason === 'CreateContainerError') {
    tell('Warning', 'Failed', `Error: ${result.message}`);
    return { kind: 'failed', failure: { reason: 'CreateContainerError', message: result.message } };
  }
  runtime.add(record);
  runtime.prune(record.name);
  tell('Normal', 'Created', 'Container created');
  if (result.kind === 'failed') {
    tell('Warning', 'Failed', `Error: ${result.message}`);
    return { kind: 'failed', failure: { reason: 'RunContainerError', message: result.message } };
  }
  tell('Normal', 'Started', 'Container started');
  services.log.info('kubelet.go:2485', 'SyncLoop (PLEG): event for pod', {
    pod: podKey(pod),
    event: `{"ID":"${pod.metadata.uid}","Type":"ContainerStarted","Data":"${record.id}"}`,
  });

  const postStart = container.lifecycle?.postStart;
  if (postStart === undefined) return { kind: 'started' };
  const failed = yield* runHook(services, pod, container, result.container, runtime, postStart);
  if (failed === '') return { kind: 'started' };
  tell('Warning', 'FailedPostStartHook', 'PostStartHook failed');
  const graceSeconds = pod.spec.terminationGracePeriodSeconds ?? 30;
  yield* killContainer(services, pod, runtime, record, { message: 'FailedPostStartHook', graceSeconds });
  return { kind: 'failed', failure: { reason: 'PostStartHookError', message: failed } };
}

function create(
  context: PodContext,
  container: NamedContainer,
  attempt: number,
  made: Extract<ConfigResult, { kind: 'made' }>,
  image: ImageFacts,
): { readonly record: ContainerRecord; readonly result: StartResult } {
  const { clock, runtime } = context.services;
  const nowMs = clock.nowMs();
  let record: ContainerRecord | undefined;
  const { cgroup } = made.config;
  const result = runtime.start(made.config, (exit) => {
    cgroup.close();
    if (record === undefined || record.end !== undefined) return;
    record.end = {
      exitCode: exit.exitCode,
      reason: exit.reason,
      message: lastWords(container, made.messageFile?.content ?? exit.message, exit, record),
      finishedMs: clock.nowMs(),
    };
    const waiters = [...record.waiters];
    record.waiters.clear();
    for (const wake of waiters) wake();
    context.exited(record);
  });
  if (result.kind === 'failed') cgroup.close();
  const common = {
    name: container.name,
    cgroup,
    attempt,
    hash: containerHash(container),
    resources: container.resources,
    removed: false,
    waiters: new Set<() => void>(),
  };
  if (result.kind === 'started') {
    const { id, imageFacts } = result.container;
    record = {
      ...common,
      id,
      image: imageFacts,
      startedMs: nowMs,
      running: result.container,
      end: undefined,
      endSeen: false,
    };
  } else {
    const { exitCode, reason, message, id } = result;
    record = {
      ...common,
      id,
      image,
      startedMs: 0,
      running: undefined,
      end: { exitCode, reason, message, finishedMs: nowMs },
      endSeen: true,
    };
  }
  return { record, result };
}

/** The restart count of the container about to be created. */
function nextAttempt({ runtime, pod }: PodContext, container: NamedContainer): number {
  const record = runtime.latest(container.name);
  if (record !== undefined) return record.attempt + 1;
  const before =
    find(pod.status?.containerStatuses, container.name) ?? find(pod.status?.initContainerStatuses, container.name);
  return before?.containerID === undefined ? 0 : (before.restartCount ?? 0) + 1;
}

function find(list: readonly ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  return list?.find((status) => status.name === name);
}

function lastWords(container: NamedContainer, written: string, exit: ContainerExit, record: ContainerRecord): string {
  if (written !== '' || container.terminationMessagePolicy !== 'FallbackToLogsOnError' || exit.exitCode === 0) {
    return written.slice(0, MESSAGE_BYTES);
  }
  const entries = record.running?.log.entries ?? [];
  const text = entries
    .slice(-FALLBACK_LINES)
    .map(({ text: line }) => line)
    .join('');
  return text.slice(-FALLBACK_BYTES);
}
