import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { groupResource, pathOf } from '../discovery.ts';
import { AggregateFailure, CommandError, isCommandFailure } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { makePrinter } from '../printers/printer.ts';
import type { Info } from '../resource/info.ts';
import { findTargets } from './targets.ts';

/** What a change does to one workload: the patch, or why there is nothing to do. */
export type Change =
  | { readonly patch: JsonObject }
  /** Not possible for this object: `is already paused`. */
  | { readonly refused: string }
  /** Nothing would change; the whole error text. */
  | { readonly unchanged: string };

/**
 * Patches each target and says what was done to it: pause, resume and restart differ only in the patch.
 * Models: kubectl/pkg/cmd/rollout.RunRestart with set.CalculatePatches
 */
export function* changeTargets(
  context: CommandContext,
  operation: string,
  change: (info: Info) => Change,
): Task<number> {
  const built = yield* findTargets(context);
  const errors: Error[] = [...built.errors];
  if (built.infos.length === 0 && errors.length === 0) {
    context.err(`No resources found in ${context.namespace().name} namespace.\n`);
    return 0;
  }
  for (const info of built.infos) {
    const wanted = change(info);
    if ('refused' in wanted) {
      errors.push(new CommandError(`error: ${groupResource(info.type)} ${quote(info.name)} ${wanted.refused}`));
    } else if ('unchanged' in wanted) errors.push(new CommandError(wanted.unchanged));
    else {
      try {
        const changed = patchInfo(context, info, wanted.patch);
        makePrinter(context, { operation }).print(changed);
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        errors.push(new CommandError(`failed to patch: ${error.message}`));
      }
    }
  }
  const [only] = errors;
  if (only !== undefined) throw errors.length === 1 ? only : new AggregateFailure(errors);
  return 0;
}

function patchInfo(context: CommandContext, info: Info, patch: JsonObject): JsonObject {
  return context.client().object({
    method: 'PATCH',
    path: pathOf(info.type, info.namespace, info.name),
    query: { fieldManager: context.flags.string('field-manager') },
    body: patch,
    contentType: 'application/strategic-merge-patch+json',
  });
}
