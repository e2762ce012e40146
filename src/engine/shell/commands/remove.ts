import type { TreeNode } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannot, problem } from './file-problem.ts';

/** `rm`. */
export const rm: CommandDefinition = {
  name: 'rm',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Remove (unlink) the FILE(s).',
  short: 'rRfivdI',
  long: { recursive: 'r', force: 'f', verbose: 'v', dir: 'd' },
  *run(call: Call): Task<number> {
    const recursive = call.has('r') || call.has('R');
    if (call.operands.length === 0) return call.has('f') ? 0 : call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const { fs } = call.process;
      const path = call.path(name);
      const node = tryFile(() => fs.entry(path));
      if (!node.ok) {
        if (!call.has('f') || node.error.code !== 'ENOENT')
          status = cannot(call, `cannot remove '${name}'`, `can't remove '${name}'`, node.error.message);
        continue;
      }
      if (path === '/' || /(^|\/)\.{1,2}\/*$/.test(name)) {
        if (path === '/')
          call.complain(
            "it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe",
          );
        else call.complain(`refusing to remove '.' or '..' directory: skipping '${name}'`);
        status = 1;
        continue;
      }
      if (node.value.type === 'directory' && !recursive && !call.has('d')) {
        status =
          call.style === 'busybox'
            ? call.fail(`'${name}' is a directory`)
            : call.fail(`cannot remove '${name}': Is a directory`);
        continue;
      }
      if (call.has('i') && !(yield* confirm(call, name, node.value))) continue;
      const error = problem(() => fs.remove(path, { recursive }));
      if (error !== undefined) {
        const text = error === 'Invalid argument' ? 'Device or resource busy' : error;
        status = cannot(call, `cannot remove '${name}'`, `can't remove '${name}'`, text);
      } else if (call.has('v')) call.print(`removed ${node.value.type === 'directory' ? 'directory ' : ''}'${name}'\n`);
    }
    return status;
  },
};

function* confirm(call: Call, name: string, node: TreeNode): Task<boolean> {
  const kind =
    node.type === 'directory'
      ? 'directory'
      : node.type === 'link'
        ? 'symbolic link'
        : node.content === ''
          ? 'regular empty file'
          : 'regular file';
  call.process.stderr.write(`rm: remove ${kind} '${name}'? `);
  const answer = yield* call.process.stdin.readLine();
  return /^[yY]/.test(answer ?? '');
}
