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
