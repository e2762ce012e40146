import type { Informers } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject, OwnerReference } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import { type LabelSelector, matchesSelector } from '../resources/label-selector.ts';
import type { IntOrString } from '../resources/pod/types.ts';
import { formatTime, parseTime } from '../timestamp.ts';
import { controllerOf } from './controller-ref.ts';
import { scaledValue } from './deployment/sizes.ts';
import { KeyedController } from './keyed-controller.ts';
import { servedKind } from './kind-index.ts';
import { type Condition, keyOf, type Pod, splitKey } from './kinds.ts';
import { findCondition, isPodReady, isPodTerminal } from './pod-state.ts';
import type { EventRecorder } from './recorder.ts';
import { scaleOfPod } from './scale-target.ts';

const BUDGETS = 'poddisruptionbudgets.policy';
/** An eviction that was granted but not carried out for this long is forgotten. */
const DISRUPTION_TIMEOUT_MS = 120_000;

interface DisruptionBudget extends KubeObject {
  readonly spec: {
    readonly minAvailable?: IntOrString;
    readonly maxUnavailable?: IntOrString;
    readonly selector?: LabelSelector;
  };
  readonly status?: {
    readonly disruptedPods?: { readonly [pod: string]: string };
    readonly conditions?: readonly Condition[];
  };
}

interface Expectation {
  readonly expected: number;
  readonly desired: number;
  /** Whether there are pods without a controller among them. */
  readonly unmanaged: boolean;
  /** Why the pods cannot be counted. */
  readonly failure?: string;
}

/** Why a pod's controller does not say how many pods there should be. Models: getScaleController */
function withoutScale(informers: Informers, owner: OwnerReference, pod: Pod): string {
  const kind = servedKind(informers, owner.apiVersion, owner.kind);
  return kind === undefined || kind.resource === 'replicasets.apps' || kind.resource === 'statefulsets.apps'
    ? `found no controllers for pod "${pod.metadata.name}"`
    : `${kind.resource} does not implement the scale subresource`;
}

/** Keeps count of how many pods of each budget may be disrupted now. Models: pkg/controller/disruption */
export class DisruptionController implements Component {
  readonly name = 'disruption-controller';
  private readonly recorder: EventRecorder;
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, { account: this.name, sync: (key) => this.sync(key) });
    this.recorder = this.frame.recorder('controllermanager');
  }

  start(): void {
    const enqueue = (budget: KubeObject): void => this.frame.queue.add(keyOf(budget));
    const wake = ({ metadata: { namespace = '', labels } }: KubeObject): void => {
      for (const budget of this.frame.informers.list(BUDGETS, namespace) as readonly DisruptionBudget[])
        if (matchesSelector(budget.spec.selector, labels)) enqueue(budget);
    };
    this.frame.watch(
      this.frame.informers.onChange(BUDGETS, { added: enqueue, updated: enqueue, deleted() {} }),
      this.frame.informers.onChange('pods', {
        added: wake,
        updated: (pod, old) => {
          wake(pod);
          if (!equalJson(pod.metadata.labels, old.metadata.labels)) wake(old);
        },
        deleted: wake,
      }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const budget = this.frame.informers.get(BUDGETS, namespace, name) as DisruptionBudget | undefined;
    if (budget === undefined) return;
    const pods = this.podsOf(budget, namespace);
    if (pods.length === 0) this.recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found');
    const expectation = this.expectation(budget, pods);
    if (expectation.unmanaged) this.tellUnmanaged(budget);
    if (expectation.failure !== undefined) {
      this.failSafe(budget, expectation.failure);
      return;
    }
    const { expected, desired } = expectation;
    const disrupted = this.disrupted(budget, pods);
    const healthy = pods.filter(
      (pod) =>
        pod.metadata.deletionTimestamp === undefined && isPodReady(pod) && disrupted[pod.metadata.name] === undefined,
    ).length;
    const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
    const { disruptedPods: _, ...before } = budget.status ?? {};
    const status = {
      ...before,
      ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted } : {}),
      observedGeneration: budget.metadata.generation ?? 0,
      disruptionsAllowed: allowed,
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods: expected,
      conditions: this.conditions(budget, allowed > 0),
    };
    if (!equalJson(budget.status, status)) this.frame.client.updateStatus(BUDGETS, { ...budget, status });
  }

  private podsOf(budget: DisruptionBudget, namespace: string): readonly Pod[] {
    const { selector } = budget.spec;
    const labels = selector?.matchLabels ?? {};
    const candidates =
      Object.keys(labels).length > 0
        ? this.frame.informers.byLabels('pods', namespace, labels)
        : this.frame.informers.list('pods', namespace);
    return (candidates as readonly Pod[]).filter(
      (pod) => matchesSelector(selector, pod.metadata.labels) && !isPodTerminal(pod),
    );
  }

  /** How many pods there should be, and how many of them healthy. Models: getExpectedPodCount */
  private expectation(budget: DisruptionBudget, pods: readonly Pod[]): Expectation {
    const { minAvailable, maxUnavailable } = budget.spec;
    if (maxUnavailable === undefined && typeof minAvailable === 'number')
      return { expected: pods.length, desired: minAvailable, unmanaged: false };
    const scales = new Map<string, number>();
    let unmanaged = false;
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const target = scaleOfPod(this.frame.informers, pod);
      if (target !== undefined) scales.set(target.object.metadata.uid, target.replicas);
      else if (owner === undefined) unmanaged = true;
      else return { expected: 0, desired: 0, unmanaged, failure: withoutScale(this.frame.informers, owner, pod) };
    }
    let expected = 0;
    for (const replicas of scales.values()) expected += replicas;
    const desired =
      maxUnavailable === undefined
        ? scaledValue(minAvailable, expected, true)
        : Math.max(0, expected - scaledValue(maxUnavailable, expected, true));
    return { expected, desired, unmanaged };
  }

  /** Pods of no controller cannot be counted in shares. */
  private tellUnmanaged(budget: DisruptionBudget): void {
    const labels = Object.entries(budget.spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}: ${value},`);
    const selector = `&LabelSelector{MatchLabels:map[string]string{${labels.sort().join('')}},MatchExpressions:[]LabelSelectorRequirement{},}`;
    const message = `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
    this.recorder.event(budget, 'Warning', 'UnmanagedPods', message);
  }

  /** What cannot be counted allows no disruption. Models: DisruptionController.failSafe */
  private failSafe(budget: DisruptionBudget, message: string): void {
    const text = `Failed to calculate the number of expected pods: ${message}`;
    this.recorder.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', text);
    const before = findCondition(budget.status?.conditions, 'DisruptionAllowed');
    const condition = {
      type: 'DisruptionAllowed',
      status: 'False',
      observedGeneration: budget.metadata.generation ?? 0,
      lastTransitionTime:
        (before?.status === 'False' ? before.lastTransitionTime : undefined) ?? formatTime(this.frame.clock.nowMs()),
      reason: 'SyncFailed',
      message,
    };
    const status = { ...budget.status, disruptionsAllowed: 0, conditions: [condition] };
    if (!equalJson(budget.status, status)) this.frame.client.updateStatus(BUDGETS, { ...budget, status });
  }

  /** Evictions that were granted and are not visible yet. Models: buildDisruptedPodMap */
  private disrupted(budget: DisruptionBudget, pods: readonly Pod[]): { readonly [pod: string]: string } {
    const nowMs = this.frame.clock.nowMs();
    const out: { [pod: string]: string } = {};
    for (const [name, time] of Object.entries(budget.status?.disruptedPods ?? {})) {
      const pod = pods.find((each) => each.metadata.name === name);
      const untilMs = (parseTime(time) ?? 0) + DISRUPTION_TIMEOUT_MS;
      if (pod === undefined || pod.metadata.deletionTimestamp !== undefined || untilMs < nowMs) continue;
      out[name] = time;
      this.frame.queue.addAfter(keyOf(budget), untilMs - nowMs + 1, 'background');
    }
    return out;
  }

  private conditions(budget: DisruptionBudget, allowed: boolean): readonly Condition[] {
    const before = findCondition(budget.status?.conditions, 'DisruptionAllowed');
    const status = allowed ? 'True' : 'False';
    const since = before?.status === status ? before.lastTransitionTime : undefined;
    return [
      {
        type: 'DisruptionAllowed',
        status,
        observedGeneration: budget.metadata.generation ?? 0,
        lastTransitionTime: since ?? formatTime(this.frame.clock.nowMs()),
        reason: allowed ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      },
    ];
  }
}
