import type { ApiResponse, ApiStream } from '../../apiserver/http.ts';
import { badRequest, invalid, notFound } from '../../apiserver/status.ts';
import { utf8Length, utf8Prefix } from '../../network/utf8.ts';
import type { FieldError } from '../../resources/definition.ts';
import { formatTime, parseTime } from '../../timestamp.ts';
import type { ContainerRecord } from '../containers/record.ts';
import type { ContainerStatus, PodStatus } from '../pod.ts';
import type { LogEntry } from '../runtime.ts';
import type { ContainerCall } from './serve.ts';

/** What a request for a log asks for. Models: core/v1.PodLogOptions */
interface LogOptions {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly sinceMs: number | undefined;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
}

const HEADERS = { 'content-type': 'text/plain' };

/** A container's log as kubectl gets it. Throws `ApiError` with the kubelet's words. Models: pkg/kubelet GetKubeletContainerLogs, cri-client/pkg/logs */
export function readLogs(call: ContainerCall): ApiResponse {
  const options = parseOptions(call);
  const { worker, pod, container } = call;
  if (worker === undefined) throw notFound({ group: '', resource: 'pods' }, pod.metadata.name);
  const id = containerIdOf(worker.lastStatus ?? pod.status, pod.metadata.name, container.name, options.previous);
  const record = worker.runtime.records.find((candidate) => candidate.id === id);
  if (record === undefined || record.removed) return text(`unable to retrieve container logs for containerd://${id}`);
  const log = record.running?.log;
  if (log === undefined) return text('');
  const shown = selected(log.entries, options).map((entry) => line(entry, options));
  if (!options.follow) return text(limited(shown.join(''), options.limitBytes));
  return { status: 200, headers: HEADERS, warnings: [], follow: followed(record, shown, options) };
}

function text(content: string): ApiResponse {
  return { status: 200, headers: HEADERS, warnings: [], text: content };
}

function parseOptions({ query, nowMs, pod }: ContainerCall): LogOptions {
  const errors: FieldError[] = [];
  const number = (name: string, minimum: number): number | undefined => {
    const given = query.get(name);
    if (given === null || given === '') return undefined;
    const value = Number(given);
    if (!Number.isInteger(value))
      throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(given)}: invalid syntax`);
    if (value < minimum) {
      const rule = minimum === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
      errors.push({ type: 'FieldValueInvalid', field: name, detail: `Invalid value: ${value}: ${rule}` });
    }
    return value;
  };
  const flag = (name: string): boolean => query.get(name) === 'true' || query.get(name) === '1';
  const tailLines = number('tailLines', 0);
  const limitBytes = number('limitBytes', 1);
  const sinceSeconds = number('sinceSeconds', 1);
  const sinceTime = query.get('sinceTime');
  if (sinceSeconds !== undefined && sinceTime !== null) {
    const detail = 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified';
    errors.push({ type: 'FieldValueForbidden', field: '', detail });
  }
  if (errors.length > 0) throw invalid('', 'PodLogOptions', pod.metadata.name, errors);
  return {
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    sinceMs: sinceSeconds !== undefined ? nowMs - sinceSeconds * 1000 : parseTime(sinceTime),
    tailLines,
    limitBytes,
  };
}

/** The id of the container whose log is meant. Models: pkg/kubelet validateContainerLogStatus */
function containerIdOf(status: PodStatus | undefined, podName: string, name: string, previous: boolean): string {
  const all: readonly ContainerStatus[] = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  const found = all.find((candidate) => candidate.name === name);
  if (found === undefined) throw badRequest(`container "${name}" in pod "${podName}" is not available`);
  const last = found.lastState?.terminated?.containerID;
  const { waiting, running, terminated } = found.state ?? {};
  let id: string | undefined;
  if (previous) {
    if (last === undefined) throw badRequest(`previous terminated container "${name}" in pod "${podName}" not found`);
    id = last;
  } else if (running !== undefined) id = found.containerID;
  else if (terminated !== undefined) id = terminated.containerID;
  else if (last !== undefined) id = last;
  else throw badRequest(`container "${name}" in pod "${podName}" is waiting to start${waitingText(waiting?.reason)}`);
  return (id ?? '').replace('containerd://', '');
}

function waitingText(reason: string | undefined): string {
  if (reason === 'ErrImagePull') return ": image can't be pulled";
  if (reason === 'ImagePullBackOff') return ': trying and failing to pull image';
  return reason === undefined ? ' - no logs yet' : `: ${reason}`;
}

function selected(entries: readonly LogEntry[], { tailLines, sinceMs }: LogOptions): readonly LogEntry[] {
  const tail = tailLines === undefined ? entries : tailLines === 0 ? [] : entries.slice(-tailLines);
  return sinceMs === undefined ? tail : tail.filter(({ timeMs }) => timeMs >= sinceMs);
}

function line(entry: LogEntry, { timestamps }: LogOptions): string {
  if (!timestamps) return entry.text;
  const second = Math.floor(entry.timeMs / 1000);
  const nanos = Math.round((entry.timeMs - second * 1000) * 1_000_000);
  return `${formatTime(entry.timeMs).slice(0, -1)}.${String(nanos).padStart(9, '0')}Z ${entry.text}`;
}

function limited(content: string, limitBytes: number | undefined): string {
  return limitBytes === undefined ? content : utf8Prefix(content, limitBytes);
}

/** What is there, then what comes, until the container has ended or the limit is reached. */
function followed(record: ContainerRecord, shown: readonly string[], options: LogOptions): ApiStream<string> {
  let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
  let dispose: () => void = () => {};
  return {
    subscribe(chunk, end) {
      let over = false;
      const finish = (): void => {
        if (over) return;
        over = true;
        dispose();
        end();
      };
      const say = (content: string): void => {
        const cut = Number.isFinite(left) ? utf8Prefix(content, left) : content;
        left -= utf8Length(cut);
        if (cut !== '') chunk(cut);
        if (left <= 0 || cut.length < content.length) finish();
      };
      for (const content of shown) if (!over) say(content);
      if (over) return;
      if (record.end !== undefined || record.running === undefined) return finish();
      const unfollow = record.running.log.follow((entry) => {
        if (options.sinceMs === undefined || entry.timeMs >= options.sinceMs) say(line(entry, options));
      });
      record.waiters.add(finish);
      dispose = () => {
        unfollow();
        record.waiters.delete(finish);
      };
    },
    close: () => dispose(),
  };
}
