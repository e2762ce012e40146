import type { Command } from '../command.ts';
import { CommandError } from '../errors.ts';

/** Commands of kubectl that Skiff does not simulate: known by name, refused when run. */
export const unsimulated: readonly Command[] = [
  refused('certificate', 'SUBCOMMAND', 'Modify certificate resources'),
  refused('kuberc', 'SUBCOMMAND', 'Manage kuberc configuration files'),
];

function refused(name: string, use: string, short: string): Command {
  return {
    name,
    use,
    short,
    long: `${short}.\n\n Skiff does not simulate this command.`,
    run() {
      throw new CommandError(`kubectl ${name} is not simulated by Skiff`);
    },
  };
}
