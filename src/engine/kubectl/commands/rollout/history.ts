import type { JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import { printFlags } from '../../common-flags.ts';
import { writePodTemplate } from '../../describe/pod-template.ts';
import { object } from '../../describe/read.ts';
import { describeText, unalignedText } from '../../describe/writer.ts';
import { CommandError } from '../../errors.ts';
import { makePrinter, printNames } from '../../printers/printer.ts';
import type { Info } from '../../resource/info.ts';
import { type Revision, revisionsOf } from '../../rollout/revisions.ts';
import { findTargets, forEachTarget, targetFlags } from '../../rollout/targets.ts';

/** `kubectl rollout history`. Models: kubectl/pkg/cmd/rollout/rollout_history.go */
export const rolloutHistoryCommand: Command = {
  name: 'history',
  use: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  flags: [
    ...targetFlags,
    { name: 'revision', type: 'int', usage: 'See the details, including podTemplate of the revision specified' },
    ...printFlags,
  ],
  *run(context) {
    const revision = context.flags.int('revision');
    const targets = findTargets(context);
    if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
    yield* forEachTarget(context, yield* targets, (info) => {
      show(context, info, revision);
      return undefined;
    });
    return 0;
  },
};

function show(context: CommandContext, info: Info, wanted: number): void {
  const revisions = revisionsOf(context, info, 'history viewer');
  const found = revisions.find((revision) => revision.number === wanted);
  if (context.flags.string('output') !== '' || context.flags.string('template') !== '') {
    if (wanted > 0 && found === undefined) throw new CommandError('unable to find the specified revision');
    const printer = makePrinter(context);
    for (const revision of wanted > 0 ? [found] : revisions) if (revision) printer.print(asObject(info, revision));
    printer.flush();
    return;
  }
  if (revisions.length > 0 && wanted > 0 && found === undefined) {
    throw new CommandError('unable to find the specified revision');
  }
  const head = wanted > 0 ? `with revision #${wanted}` : '';
  const body =
    revisions.length === 0
      ? 'No rollout history found.'
      : found === undefined
        ? table(revisions)
        : templateText(found.template);
  printNames(info.object ?? {}, `${head}\n${body}`, context.out);
}

/** A revision as an object: the replica set, or the workload with the template of then. */
function asObject(info: Info, revision: Revision): JsonObject {
  if (info.type.kind === 'Deployment') return revision.keeper;
  const workload = info.object ?? {};
  return { ...workload, spec: { ...object(workload, 'spec'), template: revision.template } };
}

function table(revisions: readonly Revision[]): string {
  return describeText((writer) => {
    writer.write(0, 'REVISION\tCHANGE-CAUSE\n');
    for (const revision of revisions) {
      writer.write(0, `${revision.number}\t${revision.changeCause || '<none>'}\n`);
    }
  });
}

/** A pod template with bare tabs, as kubectl shows it outside describe. Models: polymorphichelpers.printTemplate */
export function templateText(template: JsonObject): string {
  return unalignedText((writer) => writePodTemplate(writer, template));
}
