import type { Pod } from '../kinds.ts';
import type { Job, PodFailurePolicyRule } from './types.ts';

/** What a rule makes of a failed pod: the job fails with this message, its index does, the failure does not count, or it does. */
export type PolicyVerdict =
  | { readonly kind: 'fail-job'; readonly message: string }
  | { readonly kind: 'fail-index' }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'count' };

function matchingExit(
  rule: PodFailurePolicyRule,
  pod: Pod,
): { readonly name: string; readonly exitCode: number } | undefined {
  const { containerName, operator, values = [] } = rule.onExitCodes ?? {};
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  for (const { name, state } of statuses) {
    const exitCode = state?.terminated?.exitCode;
    if (exitCode === undefined || exitCode === 0 || (containerName !== undefined && containerName !== name)) continue;
    if (values.includes(exitCode) === (operator === 'In')) return { name, exitCode };
  }
  return undefined;
}

/** The first rule that applies to a failed pod decides. Models: pkg/controller/job/pod_failure_policy.go */
export function judgeFailure(job: Job, pod: Pod): PolicyVerdict {
  for (const [at, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const { namespace, name } = pod.metadata;
    let why: string | undefined;
    if (rule.onExitCodes !== undefined) {
      const exit = matchingExit(rule, pod);
      if (exit !== undefined)
        why = `Container ${exit.name} for pod ${namespace}/${name} failed with exit code ${exit.exitCode} matching ${rule.action} rule at index ${at}`;
    } else {
      const found = rule.onPodConditions?.find(({ type, status = 'True' }) =>
        pod.status?.conditions?.some((condition) => condition.type === type && condition.status === status),
      );
      if (found !== undefined)
        why = `Pod ${namespace}/${name} has condition ${found.type} matching ${rule.action} rule at index ${at}`;
    }
    if (why === undefined) continue;
    if (rule.action === 'FailJob') return { kind: 'fail-job', message: why };
    if (rule.action === 'FailIndex' && job.spec.backoffLimitPerIndex !== undefined) return { kind: 'fail-index' };
    return { kind: rule.action === 'Ignore' ? 'ignore' : 'count' };
  }
  return { kind: 'count' };
}
