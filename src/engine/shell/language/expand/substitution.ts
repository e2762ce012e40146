import type { ParsedScript, ProcessSubstitutionPart, Word } from 'unbash';
import { tryFile } from '../../files/errors.ts';
import { createPipe } from '../../process/pipe.ts';
import type { Task } from '../../process/types.ts';
import { runStatements } from '../execute/statement.ts';
import { runSubshell } from '../execute/subshell.ts';
import { withDescriptor } from '../io.ts';
import type { Shell } from '../shell.ts';
import { syntaxMessage } from '../syntax.ts';
import { expandText } from './word.ts';

/** A `$( )` of whatever kind: its script, and for backticks the text its positions refer to. */
interface Substitution {
  readonly text: string;
  readonly script: ParsedScript | undefined;
}

/** Runs `$(…)` in a subshell and gives its output without trailing newlines. Sets the shell's `substitutionStatus`. */
export function* runSubstitution(shell: Shell, part: Substitution): Task<string> {
  const script = checked(shell, part);
  const file = fileToRead(script);
  if (file !== undefined) return yield* readFile(shell, file);
  const { reader, writer } = createPipe();
  const body = bodyOf(shell, script);
  const child = runSubshell(shell, { ...shell.io, stdout: writer }, body);
  writer.release();
  if (child === undefined) {
    reader.release();
    shell.substitutionStatus = 254;
    return '';
  }
  const text = yield* reader.readAll();
  reader.release();
  shell.process.allocate(text.length);
  shell.process.allocate(-text.length);
  const status = yield* child.wait();
  shell.substitutionStatus = status;
  shell.lastStatus = status;
  return text.replaceAll('\0', '').replace(/\n+$/, '');
}

/** Starts `<(…)` or `>(…)` and gives the path that leads to it. */
export function runProcessSubstitution(shell: Shell, part: ProcessSubstitutionPart): string {
  if (shell.flavour !== 'bash') shell.fail('Syntax error: "(" unexpected');
  const script = checked(shell, part);
  const { reader, writer } = createPipe();
  const reading = part.operator === '<';
  const io = reading ? { ...shell.io, stdout: writer } : { ...shell.io, stdin: reader };
  runSubshell(shell, io, bodyOf(shell, script));
  if (reading) writer.release();
  else reader.release();
  let fd = 63;
  while (shell.io.more?.has(fd) === true) fd--;
  shell.substitutionEnds.push(reading ? reader : writer);
  shell.io = withDescriptor(shell.io, fd, reading ? reader : writer);
  return `/dev/fd/${fd}`;
}

/** The word of `$(<file)`. */
function fileToRead(script: ParsedScript): Word | undefined {
  const command = script.commands.length === 1 ? script.commands[0]?.command : undefined;
  if (command?.type !== 'Command' || command.name !== undefined || command.prefix.length !== 1) return undefined;
  const only = command.prefix[0];
  return only?.type === 'Redirect' && only.operator === '<' && only.descriptor === undefined ? only.target : undefined;
}

function* readFile(shell: Shell, word: Word): Task<string> {
  const path = yield* expandText(shell, word);
  const read = tryFile(() => shell.process.fs.read(shell.process.fs.resolve(shell.process.cwd, path)));
  shell.substitutionStatus = read.ok ? 0 : 1;
  if (read.ok) return read.value.replace(/\n+$/, '');
  shell.complain(shell.wording.cannotOpen(path, read.error.message));
  return '';
}

function checked(shell: Shell, part: Substitution): ParsedScript {
  const script = part.script;
  if (script === undefined) return shell.fail(shell.wording.badSubstitution(part.text));
  const error = script.errors?.[0];
  if (error !== undefined) {
    const message = syntaxMessage(shell.flavour, script.source ?? shell.source, error);
    for (const text of message.texts) shell.complain(text);
    return shell.fail('', 2);
  }
  return script;
}

function bodyOf(shell: Shell, script: ParsedScript): (sub: Shell) => Task<number> {
  const source = script.source ?? shell.source;
  return (sub) => {
    sub.source = source;
    return runStatements(sub, script.commands, true);
  };
}
