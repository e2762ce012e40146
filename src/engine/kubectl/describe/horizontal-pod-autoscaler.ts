import type { JsonObject } from '../../cluster/json.ts';
import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeConditions, writeCreated, writeName, writeTags } from './head.ts';
import { canonical } from './quantity.ts';
import { at, items, number, object, text } from './read.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const UNKNOWN = '<unknown>';

/** `kubectl describe hpa`. Models: kubectl/pkg/describe.describeHorizontalPodAutoscalerV2 */
export const describeHorizontalPodAutoscaler: Describer = (autoscaler, context) =>
  describeText((writer) => {
    const kind = text(autoscaler, 'spec', 'scaleTargetRef', 'kind');
    writeName(writer, autoscaler);
    writeTags(writer, autoscaler);
    writeCreated(writer, autoscaler);
    field(writer, 0, 'Reference', `${kind}/${text(autoscaler, 'spec', 'scaleTargetRef', 'name')}`);
    field(writer, 0, 'Metrics', '( current / target )');
    const current = items(autoscaler, 'status', 'currentMetrics');
    for (const [position, metric] of items(autoscaler, 'spec', 'metrics').entries())
      writeMetric(writer, metric, current[position]);
    field(writer, 0, 'Min replicas', text(autoscaler, 'spec', 'minReplicas') || '<unset>');
    field(writer, 0, 'Max replicas', number(autoscaler, 'spec', 'maxReplicas'));
    const behavior = object(autoscaler, 'spec', 'behavior');
    if (behavior !== undefined) {
      writer.write(0, 'Behavior:\n');
      writeDirection(writer, 'Scale Up', object(behavior, 'scaleUp'));
      writeDirection(writer, 'Scale Down', object(behavior, 'scaleDown'));
    }
    const replicas = object(autoscaler, 'status');
    field(
      writer,
      0,
      `${kind} pods`,
      `${number(replicas, 'currentReplicas')} current / ${number(replicas, 'desiredReplicas')} desired`,
    );
    writeConditions(writer, items(autoscaler, 'status', 'conditions'), [
      ['Type', (condition) => text(condition, 'type')],
      ['Status', (condition) => text(condition, 'status')],
      ['Reason', (condition) => text(condition, 'reason')],
      ['Message', (condition) => text(condition, 'message')],
    ]);
    writeEventsOf(writer, context, autoscaler);
  });

/** What each metric type is called, and where its figures are. */
const METRICS: {
  readonly [type: string]: { readonly key: string; readonly title: (metric: JsonObject) => string } | undefined;
} = {
  External: { key: 'external', title: (metric) => JSON.stringify(text(metric, 'metric', 'name')) },
  Pods: { key: 'pods', title: (metric) => `${JSON.stringify(text(metric, 'metric', 'name'))} on pods` },
  Object: {
    key: 'object',
    title: (metric) =>
      `"${text(metric, 'metric', 'name')}" on ${text(metric, 'describedObject', 'kind')}/${text(metric, 'describedObject', 'name')}`,
  },
  Resource: { key: 'resource', title: (metric) => `resource ${text(metric, 'name')} on pods` },
  ContainerResource: {
    key: 'containerResource',
    title: (metric) => `resource ${text(metric, 'name')} of container "${text(metric, 'container')}" on pods`,
  },
};

function writeMetric(writer: DescribeWriter, metric: JsonObject, status: JsonObject | undefined): void {
  const type = text(metric, 'type');
  const known = METRICS[type];
  if (known === undefined) {
    writer.write(1, `<unknown metric type ${JSON.stringify(type)}>\n`);
    return;
  }
  const spec = object(metric, known.key) ?? {};
  const target = object(spec, 'target');
  const current = object(status, known.key, 'current');
  const amount = (from: JsonObject | undefined, key: string): string =>
    at(from, key) === undefined ? UNKNOWN : canonical(text(from, key));
  const title = known.title(spec);
  if (type === 'Pods')
    field(writer, 1, title, `${amount(current, 'averageValue')} / ${amount(target, 'averageValue')}`);
  else if (type === 'External' || type === 'Object') {
    const average =
      type === 'External' ? at(target, 'averageValue') !== undefined : text(target, 'type') === 'AverageValue';
    const key = average ? 'averageValue' : 'value';
    const heading = `${title} (target ${average ? 'average ' : ''}value)`;
    field(writer, 1, heading, `${amount(current, key)} / ${amount(target, key)}`);
  } else if (at(target, 'averageValue') !== undefined) {
    field(writer, 1, title, `${amount(current, 'averageValue')} / ${amount(target, 'averageValue')}`);
  } else {
    const used = text(current, 'averageUtilization');
    const now = used === '' ? UNKNOWN : `${used}% (${amount(current, 'averageValue')})`;
    const wanted = text(target, 'averageUtilization');
    field(writer, 1, `${title}  (as a percentage of request)`, `${now} / ${wanted === '' ? '<auto>' : `${wanted}%`}`);
  }
}

function writeDirection(writer: DescribeWriter, title: string, rules: JsonObject | undefined): void {
  if (rules === undefined) return;
  writer.write(1, `${title}:\n`);
  const windowSeconds = text(rules, 'stabilizationWindowSeconds');
  if (windowSeconds !== '') writer.write(2, `Stabilization Window: ${windowSeconds} seconds\n`);
  const policies = items(rules, 'policies');
  if (policies.length === 0) return;
  writer.write(2, `Select Policy: ${text(rules, 'selectPolicy') || 'Max'}\n`);
  writer.write(2, 'Policies:\n');
  for (const policy of policies) {
    const period = `Period: ${number(policy, 'periodSeconds')} seconds`;
    writer.write(3, `- Type: ${text(policy, 'type')}\tValue: ${number(policy, 'value')}\t${period}\n`);
  }
}
