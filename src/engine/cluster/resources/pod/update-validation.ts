import type { KubeObject } from '../../json.ts';
import type { FieldError } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { forbidden, invalid, required } from '../validation/field-error.ts';
import { validateObjectMetaUpdate } from '../validation/metadata.ts';
import { rangeError } from '../validation/values.ts';
import { internalPodSpec, jsonLines } from './internal-text.ts';
import { validateTolerations } from './scheduling-validation.ts';
import { validatePodSpec } from './spec-validation.ts';
import type { Container, PodSpec, Toleration } from './types.ts';
import { unifiedDiff } from './unified-diff.ts';

const MAX_INT32 = 2147483647;
const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

function validateImages(
  now: readonly Container[],
  old: readonly Container[],
  field: string,
): { errors: FieldError[]; stop: boolean } {
  if (now.length !== old.length)
    return { errors: [forbidden(field, 'pod updates may not add or remove containers')], stop: true };
  const errors = now.flatMap((container, at) => (container.image ? [] : [required(`${field}[${at}].image`)]));
  return { errors, stop: false };
}

/** Undefined when the deadline is fine; otherwise what is wrong and whether to look no further. */
function validateDeadline(
  now: number | undefined,
  old: number | undefined,
): { error: FieldError; stop: boolean } | undefined {
  const field = 'spec.activeDeadlineSeconds';
  if (now === undefined) {
    if (old === undefined) return undefined;
    return { error: invalid(field, null, 'must not update from a positive integer to nil value'), stop: false };
  }
  if (now < 0 || now > MAX_INT32) return { error: invalid(field, now, rangeError(0, MAX_INT32)), stop: true };
  if (old !== undefined && old < now)
    return { error: invalid(field, now, 'must be less than or equal to previous value'), stop: true };
  return undefined;
}

function validateAddedTolerations(now: readonly Toleration[], old: readonly Toleration[]): FieldError[] {
  for (const before of old) {
    const kept = now.some((each) =>
      equalJson({ ...each, tolerationSeconds: undefined }, { ...before, tolerationSeconds: undefined }),
    );
    if (!kept)
      return [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
  }
  return validateTolerations(now, 'spec.tolerations');
}

function validateRemovedGates(now: PodSpec['schedulingGates'], old: PodSpec['schedulingGates']): FieldError[] {
  const before = new Set((old ?? []).map((gate) => gate.name));
  return (now ?? []).flatMap((gate, at) =>
    before.has(gate.name)
      ? []
      : [
          forbidden(
            `spec.schedulingGates[${at}].name`,
            `only deletion is allowed, but found new scheduling gate '${gate.name ?? ''}'`,
          ),
        ],
  );
}

function withOldImages(
  now: readonly Container[] | undefined,
  old: readonly Container[] | undefined,
): readonly Container[] | undefined {
  return now?.map((container, at) => {
    const image = old?.[at]?.image;
    return image === undefined ? container : { ...container, image };
  });
}

/** The new spec with all that may change taken from the old: what still differs may not. */
function withoutUpdatable(now: PodSpec, old: PodSpec): PodSpec {
  const { activeDeadlineSeconds, schedulingGates, tolerations } = old;
  const graceFixed = (old.terminationGracePeriodSeconds ?? 0) < 0 && now.terminationGracePeriodSeconds === 1;
  return {
    ...now,
    containers: withOldImages(now.containers, old.containers),
    initContainers: withOldImages(now.initContainers, old.initContainers),
    activeDeadlineSeconds,
    schedulingGates,
    tolerations,
    ...(graceFixed && { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds }),
    ...((schedulingGates ?? []).length > 0 && { nodeSelector: old.nodeSelector, affinity: old.affinity }),
  } as PodSpec;
}

function validateSpecUpdate(now: PodSpec, old: PodSpec): FieldError[] {
  const errors = validatePodSpec(now, 'spec', { isPod: true });
  for (const list of ['containers', 'initContainers'] as const) {
    const { errors: found, stop } = validateImages(now[list] ?? [], old[list] ?? [], `spec.${list}`);
    errors.push(...found);
    if (stop) return errors;
  }
  const deadline = validateDeadline(now.activeDeadlineSeconds, old.activeDeadlineSeconds);
  if (deadline) errors.push(deadline.error);
  if (deadline?.stop) return errors;
  errors.push(...validateAddedTolerations(now.tolerations ?? [], old.tolerations ?? []));
  errors.push(...validateRemovedGates(now.schedulingGates, old.schedulingGates));
  const munged = withoutUpdatable(now, old);
  if (!equalJson(munged, old)) {
    const diff = unifiedDiff(jsonLines(internalPodSpec(old)), jsonLines(internalPodSpec(munged)));
    errors.push(forbidden('spec', `pod updates may not change fields other than ${UPDATABLE}\n${diff}`));
  }
  return errors;
}

/** Checks a changed pod; a change of metadata or status alone costs next to nothing. Models: apis/core/validation.ValidatePodUpdate */
export function validatePodUpdate(pod: KubeObject, old: KubeObject): FieldError[] {
  const errors = validateObjectMetaUpdate(pod, old);
  if (pod['spec'] === old['spec']) return errors;
  return errors.concat(validateSpecUpdate((pod['spec'] ?? {}) as PodSpec, (old['spec'] ?? {}) as PodSpec));
}
