import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { items, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';
import { StreamReader, watchEvent } from '../watch.ts';

/**
 * Waits until a pod is as wanted and gives it back; each state is shown to `wanted` once. Throws when the pod goes away, or when
 * `timeoutMs` (none: for ever) is over. Models: watchtools.UntilWithSync over one pod
 */
export function* waitForPod(
  context: CommandContext,
  namespace: string,
  name: string,
  wanted: (pod: JsonObject) => boolean,
  timeoutMs?: number,
): Task<JsonObject> {
  const { clock } = context.process.machine;
  const deadline = timeoutMs === undefined ? undefined : clock.nowMs() + timeoutMs;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const fieldSelector = `metadata.name=${name}`;
  const list = context.client().object({ method: 'GET', path, query: { fieldSelector } });
  for (const pod of items(list, 'items')) if (wanted(pod)) return pod;
  const resourceVersion = text(list, 'metadata', 'resourceVersion');
  const query = { fieldSelector, resourceVersion, watch: 'true' };
  const { watch } = context.client().send({ method: 'GET', path, query });
  if (watch === undefined) throw new CommandError('the server gave no watch');
  const reader = new StreamReader(context.process, watch);
  try {
    for (;;) {
      const next = yield* reader.next(deadline, context.process.machine.sleepClass());
      if (next === 'timeout') throw new CommandError('timed out waiting for the condition');
      if (next === 'end') throw new CommandError('watch closed before UntilWithoutRetry timeout');
      const event = watchEvent(next.chunk);
      if (event?.type === 'DELETED') throw new CommandError('pods "" not found');
      if ((event?.type === 'ADDED' || event?.type === 'MODIFIED') && wanted(event.object)) return event.object;
    }
  } finally {
    reader.close();
  }
}
