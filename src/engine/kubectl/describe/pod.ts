import type { JsonObject } from '../../cluster/json.ts';
import { writeContainers, writeResources } from './containers.ts';
import type { DescribeContext, Describer } from './context.ts';
import { referenceTo, searchEvents, writeEvents } from './events.ts';
import { writeAnnotations, writeLabels } from './maps.ts';
import { qosClass } from './pod-resources.ts';
import { writeSpreadConstraints, writeTolerations } from './pod-template.ts';
import { at, items, number, object, text } from './read.ts';
import { controllerOf } from './selectors.ts';
import { rfc1123, since } from './time.ts';
import { writeVolumes } from './volumes.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const MIRROR = 'kubernetes.io/config.mirror';

/** `kubectl describe pod`. Models: kubectl/pkg/describe.describePod */
export const describePod: Describer = (pod, context) =>
  describeText((writer) => {
    writeHead(writer, pod, context);
    writeAddresses(writer, pod);
    const containers = { pod, indent: '' } as const;
    const kinds = [
      ['Init Containers', 'initContainers', 'initContainerStatuses'] as const,
      ['Containers', 'containers', 'containerStatuses'] as const,
      ['Ephemeral Containers', 'ephemeralContainers', 'ephemeralContainerStatuses'] as const,
    ];
    for (const [label, key, statusKey] of kinds) {
      const list = items(pod, 'spec', key);
      if (list.length > 0 || key === 'containers') {
        writeContainers(writer, label, list, { ...containers, statuses: items(pod, 'status', statusKey) });
      }
    }
    writeConditions(writer, pod);
    writeVolumes(writer, items(pod, 'spec', 'volumes'), '');
    field(writer, 0, 'QoS Class', qosClass(pod));
    writeLabels(writer, 'Node-Selectors', at(pod, 'spec', 'nodeSelector'));
    writeTolerations(writer, 'Tolerations', items(pod, 'spec', 'tolerations'));
    writeSpreadConstraints(writer, items(pod, 'spec', 'topologySpreadConstraints'), '');
    const group = object(pod, 'spec', 'schedulingGroup');
    if (group !== undefined) writer.write(0, `SchedulingGroup:\n  PodGroupName:\t${text(group, 'podGroupName')}\n`);
    writePodEvents(writer, pod, context);
  });

function writeHead(writer: DescribeWriter, pod: JsonObject, context: DescribeContext): void {
  const spec = object(pod, 'spec');
  field(writer, 0, 'Name', text(pod, 'metadata', 'name'));
  field(writer, 0, 'Namespace', text(pod, 'metadata', 'namespace'));
  if (at(spec, 'priority') !== undefined) field(writer, 0, 'Priority', number(spec, 'priority'));
  optional(writer, 'Priority Class Name', text(spec, 'priorityClassName'));
  optional(writer, 'Runtime Class Name', text(spec, 'runtimeClassName'));
  optional(writer, 'Service Account', text(spec, 'serviceAccountName'));
  const node = text(spec, 'nodeName');
  field(writer, 0, 'Node', node === '' ? '<none>' : `${node}/${text(pod, 'status', 'hostIP')}`);
  const started = text(pod, 'status', 'startTime');
  if (started !== '') field(writer, 0, 'Start Time', rfc1123(started));
  writeLabels(writer, 'Labels', at(pod, 'metadata', 'labels'));
  writeAnnotations(writer, 'Annotations', at(pod, 'metadata', 'annotations'));
  const deleted = text(pod, 'metadata', 'deletionTimestamp');
  const phase = text(pod, 'status', 'phase');
  if (deleted !== '' && phase !== 'Failed' && phase !== 'Succeeded') {
    field(writer, 0, 'Status', `Terminating (lasts ${since(deleted, context.nowMs)})`);
    field(writer, 0, 'Termination Grace Period', `${number(pod, 'metadata', 'deletionGracePeriodSeconds')}s`);
  } else field(writer, 0, 'Status', phase);
  optional(writer, 'Reason', text(pod, 'status', 'reason'));
  optional(writer, 'Message', text(pod, 'status', 'message'));
  const seccomp = object(spec, 'securityContext', 'seccompProfile');
  if (seccomp === undefined) return;
  field(writer, 0, 'SeccompProfile', text(seccomp, 'type'));
  if (text(seccomp, 'type') === 'Localhost') field(writer, 0, 'LocalhostProfile', text(seccomp, 'localhostProfile'));
}

function optional(writer: DescribeWriter, label: string, value: string): void {
  if (value !== '') field(writer, 0, label, value);
}

function writeAddresses(writer: DescribeWriter, pod: JsonObject): void {
  field(writer, 0, 'IP', text(pod, 'status', 'podIP'));
  const addresses = items(pod, 'status', 'podIPs');
  writer.write(0, addresses.length === 0 ? 'IPs:\t<none>\n' : 'IPs:\n');
  for (const address of addresses) field(writer, 1, 'IP', text(address, 'ip'));
  optional(writer, 'Controlled By', controllerOf(pod));
  optional(writer, 'NominatedNodeName', text(pod, 'status', 'nominatedNodeName'));
  const resources = object(pod, 'spec', 'resources');
  if (resources === undefined) return;
  writer.write(0, 'Resources:\n');
  writeResources(writer, 1, resources);
}

function writeConditions(writer: DescribeWriter, pod: JsonObject): void {
  const conditions = items(pod, 'status', 'conditions');
  const gates = items(pod, 'spec', 'readinessGates');
  if (gates.length > 0) writer.write(0, 'Readiness Gates:\n  Type\tStatus\n');
  for (const gate of gates) {
    const type = text(gate, 'conditionType');
    const condition = conditions.find((each) => text(each, 'type') === type);
    writer.write(1, `${type} \t${condition === undefined ? '<none>' : text(condition, 'status')} \n`);
  }
  if (conditions.length > 0) writer.write(0, 'Conditions:\n  Type\tStatus\n');
  for (const condition of conditions) writer.write(1, `${text(condition, 'type')} \t${text(condition, 'status')} \n`);
}

/** A mirror pod's events are filed under its static pod's hash. */
function writePodEvents(writer: DescribeWriter, pod: JsonObject, context: DescribeContext): void {
  if (!context.showEvents) return;
  const uid = text(pod, 'metadata', 'annotations', MIRROR) || text(pod, 'metadata', 'uid');
  const events = searchEvents(context, { ...referenceTo(pod), kind: '', uid });
  if (events !== undefined) writeEvents(writer, events, context.nowMs);
}
