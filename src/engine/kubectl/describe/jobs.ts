import type { JsonObject } from '../../cluster/json.ts';
import { humanDuration } from '../../cluster/resources/printing/duration.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeName, writeTags } from './head.ts';
import { writePodTemplate } from './pod-template.ts';
import { at, flag, items, number, object, text } from './read.ts';
import { controllerOf, labelSelector } from './selectors.ts';
import { rfc1123 } from './time.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const UNSET = '<unset>';
const SHOWN_INDEXES = 50;

/** `kubectl describe job`. Models: kubectl/pkg/describe.describeJob */
export const describeJob: Describer = (job, context) =>
  describeText((writer) => {
    const spec = object(job, 'spec');
    const status = object(job, 'status');
    const ifSet = (label: string, key: string, unit = ''): void => {
      if (at(spec, key) !== undefined) field(writer, 0, label, `${text(spec, key)}${unit}`);
    };
    writeName(writer, job);
    field(writer, 0, 'Selector', labelSelector(at(spec, 'selector')));
    writeTags(writer, job);
    const owner = controllerOf(job);
    if (owner !== '') field(writer, 0, 'Controlled By', owner);
    ifSet('Parallelism', 'parallelism');
    field(writer, 0, 'Completions', text(spec, 'completions') || UNSET);
    ifSet('Completion Mode', 'completionMode');
    ifSet('Suspend', 'suspend');
    ifSet('Backoff Limit', 'backoffLimit');
    ifSet('TTL Seconds After Finished', 'ttlSecondsAfterFinished');
    const started = text(status, 'startTime');
    const completed = text(status, 'completionTime');
    if (started !== '') field(writer, 0, 'Start Time', rfc1123(started));
    if (completed !== '') field(writer, 0, 'Completed At', rfc1123(completed));
    const [from, to] = [parseTime(started), parseTime(completed)];
    if (from !== undefined && to !== undefined) field(writer, 0, 'Duration', humanDuration(to - from));
    ifSet('Active Deadline Seconds', 'activeDeadlineSeconds', 's');
    const ready = at(status, 'ready') === undefined ? '' : ` (${number(status, 'ready')} Ready)`;
    const ended = `${number(status, 'succeeded')} Succeeded / ${number(status, 'failed')} Failed`;
    field(writer, 0, 'Pods Statuses', `${number(status, 'active')} Active${ready} / ${ended}`);
    if (text(spec, 'completionMode') === 'Indexed') {
      field(writer, 0, 'Completed Indexes', capIndexes(text(status, 'completedIndexes')));
    }
    writePodTemplate(writer, at(spec, 'template'));
    writeEventsOf(writer, context, job);
  });

function capIndexes(indexes: string): string {
  if (indexes === '') return '<none>';
  const cut = indexes.indexOf(',', SHOWN_INDEXES);
  return cut < 0 ? indexes : `${indexes.slice(0, cut + 1)}...`;
}

/** `kubectl describe cronjob`. Models: kubectl/pkg/describe.describeCronJob */
export const describeCronJob: Describer = (cronJob, context) =>
  describeText((writer) => {
    const spec = object(cronJob, 'spec');
    writeName(writer, cronJob);
    writeTags(writer, cronJob);
    field(writer, 0, 'Schedule', text(spec, 'schedule'));
    field(writer, 0, 'Concurrency Policy', text(spec, 'concurrencyPolicy'));
    field(writer, 0, 'Suspend', at(spec, 'suspend') === undefined ? UNSET : flag(spec, 'suspend') ? 'True' : 'False');
    field(writer, 0, 'Time Zone', text(spec, 'timeZone') || UNSET);
    field(writer, 0, 'Successful Job History Limit', text(spec, 'successfulJobsHistoryLimit') || UNSET);
    field(writer, 0, 'Failed Job History Limit', text(spec, 'failedJobsHistoryLimit') || UNSET);
    const deadline = text(spec, 'startingDeadlineSeconds');
    field(writer, 0, 'Starting Deadline Seconds', deadline === '' ? UNSET : `${deadline}s`);
    writeJobTemplate(writer, object(spec, 'jobTemplate', 'spec'));
    const last = text(cronJob, 'status', 'lastScheduleTime');
    field(writer, 0, 'Last Schedule Time', last === '' ? UNSET : rfc1123(last));
    const active = items(cronJob, 'status', 'active').map((job) => text(job, 'name'));
    field(writer, 0, 'Active Jobs', active.join(', ') || '<none>');
    writeEventsOf(writer, context, cronJob);
  });

function writeJobTemplate(writer: DescribeWriter, spec: JsonObject | undefined): void {
  const selector = object(spec, 'selector');
  field(writer, 0, 'Selector', selector === undefined ? UNSET : labelSelector(selector));
  field(writer, 0, 'Parallelism', text(spec, 'parallelism') || UNSET);
  field(writer, 0, 'Completions', text(spec, 'completions') || UNSET);
  const deadline = text(spec, 'activeDeadlineSeconds');
  if (deadline !== '') field(writer, 0, 'Active Deadline Seconds', `${deadline}s`);
  writePodTemplate(writer, at(spec, 'template'));
}
