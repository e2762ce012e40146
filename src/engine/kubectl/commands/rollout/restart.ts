import type { Command } from '../../command.ts';
import { fieldManagerFlag, printFlags } from '../../common-flags.ts';
import { flag, text } from '../../describe/read.ts';
import { formatRfc3339 } from '../../go/time.ts';
import type { Info } from '../../resource/info.ts';
import { type Change, changeTargets } from '../../rollout/change.ts';
import { targetFlags } from '../../rollout/targets.ts';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** `kubectl rollout restart`: a new value of an annotation of the pod template. Models: kubectl/pkg/cmd/rollout/rollout_restart.go */
export const rolloutRestartCommand: Command = {
  name: 'restart',
  use: 'RESOURCE',
  short: 'Restart a resource',
  flags: [...targetFlags, fieldManagerFlag('kubectl-rollout'), ...printFlags],
  *run(context) {
    const now = formatRfc3339(context.process.machine.clock.nowMs());
    return yield* changeTargets(context, 'restarted', (info) => restart(info, now));
  },
};

function restart(info: Info, now: string): Change {
  const { group, kind } = info.type;
  if (group !== 'apps' || !['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)) {
    return { refused: 'restarting is not supported' };
  }
  if (kind === 'Deployment' && flag(info.object, 'spec', 'paused')) {
    return { refused: "can't restart paused deployment (run rollout resume first)" };
  }
  if (text(info.object, 'spec', 'template', 'metadata', 'annotations', RESTARTED_AT) === now) {
    return {
      unchanged: `failed to create patch for ${info.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    };
  }
  return { patch: { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: now } } } } } };
}
