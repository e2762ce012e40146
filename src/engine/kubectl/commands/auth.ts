import type { Command } from '../command.ts';
import { CommandError } from '../errors.ts';
import { runGroup } from '../kubectl.ts';
import { canICommand } from './auth/can-i.ts';
import { whoAmICommand } from './auth/who-am-i.ts';

/** `kubectl auth reconcile`: refused with the reason. */
const reconcileCommand: Command = {
  name: 'reconcile',
  use: '-f FILENAME',
  short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  flags: [{ name: 'filename', shorthand: 'f', type: 'stringSlice', usage: 'identifying the resource to reconcile.' }],
  unsimulated: true,
  run() {
    throw new CommandError('auth reconcile is not simulated by Skiff: use kubectl apply -f');
  },
};

/** `kubectl auth`. Models: kubectl/pkg/cmd/auth */
export const authCommand: Command = {
  name: 'auth',
  use: '[flags]',
  short: 'Inspect authorization',
  subcommands: [canICommand, reconcileCommand, whoAmICommand],
  run: (context) => runGroup({ ...context, out: context.err }),
};
