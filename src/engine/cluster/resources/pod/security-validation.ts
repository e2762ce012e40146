import type { FieldError } from '../definition.ts';
import { duplicate, invalid, required } from '../validation/field-error.ts';
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

const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL_RULE = new RegExp(SYSCTL);
const SYSCTL_MAX_LENGTH = 253;

/** Models: apis/core/validation.validateSysctls */
function validateSysctls(sysctls: PodSecurityContext['sysctls'], field: string): FieldError[] {
  const names = new Set<string>();
  return (sysctls ?? []).flatMap(({ name = '' }, at) => {
    const where = `${field}[${at}].name`;
    if (name === '') return [required(where)];
    const isKnown = names.has(name);
    names.add(name);
    if (name.length > SYSCTL_MAX_LENGTH || !SYSCTL_RULE.test(name))
      return [invalid(where, name, `must have at most ${SYSCTL_MAX_LENGTH} characters and match regex ${SYSCTL}`)];
    return isKnown ? [duplicate(where, name)] : [];
  });
}

/** Models: apis/core/validation.validatePodSpecSecurityContext */
export function validatePodSecurityContext(context: PodSecurityContext | undefined, field: string): FieldError[] {
  if (!context) return [];
  return [
    ...validateId(context.fsGroup, `${field}.fsGroup`),
    ...validateId(context.runAsUser, `${field}.runAsUser`),
    ...validateId(context.runAsGroup, `${field}.runAsGroup`),
    ...validateSysctls(context.sysctls, `${field}.sysctls`),
    ...(context.supplementalGroups ?? []).flatMap((id, at) => validateId(id, `${field}.supplementalGroups[${at}]`)),
  ];
}
