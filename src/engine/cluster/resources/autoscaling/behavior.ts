import type { FieldError } from '../definition.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';

const MAX_STABILIZATION_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;

interface Policy {
  readonly type?: string;
  readonly value?: number;
  readonly periodSeconds?: number;
}

/** Models: autoscaling/v2.HPAScalingRules */
interface Rules {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly Policy[];
}

/** Models: autoscaling/v2.HorizontalPodAutoscalerBehavior */
export interface Behavior {
  readonly scaleUp?: Rules;
  readonly scaleDown?: Rules;
}

const SCALE_UP: Rules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN: Rules = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

/** Fills what a behavior leaves open; without one nothing is filled. Models: apis/autoscaling/v2.SetDefaults_HorizontalPodAutoscalerBehavior */
export function defaultBehavior<Spec extends { readonly behavior?: Behavior }>(spec: Spec): Spec {
  const { behavior } = spec;
  if (behavior === undefined || behavior === null) return spec;
  const filled = {
    ...behavior,
    scaleUp: { ...SCALE_UP, ...behavior.scaleUp },
    scaleDown: { ...SCALE_DOWN, ...behavior.scaleDown },
  };
  return { ...spec, behavior: filled };
}

/** Models: apis/autoscaling/validation.validateBehavior */
export function validateBehavior(behavior: Behavior | undefined): readonly FieldError[] {
  return (['scaleUp', 'scaleDown'] as const).flatMap((direction) => {
    const rules = behavior?.[direction];
    return rules === undefined ? [] : validateRules(rules, `spec.behavior.${direction}`);
  });
}

function validateRules(
  { stabilizationWindowSeconds: seconds, selectPolicy, policies = [] }: Rules,
  where: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const window = `${where}.stabilizationWindowSeconds`;
  if (seconds !== undefined && seconds < 0)
    errors.push(invalid(window, seconds, 'must be greater than or equal to zero'));
  if (seconds !== undefined && seconds > MAX_STABILIZATION_SECONDS)
    errors.push(invalid(window, seconds, `must be less than or equal to ${MAX_STABILIZATION_SECONDS}`));
  if (selectPolicy !== undefined && !['Max', 'Min', 'Disabled'].includes(selectPolicy))
    errors.push(notSupported(`${where}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min']));
  if (policies.length === 0) errors.push(required(`${where}.policies`, 'must specify at least one Policy'));
  for (const [at, { type = '', value = 0, periodSeconds = 0 }] of policies.entries()) {
    const policy = `${where}.policies[${at}]`;
    if (type !== 'Pods' && type !== 'Percent') errors.push(notSupported(`${policy}.type`, type, ['Percent', 'Pods']));
    if (value <= 0) errors.push(invalid(`${policy}.value`, value, 'must be greater than zero'));
    if (periodSeconds <= 0) errors.push(invalid(`${policy}.periodSeconds`, periodSeconds, 'must be greater than zero'));
    if (periodSeconds > MAX_PERIOD_SECONDS)
      errors.push(
        invalid(`${policy}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`),
      );
  }
  return errors;
}
