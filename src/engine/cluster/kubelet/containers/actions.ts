import { equalJson } from '../../resources/equality.ts';
import type { ResourceRequirements } from '../../resources/pod/types.ts';
import {
  containersOf,
  ephemeralContainersOf,
  initContainersOf,
  isRestartableInit,
  type NamedContainer,
  type Pod,
} from '../pod.ts';
import type { ResultStore } from '../prober/results.ts';
import { type ContainerRecord, isEnded, type PodRuntime } from './record.ts';
import { hasInitialized, restartsAfter, restartsOnFailure, shouldBeRestarted } from './restart-rules.ts';

/** Why a running container is killed by a sync. */
export interface KillOrder {
  readonly record: ContainerRecord;
  readonly container: NamedContainer;
  readonly message: string;
  readonly reason: 'liveness' | 'startup' | 'changed' | 'resize';
}

/** What one sync of a pod's containers is to do. Models: kuberuntime podActions */
export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  readonly ephemeral: readonly number[];
  readonly init: readonly number[];
  readonly main: readonly number[];
  readonly kill: readonly KillOrder[];
}

/** Probe verdicts that decide whether a container is kept. */
export interface ProbeVerdicts {
  readonly liveness: ResultStore;
  readonly startup: ResultStore;
}

const NOTHING: PodActions = { killPod: false, createSandbox: false, ephemeral: [], init: [], main: [], kill: [] };

/** Compares what should run with what runs. Models: kuberuntime computePodActions */
export function computeActions(pod: Pod, runtime: PodRuntime, verdicts: ProbeVerdicts): PodActions {
  if (runtime.sandbox?.ready !== true) return actionsWithoutSandbox(pod, runtime);

  const ephemeral: number[] = [];
  for (const [at, { name }] of ephemeralContainersOf(pod).entries())
    if (runtime.latest(name) === undefined) ephemeral.push(at);
  const initial = initActions(pod, runtime, verdicts);
  if (initial.killPod || !initial.initialized)
    return { ...NOTHING, killPod: initial.killPod, ephemeral, init: initial.start, kill: initial.kill };

  const main: number[] = [];
  const kill: KillOrder[] = [...initial.kill];
  let kept = 0;
  for (const [at, container] of containersOf(pod).entries()) {
    const record = runtime.latest(container.name);
    if (record === undefined || isEnded(record)) {
      if (shouldBeRestarted(pod, container, runtime)) main.push(at);
      continue;
    }
    const order = killOrder(record, container, 'Container', verdicts);
    if (order === undefined) {
      kept++;
      continue;
    }
    const restart =
      order.reason === 'changed' ||
      order.reason === 'resize' ||
      (container.restartPolicy === undefined ? restartsOnFailure(pod) : restartsAfter(pod, container, 137));
    if (restart) main.push(at);
    kill.push(restart ? { ...order, message: `${order.message}, will be restarted` } : order);
  }
  if (kept === 0 && main.length === 0) return { ...NOTHING, killPod: true, ephemeral, kill };
  return { ...NOTHING, ephemeral, init: initial.start, main, kill };
}

function actionsWithoutSandbox(pod: Pod, runtime: PodRuntime): PodActions {
  const attempt = runtime.sandbox === undefined ? 0 : runtime.sandbox.attempt + 1;
  if (!restartsOnFailure(pod) && attempt !== 0 && runtime.records.length > 0) return { ...NOTHING, killPod: true };
  const main: number[] = [];
  for (const [at, { name }] of containersOf(pod).entries()) {
    const isDone = pod.spec.restartPolicy === 'OnFailure' && runtime.latestEnded(name)?.end?.exitCode === 0;
    if (!isDone) main.push(at);
  }
  if (main.length === 0 && hasInitialized(pod, runtime)) return { ...NOTHING, killPod: true };
  if (initContainersOf(pod).length > 0) return { ...NOTHING, killPod: true, createSandbox: true, init: [0] };
  return { ...NOTHING, killPod: true, createSandbox: true, main };
}

/** What a running container is killed for, if anything. */
function killOrder(
  record: ContainerRecord,
  container: NamedContainer,
  noun: string,
  verdicts: ProbeVerdicts,
): KillOrder | undefined {
  if (record.hash !== containerHash(container)) {
    return { record, container, message: `${noun} ${container.name} definition changed`, reason: 'changed' };
  }
  if (verdicts.liveness.get(record.id) === 'failure') {
    return { record, container, message: `${noun} ${container.name} failed liveness probe`, reason: 'liveness' };
  }
  if (verdicts.startup.get(record.id) === 'failure') {
    return { record, container, message: `${noun} ${container.name} failed startup probe`, reason: 'startup' };
  }
  if (resizeRestarts(record, container)) {
    return { record, container, message: `${noun} ${container.name} resize requires restart`, reason: 'resize' };
  }
  return undefined;
}

/** Whether a change of the container's resources since it was started asks for a restart by its resize policy. */
function resizeRestarts(record: ContainerRecord, container: NamedContainer): boolean {
  if (record.resources === container.resources) return false;
  return (container.resizePolicy ?? []).some(({ resourceName = '', restartPolicy }) => {
    if (restartPolicy !== 'RestartContainer') return false;
    const amounts = (resources: ResourceRequirements | undefined) => [
      resources?.requests?.[resourceName],
      resources?.limits?.[resourceName],
    ];
    return !equalJson(amounts(record.resources), amounts(container.resources));
  });
}

/** Which change of a container's definition restarts it: its name and image. Models: kubecontainer.HashContainer */
export function containerHash(container: NamedContainer): string {
  return `${container.name}\0${container.image}`;
}

interface InitActions {
  readonly initialized: boolean;
  readonly killPod: boolean;
  readonly start: readonly number[];
  readonly kill: readonly KillOrder[];
}

/** Finds the init container to run next, and the sidecars to restart: from the last one back. Models: kuberuntime computeInitContainerActions */
function initActions(pod: Pod, runtime: PodRuntime, verdicts: ProbeVerdicts): InitActions {
  const containers = initContainersOf(pod);
  if (containers.length === 0) return { initialized: true, killPod: false, start: [], kill: [] };
  let initialized = hasInitialized(pod, runtime);
  /** The position was found already: earlier ones matter only if they are sidecars. */
  let passed = initialized;
  const start: number[] = [];
  const kill: KillOrder[] = [];

  for (let at = containers.length - 1; at >= 0; at--) {
    const container = containers[at];
    if (container === undefined) continue;
    const sidecar = isRestartableInit(container);
    const record = runtime.latest(container.name);
    if (record === undefined) {
      if (passed && sidecar) start.push(at);
      continue;
    }
    if (passed && !sidecar) continue;
    const begun = (): void => {
      if (at === containers.length - 1) initialized = true;
      else if (!passed) start.push(at + 1);
    };
    if (!isEnded(record)) {
      if (sidecar) watchSidecar(record, container, at, begun);
    } else if (sidecar) {
      start.push(at);
    } else if (record.end?.exitCode !== 0) {
      if (!restartsAfter(pod, container, record.end?.exitCode ?? 1) || !restartsOnFailure(pod)) {
        return { initialized: false, killPod: true, start: [], kill: [] };
      }
      start.push(at);
    } else begun();
    passed = true;
  }
  if (!passed) start.push(0);
  return { initialized, killPod: false, start: start.reverse(), kill };

  function watchSidecar(record: ContainerRecord, container: NamedContainer, at: number, begun: () => void): void {
    const failed = killOrder(record, container, 'Init container', verdicts);
    if (failed?.reason === 'changed' || failed?.reason === 'resize') {
      kill.push(failed);
      start.push(at);
      return;
    }
    if (container.startupProbe !== undefined && verdicts.startup.get(record.id) !== 'success') {
      if (failed?.reason === 'startup') {
        kill.push(failed);
        start.push(at);
      }
      return;
    }
    begun();
    if (failed?.reason === 'liveness') {
      kill.push(failed);
      start.push(at);
    }
  }
}
