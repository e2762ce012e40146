import type { KubeObject } from '../../json.ts';
import type { Container, ContainerState, ContainerStatus, PodSpec, PodStatus } from '../pod/types.ts';
import { AGE_COLUMN, column, NAME_COLUMN, type TableFacts, wideColumn } from './columns.ts';
import { ageText } from './duration.ts';

/** What the table says of a pod beyond its name and age. */
export interface PodSummary {
  readonly readyContainers: number;
  readonly totalContainers: number;
  /** The STATUS column: `Running`, `Init:0/2`, `CrashLoopBackOff`, `Terminating` … */
  readonly reason: string;
  readonly restarts: number;
  /** When the latest restarted container had ended; undefined where none has. */
  readonly lastRestart: string | undefined;
}

function isSidecar(container: Container | undefined): boolean {
  return container?.restartPolicy === 'Always';
}

function hasCondition(status: PodStatus, type: string): boolean {
  return (status.conditions ?? []).some((each) => each.type === type && each.status === 'True');
}

function endedReason(state: NonNullable<ContainerState['terminated']>): string {
  if (state.reason) return state.reason;
  return state.signal ? `Signal:${state.signal}` : `ExitCode:${state.exitCode ?? 0}`;
}

/** Counts restarts and remembers the latest end among them. */
class Restarts {
  count = 0;
  last: string | undefined;

  add(status: ContainerStatus): void {
    this.count += status.restartCount ?? 0;
    const ended = status.lastState?.terminated?.finishedAt;
    if (ended && (this.last === undefined || ended > this.last)) this.last = ended;
  }
}

interface InitSummary {
  /** Set while an init container keeps the pod from going on. */
  readonly reason: string | undefined;
  readonly readySidecars: number;
  readonly all: Restarts;
  readonly sidecars: Restarts;
}

function summarizeInit(spec: PodSpec, status: PodStatus): InitSummary {
  const containers = spec.initContainers ?? [];
  const all = new Restarts();
  const sidecars = new Restarts();
  let readySidecars = 0;
  for (const [at, each] of (status.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(containers.find((container) => container.name === each.name));
    all.add(each);
    if (sidecar) sidecars.add(each);
    const { terminated, waiting } = each.state ?? {};
    if (terminated && (terminated.exitCode ?? 0) === 0) continue;
    if (sidecar && each.started === true) {
      if (each.ready === true) readySidecars++;
      continue;
    }
    let reason = `${at}/${containers.length}`;
    if (terminated) reason = endedReason(terminated);
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') reason = waiting.reason;
    return { reason: `Init:${reason}`, readySidecars, all, sidecars };
  }
  return { reason: undefined, readySidecars, all, sidecars };
}

/** Reads the columns READY, STATUS and RESTARTS off a pod. Models: printers/internalversion.printPod */
export function summarizePod(pod: KubeObject): PodSummary {
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const status = (pod['status'] ?? {}) as PodStatus;
  const init = summarizeInit(spec, status);
  let reason = status.reason || status.phase || '';
  if ((status.conditions ?? []).some((each) => each.type === 'PodScheduled' && each.reason === 'SchedulingGated'))
    reason = 'SchedulingGated';
  let ready = init.readySidecars;
  let restarts = init.all;
  if (init.reason !== undefined) reason = init.reason;
  if (init.reason === undefined || hasCondition(status, 'Initialized')) {
    restarts = init.sidecars;
    let hasRunning = false;
    for (const each of [...(status.containerStatuses ?? [])].reverse()) {
      restarts.add(each);
      const { waiting, terminated, running } = each.state ?? {};
      if (waiting?.reason) reason = waiting.reason;
      else if (terminated) reason = endedReason(terminated);
      else if (each.ready === true && running) {
        hasRunning = true;
        ready++;
      }
    }
    if (reason === 'Completed' && hasRunning) reason = hasCondition(status, 'Ready') ? 'Running' : 'NotReady';
  }
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') reason = 'Unknown';
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') reason = 'Terminating';
  }
  const sidecars = (spec.initContainers ?? []).filter(isSidecar).length;
  return {
    readyContainers: ready,
    totalContainers: (spec.containers ?? []).length + sidecars,
    reason,
    restarts: restarts.count,
    lastRestart: restarts.last,
  };
}

function readinessGates(spec: PodSpec, status: PodStatus): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => hasCondition(status, gate.conditionType ?? '')).length}/${gates.length}`;
}

/** The pods table. */
export const podTable: TableFacts = {
  columns: [
    NAME_COLUMN,
    column('Ready', 'Containers that are ready, of all.'),
    column('Status', 'What the containers are doing, in one word.'),
    column('Restarts', 'How often containers were restarted, and when last.'),
    AGE_COLUMN,
    wideColumn('IP', 'Address of the pod.'),
    wideColumn('Node', 'Node that the pod is bound to.'),
    wideColumn('Nominated Node', 'Node where preemption makes room for the pod.'),
    wideColumn('Readiness Gates', 'Readiness gates whose condition is true, of all.'),
  ],
  cells(pod, { nowMs }) {
    const spec = (pod['spec'] ?? {}) as PodSpec;
    const status = (pod['status'] ?? {}) as PodStatus;
    const summary = summarizePod(pod);
    const restarts =
      summary.restarts > 0 && summary.lastRestart !== undefined
        ? `${summary.restarts} (${ageText(summary.lastRestart, nowMs)} ago)`
        : String(summary.restarts);
    return [
      pod.metadata.name,
      `${summary.readyContainers}/${summary.totalContainers}`,
      summary.reason,
      restarts,
      ageText(pod.metadata.creationTimestamp, nowMs),
      status.podIPs?.[0]?.ip || status.podIP || '<none>',
      spec.nodeName || '<none>',
      status.nominatedNodeName || '<none>',
      readinessGates(spec, status),
    ];
  },
};
