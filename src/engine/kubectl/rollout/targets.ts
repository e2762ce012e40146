import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { filenameFlags, selectorFlag } from '../common-flags.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { type Built, build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';

/** `-f`, `-k`, `-R` and `-l` of every rollout command. */
export const targetFlags: readonly FlagSpec[] = [
  ...filenameFlags('Filename, directory, or URL to files identifying the resource to get from a server.'),
  selectorFlag,
];

/** What a rollout command is to work on, as the server has it. Throws when nothing was named. */
export function* findTargets(context: CommandContext): Task<Built> {
  const { args, flags } = context;
  const filenames = flags.strings('filename');
  const kustomize = flags.string('kustomize');
  if (args.length === 0 && filenames.length === 0 && kustomize === '') {
    throw new CommandError('required resource not specified');
  }
  const { name, explicit } = context.namespace();
  return yield* build(context, {
    args,
    filenames,
    kustomize,
    recursive: flags.bool('recursive'),
    namespace: name,
    enforceNamespace: explicit,
    selector: flags.string('selector'),
    typeAlone: true,
    continueOnError: true,
    latest: true,
  });
}

/** Does the same with each target; failures are gathered and thrown at the end. Models: ContinueOnErrorVisitor */
export function* forEachTarget(
  context: CommandContext,
  built: Built,
  visit: (info: Info) => Task<void> | undefined,
): Task<void> {
  const errors: Error[] = [...built.errors];
  for (const info of built.infos) {
    context.process.step();
    try {
      const waiting = visit(info);
      if (waiting !== undefined) yield* waiting;
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  }
  throwErrors(errors);
}
