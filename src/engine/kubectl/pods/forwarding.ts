import type { ApiChannels } from '../../cluster/apiserver/http.ts';
import type { JsonObject } from '../../cluster/json.ts';
import type { Connection } from '../../cluster/network/types.ts';
import type { Process, Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { text } from '../describe/read.ts';
import { CommandError, StatusError } from '../errors.ts';
import { StreamReader, watchEvent } from '../watch.ts';
import type { ForwardedPort } from './ports.ts';

/** Joins a connection of the learner's with a port in the pod, through the API server and the kubelet; `failed` hears why it does not go. */
export function bridge(
  context: CommandContext,
  pod: JsonObject,
  port: ForwardedPort,
  near: Connection,
  failed: (why: string) => void,
): void {
  const fail = (why: string): void => {
    near.abort();
    failed(`an error occurred forwarding ${near.local.port} -> ${port.remote}: ${why}`);
  };
  let far: ApiChannels;
  try {
    far = openPort(context, pod, port.remote);
  } catch (error) {
    if (!(error instanceof StatusError || error instanceof CommandError)) throw error;
    fail(error.message);
    return;
  }
  let why = '';
  far.open({
    stdout: (piece) => near.send(piece),
    stderr(piece) {
      why += piece;
    },
    closed: (status) => {
      if (why === '' && text(status, 'status') !== 'Success') why = text(status, 'message');
      if (why === '') near.end();
      else fail(why);
    },
  });
  near.listen({
    data: (piece) => far.stdin(piece),
    end: () => far.closeStdin(),
    reset: () => far.abort(),
  });
}

function openPort(context: CommandContext, pod: JsonObject, port: number): ApiChannels {
  const namespace = encodeURIComponent(text(pod, 'metadata', 'namespace'));
  const path = `/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(text(pod, 'metadata', 'name'))}/portforward`;
  const { channels } = context.client().send({ method: 'POST', path, query: { ports: String(port) } });
  if (channels === undefined) throw new CommandError('unable to upgrade connection: the server gave no streams');
  return channels;
}

/** Waits until a pod is gone or does not run any more. */
export function* untilPodEnds(context: CommandContext, process: Process, pod: JsonObject): Task<void> {
  const query = {
    fieldSelector: `metadata.name=${text(pod, 'metadata', 'name')}`,
    resourceVersion: text(pod, 'metadata', 'resourceVersion'),
    watch: 'true',
  };
  const path = `/api/v1/namespaces/${encodeURIComponent(text(pod, 'metadata', 'namespace'))}/pods`;
  const { watch } = context.client().send({ method: 'GET', path, query });
  if (watch === undefined) return;
  const reader = new StreamReader(process, watch);
  try {
    for (;;) {
      const next = yield* reader.next();
      if (next === 'end' || next === 'timeout') return;
      const event = watchEvent(next.chunk);
      if (event === undefined) continue;
      if (event.type === 'DELETED' || text(event.object, 'status', 'phase') !== 'Running') return;
    }
  } finally {
    reader.close();
  }
}
