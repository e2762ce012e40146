import type { Command } from '../../command.ts';
import { fieldManagerFlag, printFlags } from '../../common-flags.ts';
import { flag } from '../../describe/read.ts';
import type { Info } from '../../resource/info.ts';
import { type Change, changeTargets } from '../../rollout/change.ts';
import { targetFlags } from '../../rollout/targets.ts';

/** `kubectl rollout pause`. Models: kubectl/pkg/cmd/rollout/rollout_pause.go */
export const rolloutPauseCommand: Command = {
  name: 'pause',
  use: 'RESOURCE',
  short: 'Mark the provided resource as paused',
  flags: [...targetFlags, fieldManagerFlag('kubectl-rollout'), ...printFlags],
  *run(context) {
    return yield* changeTargets(context, 'paused', (info) => setPaused(info, true));
  },
};

/** `kubectl rollout resume`. Models: kubectl/pkg/cmd/rollout/rollout_resume.go */
export const rolloutResumeCommand: Command = {
  name: 'resume',
  use: 'RESOURCE',
  short: 'Resume a paused resource',
  flags: [...targetFlags, fieldManagerFlag('kubectl-rollout'), ...printFlags],
  *run(context) {
    return yield* changeTargets(context, 'resumed', (info) => setPaused(info, false));
  },
};

function setPaused(info: Info, paused: boolean): Change {
  if (info.type.group !== 'apps' || info.type.kind !== 'Deployment') {
    return { refused: paused ? 'pausing is not supported' : 'resuming is not supported' };
  }
  if (flag(info.object, 'spec', 'paused') === paused) {
    return { refused: paused ? 'is already paused' : 'is not paused' };
  }
  return { patch: { spec: { paused: paused ? true : null } } };
}
