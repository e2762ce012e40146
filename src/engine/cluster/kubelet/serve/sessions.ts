import type { ApiChannels } from '../../apiserver/http.ts';
import type { JsonObject } from '../../json.ts';
import type { ContainerRecord } from '../containers/record.ts';
import type { ContainerCall } from './serve.ts';

/** A stream that fails at once. The API server words errors of the stream below it as its own. Models: apimachinery NewInternalError */
export function failedChannels(message: string): ApiChannels {
  const status: JsonObject = {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  };
  return { open: (listener) => listener.closed(status), stdin() {}, closeStdin() {}, resize() {}, abort() {} };
}

function runningRecord({ worker, container }: ContainerCall): ContainerRecord | undefined {
  const record = worker?.runtime.latest(container.name);
  return record?.end === undefined ? record : undefined;
}

function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true' || query.get(name) === '1';
}

/** Runs a command in a container. Models: pkg/kubelet ExecInContainer, cri/streaming/remotecommand */
export function execIn(call: ContainerCall): ApiChannels {
  const { query, container } = call;
  const running = runningRecord(call)?.running;
  if (running === undefined)
    return failedChannels(`unable to upgrade connection: container not found ("${container.name}")`);
  const made = running.exec(query.getAll('command'), { stdin: isTrue(query, 'stdin'), tty: isTrue(query, 'tty') });
  return 'error' in made
    ? failedChannels(`Internal error occurred: error executing command in container: ${made.error}`)
    : made;
}

/** Joins the output (and input) of a container's own program. Models: pkg/kubelet AttachContainer */
export function attachTo(call: ContainerCall): ApiChannels {
  const { query, container, pod } = call;
  const record = runningRecord(call);
  if (record?.running !== undefined)
    return withoutExitCode(record.running.attach({ stdin: isTrue(query, 'stdin'), tty: isTrue(query, 'tty') }));
  if (call.worker?.runtime.latest(container.name) === undefined) {
    return failedChannels(
      `unable to upgrade connection: container ${container.name} not found in pod ${pod.metadata.name}_${pod.metadata.namespace}`,
    );
  }
  return failedChannels(
    'Internal error occurred: error attaching to container: failed to load task: no running task found: not found',
  );
}

/** Who is attached hears that the container ended, not how: its state says that. Models: cri/streaming/remotecommand.ServeAttach */
function withoutExitCode(channels: ApiChannels): ApiChannels {
  return {
    ...channels,
    open: (listener) =>
      channels.open({ ...listener, closed: () => listener.closed({ metadata: {}, status: 'Success' }) }),
  };
}
