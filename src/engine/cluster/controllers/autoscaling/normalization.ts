import type { Behavior, ScalingRules } from './types.ts';

/** --horizontal-pod-autoscaler-downscale-stabilization */
const DOWNSCALE_STABILIZATION_SECONDS = 300;
/** Without rules of its own, an autoscaler at most doubles, but may always go to four. */
const SCALE_UP_FACTOR = 2;
const SCALE_UP_LEAST = 4;

interface Timed {
  readonly replicas: number;
  readonly atMs: number;
}

/** What has to be remembered of one autoscaler between its syncs. */
export interface AutoscalerMemory {
  recommendations: Timed[];
  /** Replicas added, and taken away. */
  scaledUp: Timed[];
  scaledDown: Timed[];
}

export interface Reason {
  readonly reason: string;
  readonly message: string;
}

/** How many replicas there shall be after all rules, with what AbleToScale and ScalingLimited say of it. */
export interface Normalized {
  readonly replicas: number;
  readonly able: Reason;
  readonly limited: Reason & { readonly isLimited: boolean };
}

export interface NormalizationInput {
  readonly memory: AutoscalerMemory;
  readonly behavior: Behavior | undefined;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly current: number;
  readonly desired: number;
  readonly nowMs: number;
}

const READY: Reason = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const STABILIZED_UP: Reason = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const STABILIZED_DOWN: Reason = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const WITHIN: Reason = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const TOO_FEW: Reason = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const TOO_MANY: Reason = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const UP_LIMIT: Reason = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const DOWN_LIMIT: Reason = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

/** Bounds, rates and recent recommendations. Models: HorizontalController.normalizeDesiredReplicas, …WithBehaviors */
export function normalize(input: NormalizationInput): Normalized {
  const { desired } = input;
  const stabilized = stabilize(input);
  const able =
    stabilized === desired ? READY : desired >= input.current && input.behavior ? STABILIZED_UP : STABILIZED_DOWN;
  const [replicas, why] =
    input.behavior === undefined ? byDefaultRules(input, stabilized) : byBehavior(input, input.behavior, stabilized);
  return { replicas, able, limited: { ...why, isLimited: replicas !== stabilized } };
}

/** The recommendation after looking at the recent ones, which are kept. */
function stabilize({ memory, behavior, current, desired, nowMs }: NormalizationInput): number {
  const upSeconds = behavior?.scaleUp?.stabilizationWindowSeconds ?? 0;
  const downSeconds = behavior?.scaleDown?.stabilizationWindowSeconds ?? DOWNSCALE_STABILIZATION_SECONDS;
  const oldestMs = nowMs - Math.max(upSeconds, downSeconds) * 1000;
  memory.recommendations = memory.recommendations.filter(({ atMs }) => atMs >= oldestMs);
  let stabilized = desired;
  const rising = behavior !== undefined && desired >= current;
  const cutoffMs = nowMs - (rising ? upSeconds : downSeconds) * 1000;
  for (const { replicas, atMs } of memory.recommendations) {
    if (atMs <= cutoffMs) continue;
    stabilized = rising ? Math.min(stabilized, replicas) : Math.max(stabilized, replicas);
  }
  memory.recommendations.push({ replicas: desired, atMs: nowMs });
  return stabilized;
}

/** Models: convertDesiredReplicasWithRules */
function byDefaultRules(
  { current, minReplicas, maxReplicas }: NormalizationInput,
  desired: number,
): readonly [number, Reason] {
  const limit = Math.max(SCALE_UP_FACTOR * current, SCALE_UP_LEAST);
  if (desired < minReplicas) return [minReplicas, TOO_FEW];
  if (desired > Math.min(limit, maxReplicas)) return maxReplicas > limit ? [limit, UP_LIMIT] : [maxReplicas, TOO_MANY];
  return [desired, WITHIN];
}

/** Models: convertDesiredReplicasWithBehaviorRate */
function byBehavior(
  { memory, current, minReplicas, maxReplicas, nowMs }: NormalizationInput,
  { scaleUp = {}, scaleDown = {} }: Behavior,
  desired: number,
): readonly [number, Reason] {
  if (desired > current) {
    const limit = Math.max(current, scaleUpLimit(current, memory, scaleUp, nowMs));
    if (desired > Math.min(limit, maxReplicas))
      return maxReplicas > limit ? [limit, UP_LIMIT] : [maxReplicas, TOO_MANY];
  } else if (desired < current) {
    const limit = Math.min(current, scaleDownLimit(current, memory, scaleDown, nowMs));
    if (desired < Math.max(limit, minReplicas))
      return minReplicas < limit ? [limit, DOWN_LIMIT] : [minReplicas, TOO_FEW];
  }
  return [desired, WITHIN];
}

function changedWithin(events: readonly Timed[], seconds: number, nowMs: number): number {
  return events.reduce((sum, { replicas, atMs }) => (atMs > nowMs - seconds * 1000 ? sum + replicas : sum), 0);
}

/** Models: calculateScaleUpLimitWithScalingRules */
function scaleUpLimit(current: number, memory: AutoscalerMemory, rules: ScalingRules, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const limits = (rules.policies ?? []).map(({ type, value = 0, periodSeconds = 0 }) => {
    const before =
      current -
      changedWithin(memory.scaledUp, periodSeconds, nowMs) +
      changedWithin(memory.scaledDown, periodSeconds, nowMs);
    return type === 'Pods' ? before + value : Math.ceil(before * (1 + value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits);
}

/** Models: calculateScaleDownLimitWithBehaviors */
function scaleDownLimit(current: number, memory: AutoscalerMemory, rules: ScalingRules, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const limits = (rules.policies ?? []).map(({ type, value = 0, periodSeconds = 0 }) => {
    const before =
      current -
      changedWithin(memory.scaledUp, periodSeconds, nowMs) +
      changedWithin(memory.scaledDown, periodSeconds, nowMs);
    return type === 'Pods' ? before - value : Math.trunc(before * (1 - value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
}

/** Remembers a change that was made, for the rates. Models: HorizontalController.storeScaleEvent */
export function rememberScale(
  memory: AutoscalerMemory,
  behavior: Behavior | undefined,
  from: number,
  to: number,
  nowMs: number,
): void {
  if (behavior === undefined) return;
  const longest = (rules: ScalingRules | undefined): number =>
    Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds = 0 }) => periodSeconds)) * 1000;
  const recent = (events: Timed[], rules: ScalingRules | undefined): Timed[] =>
    events.filter(({ atMs }) => atMs >= nowMs - longest(rules));
  const change = { replicas: Math.abs(to - from), atMs: nowMs };
  if (to > from) memory.scaledUp = [...recent(memory.scaledUp, behavior.scaleUp), change];
  else memory.scaledDown = [...recent(memory.scaledDown, behavior.scaleDown), change];
}
