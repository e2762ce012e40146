import type { Assignment, Command, Word } from 'unbash';
import { BrokenPipe } from '../../process/endings.ts';
import type { Task } from '../../process/types.ts';
import { type Builtin, builtinOf, isDeclaration, isSpecial } from '../builtins/table.ts';
import { readOnlyText } from '../expand/parameter.ts';
import { expandAssignmentWord, expandText, expandWords, targetText } from '../expand/word.ts';
import { FatalFlow, ReturnFlow } from '../flow.ts';
import { BadDescriptor, type Io } from '../io.ts';
import { quoteForTrace } from '../quote.ts';
import { type Shell, type ShellFunction, writeQuietly } from '../shell.ts';
import { ReadOnlyVariable, type Variable } from '../variables.ts';
import { assign } from './assign.ts';
import { runCompound } from './compound.ts';
import { redirect } from './redirect.ts';
import { runProgram } from './run-program.ts';
import { runText } from './run-text.ts';
import { runList } from './statement.ts';

/** Runs assignments, a builtin, a function or a program. `last`: it may take the process over. */
export function* runSimpleCommand(shell: Shell, node: Command, last: boolean): Task<number> {
  if (shell.expandAliases && node.name !== undefined) {
    const replaced = aliasText(shell, node, node.name);
    if (replaced !== undefined) return yield* runAliased(shell, replaced.text, replaced.name);
  }
  const outer = shell.io;
  const ends = shell.substitutionEnds.length;
  shell.substitutionStatus = undefined;
  try {
    const argv: string[] = [];
    if (node.name !== undefined) yield* expandWords(shell, [node.name], argv);
    const declares = argv[0] !== undefined && isDeclaration(argv[0]);
    const words: Word[] = [];
    for (const part of node.suffix) {
      if (part.type === 'Word') {
        words.push(part);
        continue;
      }
      if (part.type !== 'Assignment') continue;
      if (words.length > 0) yield* expandWords(shell, words.splice(0), argv);
      if (declares) yield* declarationWord(shell, part, argv);
      else yield* expandAssignmentWord(shell, part, argv);
    }
    if (words.length > 0) yield* expandWords(shell, words, argv);
    const assignments: Assignment[] = [];
    for (const part of node.prefix) if (part.type === 'Assignment') assignments.push(part);
    if (argv.length === 0) return yield* assignOnly(shell, node, assignments);
    return yield* runWords(shell, node, argv, assignments, last);
  } catch (error) {
    if (error instanceof ReadOnlyVariable) {
      shell.complain(readOnlyText(shell, error.variable));
      throw new FatalFlow(shell.wording.expansionStatus);
    }
    throw error;
  } finally {
    const kept = shell.execIo !== undefined;
    shell.io = keepExec(shell, outer);
    const opened = shell.substitutionEnds.splice(ends);
    if (!kept) for (const end of opened) end.release();
  }
}

/** What `exec >file` set stays; everything else a command redirected goes. */
function keepExec(shell: Shell, outer: Io): Io {
  const kept = shell.execIo;
  shell.execIo = undefined;
  return kept ?? outer;
}

function* declarationWord(shell: Shell, part: Assignment, argv: string[]): Task<void> {
  if (part.value.type === 'ArrayValue') {
    const [command] = argv;
    const global = argv.includes('-g') || command === 'export' || command === 'readonly';
    if (shell.functionDepth > 0 && !global) shell.variables.local(part.name);
    if (argv.some((word) => /^-[a-z]*A/.test(word))) shell.variables.setItems(part.name, new Map(), true);
    yield* assign(shell, part);
    argv.push(part.name);
    return;
  }
  argv.push(`${targetText(part)}=${yield* expandText(shell, part.value, true)}`);
}

function* assignOnly(shell: Shell, node: Command, assignments: readonly Assignment[]): Task<number> {
  for (const assignment of assignments) yield* assign(shell, assignment);
  if (shell.options.xtrace)
    trace(
      shell,
      assignments.map((assignment) => assignment.text),
    );
  if (node.redirects.length > 0) {
    const redirected = yield* redirect(shell, node.redirects);
    if ('failed' in redirected) return redirected.failed;
  }
  return shell.substitutionStatus ?? 0;
}

function* runWords(
  shell: Shell,
  node: Command,
  argv: readonly string[],
  assignments: readonly Assignment[],
  last: boolean,
): Task<number> {
  const name = argv[0] ?? '';
  const builtin = builtinOf(shell.flavour, name);
  const special = builtin !== undefined && isSpecial(name) && shell.flavour !== 'bash';
  const defined = special ? undefined : shell.functions.get(name);
  if (shell.options.xtrace)
    trace(shell, [
      ...assignments.map(({ text }) => text),
      ...argv.map((word) => (shell.flavour === 'dash' ? word : quoteForTrace(word))),
    ]);
  if (node.redirects.length > 0) {
    const redirected = yield* redirect(shell, node.redirects);
    if ('failed' in redirected) {
      if (builtin !== undefined && isSpecial(name) && !shell.interactive && shell.flavour !== 'bash')
        throw new FatalFlow(2);
      return redirected.failed;
    }
    shell.io = redirected.io;
  }
  if (defined === undefined && builtin === undefined) return yield* runExternal(shell, node, argv, assignments, last);
  const saved: [string, Variable | undefined][] = [];
  for (const assignment of assignments) {
    saved.push([assignment.name, shell.variables.variable(assignment.name)]);
    yield* assign(shell, assignment);
    shell.variables.mark(assignment.name, { exported: true });
  }
  try {
    if (defined !== undefined) return yield* callFunction(shell, defined, argv);
    return builtin === undefined ? 127 : yield* callBuiltin(shell, builtin, argv);
  } finally {
    if (!(defined === undefined && isSpecial(name) && shell.flavour !== 'bash')) {
      for (const [variable, before] of saved.reverse()) shell.variables.restore(variable, before);
    }
  }
}

function* callBuiltin(shell: Shell, builtin: Builtin, argv: readonly string[]): Task<number> {
  try {
    const result = builtin(shell, argv);
    return typeof result === 'number' ? result : yield* result;
  } catch (error) {
    if (error instanceof BadDescriptor) {
      shell.complain(`${argv[0] ?? ''}: write error: Bad file descriptor`);
      return 1;
    }
    if (error instanceof BrokenPipe && shell.interactive) return 141;
    throw error;
  }
}

/** Calls a function with its own positional parameters. */
export function* callFunction(shell: Shell, called: ShellFunction, argv: readonly string[]): Task<number> {
  const { positional, source, loopDepth } = shell;
  shell.enterFunction(argv[0] ?? '');
  shell.positional = argv.slice(1);
  shell.source = called.source;
  shell.loopDepth = 0;
  try {
    const body = called.body;
    return body.type === 'CompoundList' ? yield* runList(shell, body) : yield* runCompound(shell, body, false);
  } catch (flow) {
    if (flow instanceof ReturnFlow) return flow.status;
    throw flow;
  } finally {
    shell.leaveFunction();
    shell.positional = positional;
    shell.source = source;
    shell.loopDepth = loopDepth;
  }
}

function* runExternal(
  shell: Shell,
  node: Command,
  argv: readonly string[],
  assignments: readonly Assignment[],
  last: boolean,
): Task<number> {
  let env = shell.variables.exported();
  if (assignments.length > 0) {
    const own = new Map(env);
    for (const assignment of assignments) {
      if (assignment.value.type === 'Word') own.set(assignment.name, yield* expandText(shell, assignment.value, true));
    }
    env = own;
  }
  const text = (): string => shell.source.slice(node.pos, node.end);
  return yield* runProgram(
    shell,
    argv,
    env,
    last && shell.traps.size === 0 && (!shell.interactive || shell.isSubshell),
    text,
  );
}

/** The command's text with its alias put in; undefined when it has none or is being expanded from it. */
function aliasText(
  shell: Shell,
  node: Command,
  name: Word,
): { readonly text: string; readonly name: string } | undefined {
  if (name.parts !== undefined || name.text !== name.value || shell.expandingAliases.has(name.text)) return undefined;
  const value = shell.aliases.get(name.text);
  if (value === undefined) return undefined;
  const source = shell.source;
  return { text: source.slice(node.pos, name.pos) + value + source.slice(name.end, node.end), name: name.text };
}

function* runAliased(shell: Shell, text: string, name: string): Task<number> {
  shell.expandingAliases.add(name);
  try {
    return yield* runText(shell, text);
  } finally {
    shell.expandingAliases.delete(name);
  }
}

function trace(shell: Shell, words: readonly string[]): void {
  writeQuietly(shell.io.stderr, `${shell.variables.get('PS4') ?? '+ '}${words.join(' ')}\n`);
}
