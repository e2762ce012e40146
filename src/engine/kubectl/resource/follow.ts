import type { JsonObject } from '../../cluster/json.ts';
import { objects, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { pathOf, type ResourceType } from '../discovery.ts';
import { metadataOf } from '../json.ts';
import { StreamReader, watchEvent } from '../watch.ts';

/** One object's state as it is and becomes; `deleted` when it is gone. */
export type Sight = { readonly object: JsonObject } | 'absent' | 'deleted' | 'timeout';

/**
 * Looks at one object, and at each change of it, until `seen` answers true or the deadline (virtual milliseconds) has passed.
 * `seen` is first told of the object as it is, or that it is absent. Models: client-go/tools/watch.UntilWithSync
 */
export function* followObject(
  context: CommandContext,
  target: { readonly type: ResourceType; readonly namespace: string; readonly name: string },
  deadlineMs: number | undefined,
  seen: (sight: Sight) => boolean,
): Task<void> {
  const path = pathOf(target.type, target.namespace);
  const fieldSelector = `metadata.name=${target.name}`;
  for (;;) {
    const list = context.client().object({ method: 'GET', path, query: { fieldSelector } });
    const [item] = objects(list['items']);
    if (seen(item === undefined ? 'absent' : { object: item })) return;
    const resourceVersion = text(metadataOf(list)['resourceVersion']);
    const response = context
      .client()
      .send({ method: 'GET', path, query: { watch: 'true', fieldSelector, resourceVersion } });
    if (response.watch === undefined) return;
    const reader = new StreamReader(context.process, response.watch);
    try {
      for (;;) {
        const next = yield* reader.next(deadlineMs);
        if (next === 'timeout') {
          seen('timeout');
          return;
        }
        if (next === 'end') break;
        const event = watchEvent(next.chunk);
        if (event === undefined || event.type === 'BOOKMARK') continue;
        if (event.type === 'ERROR') break;
        if (seen(event.type === 'DELETED' ? 'deleted' : { object: event.object })) return;
      }
    } finally {
      reader.close();
    }
    if (deadlineMs !== undefined && context.process.machine.clock.nowMs() >= deadlineMs) {
      seen('timeout');
      return;
    }
    yield* context.process.sleep(1000, 'background');
  }
}
