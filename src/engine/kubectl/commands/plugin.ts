import type { Command, CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { runGroup } from '../kubectl.ts';

const list: Command = {
  name: 'list',
  use: '[flags]',
  short: "List all visible plugin executables on a user's PATH",
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
