import type { JsonObject } from '../../../cluster/json.ts';
import { text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { pathOf } from '../../discovery.ts';
import { CommandError, isNotFound } from '../../errors.ts';
import { metadataOf } from '../../json.ts';
import { followObject } from '../../resource/follow.ts';
import type { Info } from '../../resource/info.ts';

/**
 * Waits until an object is gone, or until another of its name has taken its place (`uid` tells them apart).
 * Throws `timed out waiting for the condition on pods/x`. Models: kubectl/pkg/cmd/wait.IsDeleted
 */
export function* waitUntilGone(
  context: CommandContext,
  info: Info,
  uid: string,
  deadlineMs: number | undefined,
): Task<void> {
  const current = fetch(context, info);
  if (current === undefined || (uid !== '' && text(metadataOf(current)['uid']) !== uid)) return;
  const now = context.process.machine.clock.nowMs();
  if (deadlineMs !== undefined && deadlineMs < now) throw timedOut(info);
  let expired = false;
  yield* followObject(context, info, deadlineMs, (sight) => {
    if (sight === 'timeout') expired = true;
    if (typeof sight === 'string') return sight !== 'timeout';
    return uid !== '' && text(metadataOf(sight.object)['uid']) !== uid;
  });
  if (expired) throw timedOut(info);
}

/** The error of a wait that took too long. */
export function timedOut(info: Info): CommandError {
  return new CommandError(`timed out waiting for the condition on ${info.type.resource}/${info.name}`);
}

/** The object as it is now; undefined when there is none. */
export function fetch(context: CommandContext, info: Info): JsonObject | undefined {
  try {
    return context.client().object({ method: 'GET', path: pathOf(info.type, info.namespace, info.name) });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
