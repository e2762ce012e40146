import type { FieldError } from '../definition.ts';
import { isEmptySelector, type LabelSelector, matchesSelector } from '../label-selector.ts';
import { forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateAnnotations, validateLabels } from '../validation/metadata.ts';
import { validatePodSpec } from './spec-validation.ts';
import type { PodTemplate } from './types.ts';

/** Checks a pod template. Models: apis/core/validation.ValidatePodTemplateSpec */
export function validateTemplate(template: PodTemplate, field: string): FieldError[] {
  const { metadata = {}, spec = {} } = template;
  const errors = [
    ...validateLabels(metadata.labels, `${field}.labels`),
    ...validateAnnotations(metadata.annotations, `${field}.annotations`),
    ...validatePodSpec(spec, `${field}.spec`, { isPod: false }),
  ];
  if ((spec.ephemeralContainers ?? []).length > 0)
    errors.push(forbidden(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  return errors;
}

/** Checks the selector of a workload. `kind` is named where an empty one is refused. */
export function validateWorkloadSelector(
  selector: LabelSelector | undefined,
  field: string,
  kind: string,
): FieldError[] {
  if (!selector) return [required(field)];
  const errors = validateLabelSelector(selector, field);
  if (isEmptySelector(selector)) errors.push(invalid(field, selector, `empty selector is invalid for ${kind}`));
  return errors;
}

/** A template whose pods are kept running: the selector must match it and it must restart always. Models: apps/validation.ValidatePodTemplateSpecForReplicaSet */
export function validateRunningTemplate(
  template: PodTemplate | undefined,
  selector: LabelSelector | undefined,
  field: string,
): FieldError[] {
  if (!template) return [required(field)];
  const errors: FieldError[] = [];
  const labels = template.metadata?.labels;
  if (!(selector && isEmptySelector(selector)) && !matchesSelector(selector, labels))
    errors.push(invalid(`${field}.metadata.labels`, labels, '`selector` does not match template `labels`'));
  errors.push(...validateTemplate(template, field));
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec ?? {};
  if (restartPolicy !== 'Always') errors.push(notSupported(`${field}.spec.restartPolicy`, restartPolicy, ['Always']));
  if (activeDeadlineSeconds !== undefined)
    errors.push(
      forbidden(`${field}.spec.activeDeadlineSeconds`, 'activeDeadlineSeconds in ReplicaSet is not Supported'),
    );
  return errors;
}
