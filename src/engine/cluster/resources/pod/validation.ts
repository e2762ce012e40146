import type { KubeObject } from '../../json.ts';
import { type FieldError, type StrategyContext, UNHEARD } from '../definition.ts';
import { forbidden } from '../validation/field-error.ts';
import { validateObjectMeta } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { enforceLimits } from './limit-ranger.ts';
import { validatePodSpec } from './spec-validation.ts';
import type { PodSpec } from './types.ts';
import { podNameWarnings, podWarnings } from './warnings.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

/** Checks a new pod, and when all is right, whether its namespace lets it in (throws `ApiError` 403). Models: apis/core/validation.ValidatePodCreate */
export function validatePod(pod: KubeObject, context: StrategyContext): FieldError[] {
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const errors = validateObjectMeta(pod, METADATA).concat(validatePodSpec(spec, 'spec', { isPod: true }));
  if ((spec.ephemeralContainers ?? []).length > 0)
    errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  if (spec.nodeName && (spec.schedulingGates ?? []).length > 0)
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  if (errors.length > 0) return errors;
  enforceLimits(pod, context);
  if (context.warn === UNHEARD) return errors;
  for (const text of [...podNameWarnings(pod.metadata), ...podWarnings(spec)]) context.warn(text);
  return errors;
}
