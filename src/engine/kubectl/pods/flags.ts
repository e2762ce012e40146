import type { CommandContext } from '../command.ts';
import { CommandError, usageError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';

/** `-c` of exec, attach and cp. Models: cmdutil.AddContainerVarFlags */
export const containerFlag: FlagSpec = {
  name: 'container',
  shorthand: 'c',
  type: 'string',
  usage:
    'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
};

/** `--pod-running-timeout` with the command's default. Models: cmdutil.AddPodRunningTimeoutFlag */
export function podRunningTimeoutFlag(byDefault: string): FlagSpec {
  return {
    name: 'pod-running-timeout',
    type: 'duration',
    default: byDefault,
    usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
  };
}

/** Its value in milliseconds. Models: cmdutil.GetPodRunningTimeoutFlag */
export function podRunningTimeoutMs(context: CommandContext): number {
  const ms = context.flags.durationMs('pod-running-timeout');
  const why = '--pod-running-timeout must be higher than zero';
  // All but `logs` call it a mistake in usage.
  if (ms <= 0) throw context.command.name === 'logs' ? new CommandError(why) : usageError(context.commandPath, why);
  return ms;
}
