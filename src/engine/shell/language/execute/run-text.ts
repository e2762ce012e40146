import type { Task } from '../../process/types.ts';
import type { Shell } from '../shell.ts';
import { parseScript, syntaxMessage } from '../syntax.ts';
import { runStatements } from './statement.ts';

/**
 * Runs a script's text in the shell: `-c`, `eval`, `.`, a trap, a line at the prompt. What stands on lines before a syntax error is run, then the
 * error reported (status 2). `last`: nothing comes after it in this process, so that its last command may take the process over.
 */
export function* runText(shell: Shell, text: string, last = false): Task<number> {
  const script = parseScript(text);
  const { source, position } = shell;
  shell.source = text;
  shell.position = 0;
  try {
    const error = script.errors?.[0];
    if (error === undefined) {
      if (shell.options.noexec) return 0;
      return script.commands.length === 0 ? 0 : yield* runStatements(shell, script.commands, last);
    }
    const lineStart = text.lastIndexOf('\n', Math.max(0, error.pos - 1));
    const before = script.commands.filter((statement) => statement.end <= lineStart);
    if (before.length > 0) yield* runStatements(shell, before, false);
    const message = syntaxMessage(shell.flavour, text, error);
    shell.position = error.pos;
    complainOfSyntax(shell, message);
    shell.lastStatus = 2;
    return 2;
  } finally {
    shell.source = source;
    shell.position = position;
  }
}

function complainOfSyntax(shell: Shell, message: { readonly line: number; readonly texts: readonly string[] }): void {
  const where =
    shell.flavour === 'bash' && shell.fromCommandString && !shell.interactive
      ? `${shell.name}: -c: line ${message.line}: `
      : undefined;
  for (const text of message.texts) {
    if (where === undefined) shell.complain(text);
    else shell.io.stderr.write(`${where}${text}\n`);
  }
}
