import type { Task } from '../../shell/process/types.ts';
import { dryRunSuffix } from '../changes.ts';
import type { CommandContext } from '../command.ts';
import type { DryRun } from '../common-flags.ts';
import { CommandError, usageError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';

/** What is said of an object after a command with `--dry-run`. Models: cmdutil.PrintFlagsWithDryRunStrategy */
export function operationWith(operation: string, mode: DryRun): string {
  return operation + dryRunSuffix(mode);
}

/** The nodes that cordon, uncordon and drain are to work on. Throws kubectl's words for a wrong use. Models: drain.DrainCmdOptions.Complete */
export function* findNodes(context: CommandContext): Task<readonly Info[]> {
  const { args, flags, command } = context;
  const selector = flags.string('selector');
  if (args.length === 0 && !flags.changed('selector')) {
    throw usageError(context.commandPath, `USAGE: ${command.name} ${command.use} [flags]`);
  }
  if (args.length > 0 && selector !== '') {
    throw usageError(context.commandPath, 'error: cannot specify both a node name and a --selector option');
  }
  const named = args.map((name) => (name.includes('/') ? name : `nodes/${name}`));
  const built = yield* build(context, {
    args: selector === '' ? named : ['nodes'],
    namespace: context.namespace().name,
    selector,
    singleResourceType: true,
  });
  throwErrors(built.errors);
  for (const info of built.infos) {
    if (info.type.group === '' && info.type.kind === 'Node') continue;
    const resource = `${info.type.group}/${info.type.version}, Resource=${info.type.resource}`;
    throw new CommandError(`error: expected resource of type node, got ${quote(resource)}`);
  }
  return built.infos;
}
