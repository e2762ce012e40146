import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';

/** Opens a file in the person's editor (`$KUBE_EDITOR`, `$EDITOR`, else vi) and waits for its end. Throws when it fails. Models: kubectl/pkg/cmd/util/editor.Editor */
export function* openEditor(context: CommandContext, path: string): Task<void> {
  const { process } = context;
  const editor = process.env.get('KUBE_EDITOR') || process.env.get('EDITOR') || 'vi';
  const words = /["'\\]/.test(editor)
    ? ['sh', '-c', `${editor} ${quote(path)}`]
    : [...editor.split(' ').filter((word) => word !== ''), path];
  const child = process.spawn({ argv: words, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr });
  if ('error' in child) {
    const { editFile } = process.machine;
    if (editor !== 'vi' || editFile === undefined) {
      const problem = editor.includes('/') ? 'there was a problem with the editor' : 'unable to launch the editor';
      throw new CommandError(`${problem} ${quote(editor)}`);
    }
    const { saved } = yield* editFile(path, process.fs.read(path));
    if (saved !== undefined) process.fs.write(path, saved);
    return;
  }
  const status = yield* child.wait();
  if (status !== 0) throw new CommandError(`there was a problem with the editor ${quote(editor)}`);
}

/** A name for a temporary file that is not taken: `/tmp/kubectl-edit-123456789.yaml`. */
export function temporaryPath(context: CommandContext, attempt: number, extension: '.yaml' | '.json'): string {
  const random = context.process.machine.random.fork(`kubectl-edit/${context.process.pid}/${attempt}`);
  for (;;) {
    const path = `/tmp/kubectl-edit-${random.integer(1_000_000_000, 4_294_967_295)}${extension}`;
    if (!context.process.fs.exists(path)) return path;
  }
}
