import type { Command, CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { runGroup } from '../kubectl.ts';

const list: Command = {
  name: 'list',
  use: '[flags]',
  short: "List all visible plugin executables on a user's PATH",
  long: 'List all available plugin files on a user\'s PATH. To see plugins binary names without the full path use --name-only flag.\n\n Available plugin files are those that are: - executable - anywhere on the user\'s PATH - begin with "kubectl-"',
  flags: [
    {
      name: 'name-only',
      type: 'bool',
      usage: 'If true, display only the binary name of each plugin, rather than its full path',
    },
  ],
  run(context) {
    const found = pluginFiles(context);
    if (found.length === 0) throw new CommandError('unable to find any kubectl plugins in your PATH');
    const nameOnly = context.flags.bool('name-only');
    context.out(
      `The following compatible plugins are available:\n\n${found.map((path) => `${nameOnly ? path.slice(path.lastIndexOf('/') + 1) : path}\n`).join('')}`,
    );
    return 0;
  },
};

/** `kubectl plugin`. Models: kubectl/pkg/cmd/plugin */
export const plugin: Command = {
  name: 'plugin',
  use: '[flags]',
  short: 'Provides utilities for interacting with plugins',
  long: 'Provides utilities for interacting with plugins.\n\n Plugins provide extended functionality that is not part of the major command-line distribution.',
  subcommands: [list],
  run: runGroup,
};

/** The executables on the PATH whose names begin with `kubectl-`. */
function pluginFiles(context: CommandContext): readonly string[] {
  const { fs, env } = context.process;
  return (env.get('PATH') ?? '').split(':').flatMap((folder) => {
    if (folder === '' || !fs.exists(folder) || !fs.isDirectory(folder)) return [];
    return fs
      .list(folder)
      .filter((name) => name.startsWith('kubectl-'))
      .map((name) => `${folder}/${name}`);
  });
}
