import { dryRun } from '../changes.ts';
import type { Command } from '../command.ts';
import { dryRunFlag, selectorFlag } from '../common-flags.ts';
import { cordonNodes } from '../nodes/cordon.ts';
import { findNodes } from '../nodes/targets.ts';

/** `kubectl cordon`. Models: kubectl/pkg/cmd/drain.NewCmdCordon */
export const cordonCommand: Command = {
  name: 'cordon',
  use: 'NODE',
  short: 'Mark node as unschedulable',
  flags: [dryRunFlag, selectorFlag],
  *run(context) {
    const mode = dryRun(context);
    cordonNodes(context, yield* findNodes(context), true, mode);
    return 0;
  },
};

/** `kubectl uncordon`. Models: kubectl/pkg/cmd/drain.NewCmdUncordon */
export const uncordonCommand: Command = {
  name: 'uncordon',
  use: 'NODE',
  short: 'Mark node as schedulable',
  flags: [dryRunFlag, selectorFlag],
  *run(context) {
    const mode = dryRun(context);
    cordonNodes(context, yield* findNodes(context), false, mode);
    return 0;
  },
};
