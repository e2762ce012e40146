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
  long: [
    'Mark the provided resource as paused.',
    '',
    'A paused deployment keeps its pods; changes of its template have no effect until "kubectl rollout resume".',
    'Only deployments can be paused.',
  ].join('\n'),
  examples: '# Collect several changes into one rollout\nkubectl rollout pause deployment/web',
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
  long: [
    'Resume a paused resource.',
    '',
    'The controller looks after it again: what was changed during the pause is rolled out. Only deployments can be resumed.',
  ].join('\n'),
  examples: '# Roll out what was changed during the pause\nkubectl rollout resume deployment/web',
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
