import type { ContainerState, ResourceRequirements } from '../../resources/pod/types.ts';
import { quantityMilliValue, quantityValue } from '../../resources/quantity.ts';
import { formatTime } from '../../timestamp.ts';
import { type ContainerRecord, isEnded } from '../containers/record.ts';
import type { ContainerStatus, NamedContainer, Pod } from '../pod.ts';

/** Why a container that should run does not: what the last attempt to start it ended with. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

/** What is known of one container when its status is made. */
export interface ContainerView {
  readonly pod: Pod;
  readonly container: NamedContainer;
  /** Of that name, newest first. */
  readonly records: readonly ContainerRecord[];
  readonly previous: ContainerStatus | undefined;
  /** Reason of a container that was never created. */
  readonly waitingReason: string;
  /** The failure to show instead of the state, where the container is about to be started again. */
  readonly failure: StartFailure | undefined;
}

/** The status of one container but for `ready` and `started`, which the prober knows. Models: pkg/kubelet convertToAPIContainerStatuses */
export function containerStatus(view: ContainerView): ContainerStatus {
  const [newest, older] = view.records;
  let status = newest === undefined ? waitingStatus(view) : createdStatus(view, newest);
  if (older !== undefined) status = { ...status, lastState: stateOf(older) };
  if (view.failure !== undefined) {
    const { reason, message } = view.failure;
    const lastState = status.state?.terminated === undefined ? status.lastState : status.state;
    status = {
      ...status,
      ...(lastState === undefined ? {} : { lastState }),
      state: { waiting: { reason, ...(message === '' ? {} : { message }) } },
    };
  }
  return status;
}

type Draft = { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] };

function waitingStatus({ container, previous, waitingReason }: ContainerView): ContainerStatus {
  if (previous?.state?.terminated !== undefined) return previous;
  const status: Draft = {
    name: container.name,
    state: { waiting: { reason: waitingReason } },
    lastState: previous?.lastState ?? {},
    ready: false,
    restartCount: previous?.restartCount ?? 0,
    image: container.image,
    imageID: '',
    started: false,
  };
  const mounts = previous?.volumeMounts ?? volumeMounts(container);
  if (mounts !== undefined) status.volumeMounts = mounts;
  return status;
}

function createdStatus({ pod, container, previous }: ContainerView, record: ContainerRecord): ContainerStatus {
  const id = containerId(record);
  const status: Draft = {
    name: container.name,
    state: stateOf(record),
    lastState:
      previous === undefined ? {} : previous.containerID === id ? (previous.lastState ?? {}) : lastOf(previous),
    ready: false,
    restartCount: record.attempt,
    image: record.image.reference,
    imageID: imageIdOf(record),
    containerID: id,
    started: false,
    resources: record.resources === undefined ? {} : withoutClaims(record.resources),
    user: previous?.user ?? { linux: userOf(pod, container) },
  };
  const requests = container.resources?.requests;
  if (requests !== undefined && Object.keys(requests).length > 0) status.allocatedResources = requests;
  const mounts = previous?.volumeMounts ?? volumeMounts(container);
  if (mounts !== undefined) status.volumeMounts = mounts;
  return status;
}

/** The state to remember when a new container takes the place of the one that the status told of. */
function lastOf(previous: ContainerStatus): ContainerState {
  return previous.state?.terminated === undefined ? (previous.lastState ?? {}) : previous.state;
}

/** `containerd://<64 digits>`. */
export function containerId(record: ContainerRecord): string {
  return `containerd://${record.id}`;
}

/** The state of a created container, as far as the kubelet has learned. */
function stateOf(record: ContainerRecord): ContainerState {
  const { end } = record;
  if (end === undefined || !isEnded(record)) return { running: { startedAt: formatTime(record.startedMs) } };
  return {
    terminated: {
      exitCode: end.exitCode,
      reason: end.reason,
      ...(end.message === '' ? {} : { message: end.message }),
      startedAt: formatTime(record.startedMs),
      finishedAt: formatTime(end.finishedMs),
      containerID: containerId(record),
    },
  };
}

function imageIdOf({ image }: ContainerRecord): string {
  if (image.digest === '') return image.imageId;
  return `${image.reference.replace(/[:@][^:@/]*$/, '').replace(/@sha256$/, '')}@${image.digest}`;
}

function withoutClaims({ limits, requests }: ResourceRequirements): NonNullable<ContainerStatus['resources']> {
  const memory = limits?.['memory'];
  const whole = memory === undefined ? undefined : wholeBytes(memory);
  if (limits !== undefined && whole !== undefined && whole !== memory)
    return { limits: { ...limits, memory: whole }, ...(requests === undefined ? {} : { requests }) };
  return { ...(limits === undefined ? {} : { limits }), ...(requests === undefined ? {} : { requests }) };
}

/** A fraction of a byte counts as one: what the kernel was told. */
function wholeBytes(memory: string | number): string | number {
  return quantityMilliValue(memory) % 1000 === 0 ? memory : String(quantityValue(memory));
}

function volumeMounts(container: NamedContainer): ContainerStatus['volumeMounts'] {
  const mounts = container.volumeMounts ?? [];
  if (mounts.length === 0) return undefined;
  return mounts.map(({ name = '', mountPath = '', readOnly, recursiveReadOnly }) =>
    readOnly === true
      ? { name, mountPath, readOnly, recursiveReadOnly: recursiveReadOnly ?? 'Disabled' }
      : { name, mountPath },
  );
}

function userOf(pod: Pod, container: NamedContainer): NonNullable<ContainerStatus['user']>['linux'] {
  const security = pod.spec.securityContext;
  const uid = container.securityContext?.runAsUser ?? security?.runAsUser ?? 0;
  const gid = container.securityContext?.runAsGroup ?? security?.runAsGroup ?? 0;
  const groups = [
    gid,
    ...(security?.supplementalGroups ?? []),
    ...(security?.fsGroup === undefined ? [] : [security.fsGroup]),
  ];
  return { uid, gid, supplementalGroups: [...new Set(groups)].sort((a, b) => a - b) };
}
