import type { CommandContext } from '../command.ts';
import type { DryRun } from '../common-flags.ts';
import { flag } from '../describe/read.ts';
import { pathOf } from '../discovery.ts';
import { isCommandFailure } from '../errors.ts';
import { printNames } from '../printers/printer.ts';
import type { Info } from '../resource/info.ts';
import { operationWith } from './targets.ts';

/** Marks nodes unschedulable or schedulable and says so; a failure is printed and the next node is done. Models: drain.RunCordonOrUncordon */
export function cordonNodes(context: CommandContext, nodes: readonly Info[], desired: boolean, dryRun: DryRun): void {
  const word = desired ? 'cordoned' : 'uncordoned';
  for (const node of nodes) {
    const say = (operation: string): void => {
      printNames(node.object ?? {}, operationWith(operation, dryRun), context.out);
    };
    if (flag(node.object, 'spec', 'unschedulable') === desired) {
      say(`already ${word}`);
      continue;
    }
    try {
      if (dryRun !== 'client') {
        context.client().object({
          method: 'PATCH',
          path: pathOf(node.type, '', node.name),
          query: { dryRun: dryRun === 'server' ? 'All' : undefined },
          contentType: 'application/strategic-merge-patch+json',
          body: { spec: { unschedulable: desired ? true : null } },
        });
      }
      say(word);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      context.err(`error: unable to ${desired ? 'cordon' : 'uncordon'} node "${node.name}": ${error.message}\n`);
    }
  }
}
