import type { KubeObject } from '../../json.ts';
import type { FieldError } from '../definition.ts';
import type { LabelSelector } from '../label-selector.ts';
import { matchesSelector } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/template-validation.ts';
import type { PodTemplate } from '../pod/types.ts';
import { setMissing, withKey } from '../sharing.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateNonnegative } from '../validation/numbers.ts';

/** Models: batch/v1.JobSpec */
export interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly selector?: LabelSelector;
  readonly manualSelector?: boolean;
  readonly template?: PodTemplate;
  readonly ttlSecondsAfterFinished?: number;
  readonly completionMode?: string;
  readonly suspend?: boolean;
  readonly podReplacementPolicy?: string;
  readonly podFailurePolicy?: object;
  readonly successPolicy?: {
    readonly rules?: readonly { readonly succeededIndexes?: string; readonly succeededCount?: number }[];
  };
}

const MODES = ['Indexed', 'NonIndexed'];
const MAX_INT32 = 2147483647;

/** A Job's spec, empty where it has none. */
export function jobSpec(job: KubeObject): JobSpec {
  return (job['spec'] ?? {}) as JobSpec;
}

/** The defaults of a Job's own spec. Models: apis/batch/v1.SetDefaults_Job */
export function defaultJobSpec(spec: JobSpec): JobSpec {
  let out = spec;
  if (out.completions === undefined && out.parallelism === undefined) out = { ...out, completions: 1 };
  out = setMissing(out, {
    parallelism: 1,
    backoffLimit: out.backoffLimitPerIndex === undefined ? 6 : MAX_INT32,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: out.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
  });
  return out.template ? withKey(out, 'template', defaultTemplate(out.template)) : out;
}

/** Rules of the pods that a Job starts. Models: apis/batch/validation.validatePodTemplateSpec */
function validateJobTemplate(spec: JobSpec, field: string): FieldError[] {
  const { template } = spec;
  if (!template) return [required(`${field}.template`)];
  const errors = validateTemplate(template, `${field}.template`);
  const policy = template.spec?.restartPolicy ?? '';
  const where = `${field}.template.spec.restartPolicy`;
  // "Always" is what an absent policy becomes: so it reads as a missing choice.
  if (policy === '' || policy === 'Always') errors.push(required(where, 'valid values: "OnFailure", "Never"'));
  else if (policy !== 'OnFailure' && policy !== 'Never')
    errors.push(notSupported(where, policy, ['Never', 'OnFailure']));
  return errors;
}

/** What only an Indexed job can have. Models: apis/batch/validation.validateJobSpec, validateSuccessPolicy */
function validateIndexRules(spec: JobSpec, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { backoffLimitPerIndex, maxFailedIndexes, successPolicy, completions } = spec;
  const indexedOnly = 'requires indexed completion mode';
  const isIndexed = spec.completionMode === 'Indexed';
  if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined)
    errors.push(required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  if (!isIndexed) {
    if (backoffLimitPerIndex !== undefined)
      errors.push(invalid(`${field}.backoffLimitPerIndex`, backoffLimitPerIndex, indexedOnly));
    if (maxFailedIndexes !== undefined)
      errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, indexedOnly));
    if (successPolicy !== undefined) errors.push(invalid(`${field}.successPolicy`, successPolicy, indexedOnly));
  } else if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) {
    errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, 'must be less than or equal to completions'));
  }
  const never = spec.template?.spec?.restartPolicy === 'Never';
  const restart = `${field}.template.spec.restartPolicy`;
  const policy = spec.template?.spec?.restartPolicy ?? '';
  if (backoffLimitPerIndex !== undefined && !never)
    errors.push(invalid(restart, policy, 'only "Never" is supported when backoffLimitPerIndex is specified'));
  if (spec.podFailurePolicy !== undefined && !never)
    errors.push(invalid(restart, policy, 'only "Never" is supported when podFailurePolicy is specified'));
  if (successPolicy === undefined || !isIndexed) return errors;
  const rules = `${field}.successPolicy.rules`;
  if ((successPolicy.rules ?? []).length === 0)
    errors.push(required(rules, 'at least one rules must be specified when the successPolicy is specified'));
  for (const [at, { succeededCount, succeededIndexes }] of (successPolicy.rules ?? []).entries()) {
    if (succeededCount === undefined && succeededIndexes === undefined)
      errors.push(required(`${rules}[${at}]`, 'at least one of succeededCount or succeededIndexes must be specified'));
    if (succeededCount !== undefined)
      errors.push(...validateNonnegative(succeededCount, `${rules}[${at}].succeededCount`));
  }
  return errors;
}

/** Models: apis/batch/validation.validateJobSpec */
export function validateJobFields(spec: JobSpec, field: string): FieldError[] {
  const errors = [
    ...validateNonnegative(spec.parallelism, `${field}.parallelism`),
    ...validateNonnegative(spec.completions, `${field}.completions`),
    ...validateNonnegative(spec.activeDeadlineSeconds, `${field}.activeDeadlineSeconds`),
    ...validateNonnegative(spec.backoffLimit, `${field}.backoffLimit`),
    ...validateNonnegative(spec.ttlSecondsAfterFinished, `${field}.ttlSecondsAfterFinished`),
    ...validateNonnegative(spec.backoffLimitPerIndex, `${field}.backoffLimitPerIndex`),
    ...validateNonnegative(spec.maxFailedIndexes, `${field}.maxFailedIndexes`),
  ];
  const mode = spec.completionMode;
  if (mode !== undefined && !MODES.includes(mode)) errors.push(notSupported(`${field}.completionMode`, mode, MODES));
  if (mode === 'Indexed') {
    if (spec.completions === undefined)
      errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
    if ((spec.parallelism ?? 0) > 100_000)
      errors.push(
        invalid(
          `${field}.parallelism`,
          spec.parallelism,
          'must be less than or equal to 100000 when completion mode is Indexed',
        ),
      );
  }
  return errors.concat(validateIndexRules(spec, field), validateJobTemplate(spec, field));
}

/** Models: apis/batch/validation.ValidateJobSpec, with the selector that the server made or the user gave */
export function validateJobSpec(spec: JobSpec, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.selector) errors.push(required(`${field}.selector`));
  else errors.push(...validateLabelSelector(spec.selector, `${field}.selector`));
  errors.push(...validateJobFields(spec, field));
  const labels = spec.template?.metadata?.labels;
  if (spec.selector && !matchesSelector(spec.selector, labels))
    errors.push(invalid(`${field}.template.metadata.labels`, labels, '`selector` does not match template `labels`'));
  return errors;
}
