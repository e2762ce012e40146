import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';

/** The template in a file that `-o …-file=` names. */
export function readTemplateFile(context: CommandContext, path: string, what = '--template'): string {
  const { fs, cwd } = context.process;
  const full = fs.resolve(cwd, path);
  if (!fs.exists(full))
    throw new CommandError(`error reading ${what} ${path}, open ${path}: no such file or directory`);
  if (fs.isDirectory(full)) throw new CommandError(`error reading ${what} ${path}, read ${path}: is a directory`);
  return fs.read(full);
}
