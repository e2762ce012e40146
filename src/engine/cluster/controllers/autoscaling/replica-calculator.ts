import { quantityMilliValue } from '../../resources/quantity.ts';
import { parseTime } from '../../timestamp.ts';
import type { Pod } from '../kinds.ts';
import { findCondition } from '../pod-state.ts';
import { MetricsError, type PodMetric } from './resource-metrics.ts';

/** --horizontal-pod-autoscaler-cpu-initialization-period */
const CPU_INITIALIZATION_MS = 300_000;
/** --horizontal-pod-autoscaler-initial-readiness-delay */
const INITIAL_READINESS_MS = 30_000;

/** How far usage may be from its target without an effect, as a share. */
export interface Tolerances {
  readonly scaleUp: number;
  readonly scaleDown: number;
}

/** What is asked: current figures against a percentage of the requests, or against a value per pod (thousandths). */
export interface Calculation {
  readonly pods: readonly Pod[];
  readonly figures: ReadonlyMap<string, PodMetric>;
  readonly resource: string;
  readonly container: string | undefined;
  readonly currentReplicas: number;
  readonly target: { readonly utilization: number } | { readonly averageMilli: number };
  readonly tolerances: Tolerances;
  readonly nowMs: number;
}

/** How many replicas there should be, and the figures that say so. */
export interface Proposal {
  readonly replicas: number;
  /** Percent of the requests; undefined where the target is a value. */
  readonly utilization: number | undefined;
  readonly averageMilli: number;
}

interface Groups {
  readonly ready: number;
  readonly unready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/** Models: pkg/controller/podautoscaler.groupPods */
function groupPods({ pods, figures, resource, nowMs }: Calculation): Groups {
  const unready = new Set<string>();
  const missing = new Set<string>();
  const ignored = new Set<string>();
  let ready = 0;
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const figure = figures.get(name);
    if (deletionTimestamp !== undefined || pod.status?.phase === 'Failed') ignored.add(name);
    else if (pod.status?.phase === 'Pending') unready.add(name);
    else if (figure === undefined) missing.add(name);
    else if (resource === 'cpu' && isUnready(pod, figure, nowMs)) unready.add(name);
    else ready++;
  }
  return { ready, unready, missing, ignored };
}

/** A pod's CPU counts once it is ready and a whole window has been measured since; while it starts, its figure misleads. */
function isUnready(pod: Pod, figure: PodMetric, nowMs: number): boolean {
  const condition = findCondition(pod.status?.conditions, 'Ready');
  const startedMs = parseTime((pod.status as { readonly startTime?: string } | undefined)?.startTime);
  if (condition === undefined || startedMs === undefined) return true;
  const changedMs = parseTime(condition.lastTransitionTime ?? undefined) ?? 0;
  if (startedMs + CPU_INITIALIZATION_MS > nowMs)
    return condition.status === 'False' || figure.timeMs < changedMs + figure.windowMs;
  return condition.status === 'False' && startedMs + INITIAL_READINESS_MS > changedMs;
}

/** What the pods ask for, in thousandths. Models: pkg/controller/podautoscaler.calculateRequests */
function requestsOf({ pods, resource, container }: Calculation): Map<string, number> {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    const { initContainers = [], containers = [] } = (pod as unknown as PodWithRequests).spec;
    let sum = 0;
    for (const each of [...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'), ...containers]) {
      if (container !== undefined && each.name !== container) continue;
      const request = each.resources?.requests?.[resource];
      if (request === undefined)
        throw new MetricsError(`missing request for ${resource} in container ${each.name} of Pod ${pod.metadata.name}`);
      sum += quantityMilliValue(request);
    }
    requests.set(pod.metadata.name, sum);
  }
  return requests;
}

interface PodWithRequests {
  readonly spec: {
    readonly containers?: readonly RequestingContainer[];
    readonly initContainers?: readonly RequestingContainer[];
  };
}

interface RequestingContainer {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: { readonly [resource: string]: string | number } };
}

interface Ratio {
  readonly ratio: number;
  readonly utilization: number | undefined;
  readonly averageMilli: number;
}

/** Usage over target. Models: pkg/controller/podautoscaler/metrics.GetResourceUtilizationRatio, GetMetricUsageRatio */
function ratioOf(usage: ReadonlyMap<string, number>, asked: Calculation, requests: ReadonlyMap<string, number>): Ratio {
  let used = 0;
  let requested = 0;
  let counted = 0;
  for (const [name, milli] of usage) {
    const request = requests.get(name);
    if ('utilization' in asked.target && request === undefined) continue;
    used += milli;
    requested += request ?? 0;
    counted++;
  }
  if ('averageMilli' in asked.target) {
    const averageMilli = Math.floor(used / usage.size);
    return { ratio: averageMilli / asked.target.averageMilli, utilization: undefined, averageMilli };
  }
  if (requested === 0) throw new MetricsError('no metrics returned matched known pods');
  const utilization = Math.floor((used * 100) / requested);
  return { ratio: utilization / asked.target.utilization, utilization, averageMilli: Math.floor(used / counted) };
}

/**
 * How many replicas bring usage to its target. Pods without figures and pods that are not ready are taken to use what damps the change.
 * Throws `MetricsError`. Models: pkg/controller/podautoscaler.ReplicaCalculator
 */
export function calculateReplicas(asked: Calculation): Proposal {
  const { pods, figures, currentReplicas, tolerances } = asked;
  if (pods.length === 0) throw new MetricsError('no pods returned by selector while calculating replica count');
  const { ready, unready, missing, ignored } = groupPods(asked);
  const usage = new Map<string, number>();
  for (const [name, { milli }] of figures) if (!unready.has(name) && !ignored.has(name)) usage.set(name, milli);
  const byUtilization = 'utilization' in asked.target;
  const requests = byUtilization ? requestsOf(asked) : new Map<string, number>();
  if (usage.size === 0) throw new MetricsError('did not receive metrics for targeted pods (pods might be unready)');

  const { ratio, utilization, averageMilli } = ratioOf(usage, asked, requests);
  const proposal = (replicas: number): Proposal => ({ replicas, utilization, averageMilli });
  const isWithin = (value: number): boolean => value >= 1 - tolerances.scaleDown && value <= 1 + tolerances.scaleUp;
  const scaleUpWithUnready = unready.size > 0 && ratio > 1;
  if (!scaleUpWithUnready && missing.size === 0)
    return proposal(isWithin(ratio) ? currentReplicas : Math.ceil(ratio * ready));

  for (const name of missing) {
    if (ratio < 1) {
      const fallback = 'utilization' in asked.target ? Math.max(100, asked.target.utilization) / 100 : 1;
      const full = 'averageMilli' in asked.target ? asked.target.averageMilli : (requests.get(name) ?? 0);
      usage.set(name, full * fallback);
    } else if (ratio > 1 || !byUtilization) usage.set(name, 0);
  }
  if (scaleUpWithUnready) for (const name of unready) usage.set(name, 0);
  const { ratio: damped } = ratioOf(usage, asked, requests);
  if (isWithin(damped) || (ratio < 1 && damped > 1) || (ratio > 1 && damped < 1)) return proposal(currentReplicas);
  const replicas = Math.ceil(damped * usage.size);
  const turns = (damped < 1 && replicas > currentReplicas) || (damped > 1 && replicas < currentReplicas);
  return proposal(turns ? currentReplicas : replicas);
}
