// Over 300 lines: one sync of one autoscaler, from its target over its metrics to its status.
import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import { matchesSelector, selectorText } from '../resources/label-selector.ts';
import { formatQuantity, milliQuantity, quantityMilliValue } from '../resources/quantity.ts';
import { formatTime } from '../timestamp.ts';
import { type AutoscalerMemory, normalize, rememberScale } from './autoscaling/normalization.ts';
import { calculateReplicas } from './autoscaling/replica-calculator.ts';
import { MetricsError, podMetrics } from './autoscaling/resource-metrics.ts';
import type { Autoscaler, AutoscalerStatus, Metric, ScalingRules } from './autoscaling/types.ts';
import { controllerClient } from './controller-client.ts';
import { servedKind } from './kind-index.ts';
import { type Condition, keyOf, type Pod, splitKey } from './kinds.ts';
import { findCondition } from './pod-state.ts';
import { createRecorder, type EventRecorder } from './recorder.ts';
import { type ScaleTarget, scaleTarget } from './scale-target.ts';
import { WorkQueue } from './workqueue.ts';

const AUTOSCALERS = 'horizontalpodautoscalers.autoscaling';
/** --horizontal-pod-autoscaler-sync-period */
const SYNC_PERIOD_MS = 15_000;

/** --horizontal-pod-autoscaler-tolerance */
const TOLERANCE = 0.1;

/** Why one metric gave no number: the condition's reason and message, and what the summary calls it. */
interface MetricFailure {
  readonly reason: string;
  readonly message: string;
  readonly summary: string;
}

/** A number of replicas by one metric, as it is named in events, with its status. */
interface MetricProposal {
  readonly replicas: number;
  readonly name: string;
  readonly status: unknown;
}

/** Scales targets so that their pods use what they should. Models: pkg/controller/podautoscaler/horizontal.go */
export class HorizontalPodAutoscalerController implements Component {
  readonly name = 'horizontal-pod-autoscaler-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly queue: WorkQueue;
  /** The pods that each autoscaler was found to steer, by key. */
  private readonly selectors = new Map<string, string>();
  private readonly memories = new Map<string, AutoscalerMemory>();
  private dispose: (() => void) | undefined;

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, 'horizontal-pod-autoscaler');
    this.recorder = createRecorder(this.client, context.clock, { component: 'horizontal-pod-autoscaler' });
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 6, highMs: 18 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    const later = (autoscaler: KubeObject): void =>
      this.queue.addAfter(keyOf(autoscaler), SYNC_PERIOD_MS, 'background');
    this.dispose = this.informers.onChange(AUTOSCALERS, {
      added: later,
      updated: later,
      deleted: (autoscaler) => {
        this.selectors.delete(keyOf(autoscaler));
        this.memories.delete(keyOf(autoscaler));
      },
    });
  }

  stop(): void {
    this.dispose?.();
    this.queue.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const autoscaler = this.informers.get(AUTOSCALERS, namespace, name) as Autoscaler | undefined;
    if (autoscaler === undefined) return;
    this.queue.addAfter(key, SYNC_PERIOD_MS, 'background');
    const status = this.reconcile(autoscaler, namespace);
    if (!equalJson(autoscaler.status, status)) this.client.updateStatus(AUTOSCALERS, { ...autoscaler, status });
  }

  private reconcile(autoscaler: Autoscaler, namespace: string): AutoscalerStatus {
    const { scaleTargetRef, minReplicas = 1, maxReplicas } = autoscaler.spec;
    const target = scaleTarget(this.informers, namespace, scaleTargetRef);
    const before = autoscaler.status ?? {};
    if (target === undefined || target === 'unscalable') {
      const kind = servedKind(this.informers, scaleTargetRef.apiVersion ?? '', scaleTargetRef.kind ?? '');
      const why =
        kind === undefined || target === 'unscalable'
          ? `no matches for kind "${scaleTargetRef.kind}" in version "${scaleTargetRef.apiVersion}"`
          : `${kind.resource} "${scaleTargetRef.name}" not found`;
      this.recorder.event(autoscaler, 'Warning', 'FailedGetScale', why);
      const message = `the HPA controller was unable to get the target's current scale: ${why}`;
      return { ...before, conditions: this.set(before.conditions, 'AbleToScale', 'False', 'FailedGetScale', message) };
    }
    const conditions = this.set(
      before.conditions,
      'AbleToScale',
      'True',
      'SucceededGetScale',
      "the HPA controller was able to get the target's current scale",
    );
    const memory = this.memoryOf(autoscaler, target.replicas);
    const status: AutoscalerStatus = {
      ...before,
      currentReplicas: target.replicas,
      desiredReplicas: before.desiredReplicas ?? 0,
      currentMetrics: null,
      conditions,
    };
    if (target.replicas === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      return {
        ...status,
        desiredReplicas: 0,
        conditions: this.set(conditions, 'ScalingActive', 'False', 'ScalingDisabled', message),
      };
    }
    if (target.replicas > maxReplicas)
      return this.rescale(autoscaler, target, status, maxReplicas, 'Current number of replicas above Spec.MaxReplicas');
    if (target.replicas < minReplicas)
      return this.rescale(autoscaler, target, status, minReplicas, 'Current number of replicas below Spec.MinReplicas');
    const computed = this.compute(autoscaler, target, status);
    if ('failed' in computed) return computed.failed;
    return this.apply(autoscaler, target, memory, computed);
  }

  private memoryOf(autoscaler: Autoscaler, replicas: number): AutoscalerMemory {
    const key = keyOf(autoscaler);
    let memory = this.memories.get(key);
    if (memory === undefined) {
      const first = { replicas, atMs: this.clock.nowMs() };
      memory = { recommendations: [first], scaledUp: [], scaledDown: [] };
      this.memories.set(key, memory);
    }
    return memory;
  }

  /** Brings the proposal within bounds and rates, and scales. */
  private apply(
    autoscaler: Autoscaler,
    target: ScaleTarget,
    memory: AutoscalerMemory,
    { status, replicas: desired, name }: { status: AutoscalerStatus; replicas: number; name: string },
  ): AutoscalerStatus {
    const { behavior, minReplicas = 1, maxReplicas } = autoscaler.spec;
    const current = target.replicas;
    const nowMs = this.clock.nowMs();
    const result = normalize({ memory, behavior, minReplicas, maxReplicas, current, desired, nowMs });
    const { able, limited } = result;
    const ableTo = this.set(status.conditions, 'AbleToScale', 'True', able.reason, able.message);
    const isLimited = limited.isLimited ? 'True' : 'False';
    const conditions = this.set(ableTo, 'ScalingLimited', isLimited, limited.reason, limited.message);
    const next = { ...status, desiredReplicas: current, conditions };
    if (result.replicas === current) return next;
    const reason = desired > current ? `${name} above target` : desired < current ? 'All metrics below target' : '';
    const scaled = this.rescale(autoscaler, target, next, result.replicas, reason);
    if (scaled.desiredReplicas === result.replicas) rememberScale(memory, behavior, current, result.replicas, nowMs);
    return scaled;
  }

  private rescale(
    autoscaler: Autoscaler,
    { resource, object }: ScaleTarget,
    status: AutoscalerStatus,
    replicas: number,
    reason: string,
  ): AutoscalerStatus {
    const { namespace = '', name } = object.metadata;
    try {
      this.client.patch(resource, namespace, name, 'merge', { spec: { replicas } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.recorder.event(
        autoscaler,
        'Warning',
        'FailedRescale',
        `New size: ${replicas}; reason: ${reason}; error: ${error.message}`,
      );
      const message = `the HPA controller was unable to update the target scale: ${error.message}`;
      return {
        ...status,
        conditions: this.set(status.conditions, 'AbleToScale', 'False', 'FailedUpdateScale', message),
      };
    }
    this.recorder.event(autoscaler, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
    const message = `the HPA controller was able to update the target scale to ${replicas}`;
    return {
      ...status,
      lastScaleTime: formatTime(this.clock.nowMs()),
      desiredReplicas: replicas,
      conditions: this.set(status.conditions, 'AbleToScale', 'True', 'SucceededRescale', message),
    };
  }

  /** The largest number that a metric proposes; the status to write where there is none. Models: computeReplicasForMetrics */
  private compute(
    autoscaler: Autoscaler,
    target: ScaleTarget,
    status: AutoscalerStatus,
  ): { failed: AutoscalerStatus } | { status: AutoscalerStatus; replicas: number; name: string } {
    const { conditions = [] } = status;
    const ambiguous = this.ambiguity(autoscaler, target);
    if (ambiguous !== undefined) {
      this.recorder.event(autoscaler, 'Warning', 'AmbiguousSelector', ambiguous);
      this.recorder.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', ambiguous);
      const active = this.set(conditions, 'ScalingActive', 'False', 'AmbiguousSelector', ambiguous);
      return { failed: { ...status, conditions: active } };
    }
    const metrics = autoscaler.spec.metrics ?? [];
    const results = metrics.map((metric) => this.propose(autoscaler, target, metric));
    const failures = results.filter((result) => 'reason' in result);
    const proposals = results.filter((result) => 'name' in result);
    for (const { reason, message } of failures) this.recorder.event(autoscaler, 'Warning', reason, message);
    const best = proposals.reduce<MetricProposal | undefined>(
      (most, each) => (most === undefined || each.replicas > most.replicas ? each : most),
      undefined,
    );
    const currentMetrics =
      best === undefined ? null : results.map((result) => ('name' in result ? result.status : { type: '' }));
    const [first] = failures;
    if (first !== undefined && (best === undefined || best.replicas < target.replicas)) {
      const summary = `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${first.summary}`;
      this.recorder.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', summary);
      const message = `the HPA was unable to compute the replica count: ${first.message}`;
      const active = this.set(conditions, 'ScalingActive', 'False', first.reason, message);
      return { failed: { ...status, currentMetrics, conditions: active } };
    }
    if (best === undefined) return { failed: status };
    const message = `the HPA was able to successfully calculate a replica count from ${best.name}`;
    const active = this.set(conditions, 'ScalingActive', 'True', 'ValidMetricFound', message);
    return { status: { ...status, currentMetrics, conditions: active }, replicas: best.replicas, name: best.name };
  }

  /** Another autoscaler that steers the same pods. */
  private ambiguity(autoscaler: Autoscaler, target: ScaleTarget): string | undefined {
    const key = keyOf(autoscaler);
    const { namespace = '' } = autoscaler.metadata;
    const selector = selectorText(target.selector);
    this.selectors.set(key, `${namespace}\0${selector}`);
    const rivals = [...this.selectors].filter(([, other]) => other === `${namespace}\0${selector}`);
    if (rivals.length < 2) return undefined;
    const names = rivals.map(([each]) => each).sort();
    return `pods by selector ${selector} are controlled by multiple HPAs: [${names.join(' ')}]`;
  }

  /** Models: computeReplicasForMetric, computeStatusForResourceMetric, computeStatusForContainerResourceMetric */
  private propose(autoscaler: Autoscaler, target: ScaleTarget, metric: Metric): MetricProposal | MetricFailure {
    const { type = '' } = metric;
    const source =
      type === 'Resource' ? metric.resource : type === 'ContainerResource' ? metric.containerResource : undefined;
    if (source === undefined) {
      const api = type === 'External' ? 'external' : 'custom';
      const message = `unable to get metric: unable to fetch metrics from ${api} metrics API: the server could not find the requested resource`;
      return { reason: `FailedGet${type}Metric`, message, summary: message };
    }
    const { name = '', container, target: wanted = {} } = source;
    const inContainer = type === 'ContainerResource';
    const { averageUtilization: utilization, averageValue } = wanted;
    try {
      const pods = this.podsOf(autoscaler, target);
      const figures = podMetricsOf(this.informers, this.client, pods, name, inContainer ? container : undefined);
      const rules = autoscaler.spec.behavior;
      const result = calculateReplicas({
        pods,
        figures,
        resource: name,
        container: inContainer ? container : undefined,
        currentReplicas: target.replicas,
        target: utilization === undefined ? { averageMilli: quantityMilliValue(averageValue) } : { utilization },
        tolerances: { scaleUp: toleranceOf(rules?.scaleUp), scaleDown: toleranceOf(rules?.scaleDown) },
        nowMs: this.clock.nowMs(),
      });
      const what = `${name}${inContainer ? ' container' : ''} resource`;
      const current = {
        ...(result.utilization === undefined ? {} : { averageUtilization: result.utilization }),
        averageValue: formatQuantity(milliQuantity(result.averageMilli)),
      };
      const status = inContainer
        ? { type, containerResource: { name, current, container } }
        : { type, resource: { name, current } };
      return {
        replicas: result.replicas,
        name: utilization === undefined ? what : `${what} utilization (percentage of request)`,
        status,
      };
    } catch (error) {
      if (!(error instanceof MetricsError)) throw error;
      const message = `failed to get ${name} ${utilization === undefined ? 'usage' : 'utilization'}: ${error.message}`;
      const summary = `failed to get ${name} ${inContainer ? 'container' : 'resource'} metric value: ${message}`;
      return { reason: `FailedGet${type}Metric`, message, summary };
    }
  }

  private podsOf(autoscaler: Autoscaler, { selector }: ScaleTarget): readonly Pod[] {
    const { namespace = '' } = autoscaler.metadata;
    const { matchLabels = {} } = selector;
    const found =
      Object.keys(matchLabels).length === 0
        ? this.informers.list('pods', namespace)
        : this.informers.byLabels('pods', namespace, matchLabels);
    return found.filter((pod) => matchesSelector(selector, pod.metadata.labels)) as unknown as readonly Pod[];
  }

  private set(
    conditions: readonly Condition[] = [],
    type: string,
    status: 'True' | 'False',
    reason: string,
    message: string,
  ): readonly Condition[] {
    const old = findCondition(conditions, type);
    const since = old?.status === status ? old.lastTransitionTime : undefined;
    const next = { type, status, lastTransitionTime: since ?? formatTime(this.clock.nowMs()), reason, message };
    return old === undefined ? [...conditions, next] : conditions.map((each) => (each === old ? next : each));
  }
}

/** How far from its target usage may be in one direction. */
function toleranceOf(rules: ScalingRules | undefined): number {
  return rules?.tolerance === undefined ? TOLERANCE : quantityMilliValue(rules.tolerance) / 1000;
}

/** Figures of the pods; the words of the metrics client where there are none. */
function podMetricsOf(
  informers: Informers,
  client: Client,
  pods: readonly Pod[],
  resource: string,
  container: string | undefined,
): ReturnType<typeof podMetrics> {
  try {
    return podMetrics(informers, client, pods, resource, container);
  } catch (error) {
    if (!(error instanceof MetricsError)) throw error;
    throw new MetricsError(`unable to get metrics for resource ${resource}: ${error.message}`);
  }
}
