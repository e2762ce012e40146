import {
  type ContainerStatus,
  containersOf,
  initContainersOf,
  isRestartableInit,
  type Pod,
  type PodCondition,
} from '../pod.ts';

/** A condition before its times are known. */
export type ConditionDraft = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

const KUBELET_CONDITIONS: ReadonlySet<string> = new Set([
  'PodScheduled',
  'Ready',
  'Initialized',
  'ContainersReady',
  'PodReadyToStartContainers',
  'PodResizePending',
  'PodResizeInProgress',
]);

/** Conditions that only the kubelet writes; others are kept as they are. Models: kubetypes.PodConditionByKubelet */
export function isKubeletCondition(type: string): boolean {
  return KUBELET_CONDITIONS.has(type);
}

/** Models: pkg/kubelet/status GeneratePodReadyToStartContainersCondition */
export function readyToStartCondition(sandboxReady: boolean): ConditionDraft {
  return { type: 'PodReadyToStartContainers', status: sandboxReady ? 'True' : 'False' };
}

/** Models: pkg/kubelet/status GeneratePodInitializedCondition */
export function initializedCondition(
  pod: Pod,
  statuses: ReadonlyMap<string, ContainerStatus>,
  phase: string,
): ConditionDraft {
  const type = 'Initialized';
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of initContainersOf(pod)) {
    const status = statuses.get(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (isRestartableInit(container) ? status.started !== true : status.ready !== true)
      incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' };
  // A pod whose main container has started has been initialized, even if a sidecar restarts now.
  if (containersOf(pod).some((container) => hasRun(statuses.get(container.name)))) return { type, status: 'True' };
  return unready(type, 'ContainersNotInitialized', 'incomplete', unknown, incomplete) ?? { type, status: 'True' };
}

/** Models: pkg/kubelet/status GenerateContainersReadyCondition */
export function containersReadyCondition(
  pod: Pod,
  statuses: ReadonlyMap<string, ContainerStatus>,
  phase: string,
): ConditionDraft {
  const type = 'ContainersReady';
  const terminal = terminalCondition(type, phase);
  if (terminal !== undefined) return terminal;
  const unknown: string[] = [];
  const notReady: string[] = [];
  const counted = [...initContainersOf(pod).filter(isRestartableInit), ...containersOf(pod)];
  for (const container of counted) {
    const status = statuses.get(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (status.ready !== true) notReady.push(container.name);
  }
  return unready(type, 'ContainersNotReady', 'unready', unknown, notReady) ?? { type, status: 'True' };
}

/** Ready = containers ready and every readiness gate True. Models: pkg/kubelet/status GeneratePodReadyCondition */
export function readyCondition(
  pod: Pod,
  conditions: readonly PodCondition[],
  containersReady: ConditionDraft,
  phase: string,
): ConditionDraft {
  const type = 'Ready';
  if (containersReady.status !== 'True') return { ...containersReady, type };
  const terminal = terminalCondition(type, phase);
  if (terminal !== undefined) return terminal;
  const messages: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const gate = conditions.find((condition) => condition.type === conditionType);
    if (gate === undefined)
      messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True')
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  if (messages.length > 0)
    return { type, status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
  return { type, status: 'True' };
}

function terminalCondition(type: string, phase: string): ConditionDraft | undefined {
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  return undefined;
}

function unready(
  type: string,
  reason: string,
  word: string,
  unknown: readonly string[],
  not: readonly string[],
): ConditionDraft | undefined {
  const messages: string[] = [];
  if (unknown.length > 0) messages.push(`containers with unknown status: [${unknown.join(' ')}]`);
  if (not.length > 0) messages.push(`containers with ${word} status: [${not.join(' ')}]`);
  return messages.length === 0 ? undefined : { type, status: 'False', reason, message: messages.join(', ') };
}

function hasRun(status: ContainerStatus | undefined): boolean {
  return (
    status?.state?.running !== undefined ||
    status?.state?.terminated !== undefined ||
    status?.lastState?.terminated !== undefined
  );
}
