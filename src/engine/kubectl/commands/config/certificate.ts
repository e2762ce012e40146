import { encodeBase64 } from '../../../cluster/base64.ts';
import type { CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';

/** A certificate by its path, or its content with `--embed-certs`; each takes the other's place. */
export function certificate(context: CommandContext, flag: string): { readonly [field: string]: string | undefined } {
  const { flags, process } = context;
  if (!flags.changed(flag)) return {};
  const path = flags.string(flag);
  if (!flags.bool('embed-certs'))
    return { [flag]: path === '' ? '' : process.fs.resolve(process.cwd, path), [`${flag}-data`]: '' };
  const full = process.fs.resolve(process.cwd, path);
  if (!process.fs.exists(full))
    throw new CommandError(`could not stat ${flag} file ${path}: stat ${path}: no such file or directory`);
  return { [flag]: '', [`${flag}-data`]: encodeBase64(process.fs.read(full)) };
}
