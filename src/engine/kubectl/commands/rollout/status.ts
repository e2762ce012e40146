import type { Task } from '../../../shell/process/types.ts';
import type { Command, CommandContext } from '../../command.ts';
import { items, text } from '../../describe/read.ts';
import { pathOf } from '../../discovery.ts';
import { CommandError } from '../../errors.ts';
import type { Info } from '../../resource/info.ts';
import { statusViewer } from '../../rollout/status.ts';
import { findTargets, forEachTarget, targetFlags } from '../../rollout/targets.ts';
import { StreamReader, watchEvent } from '../../watch.ts';

/** `kubectl rollout status`. Models: kubectl/pkg/cmd/rollout/rollout_status.go */
export const rolloutStatusCommand: Command = {
  name: 'status',
  use: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  flags: [
    ...targetFlags,
    {
      name: 'revision',
      type: 'int',
      usage: 'Pin to a specific revision for showing its status. Defaults to 0 (last revision).',
    },
    {
      name: 'timeout',
      type: 'duration',
      usage:
        'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
    },
    {
      name: 'watch',
      shorthand: 'w',
      type: 'bool',
      default: 'true',
      usage: "Watch the status of the rollout until it's done.",
    },
  ],
  *run(context) {
    const revision = context.flags.int('revision');
    const targets = findTargets(context);
    if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
    const built = yield* targets;
    if (built.infos.length === 0 && built.errors.length === 0) {
      context.err(`No resources found in ${context.namespace().name} namespace.\n`);
      return 0;
    }
    yield* forEachTarget(context, built, (info) => watchRollout(context, info, revision));
    return 0;
  },
};

/** Prints each state of a rollout until it is done. Models: watchtools.UntilWithSync */
function* watchRollout(context: CommandContext, info: Info, revision: number): Task<void> {
  const view = statusViewer(info);
  const { process, flags } = context;
  const timeoutMs = flags.durationMs('timeout');
  const deadline = timeoutMs > 0 ? process.machine.clock.nowMs() + timeoutMs : undefined;
  const path = pathOf(info.type, info.namespace);
  const fieldSelector = `metadata.name=${info.name}`;
  const list = context.client().object({ method: 'GET', path, query: { fieldSelector } });
  const resourceVersion = text(list, 'metadata', 'resourceVersion');
  for (const object of items(list, 'items')) {
    const status = view(object, revision);
    context.out(status.text);
    if (status.done || !flags.bool('watch')) return;
  }
  const query = { fieldSelector, resourceVersion, watch: 'true' };
  const { watch } = context.client().send({ method: 'GET', path, query });
  if (watch === undefined) return;
  const reader = new StreamReader(process, watch);
  try {
    for (;;) {
      const next = yield* reader.next(deadline);
      if (next === 'timeout') throw new CommandError('timed out waiting for the condition');
      if (next === 'end') throw new CommandError('watch closed before UntilWithoutRetry timeout');
      const event = watchEvent(next.chunk);
      if (event === undefined || event.type === 'BOOKMARK') continue;
      if (event.type === 'DELETED') throw new CommandError('object has been deleted');
      const status = view(event.object, revision);
      context.out(status.text);
      if (status.done || !flags.bool('watch')) return;
    }
  } finally {
    reader.close();
  }
}
