import type { DeleteOptions } from '../../client.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../../resources/admission.ts';
import { formatTime } from '../../timestamp.ts';
import { type Core, writerOf } from '../core.ts';
import { jsonResponse } from '../response.ts';
import { LabelSelector } from '../selectors/label-selector.ts';
import { internalError, tooManyRequests } from '../status.ts';
import type { SubresourceHandler } from '../subresource.ts';
import { deleteObject } from '../write/delete.ts';

interface Budget {
  readonly spec?: {
    readonly selector?: {
      readonly matchLabels?: { readonly [key: string]: string };
      readonly matchExpressions?: readonly {
        readonly key: string;
        readonly operator: string;
        readonly values?: readonly string[];
      }[];
    };
    readonly unhealthyPodEvictionPolicy?: string;
  };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly observedGeneration?: number;
    readonly disruptedPods?: { readonly [pod: string]: string };
  };
}

const BUDGETS = 'poddisruptionbudgets.policy';
const OPERATORS: { readonly [operator: string]: 'in' | 'notin' | 'exists' | '!' } = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

function covers(budget: KubeObject, pod: KubeObject): boolean {
  const { selector } = (budget as unknown as Budget).spec ?? {};
  if (selector === undefined) return false;
  const exact = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: '=' as const,
    values: [value],
  }));
  const sets = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => ({
    key,
    operator: OPERATORS[operator] ?? 'exists',
    values,
  }));
  return new LabelSelector([...exact, ...sets]).matches(pod);
}

function isReady(pod: KubeObject): boolean {
  const { conditions = [] } = (pod['status'] ?? {}) as {
    readonly conditions?: readonly { type: string; status: string }[];
  };
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** A pod that runs no more, or not yet, may always go. Models: eviction.canIgnorePDB */
function ignoresBudgets(pod: KubeObject): boolean {
  const { phase } = (pod['status'] ?? {}) as { readonly phase?: string };
  return (
    phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined
  );
}

/** Pods that may be on their way out at one time. Models: eviction.MaxDisruptedPodSize */
const MAX_DISRUPTED = 2000;

/** Takes one disruption from the budget, or refuses with 429. Models: EvictionREST.checkAndDecrement */
function spend(core: Core, budget: KubeObject, pod: KubeObject, dryRun: boolean): void {
  const { status = {} } = budget as unknown as Budget;
  const cannot = "Cannot evict pod as it would violate the pod's disruption budget.";
  const cause = (message: string): readonly JsonObject[] => [{ reason: 'DisruptionBudget', message }];
  const { name } = budget.metadata;
  if ((status.observedGeneration ?? 0) < (budget.metadata.generation ?? 0))
    throw tooManyRequests(cannot, 10, cause(`The disruption budget ${name} is still being processed by the server.`));
  const allowed = status.disruptionsAllowed ?? 0;
  if (allowed < 0)
    throw forbiddenByAdmission('poddisruptionbudgets', 'policy', name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED)
    throw forbiddenByAdmission(
      'poddisruptionbudgets',
      'policy',
      name,
      'DisruptedPods map too big - too many evictions not confirmed by PDB controller',
    );
  if (allowed <= 0)
    throw tooManyRequests(
      cannot,
      0,
      cause(
        `The disruption budget ${name} needs ${status.desiredHealthy ?? 0} healthy pods and has ${status.currentHealthy ?? 0} currently`,
      ),
    );
  if (dryRun) return;
  const disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: formatTime(core.clock.nowMs()) };
  const next = { ...budget, status: { ...status, disruptionsAllowed: allowed - 1, disruptedPods } };
  core.store.update(BUDGETS, next, writerOf('kube-apiserver', 'Update', 'status'));
}

/** Says on the pod why it goes. Models: EvictionREST.addConditionAndDeletePod */
function markDisrupted(core: Core, pod: KubeObject): void {
  const status = (pod['status'] ?? {}) as { readonly conditions?: readonly { readonly type: string }[] };
  const condition = {
    type: 'DisruptionTarget',
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(core.clock.nowMs()),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
  const next = { ...pod, status: { ...status, conditions: [...others, condition] } };
  core.store.update('pods', next as KubeObject, writerOf('kube-apiserver', 'Update', 'status'));
}

/** `pods/eviction`: a deletion that asks the disruption budgets first. Models: pkg/registry/core/pod/storage.EvictionREST */
export function evictionHandler(core: Core): SubresourceHandler {
  return ({ object: pod, body, manager, dryRun, namespace, name, user }) => {
    const pods = core.definitions.get('pods');
    if (pods === undefined) throw internalError('pods are not served');
    const { deleteOptions } = (body ?? {}) as { readonly deleteOptions?: DeleteOptions };
    if (!ignoresBudgets(pod)) {
      const budgets = core.store
        .table(BUDGETS)
        .list(namespace)
        .filter((budget) => covers(budget, pod));
      if (budgets.length > 1)
        throw internalError(
          'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
        );
      const [budget] = budgets;
      if (budget !== undefined && (isReady(pod) || !toleratesUnready(budget))) spend(core, budget, pod, dryRun);
    }
    const writer = writerOf(manager, 'Update', 'eviction');
    const isOfVersion = deleteOptions?.preconditions?.resourceVersion !== undefined;
    if (!dryRun && !isOfVersion && pod.metadata.deletionTimestamp === undefined) markDisrupted(core, pod);
    deleteObject(core, pods, namespace, name, deleteOptions ?? {}, { user, writer, dryRun, warn: () => {} });
    return jsonResponse(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
  };
}

/** A pod that is not ready may go when the policy says so, or when enough healthy ones are there. */
function toleratesUnready(budget: KubeObject): boolean {
  const { spec = {}, status = {} } = budget as unknown as Budget;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return (status.currentHealthy ?? 0) >= (status.desiredHealthy ?? 0) && (status.desiredHealthy ?? 0) > 0;
}
