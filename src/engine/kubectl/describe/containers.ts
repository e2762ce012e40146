import type { JsonObject } from '../../cluster/json.ts';
import { writeEnvironment, writeEnvironmentFrom } from './environment.ts';
import { describeProbe } from './probe.ts';
import { canonical } from './quantity.ts';
import { flag, items, number, object, pairs, text, texts } from './read.ts';
import { rfc1123 } from './time.ts';
import { type DescribeWriter, field } from './writer.ts';

/** What a list of containers is described with. A template has neither statuses nor a pod, and is indented. */
export interface ContainersContext {
  readonly statuses: readonly JsonObject[];
  /** Resolves field references of environment variables. */
  readonly pod: JsonObject | undefined;
  readonly indent: '' | '  ';
}

/** A block `Containers:` with one entry a container. Models: kubectl/pkg/describe.describeContainers */
export function writeContainers(
  writer: DescribeWriter,
  label: string,
  containers: readonly JsonObject[],
  context: ContainersContext,
): void {
  writer.write(0, `${context.indent}${label}:${containers.length === 0 ? ' <none>' : ''}\n`);
  for (const container of containers) {
    const name = text(container, 'name');
    const status = context.statuses.find((each) => text(each, 'name') === name);
    writer.write(1, `${context.indent === '' ? '' : ' '}${name}:\n`);
    writeIdentity(writer, container, status);
    writeCommand(writer, container);
    if (status !== undefined) writeStates(writer, status);
    writeResources(writer, 2, object(container, 'resources'));
    writeProbes(writer, container);
    writeEnvironmentFrom(writer, container);
    writeEnvironment(writer, container, context.pod);
    writeMounts(writer, container);
  }
}

function writeIdentity(writer: DescribeWriter, container: JsonObject, status: JsonObject | undefined): void {
  if (status !== undefined) field(writer, 2, 'Container ID', text(status, 'containerID'));
  field(writer, 2, 'Image', text(container, 'image'));
  if (status !== undefined) field(writer, 2, 'Image ID', text(status, 'imageID'));
  writePorts(writer, 'Port', container, 'containerPort');
  writePorts(writer, 'Host Port', container, 'hostPort');
  const seccomp = object(container, 'securityContext', 'seccompProfile');
  if (seccomp === undefined) return;
  field(writer, 2, 'SeccompProfile', text(seccomp, 'type'));
  if (text(seccomp, 'type') === 'Localhost') field(writer, 3, 'LocalhostProfile', text(seccomp, 'localhostProfile'));
}

function writePorts(writer: DescribeWriter, label: string, container: JsonObject, key: string): void {
  const ports = items(container, 'ports').map((port) => {
    const name = text(port, 'name');
    return `${number(port, key)}/${text(port, 'protocol')}${name === '' ? '' : ` (${name})`}`;
  });
  field(writer, 2, ports.length > 1 ? `${label}s` : label, ports.join(', ') || '<none>');
}

function writeCommand(writer: DescribeWriter, container: JsonObject): void {
  for (const [label, key] of [['Command', 'command'] as const, ['Args', 'args'] as const]) {
    const words = texts(container, key);
    if (words.length === 0) continue;
    writer.write(2, `${label}:\n`);
    for (const word of words) for (const line of word.split('\n')) writer.write(3, `${line}\n`);
  }
}

function writeStates(writer: DescribeWriter, status: JsonObject): void {
  writeState(writer, 'State', object(status, 'state'));
  if (object(status, 'lastState', 'terminated') !== undefined)
    writeState(writer, 'Last State', object(status, 'lastState'));
  field(writer, 2, 'Ready', flag(status, 'ready') ? 'True' : 'False');
  field(writer, 2, 'Restart Count', number(status, 'restartCount'));
}

function writeState(writer: DescribeWriter, label: string, state: JsonObject | undefined): void {
  const running = object(state, 'running');
  const terminated = object(state, 'terminated');
  if (running !== undefined) {
    field(writer, 2, label, 'Running');
    field(writer, 3, 'Started', rfc1123(text(running, 'startedAt')));
    return;
  }
  const waiting = object(state, 'waiting');
  if (waiting !== undefined || terminated === undefined) {
    field(writer, 2, label, 'Waiting');
    if (text(waiting, 'reason') !== '') field(writer, 3, 'Reason', text(waiting, 'reason'));
    return;
  }
  field(writer, 2, label, 'Terminated');
  if (text(terminated, 'reason') !== '') field(writer, 3, 'Reason', text(terminated, 'reason'));
  if (text(terminated, 'message') !== '') field(writer, 3, 'Message', text(terminated, 'message'));
  field(writer, 3, 'Exit Code', number(terminated, 'exitCode'));
  if (number(terminated, 'signal') > 0) field(writer, 3, 'Signal', number(terminated, 'signal'));
  field(writer, 3, 'Started', rfc1123(text(terminated, 'startedAt')));
  field(writer, 3, 'Finished', rfc1123(text(terminated, 'finishedAt')));
}

/** `Limits:` and `Requests:`, each only when given. Models: kubectl/pkg/describe.describeResources */
export function writeResources(writer: DescribeWriter, level: number, resources: JsonObject | undefined): void {
  for (const [label, key] of [['Limits', 'limits'] as const, ['Requests', 'requests'] as const]) {
    const amounts = pairs(resources, key);
    if (amounts.length > 0) writer.write(level, `${label}:\n`);
    for (const [name, amount] of amounts) field(writer, level + 1, name, canonical(amount));
  }
}

function writeProbes(writer: DescribeWriter, container: JsonObject): void {
  const probes = [
    ['Liveness', 'livenessProbe'] as const,
    ['Readiness', 'readinessProbe'] as const,
    ['Startup', 'startupProbe'] as const,
  ];
  for (const [label, key] of probes) {
    const probe = object(container, key);
    if (probe !== undefined) field(writer, 2, label, describeProbe(probe));
  }
}

const byText =
  (key: string) =>
  (a: JsonObject, b: JsonObject): number =>
    text(a, key) < text(b, key) ? -1 : text(a, key) > text(b, key) ? 1 : 0;

function writeMounts(writer: DescribeWriter, container: JsonObject): void {
  const mounts = [...items(container, 'volumeMounts')].sort(byText('mountPath'));
  const none = mounts.length === 0 ? '\t<none>' : '';
  writer.write(2, `Mounts:${none}\n`);
  for (const mount of mounts) {
    const subPath = text(mount, 'subPath');
    const how = `${flag(mount, 'readOnly') ? 'ro' : 'rw'}${subPath === '' ? '' : `,path=${JSON.stringify(subPath)}`}`;
    writer.write(3, `${text(mount, 'mountPath')} from ${text(mount, 'name')} (${how})\n`);
  }
  const devices = [...items(container, 'volumeDevices')].sort(byText('devicePath'));
  if (devices.length === 0) return;
  writer.write(2, `Devices:${none}\n`);
  for (const device of devices) writer.write(3, `${text(device, 'devicePath')} from ${text(device, 'name')}\n`);
}
