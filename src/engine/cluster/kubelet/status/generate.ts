import { formatTime } from '../../timestamp.ts';
import type { ContainerRecord, PodRuntime } from '../containers/record.ts';
import { hasInitialized, shouldBeRestarted } from '../containers/restart-rules.ts';
import {
  type ContainerKind,
  type ContainerStatus,
  containersOf,
  ephemeralContainersOf,
  initContainersOf,
  isRestartableInit,
  isTerminalPhase,
  type NamedContainer,
  type Pod,
  type PodCondition,
  type PodStatus,
} from '../pod.ts';
import {
  type ConditionDraft,
  containersReadyCondition,
  initializedCondition,
  isKubeletCondition,
  readyCondition,
  readyToStartCondition,
} from './conditions.ts';
import { containerStatus, type StartFailure } from './container-status.ts';
import { phaseOf } from './phase.ts';
import { podResources } from './pod-resources.ts';

/** What the prober knows of a container that runs. */
export interface ProbeStates {
  isStarted(pod: Pod, container: NamedContainer, record: ContainerRecord): boolean;
  isReady(pod: Pod, container: NamedContainer, record: ContainerRecord): boolean;
}

export interface StatusInputs {
  readonly pod: Pod;
  /** As the API server has it now: conditions of others are taken from here. */
  readonly stored: Pod | undefined;
  readonly runtime: PodRuntime;
  /** What the kubelet said last. */
  readonly previous: PodStatus | undefined;
  readonly failures: ReadonlyMap<string, StartFailure>;
  readonly probes: ProbeStates;
  /** Nothing will run again. */
  readonly terminal: boolean;
  readonly hostIp: string;
  /** Set where the kubelet ended the pod. */
  readonly eviction: { readonly reason: string; readonly message: string; readonly disrupts?: boolean } | undefined;
  readonly nowMs: number;
  /** What a resize in place adds to the conditions. */
  readonly resize: readonly ConditionDraft[];
}

/** The whole status of a pod, from what runs. Models: pkg/kubelet generateAPIPodStatus */
export function generateStatus(inputs: StatusInputs): PodStatus {
  const { pod, runtime, previous, nowMs } = inputs;
  const old = previous ?? inputs.stored?.status ?? pod.status;
  const statuses = new Map<string, ContainerStatus>();
  const init = initContainersOf(pod).map((container) => statusOf(inputs, old, statuses, container, 'init'));
  const main = containersOf(pod).map((container) => statusOf(inputs, old, statuses, container, 'main'));
  const ephemeral = ephemeralContainersOf(pod).map((container) =>
    statusOf(inputs, old, statuses, container, 'ephemeral'),
  );
  if (main.length > 1) main.sort((a, b) => (a.name < b.name ? -1 : 1));

  let phase = phaseOf(pod, statuses, inputs.terminal, hasInitialized(pod, runtime));
  // A pod that has ended once, by whoever's word, does not come back.
  const ended = [old?.phase, pod.status?.phase].find(isTerminalPhase);
  if (!isTerminalPhase(phase) && ended !== undefined) phase = ended;
  if (inputs.eviction !== undefined) phase = 'Failed';
  const cause = inputs.eviction ?? (phase === old?.phase ? old : undefined);

  const stored = inputs.stored?.status?.conditions;
  const foreign = stored === undefined ? [] : stored.filter(({ type }) => !isKubeletCondition(type));
  const containersReady = containersReadyCondition(pod, statuses, phase);
  const { generation } = pod.metadata;
  const condition = (draft: ConditionDraft): PodCondition => timed(draft, old?.conditions, generation, nowMs);
  const podIp = runtime.sandbox?.network.namespace.address ?? old?.podIP;

  const status: { -readonly [K in keyof PodStatus]: PodStatus[K] } = {
    phase,
    conditions: [
      ...foreign,
      condition(readyToStartCondition(runtime.sandbox?.ready === true)),
      condition(initializedCondition(pod, statuses, phase)),
      condition(readyCondition(pod, foreign, containersReady, phase)),
      condition(containersReady),
      condition(SCHEDULED),
      ...inputs.resize.map(condition),
      ...(inputs.eviction?.disrupts === true && !foreign.some(({ type }) => type === DISRUPTION_TARGET)
        ? [
            condition({
              type: DISRUPTION_TARGET,
              status: 'True',
              reason: 'TerminationByKubelet',
              message: inputs.eviction.message,
            }),
          ]
        : []),
    ],
    hostIP: inputs.hostIp,
    hostIPs: old?.hostIPs ?? [{ ip: inputs.hostIp }],
    startTime: old?.startTime ?? formatTime(nowMs),
    containerStatuses: main,
    qosClass: inputs.stored?.status?.qosClass ?? old?.qosClass ?? 'BestEffort',
    resources: podResources(pod.spec).resources,
  };
  const { allocated } = podResources(pod.spec);
  if (allocated !== undefined) status.allocatedResources = allocated;
  if (generation !== undefined) status.observedGeneration = generation;
  if (cause?.reason) status.reason = cause.reason;
  if (cause?.message) status.message = cause.message;
  if (podIp !== undefined) {
    status.podIP = podIp;
    status.podIPs = podIp === old?.podIP && old?.podIPs !== undefined ? old.podIPs : [{ ip: podIp }];
  }
  if (init.length > 0) status.initContainerStatuses = init;
  if (ephemeral.length > 0) status.ephemeralContainerStatuses = ephemeral;
  return status;
}

const DISRUPTION_TARGET = 'DisruptionTarget';
const SCHEDULED: ConditionDraft = { type: 'PodScheduled', status: 'True' };

function statusOf(
  inputs: StatusInputs,
  old: PodStatus | undefined,
  statuses: Map<string, ContainerStatus>,
  container: NamedContainer,
  kind: ContainerKind,
): ContainerStatus {
  const { pod, runtime } = inputs;
  const records = runtime.records.filter((record) => record.name === container.name).slice(0, 2);
  const draft = containerStatus({
    pod,
    container,
    records,
    previous: previousOf(old, container.name, kind),
    waitingReason: (pod.spec.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating',
    failure: failureOf(inputs, container, kind),
  });
  const status = withProbes(inputs, draft, records[0], container, kind);
  statuses.set(container.name, status);
  return status;
}

function previousOf(old: PodStatus | undefined, name: string, kind: ContainerKind): ContainerStatus | undefined {
  const list =
    kind === 'init'
      ? old?.initContainerStatuses
      : kind === 'main'
        ? old?.containerStatuses
        : old?.ephemeralContainerStatuses;
  return list?.find((status) => status.name === name);
}

/** A container that will be started again shows why the last attempt failed; others show their state. */
function failureOf(inputs: StatusInputs, container: NamedContainer, kind: ContainerKind): StartFailure | undefined {
  const failure = inputs.failures.get(container.name);
  if (failure === undefined) return undefined;
  const ended = inputs.runtime.latestEnded(container.name)?.end;
  if (kind === 'init' && !isRestartableInit(container) && ended?.exitCode === 0) return undefined;
  return shouldBeRestarted(inputs.pod, container, inputs.runtime) ? failure : undefined;
}

function withProbes(
  { pod, probes }: StatusInputs,
  status: ContainerStatus,
  record: ContainerRecord | undefined,
  container: NamedContainer,
  kind: ContainerKind,
): ContainerStatus {
  if (kind === 'ephemeral') {
    const { started: _, ...rest } = status;
    return { ...rest, ready: false };
  }
  if (kind === 'init' && !isRestartableInit(container)) {
    const running = status.state?.running !== undefined;
    return { ...status, started: running, ready: status.state?.terminated?.exitCode === 0 };
  }
  if (status.state?.running === undefined || record === undefined) return { ...status, started: false, ready: false };
  const started = probes.isStarted(pod, container, record);
  return { ...status, started, ready: started && probes.isReady(pod, container, record) };
}

/** The condition with its times; the old one itself where nothing about it has changed. */
function timed(
  draft: ConditionDraft,
  old: readonly PodCondition[] | undefined,
  generation: number | undefined,
  nowMs: number,
): PodCondition {
  const { type, status, reason, message } = draft;
  let before: PodCondition | undefined;
  if (old !== undefined) {
    for (const condition of old) {
      if (condition.type !== type) continue;
      before = condition;
      break;
    }
  }
  const same = before !== undefined && before.status === status;
  if (
    same &&
    before?.reason === reason &&
    before?.message === message &&
    before?.observedGeneration === generation &&
    before?.lastProbeTime === null
  ) {
    return before;
  }
  const made: { -readonly [K in keyof PodCondition]: PodCondition[K] } = {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime: same && before !== undefined ? before.lastTransitionTime : formatTime(nowMs),
  };
  if (generation !== undefined) made.observedGeneration = generation;
  if (reason !== undefined) made.reason = reason;
  if (message !== undefined) made.message = message;
  return made;
}
