import { all, callback, type Flow, type RunningFlow, runFlow, sleep } from '../flow.ts';
import type { NodeServices } from '../node-services.ts';
import {
  type ContainerKind,
  containerFieldPath,
  findContainer,
  type NamedContainer,
  type Pod,
  podKey,
} from '../pod.ts';
import { runHook } from './hooks.ts';
import type { ContainerRecord, PodRuntime } from './record.ts';
import { sidecarsOf } from './restart-rules.ts';

/** Containers always get this long between SIGTERM and SIGKILL. */
const MINIMUM_GRACE_SECONDS = 2;
const SIGTERM = 15;
const SIGKILL = 9;

export interface KillOptions {
  /** The event's message; default `Stopping container x`. */
  readonly message?: string;
  readonly graceSeconds: number;
  /** Waited for between the preStop hook and SIGTERM: containers that end first. */
  readonly turn?: () => Flow<void>;
}

/**
 * Ends one container: Killing event, preStop hook, SIGTERM, SIGKILL when the grace period (which counts the hook) is over.
 * Models: kuberuntime killContainer
 */
export function* killContainer(
  services: NodeServices,
  pod: Pod,
  runtime: PodRuntime,
  record: ContainerRecord,
  options: KillOptions,
): Flow<void> {
  const { clock, recorder, log } = services;
  const found = findContainer(pod, record.name);
  const kind: ContainerKind = found?.kind ?? 'main';
  const fieldPath = containerFieldPath(kind, record.name);
  log.info('kuberuntime_container.go:863', 'Killing container with a grace period', {
    pod: podKey(pod),
    podUID: pod.metadata.uid,
    containerName: record.name,
    containerID: `containerd://${record.id}`,
    gracePeriod: String(options.graceSeconds),
  });
  recorder.event(pod, 'Normal', 'Killing', options.message ?? `Stopping container ${record.name}`, fieldPath);

  const startedMs = clock.nowMs();
  let graceMs = options.graceSeconds * 1000;
  const preStop = found?.container.lifecycle?.preStop;
  if (
    preStop !== undefined &&
    graceMs > 0 &&
    record.end === undefined &&
    record.running !== undefined &&
    found !== undefined
  ) {
    yield* preStopWithin(services, pod, runtime, record, found.container, graceMs, fieldPath);
  }
  if (options.turn !== undefined) yield* options.turn();
  graceMs = Math.max(graceMs - (clock.nowMs() - startedMs), MINIMUM_GRACE_SECONDS * 1000);

  if (record.end === undefined) {
    record.running?.signal(SIGTERM);
    yield* ended(services, record, graceMs);
    if (record.end === undefined) {
      record.running?.signal(SIGKILL);
      yield* ended(services, record, Number.POSITIVE_INFINITY);
    }
  }
  record.endSeen = true;
}

/** Waits until the container has ended, at most so long. */
function* ended(services: NodeServices, record: ContainerRecord, limitMs: number): Flow<void> {
  if (record.end !== undefined) return;
  yield (wake) => {
    const leave = (): void => {
      record.waiters.delete(woken);
      timer?.cancel();
    };
    const woken = (): void => {
      leave();
      wake();
    };
    record.waiters.add(woken);
    const timer = Number.isFinite(limitMs) ? services.clock.after(limitMs, woken) : undefined;
    return leave;
  };
}

function* preStopWithin(
  services: NodeServices,
  pod: Pod,
  runtime: PodRuntime,
  record: ContainerRecord,
  container: NamedContainer,
  graceMs: number,
  fieldPath: string,
): Flow<void> {
  const hook = container.lifecycle?.preStop;
  const { running } = record;
  if (hook === undefined || running === undefined) return;
  const message = yield* callback<string>((done) => {
    let over = false;
    const finish = (failure: string): void => {
      if (over) return;
      over = true;
      timer.cancel();
      done(failure);
    };
    const timer = services.clock.after(graceMs, () => {
      flow?.cancel();
      finish('');
    });
    const flow: RunningFlow | undefined = runFlow(runHook(services, pod, container, running, runtime, hook), finish);
    return () => {
      flow.cancel();
      timer.cancel();
    };
  });
  if (message !== '') services.recorder.event(pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPath);
}

/**
 * Ends every container of a pod at once; native sidecars get their SIGTERM when the main containers have ended, the last one first.
 * Models: kuberuntime killContainersWithSyncResult, terminationOrdering
 */
export function* killAll(services: NodeServices, pod: Pod, runtime: PodRuntime, graceSeconds: number): Flow<void> {
  const running = runtime.records.filter((record) => record.end === undefined);
  const sidecars = sidecarsOf(pod).map(({ name }) => name);
  const turnOf = (record: ContainerRecord): readonly ContainerRecord[] => {
    const place = sidecars.indexOf(record.name);
    if (place < 0) return [];
    return running.filter(
      (other) => other !== record && (sidecars.indexOf(other.name) < 0 || sidecars.indexOf(other.name) > place),
    );
  };
  yield* all(
    running.map((record) => {
      const first = turnOf(record);
      const turn = function* (): Flow<void> {
        const until = services.clock.nowMs() + graceSeconds * 1000;
        for (const other of first) yield* ended(services, other, Math.max(0, until - services.clock.nowMs()));
      };
      return killContainer(services, pod, runtime, record, { graceSeconds, ...(first.length === 0 ? {} : { turn }) });
    }),
  );
  for (const record of runtime.records) if (record.end !== undefined) record.endSeen = true;
}

/** How long taking a sandbox down takes. */
const SANDBOX_STOP_MS: readonly [number, number] = [60, 160];

/** Takes the sandbox down and gives its address back. */
export function* stopSandbox(services: NodeServices, runtime: PodRuntime): Flow<void> {
  const { sandbox } = runtime;
  if (sandbox?.ready !== true) return;
  yield* sleep(services.clock, services.random.between(...SANDBOX_STOP_MS));
  sandbox.ready = false;
  sandbox.network.release();
}
