import type { KubeObject } from '../../json.ts';
import { parseTime } from '../../timestamp.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { formatSelector } from '../label-selector.ts';
import { internalTemplate } from '../pod/internal-text.ts';
import { podWarnings, workloadNameWarnings } from '../pod/warnings.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, TEMPLATE_COLUMNS } from '../printing/columns.ts';
import { ageText, humanDuration } from '../printing/duration.ts';
import { withKey } from '../sharing.ts';
import { FIELD_IMMUTABLE, invalid } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { defaultJobSpec, type JobSpec, jobSpec, validateJobSpec } from './job-spec.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface JobStatus {
  readonly succeeded?: number;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
}

const statusOf = (job: KubeObject): JobStatus => (job['status'] ?? {}) as JobStatus;

/** Ties the Job to its own pods by a label with its uid. Models: pkg/registry/batch/job.generateSelector */
function generateSelector(job: KubeObject): KubeObject {
  const spec = jobSpec(job);
  if (spec.manualSelector === true) return job;
  const { name, uid } = job.metadata;
  const { metadata = {} } = spec.template ?? {};
  const labels = {
    ...metadata.labels,
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
  const selector = spec.selector ?? {};
  const matchLabels = { ...selector.matchLabels, 'batch.kubernetes.io/controller-uid': uid };
  return {
    ...job,
    spec: {
      ...spec,
      selector: { ...selector, matchLabels },
      template: { ...spec.template, metadata: { ...metadata, labels } },
    },
  };
}

/** A Job without labels shows its template's. Models: SetDefaults_Job */
function withTemplateLabels(job: KubeObject): KubeObject {
  const labels = jobSpec(job).template?.metadata?.labels;
  if (labels === undefined || Object.keys(job.metadata.labels ?? {}).length > 0) return job;
  return { ...job, metadata: { ...job.metadata, labels } };
}

function validate(job: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(job, METADATA), ...validateJobSpec(jobSpec(job), 'spec')];
  if (errors.length > 0) return errors;
  const spec = jobSpec(job).template?.spec ?? {};
  for (const text of [...workloadNameWarnings(job.metadata), ...podWarnings(spec, 'spec.template.spec')])
    context.warn(text);
  return errors;
}

const FIXED = [
  'completions',
  'selector',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'successPolicy',
] as const;

/** Only what does not change the pods' meaning may change. Models: apis/batch/validation.ValidateJobSpecUpdate */
function validateUpdate(job: KubeObject, old: KubeObject): FieldError[] {
  const metadata = validateObjectMetaUpdate(job, old);
  if (job['spec'] === old['spec']) return metadata;
  const now = jobSpec(job);
  const before = jobSpec(old);
  const errors = [...metadata, ...validateJobSpec(now, 'spec')];
  for (const name of FIXED) {
    // An indexed Job may grow when as many pods run as there are indexes.
    const grows = name === 'completions' && now.completionMode === 'Indexed' && now.completions === now.parallelism;
    if (!grows && !equalJson(now[name], before[name])) errors.push(invalid(`spec.${name}`, now[name], FIELD_IMMUTABLE));
  }
  if (!equalJson(comparable(now, before, old), before.template))
    errors.push(invalid('spec.template', internalTemplate(now.template ?? {}), FIELD_IMMUTABLE));
  return errors;
}

/** Where and how the pods are scheduled may change while a Job that never started is suspended. */
function comparable(now: JobSpec, before: JobSpec, old: KubeObject): JobSpec['template'] {
  const mayMove = before.suspend === true && statusOf(old).startTime === undefined;
  if (!mayMove || !now.template || !before.template) return now.template;
  const { nodeSelector, tolerations, affinity, schedulingGates } = before.template.spec ?? {};
  const spec = { ...now.template.spec, nodeSelector, tolerations, affinity, schedulingGates } as NonNullable<
    JobSpec['template']
  >['spec'];
  return { ...now.template, metadata: before.template.metadata ?? {}, ...(spec && { spec }) };
}

const STATES = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];

/** Models: printers/internalversion.printJob */
function stateText(job: KubeObject): string {
  const conditions = statusOf(job).conditions ?? [];
  const state = STATES.find((type) => conditions.some((each) => each.type === type && each.status === 'True'));
  return state ?? (job.metadata.deletionTimestamp === undefined ? 'Running' : 'Terminating');
}

function completionsText(job: KubeObject): string {
  const { completions, parallelism = 0 } = jobSpec(job);
  const { succeeded = 0 } = statusOf(job);
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText(job: KubeObject, nowMs: number): string {
  const start = parseTime(statusOf(job).startTime);
  return start === undefined ? '' : humanDuration((parseTime(statusOf(job).completionTime) ?? nowMs) - start);
}

/** Models: pkg/registry/batch/job */
export const job: ResourceDefinition = {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  shortNames: [],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.batch.v1.Job',
  subresources: { status: true },
  defaults: (object) => withKey(object, 'spec', defaultJobSpec(jobSpec(object))),
  prepareForCreate: (object) => startGeneration({ ...withTemplateLabels(generateSelector(object)), status: {} }),
  validate,
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Status', 'State of the job.'),
    column('Completions', 'Pods that succeeded, of those wanted.'),
    column('Duration', 'How long the job took.'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    stateText(object),
    completionsText(object),
    durationText(object, nowMs),
    ageText(object.metadata.creationTimestamp, nowMs),
    ...containerCells(jobSpec(object).template?.spec?.containers),
    formatSelector(jobSpec(object).selector),
  ],
  fieldSelectors: { 'status.successful': (object) => String(statusOf(object).succeeded ?? 0) },
};
