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
  long: 'Mark node as unschedulable.',
  examples: '# No new pods on node worker-1\nkubectl cordon worker-1',
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
  long: 'Mark node as schedulable.',
  examples: '# Pods may come to node worker-1 again\nkubectl uncordon worker-1',
  flags: [dryRunFlag, selectorFlag],
  *run(context) {
    const mode = dryRun(context);
    cordonNodes(context, yield* findNodes(context), false, mode);
    return 0;
  },
};
