import type { Command } from '../command.ts';
import { CommandError } from '../errors.ts';
import { findCommand } from '../find.ts';
import { globalFlags } from '../globalFlags.ts';
import { flagsText, helpText } from '../help.ts';

/** `kubectl help [COMMAND]`. */
export const help: Command = {
  name: 'help',
  use: '[command]',
  short: 'Help about any command',
  long: 'Help provides help for any command in the application.\nSimply type kubectl help [path to command] for full details.',
  hidden: true,
  run(context) {
    const { command, path, rest } = findCommand(context.root, context.args, globalFlags);
    if (rest.length > 0) {
      throw new CommandError(`Unknown help topic [${context.args.map((arg) => `\`${arg}\``).join(' ')}]`);
    }
    context.out(helpText(command, path));
    return 0;
  },
};

/** `kubectl options`: the flags that every command takes. */
export const options: Command = {
  name: 'options',
  use: '',
  short: 'Print the list of flags inherited by all commands',
  examples: '# Print flags inherited by all commands\nkubectl options',
  run(context) {
    context.out(`The following options can be passed to any command:\n\n${flagsText(globalFlags)}`);
    return 0;
  },
};
