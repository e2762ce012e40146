import type { Command } from '../command.ts';
import { runGroupToOutput } from '../kubectl.ts';
import { rolloutHistoryCommand } from './rollout/history.ts';
import { rolloutPauseCommand, rolloutResumeCommand } from './rollout/pause.ts';
import { rolloutRestartCommand } from './rollout/restart.ts';
import { rolloutStatusCommand } from './rollout/status.ts';
import { rolloutUndoCommand } from './rollout/undo.ts';

/** `kubectl rollout`. Models: kubectl/pkg/cmd/rollout */
export const rolloutCommand: Command = {
  name: 'rollout',
  use: 'SUBCOMMAND',
  short: 'Manage the rollout of a resource',
  long: [
    'Manage the rollout of one or many resources.',
    '        ',
    ' Valid resource types include:',
    '',
    '  *  deployments',
    '  *  daemonsets',
    '  *  statefulsets',
  ].join('\n'),
  examples: [
    '# Rollback to the previous deployment',
    'kubectl rollout undo deployment/abc',
    '',
    '# Check the rollout status of a daemonset',
    'kubectl rollout status daemonset/foo',
    '',
    '# Restart a deployment',
    'kubectl rollout restart deployment/abc',
    '',
    "# Restart deployments with the 'app=nginx' label",
    'kubectl rollout restart deployment --selector=app=nginx',
  ].join('\n'),
  subcommands: [
    rolloutHistoryCommand,
    rolloutPauseCommand,
    rolloutResumeCommand,
    rolloutUndoCommand,
    rolloutStatusCommand,
    rolloutRestartCommand,
  ],
  run: runGroupToOutput,
};
