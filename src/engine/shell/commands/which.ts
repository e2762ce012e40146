import { findCommand } from '../process/executable.ts';
import type { Call, CommandDefinition } from './command.ts';

/** `which`. */
export const which: CommandDefinition = {
  name: 'which',
  synopsis: '[-a] COMMAND...',
  summary: 'Locate a command.',
  short: 'as',
  run(call: Call): number {
    let status = call.operands.length === 0 ? 1 : 0;
    for (const name of call.operands) {
      const path = findCommand(call.process.fs, call.process.cwd, call.process.env.get('PATH'), name);
      const node = path === undefined ? undefined : call.process.fs.node(path);
      if (path !== undefined && node?.type === 'file' && (node.mode & 0o111) !== 0) call.print(`${path}\n`);
      else status = 1;
    }
    return status;
  },
};
