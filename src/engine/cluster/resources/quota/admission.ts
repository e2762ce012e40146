import type { ResourceKey } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { StrategyContext } from '../definition.ts';
import type { PodSpec } from '../pod/types.ts';
import type { Quantity } from '../quantity.ts';
import { type Amounts, addInto, amountsOf, amountsText } from './amounts.ts';
import { inScope } from './scopes.ts';
import { computeUsage, countsFor, usageOf } from './usage.ts';
import { quotaSpec, usedOf } from './used.ts';

/** What every container must name where a quota limits it. Models: core.validationSet */
const MUST_BE_NAMED = ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];

/** `must specify limits.cpu for: web; …`, or undefined. Models: core.podEvaluator.Constraints */
function missingOf(pod: KubeObject, limited: readonly string[]): string | undefined {
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const missing = new Map<string, string[]>();
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    const named = computeUsage(container.resources ?? {});
    for (const name of MUST_BE_NAMED)
      if (limited.includes(name) && !named.has(name))
        missing.set(name, [...(missing.get(name) ?? []), container.name ?? '']);
  }
  if (missing.size === 0) return undefined;
  const parts = [...missing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, who]) => `${name} for: ${who.sort().join(',')}`);
  return `must specify ${parts.join('; ')}`;
}

/** The names of which `usage` would take the quota beyond its bounds. */
function exceededBy(usage: Amounts, used: Amounts, hard: Amounts): readonly string[] {
  const exceeded: string[] = [];
  for (const [name, amount] of usage) {
    const limit = hard.get(name);
    if (limit === undefined || amount.nano === 0n) continue;
    if ((used.get(name)?.nano ?? 0n) + amount.nano > limit.nano) exceeded.push(name);
  }
  return exceeded;
}

/** By how much more an object uses than before. Models: quota.SubtractWithNonNegativeResult */
function growth(now: Amounts, before: Amounts): Amounts {
  const more = new Map<string, Quantity>();
  for (const [name, amount] of now) {
    const nano = amount.nano - (before.get(name)?.nano ?? 0n);
    if (nano > 0n) more.set(name, { ...amount, nano });
  }
  return more;
}

/** Kinds whose objects may use more of a quota after a change. Models: each Evaluator's Handles */
const GROWING: ReadonlySet<ResourceKey> = new Set(['pods', 'services', 'persistentvolumeclaims']);

/** As `admitQuota`, for a changed object: only what it uses more than before counts. */
export function admitQuotaUpdate(
  resource: ResourceKey,
  object: KubeObject,
  old: KubeObject,
  context: StrategyContext,
): void {
  if (GROWING.has(resource) && object['spec'] !== old['spec']) admitQuota(resource, object, context, old);
}

/**
 * Throws `ApiError` (403) when a new object would take its namespace beyond a quota. What is used is counted from the objects
 * themselves, so that a burst of requests cannot slip past a status that lags behind. Models: plugin/pkg/admission/resourcequota.CheckRequest
 */
export function admitQuota(
  resource: ResourceKey,
  object: KubeObject,
  context: StrategyContext,
  old?: KubeObject,
): void {
  const { namespace = '', name } = object.metadata;
  if (namespace === '') return;
  const dot = resource.indexOf('.');
  const [plural, group] = dot < 0 ? [resource, ''] : [resource.slice(0, dot), resource.slice(dot + 1)];
  for (const quota of context.list('resourcequotas', namespace)) {
    const spec = quotaSpec(quota);
    const limited = Object.keys(spec.hard ?? {}).filter((each) => countsFor(resource, each));
    if (limited.length === 0 || !inScope(spec, resource, object)) continue;
    const missing = resource === 'pods' && old === undefined ? missingOf(object, limited) : undefined;
    if (missing !== undefined)
      throw forbiddenByAdmission(plural, group, name, `failed quota: ${quota.metadata.name}: ${missing}`);
    const hard = amountsOf(spec.hard);
    const used = new Map<string, Quantity>();
    addInto(
      used,
      usedOf(spec, [resource], (each) => context.list(each, namespace)),
    );
    const usage =
      old === undefined ? usageOf(resource, object) : growth(usageOf(resource, object), usageOf(resource, old));
    const exceeded = exceededBy(usage, used, hard);
    if (exceeded.length === 0) continue;
    throw forbiddenByAdmission(
      plural,
      group,
      name,
      `exceeded quota: ${quota.metadata.name}, requested: ${amountsText(usage, exceeded)}, used: ${amountsText(used, exceeded)}, limited: ${amountsText(hard, exceeded)}`,
    );
  }
}
