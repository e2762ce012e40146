import type { FieldError } from '../definition.ts';
import { invalid } from '../validation/field-error.ts';
import { rangeError } from '../validation/values.ts';
import type { PodSecurityContext, SecurityContext } from './types.ts';

const MAX_ID = 0xffffffff;

function validateId(id: number | undefined, field: string): FieldError[] {
  return id === undefined || (id >= 0 && id <= MAX_ID) ? [] : [invalid(field, id, rangeError(0, MAX_ID))];
}

/** Models: apis/core/validation.ValidateSecurityContext */
export function validateSecurityContext(context: SecurityContext | undefined, field: string): FieldError[] {
  if (!context) return [];
  const errors = [
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
  ];
  if (context.allowPrivilegeEscalation !== false) return errors;
  if (context.privileged === true)
    errors.push(invalid(field, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
  if ((context.capabilities?.add ?? []).includes('CAP_SYS_ADMIN'))
    errors.push(
      invalid(field, context, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
    );
  return errors;
}

/** Models: apis/core/validation.validatePodSpecSecurityContext */
export function validatePodSecurityContext(context: PodSecurityContext | undefined, field: string): FieldError[] {
  if (!context) return [];
  return [
    ...validateId(context.fsGroup, `${field}.fsGroup`),
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((id, at) => validateId(id, `${field}.supplementalGroups[${at}]`)),
  ];
}
