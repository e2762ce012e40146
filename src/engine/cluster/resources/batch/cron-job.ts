import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { formatSelector } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { podWarnings } from '../pod/warnings.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, TEMPLATE_COLUMNS } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateNonnegative } from '../validation/numbers.ts';
import { parseCronSchedule } from './cron-schedule.ts';
import { type JobSpec, validateJobFields } from './job-spec.ts';
import { timeZone } from './time-zone.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const POLICIES = ['Allow', 'Forbid', 'Replace'];
/** A job's name is the cron job's with eleven characters more. */
const MAX_NAME = 52;

/** Models: batch/v1.CronJobSpec */
export interface CronJobSpec {
  readonly schedule?: string;
  readonly timeZone?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy?: string;
  readonly suspend?: boolean;
  readonly jobTemplate?: { readonly metadata?: object; readonly spec?: JobSpec };
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
}

interface CronJobStatus {
  readonly active?: readonly object[];
  readonly lastScheduleTime?: string;
}

const specOf = (object: KubeObject): CronJobSpec => (object['spec'] ?? {}) as CronJobSpec;
const statusOf = (object: KubeObject): CronJobStatus => (object['status'] ?? {}) as CronJobStatus;

/** Models: apis/batch/v1.SetDefaults_CronJob */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {},
  });
  let jobTemplate = setMissing(spec.jobTemplate ?? {}, { metadata: {} });
  if (jobTemplate.spec?.template)
    jobTemplate = withKey(
      jobTemplate,
      'spec',
      withKey(jobTemplate.spec, 'template', defaultTemplate(jobTemplate.spec.template)),
    );
  spec = withKey(spec, 'jobTemplate', jobTemplate);
  return withKey(object, 'spec', spec);
}

/** Models: apis/batch/validation.validateTimeZone */
function validateTimeZone(name: string | undefined): FieldError[] {
  if (name === undefined) return [];
  const refuse = (why: string): FieldError[] => [invalid('spec.timeZone', name, why)];
  if (name === '') return refuse('timeZone must be nil or non-empty string');
  if (name.toLowerCase() === 'local')
    return refuse('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  if (name.includes('..') || /^[/\\]/.test(name) || name.includes('\\')) return refuse('time: invalid location name');
  return timeZone(name) === undefined ? refuse(`unknown time zone ${name}`) : [];
}

/** Models: apis/batch/validation.validateCronJobSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  if (!spec.schedule) errors.push(required('spec.schedule'));
  else {
    const parsed = parseCronSchedule(spec.schedule);
    if ('error' in parsed) errors.push(invalid('spec.schedule', spec.schedule, parsed.error));
    if (spec.schedule.includes('TZ'))
      errors.push(
        invalid('spec.schedule', spec.schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
      );
  }
  errors.push(...validateTimeZone(spec.timeZone));
  errors.push(...validateNonnegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'));
  if (!POLICIES.includes(spec.concurrencyPolicy ?? ''))
    errors.push(notSupported('spec.concurrencyPolicy', spec.concurrencyPolicy ?? '', POLICIES));
  return errors.concat(
    validateNonnegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    validateNonnegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
    validateJobFields(spec.jobTemplate?.spec ?? {}, 'spec.jobTemplate.spec'),
  );
}

function validate(object: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  if (object.metadata.name.length > MAX_NAME)
    errors.push(invalid('metadata.name', object.metadata.name, `must be no more than ${MAX_NAME} characters`));
  const template = specOf(object).jobTemplate?.spec?.template?.spec ?? {};
  if (errors.length === 0) {
    for (const text of podWarnings(template, 'spec.jobTemplate.spec.template.spec')) context.warn(text);
  }
  return errors;
}

/** Models: pkg/registry/batch/cronjob */
export const cronJob: ResourceDefinition = {
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.batch.v1.CronJob',
  subresources: { status: true },
  defaults,
  prepareForCreate: (object) => startGeneration({ ...object, status: {} }),
  validate,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object, old),
    ...(object['spec'] === old['spec'] ? [] : validateSpec(object)),
  ],
  columns: [
    NAME_COLUMN,
    column('Schedule', 'When it runs.'),
    column('Timezone', 'In which time zone.'),
    column('Suspend', 'Whether it rests.', 'boolean'),
    column('Active', 'Jobs that run now.', 'integer'),
    column('Last Schedule', 'When it ran last.'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = statusOf(object);
    return [
      object.metadata.name,
      spec.schedule ?? '',
      spec.timeZone ?? '<none>',
      spec.suspend === true ? 'True' : 'False',
      (status.active ?? []).length,
      status.lastScheduleTime === undefined ? '<none>' : ageText(status.lastScheduleTime, nowMs),
      ageText(object.metadata.creationTimestamp, nowMs),
      ...containerCells(spec.jobTemplate?.spec?.template?.spec?.containers),
      formatSelector(spec.jobTemplate?.spec?.selector),
    ];
  },
  fieldSelectors: {},
};
