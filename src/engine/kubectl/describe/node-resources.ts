import type { JsonObject } from '../../cluster/json.ts';
import { podResources, type ResourceList, resourceList, sum } from './pod-resources.ts';
import { formatQuantity, milliValue, type Quantity, wholeValue, ZERO } from './quantity.ts';
import { at, object, text } from './read.ts';
import { since } from './time.ts';
import type { DescribeWriter } from './writer.ts';

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** `100m (5%)` of what the node can give. */
function share(amount: Quantity, allocatable: Quantity, value: (quantity: Quantity) => number): string {
  const whole = value(allocatable);
  const percent = whole === 0 ? 0 : Math.trunc((value(amount) / whole) * 100);
  return `${formatQuantity(amount)} (${percent}%)`;
}

/** `Non-terminated Pods:` and `Allocated resources:`. Models: kubectl/pkg/describe.describeNodeResource */
export function writeNodeResources(
  writer: DescribeWriter,
  node: JsonObject,
  pods: readonly JsonObject[],
  nowMs: number,
): void {
  const given = object(node, 'status', 'allocatable') ?? {};
  const allocatable = resourceList(Object.keys(given).length > 0 ? given : at(node, 'status', 'capacity'));
  const of = (list: ResourceList, name: string): string =>
    share(list.get(name) ?? ZERO, allocatable.get(name) ?? ZERO, name === 'cpu' ? milliValue : wholeValue);
  writer.write(0, `Non-terminated Pods:\t(${pods.length} in total)\n`);
  writer.write(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n');
  writer.write(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n');
  let requests: ResourceList = new Map();
  let limits: ResourceList = new Map();
  for (const pod of pods) {
    const [own, max] = [podResources(pod, 'requests'), podResources(pod, 'limits')];
    requests = sum(requests, own);
    limits = sum(limits, max);
    const amounts = [of(own, 'cpu'), of(max, 'cpu'), of(own, 'memory'), of(max, 'memory')].join('\t');
    const age = since(text(pod, 'metadata', 'creationTimestamp'), nowMs);
    writer.write(1, `${text(pod, 'metadata', 'namespace')}\t${text(pod, 'metadata', 'name')}\t\t${amounts}\t${age}\n`);
  }
  writer.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  writer.write(1, 'Resource\tRequests\tLimits\n');
  writer.write(1, '--------\t--------\t------\n');
  const names = [...allocatable.keys()].sort();
  const huge = names.filter((name) => name.startsWith('hugepages-'));
  for (const name of [...STANDARD, ...huge]) writer.write(1, `${name}\t${of(requests, name)}\t${of(limits, name)}\n`);
  for (const name of names) {
    if (STANDARD.includes(name) || huge.includes(name) || name === 'pods') continue;
    const [request, limit] = [requests.get(name) ?? ZERO, limits.get(name) ?? ZERO];
    writer.write(1, `${name}\t${formatQuantity(request)}\t${formatQuantity(limit)}\n`);
  }
}
