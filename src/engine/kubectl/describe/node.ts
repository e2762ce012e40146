import type { JsonObject } from '../../cluster/json.ts';
import { type DescribeContext, type Describer, RELATED } from './context.ts';
import { referenceTo, searchEvents, writeEvents } from './events.ts';
import { writeConditions, writeCreated, writeTags } from './head.ts';
import { writeLines } from './maps.ts';
import { writeNodeResources } from './node-resources.ts';
import { canonical } from './quantity.ts';
import { flag, items, pairs, text, texts } from './read.ts';
import { rfc1123 } from './time.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** `kubectl describe node`. Models: kubectl/pkg/describe.describeNode */
export const describeNode: Describer = (node, context) =>
  describeText((writer) => {
    const name = text(node, 'metadata', 'name');
    field(writer, 0, 'Name', name);
    field(writer, 0, 'Roles', roles(node).join(',') || '<none>');
    writeTags(writer, node);
    writeCreated(writer, node);
    writeLines(writer, 'Taints', taints(node));
    field(writer, 0, 'Unschedulable', flag(node, 'spec', 'unschedulable'));
    writeLease(writer, name, context);
    writeNodeConditions(writer, node);
    writer.write(0, 'Addresses:\n');
    for (const address of items(node, 'status', 'addresses'))
      field(writer, 1, text(address, 'type'), text(address, 'address'));
    for (const [label, key] of [['Capacity', 'capacity'] as const, ['Allocatable', 'allocatable'] as const]) {
      const amounts = pairs(node, 'status', key);
      if (amounts.length > 0) writer.write(0, `${label}:\n`);
      for (const [resource, amount] of amounts) field(writer, 1, resource, canonical(amount));
    }
    writeSystemInfo(writer, node);
    if (text(node, 'spec', 'podCIDR') !== '') field(writer, 0, 'PodCIDR', text(node, 'spec', 'podCIDR'));
    const cidrs = texts(node, 'spec', 'podCIDRs');
    if (cidrs.length > 0) field(writer, 0, 'PodCIDRs', cidrs.join(','));
    if (text(node, 'spec', 'providerID') !== '') field(writer, 0, 'ProviderID', text(node, 'spec', 'providerID'));
    const fields = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
    const pods = context.list(RELATED.pods, undefined, { fields });
    if ('error' in pods) field(writer, 0, 'Pods', 'not authorized');
    else writeNodeResources(writer, node, pods.items, context.nowMs);
    writeNodeEvents(writer, node, context);
  });

function roles(node: JsonObject): readonly string[] {
  const found = pairs(node, 'metadata', 'labels').flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) return [key.slice(ROLE_PREFIX.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return [...new Set(found)].sort();
}

function taints(node: JsonObject): readonly string[] {
  const order = (taint: JsonObject): string => `${text(taint, 'effect')},${text(taint, 'key')}`;
  return [...items(node, 'spec', 'taints')]
    .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))
    .map(describeTaint);
}

/** `key=value:Effect`, without what is empty. Models: k8s.io/api/core/v1.Taint.ToString */
export function describeTaint(taint: JsonObject): string {
  const [key, value, effect] = [text(taint, 'key'), text(taint, 'value'), text(taint, 'effect')];
  if (effect === '') return value === '' ? key : `${key}=${value}:`;
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

function writeLease(writer: DescribeWriter, name: string, context: DescribeContext): void {
  const found = context.get(RELATED.leases, 'kube-node-lease', name);
  if ('error' in found) {
    field(writer, 0, 'Lease', `Failed to get lease: ${found.error}`);
    return;
  }
  const time = (key: string): string => {
    const value = text(found.object, 'spec', key);
    return value === '' ? '<unset>' : rfc1123(value);
  };
  writer.write(0, 'Lease:\n');
  field(writer, 1, 'HolderIdentity', text(found.object, 'spec', 'holderIdentity') || '<unset>');
  field(writer, 1, 'AcquireTime', time('acquireTime'));
  field(writer, 1, 'RenewTime', time('renewTime'));
}

function writeNodeConditions(writer: DescribeWriter, node: JsonObject): void {
  const spaced =
    (read: (condition: JsonObject) => string) =>
    (condition: JsonObject): string =>
      `${read(condition)} `;
  writeConditions(writer, items(node, 'status', 'conditions'), [
    ['Type', spaced((condition) => text(condition, 'type'))],
    ['Status', spaced((condition) => text(condition, 'status'))],
    ['LastHeartbeatTime', spaced((condition) => rfc1123(text(condition, 'lastHeartbeatTime')))],
    ['LastTransitionTime', spaced((condition) => rfc1123(text(condition, 'lastTransitionTime')))],
    ['Reason', spaced((condition) => text(condition, 'reason'))],
    ['Message', (condition) => text(condition, 'message')],
  ]);
}

const SYSTEM_INFO: readonly (readonly [label: string, key: string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
];

function writeSystemInfo(writer: DescribeWriter, node: JsonObject): void {
  writer.write(0, 'System Info:\n');
  for (const [label, key] of SYSTEM_INFO) field(writer, 1, label, text(node, 'status', 'nodeInfo', key));
}

/** Controllers file events under the node's uid, the kubelet under its name. */
function writeNodeEvents(writer: DescribeWriter, node: JsonObject, context: DescribeContext): void {
  if (!context.showEvents) return;
  const reference = referenceTo(node);
  const events = [reference, { ...reference, uid: reference.name }].flatMap(
    (each) => searchEvents(context, each) ?? [],
  );
  writeEvents(writer, events, context.nowMs);
}
