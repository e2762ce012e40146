import { SIGNALS, signalName } from '../process/signals.ts';
import type { Task } from '../process/types.ts';
import { runText } from './execute/run-text.ts';
import { ExitFlow } from './flow.ts';
import type { Shell } from './shell.ts';

/** Takes a signal over for a trap: its command runs once the command that is running has ended. An empty command ignores the signal. */
export function setTrap(shell: Shell, name: string, command: string): void {
  shell.traps.set(name, command);
  const signal = SIGNALS.get(name);
  if (signal === undefined) return;
  shell.process.onSignal(signal, () => {
    if (command === '') return;
    shell.pendingSignals.push(signal);
    shell.wakeOnSignal?.();
  });
}

/** Gives a signal its default action back. */
export function clearTrap(shell: Shell, name: string): void {
  shell.traps.delete(name);
  const signal = SIGNALS.get(name);
  if (signal === undefined) return;
  if (shell.jobControl && name === 'INT') shell.process.onSignal(signal, () => interrupt(shell));
  else shell.process.onSignal(signal, undefined);
}

/** Ctrl-C at an interactive shell. */
export function interrupt(shell: Shell): void {
  shell.interrupted = true;
  shell.wakeOnSignal?.();
}

/** Runs the traps of the signals that have come. */
export function* runPendingTraps(shell: Shell): Task<void> {
  for (;;) {
    const signal = shell.pendingSignals.shift();
    if (signal === undefined) return;
    const command = shell.traps.get(signalName(signal));
    if (command === undefined) continue;
    const status = shell.lastStatus;
    yield* runText(shell, command);
    shell.lastStatus = status;
  }
}

/** Runs `trap … ERR` (bash) after a command that failed; not for what fails inside it. */
export function* runErrorTrap(shell: Shell): Task<void> {
  const command = shell.traps.get('ERR');
  if (command === undefined || shell.functionDepth > 0) return;
  const status = shell.lastStatus;
  shell.traps.delete('ERR');
  yield* runText(shell, command);
  if (!shell.traps.has('ERR')) shell.traps.set('ERR', command);
  shell.lastStatus = status;
}

/** Runs `trap … EXIT` and gives the status the shell ends with. */
export function* runExitTrap(shell: Shell, status: number): Task<number> {
  const command = shell.traps.get('EXIT');
  if (command === undefined) return status;
  shell.traps.delete('EXIT');
  shell.lastStatus = status;
  try {
    yield* runText(shell, command);
  } catch (flow) {
    if (flow instanceof ExitFlow) return flow.status;
    throw flow;
  }
  return status;
}
