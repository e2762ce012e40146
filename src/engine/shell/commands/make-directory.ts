import { FileFailure } from '../files/errors.ts';
import { directoryName } from '../files/paths.ts';
import type { Call, CommandDefinition } from './command.ts';
import { cannot, problem } from './file-problem.ts';

/** `mkdir`. */
export const mkdir: CommandDefinition = {
  name: 'mkdir',
  synopsis: '[OPTION]... DIRECTORY...',
  summary: 'Create the DIRECTORY(ies), if they do not already exist.',
  short: 'pvm:',
  long: { parents: 'p', verbose: 'v', mode: 'm' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const mode = call.value('m');
      const error = problem(() => {
        call.process.fs.makeDirectory(call.path(name), { parents: call.has('p') });
        if (mode !== undefined && /^[0-7]+$/.test(mode))
          call.process.fs.chmod(call.path(name), Number.parseInt(mode, 8));
      });
      if (error !== undefined)
        status = cannot(call, `cannot create directory '${name}'`, `can't create directory '${name}'`, error);
      else if (call.has('v')) call.print(`mkdir: created directory '${name}'\n`);
    }
    return status;
  },
};

/** `rmdir`. */
export const rmdir: CommandDefinition = {
  name: 'rmdir',
  synopsis: '[OPTION]... DIRECTORY...',
  summary: 'Remove the DIRECTORY(ies), if they are empty.',
  short: 'pv',
  long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': '1' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      for (let path = name; path !== '' && path !== '.' && path !== '/'; path = directoryName(path)) {
        const error = problem(() => {
          if (call.process.fs.entry(call.path(path)).type !== 'directory') throw new FileFailure('ENOTDIR', path);
          call.process.fs.remove(call.path(path));
        });
        if (error !== undefined) {
          if (!(call.has('1') && error === 'Directory not empty'))
            status = cannot(call, `failed to remove '${path}'`, `'${path}'`, error);
          break;
        }
        if (!call.has('p')) break;
      }
    }
    return status;
  },
};
