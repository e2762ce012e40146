import type { Statement } from 'unbash';
import { emptyReader } from '../../process/readers.ts';
import type { Shell } from '../shell.ts';
import { writeQuietly } from '../shell.ts';
import { runAndOr, runNode } from './statement.ts';
import { runSubshell } from './subshell.ts';

/** Starts `statement &`; its own status is 0. */
export function runInBackground(shell: Shell, statement: Statement): number {
  const { command } = statement;
  const io = shell.jobControl ? shell.io : { ...shell.io, stdin: emptyReader };
  const child = runSubshell(
    shell,
    io,
    (sub) => (command.type === 'AndOr' ? runAndOr(sub, command, true) : runNode(sub, command, true)),
    shell.jobControl ? { group: 'new' } : {},
  );
  if (child === undefined) return 254;
  shell.backgroundPid = child.pid;
  const text = shell.source.slice(statement.pos, statement.end).replace(/\s*&\s*$/, '');
  const number = shell.addJob([child], text);
  if (shell.jobControl) writeQuietly(shell.io.stderr, `[${number}] ${child.pid}\n`);
  return 0;
}
