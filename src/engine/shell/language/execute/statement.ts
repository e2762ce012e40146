import type { AndOr, CommandNode, CompoundList, PipelineNode, Statement } from 'unbash';
import type { Task } from '../../process/types.ts';
import { ExitFlow, InterruptFlow } from '../flow.ts';
import type { Shell } from '../shell.ts';
import { runErrorTrap, runPendingTraps } from '../signals.ts';
import { runInBackground } from './background.ts';
import { runCompound } from './compound.ts';
import { runPipeline } from './pipeline.ts';
import { runSimpleCommand } from './simple-command.ts';

/** Runs statements in order; the status of the last. `last`: nothing comes after them in this process. */
export function* runStatements(shell: Shell, statements: readonly Statement[], last = false): Task<number> {
  let status = 0;
  const final = statements.length - 1;
  for (let at = 0; at <= final; at++) {
    const statement = statements[at];
    if (statement === undefined) break;
    status = yield* runStatement(shell, statement, last && at === final);
  }
  return status;
}

/** Runs the statements of a compound command's body or condition. */
export function runList(shell: Shell, list: CompoundList, last = false): Task<number> {
  return runStatements(shell, list.commands, last);
}

function* runStatement(shell: Shell, statement: Statement, last: boolean): Task<number> {
  const { command } = statement;
  if (statement.background === true) {
    shell.lastStatus = runInBackground(shell, statement);
    return shell.lastStatus;
  }
  return command.type === 'AndOr' ? yield* runAndOr(shell, command, last) : yield* runNode(shell, command, last);
}

/** `a && b || c`. */
export function* runAndOr(shell: Shell, node: AndOr, last: boolean): Task<number> {
  let status = 0;
  const final = node.commands.length - 1;
  for (const [at, command] of node.commands.entries()) {
    const operator = at === 0 ? undefined : node.operators[at - 1];
    if (operator === '&&' && status !== 0) continue;
    if (operator === '||' && status === 0) continue;
    if (at < final) {
      shell.conditionDepth++;
      try {
        status = yield* runNode(shell, command, false);
      } finally {
        shell.conditionDepth--;
      }
    } else status = yield* runNode(shell, command, last);
  }
  return status;
}

/** Runs one command of any kind, then what signals and `set -e` ask for. */
export function* runNode(shell: Shell, node: PipelineNode | CommandNode, last: boolean): Task<number> {
  shell.process.step();
  shell.position = node.pos;
  let status: number;
  let counts = true;
  if (node.type === 'Command') {
    status = yield* runSimpleCommand(shell, node, last);
    shell.pipeStatus = undefined;
  } else if (node.type === 'Pipeline') {
    status = yield* runPipeline(shell, node, last);
    counts = !node.prefixes.some((prefix) => prefix.type === 'Negation');
  } else {
    status = yield* runCompound(shell, node, last);
    const inner = node.type === 'Redirected' ? node.command.type : node.type;
    counts = inner === 'Subshell' || inner === 'TestCommand' || inner === 'ArithmeticCommand';
  }
  shell.lastStatus = status;
  if (shell.pendingSignals.length > 0) yield* runPendingTraps(shell);
  if (shell.interrupted) {
    shell.interrupted = false;
    throw new InterruptFlow();
  }
  if (status !== 0 && counts && shell.conditionDepth === 0 && shell.traps.has('ERR')) yield* runErrorTrap(shell);
  if (status !== 0 && counts && shell.options.errexit && shell.conditionDepth === 0) throw new ExitFlow(status);
  return status;
}
