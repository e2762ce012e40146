import type { Command } from '../command.ts';
import { runGroup } from '../kubectl.ts';
import { canICommand } from './auth/can-i.ts';
import { reconcileCommand } from './auth/reconcile.ts';
import { whoAmICommand } from './auth/who-am-i.ts';

/** `kubectl auth`. Models: kubectl/pkg/cmd/auth */
export const authCommand: Command = {
  name: 'auth',
  use: '[flags]',
  short: 'Inspect authorization',
  subcommands: [canICommand, reconcileCommand, whoAmICommand],
  run: (context) => runGroup({ ...context, out: context.err }),
};
