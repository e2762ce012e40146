import { tryFile } from '../files/errors.ts';
import { baseName, joinPath } from '../files/paths.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannot, problem } from './file-problem.ts';

/** `touch`. */
export const touch: CommandDefinition = {
  name: 'touch',
  synopsis: '[OPTION]... FILE...',
  summary: 'Update the modification times of each FILE to the current time.',
  short: 'acmhd:t:r:',
  long: { 'no-create': 'c', date: 'd', reference: 'r' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing file operand');
    if (call.has('d') || call.has('t') || call.has('r'))
      return call.fail('setting a time other than now is not supported here');
    let status = 0;
    for (const name of call.operands) {
      if (call.has('c') && !call.process.fs.exists(call.path(name))) continue;
      const error = problem(() => call.process.fs.touch(call.path(name)));
      if (error !== undefined) status = cannot(call, `cannot touch '${name}'`, name, error);
    }
    return status;
  },
};

/** `ln`. */
export const ln: CommandDefinition = {
  name: 'ln',
  synopsis: '[OPTION]... TARGET [LINK_NAME]',
  summary: 'Create a link to TARGET with the name LINK_NAME.',
  short: 'sfnvT',
  long: { symbolic: 's', force: 'f', 'no-dereference': 'n', verbose: 'v' },
  run(call: Call): number {
    const { fs } = call.process;
    const [target, given = '.'] = call.operands;
    if (target === undefined) return call.misuse('missing file operand');
    const into = !call.has('n') && !call.has('T') && fs.isDirectory(call.path(given));
    const name = into ? joinPath(given, baseName(target)) : given;
    const path = call.path(name);
    if (call.has('f') && tryFile(() => fs.entry(path)).ok) {
      const error = problem(() => fs.remove(path));
      if (error !== undefined) return call.fail(`cannot remove '${name}': ${error}`);
    }
    const error = problem(() => (call.has('s') ? fs.symlink(target, path) : fs.link(call.path(target), path)));
    if (error === undefined) return 0;
    if (!call.has('s') && error === 'No such file or directory')
      return cannot(call, `failed to access '${target}'`, target, error);
    return cannot(call, `failed to create ${call.has('s') ? 'symbolic ' : 'hard '}link '${name}'`, name, error);
  },
};
