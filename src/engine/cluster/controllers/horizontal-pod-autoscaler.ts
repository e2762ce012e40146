import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import { selectorText } from '../resources/label-selector.ts';
import { formatTime } from '../timestamp.ts';
import { controllerClient } from './controller-client.ts';
import { servedKind } from './kind-index.ts';
import { type Condition, keyOf, splitKey } from './kinds.ts';
import { findCondition } from './pod-state.ts';
import { createRecorder, type EventRecorder } from './recorder.ts';
import { type ScaleTarget, scaleTarget } from './scale-target.ts';
import { WorkQueue } from './workqueue.ts';

const AUTOSCALERS = 'horizontalpodautoscalers.autoscaling';
/** --horizontal-pod-autoscaler-sync-period */
const SYNC_PERIOD_MS = 15_000;

interface Metric {
  readonly type?: string;
  readonly resource?: { readonly name?: string; readonly target?: { readonly averageUtilization?: number } };
}

interface AutoscalerStatus {
  readonly observedGeneration?: number;
  readonly lastScaleTime?: string;
  readonly currentReplicas?: number;
  readonly desiredReplicas?: number;
  readonly currentMetrics?: readonly unknown[] | null;
  readonly conditions?: readonly Condition[];
}

interface Autoscaler extends KubeObject {
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly Metric[];
  };
  readonly status?: AutoscalerStatus;
}

/** What the resource metrics API answers in a cluster that has no metrics server. */
const NO_METRICS_API = 'the server could not find the requested resource (get pods.metrics.k8s.io)';

/** Why the metric cannot be had, in the words of the condition. */
function metricError({ type, resource }: Metric): { readonly reason: string; readonly message: string } {
  if (type !== 'Resource') {
    const api = type === 'External' ? 'external' : 'custom';
    const message = `unable to get metric: unable to fetch metrics from ${api} metrics API: the server could not find the requested resource`;
    return { reason: `FailedGet${type ?? ''}Metric`, message };
  }
  const name = resource?.name ?? '';
  const what = resource?.target?.averageUtilization === undefined ? 'usage' : 'utilization';
  return {
    reason: 'FailedGetResourceMetric',
    message: `failed to get ${name} ${what}: unable to get metrics for resource ${name}: unable to fetch metrics from resource metrics API: ${NO_METRICS_API}`,
  };
}

/**
 * Keeps targets between their bounds. There is no metrics server in this cluster, so beyond the bounds it reports, as a real one does
 * without metrics, that it cannot compute a number. Models: pkg/controller/podautoscaler/horizontal.go
 */
export class HorizontalPodAutoscalerController implements Component {
  readonly name = 'horizontal-pod-autoscaler-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly queue: WorkQueue;
  /** The pods that each autoscaler was found to steer, by key. */
  private readonly selectors = new Map<string, string>();
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
      deleted: (autoscaler) => void this.selectors.delete(keyOf(autoscaler)),
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
    const status: AutoscalerStatus = {
      ...before,
      currentReplicas: target.currentReplicas,
      desiredReplicas: 0,
      currentMetrics: null,
      conditions,
    };
    if (target.replicas === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      return { ...status, conditions: this.set(conditions, 'ScalingActive', 'False', 'ScalingDisabled', message) };
    }
    if (target.replicas > maxReplicas)
      return this.rescale(autoscaler, target, status, maxReplicas, 'Current number of replicas above Spec.MaxReplicas');
    if (target.replicas < minReplicas)
      return this.rescale(autoscaler, target, status, minReplicas, 'Current number of replicas below Spec.MinReplicas');
    return { ...status, conditions: this.withoutMetrics(autoscaler, target, conditions) };
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

  /** Says why no number could be computed: another autoscaler steers the same pods, or there are no metrics. Models: computeReplicasForMetrics */
  private withoutMetrics(
    autoscaler: Autoscaler,
    target: ScaleTarget,
    conditions: readonly Condition[],
  ): readonly Condition[] {
    const key = keyOf(autoscaler);
    const { namespace = '' } = autoscaler.metadata;
    const selector = selectorText(target.selector);
    this.selectors.set(key, `${namespace}\0${selector}`);
    const rivals = [...this.selectors]
      .filter(([, other]) => other === `${namespace}\0${selector}`)
      .map(([each]) => each);
    if (rivals.length > 1) {
      const message = `pods by selector ${selector} are controlled by multiple HPAs: [${rivals.sort().join(' ')}]`;
      this.recorder.event(autoscaler, 'Warning', 'AmbiguousSelector', message);
      this.recorder.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', message);
      return this.set(conditions, 'ScalingActive', 'False', 'AmbiguousSelector', message);
    }
    const metrics = autoscaler.spec.metrics ?? [];
    const errors = metrics.map(metricError);
    for (const { reason, message } of errors) this.recorder.event(autoscaler, 'Warning', reason, message);
    const [first] = errors;
    if (first === undefined) return conditions;
    const name = metrics[0]?.resource?.name;
    const prefix = name === undefined ? '' : `failed to get ${name} resource metric value: `;
    const summary = `invalid metrics (${errors.length} invalid out of ${errors.length}), first error is: ${prefix}${first.message}`;
    this.recorder.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', summary);
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    return this.set(conditions, 'ScalingActive', 'False', first.reason, message);
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
