import type { JsonObject } from '../../cluster/json.ts';
import { type DescribeContext, type Describer, RELATED } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeCreated, writeName, writeTags, writeWorkloadConditions } from './head.ts';
import { writeLabels } from './maps.ts';
import { storageClass } from './persistent-volume-claim.ts';
import { writePodTemplate } from './pod-template.ts';
import { canonical } from './quantity.ts';
import { at, goList, items, number, object, text, texts } from './read.ts';
import { controllerOf, formatLabelSelector, formatLabels, labelSelector, mapSelector } from './selectors.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

/** `1 Running / 0 Waiting / 0 Succeeded / 0 Failed` of the pods that a workload controls. Models: kubectl/pkg/describe.getPodStatusForController */
export function podsStatus(workload: JsonObject, selector: string, context: DescribeContext): string {
  const found = context.list(RELATED.pods, text(workload, 'metadata', 'namespace'), { labels: selector });
  if ('error' in found) return `error in fetching pods: ${found.error}`;
  const uid = text(workload, 'metadata', 'uid');
  const phases = found.items
    .filter((pod) => {
      const owner = items(pod, 'metadata', 'ownerReferences').find((reference) => at(reference, 'controller') === true);
      return text(owner, 'uid') === uid;
    })
    .map((pod) => text(pod, 'status', 'phase'));
  const count = (phase: string): number => phases.filter((each) => each === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

/** `kubectl describe rs`. Models: kubectl/pkg/describe.describeReplicaSet */
export const describeReplicaSet: Describer = (set, context) =>
  describeText((writer) => {
    writeName(writer, set);
    field(writer, 0, 'Selector', formatLabelSelector(at(set, 'spec', 'selector')));
    writeTags(writer, set);
    const owner = controllerOf(set);
    if (owner !== '') field(writer, 0, 'Controlled By', owner);
    writeReplicas(writer, set);
    field(writer, 0, 'Pods Status', podsStatus(set, labelSelector(at(set, 'spec', 'selector')), context));
    writePodTemplate(writer, at(set, 'spec', 'template'));
    writeWorkloadConditions(writer, set);
    writeEventsOf(writer, context, set);
  });

/** `kubectl describe rc`. Models: kubectl/pkg/describe.describeReplicationController */
export const describeReplicationController: Describer = (controller, context) =>
  describeText((writer) => {
    writeName(writer, controller);
    field(writer, 0, 'Selector', formatLabels(at(controller, 'spec', 'selector')));
    writeTags(writer, controller);
    writeReplicas(writer, controller);
    field(writer, 0, 'Pods Status', podsStatus(controller, mapSelector(at(controller, 'spec', 'selector')), context));
    writePodTemplate(writer, at(controller, 'spec', 'template'));
    writeWorkloadConditions(writer, controller);
    writeEventsOf(writer, context, controller);
  });

function writeReplicas(writer: DescribeWriter, set: JsonObject): void {
  field(
    writer,
    0,
    'Replicas',
    `${number(set, 'status', 'replicas')} current / ${number(set, 'spec', 'replicas')} desired`,
  );
}

/** `kubectl describe ds`. Models: kubectl/pkg/describe.describeDaemonSet */
export const describeDaemonSet: Describer = (set, context) =>
  describeText((writer) => {
    const selector = labelSelector(at(set, 'spec', 'selector'));
    writeName(writer, set);
    field(writer, 0, 'Selector', selector);
    field(writer, 0, 'Node-Selector', formatLabels(at(set, 'spec', 'template', 'spec', 'nodeSelector')));
    writeTags(writer, set);
    writer.write(0, `Desired Number of Nodes Scheduled: ${number(set, 'status', 'desiredNumberScheduled')}\n`);
    writer.write(0, `Current Number of Nodes Scheduled: ${number(set, 'status', 'currentNumberScheduled')}\n`);
    writer.write(
      0,
      `Number of Nodes Scheduled with Up-to-date Pods: ${number(set, 'status', 'updatedNumberScheduled')}\n`,
    );
    writer.write(0, `Number of Nodes Scheduled with Available Pods: ${number(set, 'status', 'numberAvailable')}\n`);
    writer.write(0, `Number of Nodes Misscheduled: ${number(set, 'status', 'numberMisscheduled')}\n`);
    field(writer, 0, 'Pods Status', podsStatus(set, selector, context));
    writePodTemplate(writer, at(set, 'spec', 'template'));
    writeEventsOf(writer, context, set);
  });

/** `kubectl describe sts`. Models: kubectl/pkg/describe.describeStatefulSet */
export const describeStatefulSet: Describer = (set, context) =>
  describeText((writer) => {
    const selector = labelSelector(at(set, 'spec', 'selector'));
    writeName(writer, set);
    writeCreated(writer, set);
    field(writer, 0, 'Selector', selector);
    writeTags(writer, set);
    field(
      writer,
      0,
      'Replicas',
      `${number(set, 'spec', 'replicas')} desired | ${number(set, 'status', 'replicas')} total`,
    );
    field(writer, 0, 'Update Strategy', text(set, 'spec', 'updateStrategy', 'type'));
    const rolling = object(set, 'spec', 'updateStrategy', 'rollingUpdate');
    if (at(rolling, 'partition') !== undefined) {
      field(writer, 1, 'Partition', number(rolling, 'partition'));
      if (at(rolling, 'maxUnavailable') !== undefined)
        field(writer, 1, 'MaxUnavailable', text(rolling, 'maxUnavailable'));
    }
    field(writer, 0, 'Pods Status', podsStatus(set, selector, context));
    writePodTemplate(writer, at(set, 'spec', 'template'));
    writeClaimTemplates(writer, items(set, 'spec', 'volumeClaimTemplates'));
    writeEventsOf(writer, context, set);
  });

function writeClaimTemplates(writer: DescribeWriter, templates: readonly JsonObject[]): void {
  writer.write(0, templates.length === 0 ? 'Volume Claims:\t<none>\n' : 'Volume Claims:\n');
  for (const template of templates) {
    field(writer, 1, 'Name', text(template, 'metadata', 'name'));
    field(writer, 1, 'StorageClass', storageClass(template));
    writeLabels(writer, 'Labels', at(template, 'metadata', 'labels'), '  ');
    writeLabels(writer, 'Annotations', at(template, 'metadata', 'annotations'), '  ');
    const capacity = text(template, 'spec', 'resources', 'requests', 'storage');
    field(writer, 1, 'Capacity', capacity === '' ? '<default>' : canonical(capacity));
    field(writer, 1, 'Access Modes', goList(texts(template, 'spec', 'accessModes')));
  }
}
