import type { Command, CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { type Found, findCommand } from '../find.ts';
import { globalFlags } from '../global-flags.ts';
import { flagsText, helpText, usageText } from '../help.ts';

/** `kubectl help [COMMAND]`. */
export const help: Command = {
  name: 'help',
  use: '[command]',
  short: 'Help about any command',
  long: 'Help provides help for any command in the application.\nSimply type kubectl help [path to command] for full details.',
  hidden: true,
  run(context) {
    const found = topic(context);
    if (found === undefined) {
      const words = context.args.map((arg) => `\`${arg}\``).join(' ');
      context.err(`Unknown help topic [${words}]\n${usageText(context.root, [context.root.name])}`);
      return 0;
    }
    context.out(helpText(found.command, found.path));
    return 0;
  },
};

function topic(context: CommandContext): Found | undefined {
  try {
    return findCommand(context.root, context.args, globalFlags);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** `kubectl options`: the flags that every command takes. */
export const options: Command = {
  name: 'options',
  use: '',
  short: 'Print the list of flags inherited by all commands',
  examples: '# Print flags inherited by all commands\nkubectl options',
  helpInstead: { err: '' },
  run(context) {
    context.out(`The following options can be passed to any command:\n\n${flagsText(globalFlags)}`);
    return 0;
  },
};
