import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';

/** One object as it is and as it would be; a file of each. */
export interface Pair {
  readonly file: string;
  /** Empty for an object that is not there yet. */
  readonly live: string;
  readonly merged: string;
}

/**
 * Runs the program of `KUBECTL_EXTERNAL_DIFF` over two folders; its flags stand after them, and only words of letters, digits, dashes and equals
 * signs are taken. Its status 1 says that there are differences. Models: kubectl/pkg/cmd/diff.DiffProgram
 */
export function* runExternalDiff(
  context: CommandContext,
  program: string,
  pairs: readonly Pair[],
  folders: { readonly live: string; readonly merged: string },
): Task<number> {
  const { process } = context;
  const [name = '', ...words] = program.split(' ');
  for (const folder of [folders.live, folders.merged]) process.fs.makeDirectory(folder, { parents: true });
  for (const { file, live, merged } of pairs) {
    process.fs.write(`${folders.live}/${file}`, live);
    process.fs.write(`${folders.merged}/${file}`, merged);
  }
  try {
    const flags = words.filter((word) => /^[a-zA-Z0-9=-]+$/.test(word));
    const child = process.spawn({
      argv: [name, folders.live, folders.merged, ...flags],
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
    });
    if ('error' in child) {
      throw new CommandError(`failed to run ${quote(name)}: executable file not found in $PATH`);
    }
    const status = yield* child.wait();
    if (status > 1) throw new CommandError(`failed to run ${quote(name)}: exit status ${status}`, status - 1);
    return status;
  } finally {
    for (const folder of [folders.live, folders.merged]) process.fs.remove(folder, { recursive: true });
  }
}
