import type { TreeNode } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import { baseName, joinPath } from '../files/paths.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannot, problem } from './file-problem.ts';

/** Where `cp` and `mv` put a source: into a directory under its own name, or exactly there. */
function targets(
  call: Call,
): { readonly sources: readonly string[]; readonly target: string; readonly into: boolean } | number {
  const given = call.value('t');
  const sources = [...call.operands];
  const target = given ?? sources.pop();
  if (target === undefined) return call.misuse('missing file operand');
  const [first] = sources;
  if (first === undefined) return call.misuse(`missing destination file operand after '${target}'`);
  const into = !call.has('T') && call.process.fs.isDirectory(call.path(target));
  if (sources.length > 1 && !into)
    return call.fail(
      call.style === 'busybox' ? `target '${target}' is not a directory` : `target '${target}' is not a directory`,
    );
  return { sources, target, into };
}

/** `cp`. */
export const cp: CommandDefinition = {
  name: 'cp',
  synopsis: '[OPTION]... SOURCE... DEST',
  summary: 'Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.',
  short: 'rRafipvnutLPHTdl',
  long: {
    recursive: 'r',
    archive: 'a',
    force: 'f',
    interactive: 'i',
    verbose: 'v',
    'no-clobber': 'n',
    update: 'u',
    'no-dereference': 'P',
    'no-target-directory': 'T',
    'target-directory': 't',
  },
  *run(call: Call): Task<number> {
    const where = targets(call);
    if (typeof where === 'number') return where;
    const recursive = call.has('r') || call.has('R') || call.has('a');
    let status = 0;
    for (const source of where.sources) {
      const { fs } = call.process;
      const node = tryFile(() =>
        call.has('P') || call.has('a') || call.has('d') ? fs.entry(call.path(source)) : fs.node(call.path(source)),
      );
      if (!node.ok) {
        status = cannot(call, `cannot stat '${source}'`, `can't stat '${source}'`, node.error.message);
        continue;
      }
      if (node.value.type === 'directory' && !recursive) {
        status = call.fail(
          call.style === 'busybox'
            ? `omitting directory '${source}'`
            : `-r not specified; omitting directory '${source}'`,
        );
        continue;
      }
      const target = where.into
        ? joinPath(where.target, baseName(source.replace(/\/\.?$/, '') || source))
        : where.target;
      const to = source.endsWith('/.') ? call.path(where.target) : call.path(target);
      if (to === call.path(source)) {
        status = call.fail(`'${source}' and '${target}' are the same file`);
        continue;
      }
      if (node.value.type === 'directory' && `${to}/`.startsWith(`${call.path(source)}/`)) {
        status = call.fail(`cannot copy a directory, '${source}', into itself, '${target}'`);
        continue;
      }
      if (call.has('n') && fs.exists(to)) continue;
      const error = problem(() => copyNode(call, call.path(source), to, node.value));
      if (error !== undefined)
        status = cannot(call, `cannot create regular file '${target}'`, `can't create '${target}'`, error);
      else if (call.has('v')) call.print(`'${source}' -> '${target}'\n`);
      yield* call.process.breathe();
    }
    return status;
  },
};

function copyNode(call: Call, from: string, to: string, node: TreeNode): void {
  const { fs } = call.process;
  call.process.step();
  if (node.type === 'link') {
    if (tryFile(() => fs.entry(to)).ok) fs.remove(to);
    fs.symlink(node.target, to);
  } else if (node.type === 'file') {
    const opened = fs.open(to, { truncate: true });
    opened.write(node.content);
    opened.fill(node.zeros ?? 0);
    fs.chmod(to, node.mode);
  } else {
    if (!fs.isDirectory(to)) fs.makeDirectory(to);
    for (const name of fs.list(from)) {
      const child =
        call.has('a') || call.has('P') || call.has('d')
          ? fs.entry(joinPath(from, name))
          : fs.entry(joinPath(from, name));
      copyNode(call, joinPath(from, name), joinPath(to, name), child);
    }
  }
}

/** `mv`. */
export const mv: CommandDefinition = {
  name: 'mv',
  synopsis: '[OPTION]... SOURCE... DEST',
  summary: 'Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.',
  short: 'finvut:T',
  long: {
    force: 'f',
    interactive: 'i',
    'no-clobber': 'n',
    verbose: 'v',
    update: 'u',
    'target-directory': 't',
    'no-target-directory': 'T',
  },
  run(call: Call): number {
    const where = targets(call);
    if (typeof where === 'number') return where;
    let status = 0;
    for (const source of where.sources) {
      const { fs } = call.process;
      const from = call.path(source);
      const node = tryFile(() => fs.entry(from));
      if (!node.ok) {
        status = cannot(call, `cannot stat '${source}'`, `can't rename '${source}'`, node.error.message);
        continue;
      }
      const target = where.into ? joinPath(where.target, baseName(source)) : where.target;
      const to = call.path(target);
      if (from === to) {
        status = call.fail(`'${source}' and '${target}' are the same file`);
        continue;
      }
      if (call.has('n') && fs.exists(to)) continue;
      const error = problem(() => fs.rename(from, to));
      if (error !== undefined) {
        const text =
          error === 'Invalid argument' ? `cannot move '${source}' to a subdirectory of itself, '${target}'` : undefined;
        status =
          text !== undefined && call.style === 'gnu'
            ? call.fail(text)
            : cannot(call, `cannot move '${source}' to '${target}'`, `can't rename '${source}'`, error);
      } else if (call.has('v')) call.print(`renamed '${source}' -> '${target}'\n`);
    }
    return status;
  },
};
