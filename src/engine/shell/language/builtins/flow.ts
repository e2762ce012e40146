import { ExitFlow, LoopFlow, ReturnFlow } from '../flow.ts';
import type { Shell } from '../shell.ts';

function levels(shell: Shell, argv: readonly string[]): number {
  const text = argv[1] ?? '1';
  if (!/^\d+$/.test(text) || Number(text) < 1) {
    if (shell.flavour === 'bash') return shell.fail(`${argv[0]}: ${text}: numeric argument required`, 128);
    return shell.fail(`${argv[0]}: Illegal number: ${text}`, 2);
  }
  return Math.min(Number(text), shell.loopDepth);
}

/** `break [n]`. */
export function breakLoop(shell: Shell, argv: readonly string[]): number {
  return leaveLoop(shell, argv, 'break');
}

/** `continue [n]`. */
export function continueLoop(shell: Shell, argv: readonly string[]): number {
  return leaveLoop(shell, argv, 'continue');
}

function leaveLoop(shell: Shell, argv: readonly string[], kind: 'break' | 'continue'): number {
  const count = levels(shell, argv);
  if (count > 0) throw new LoopFlow(kind, count);
  if (shell.flavour === 'bash') shell.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
  return 0;
}

function statusArgument(shell: Shell, argv: readonly string[]): number {
  const text = argv[1];
  if (text === undefined) return shell.lastStatus;
  if (/^-?\d+$/.test(text)) return ((Number(text) % 256) + 256) % 256;
  if (shell.flavour === 'bash') {
    shell.complain(`${argv[0]}: ${text}: numeric argument required`);
    return 2;
  }
  shell.complain(
    shell.flavour === 'dash'
      ? `${argv[0]}: Illegal number: ${text}`
      : `${argv[0]}: line ${shell.line}: Illegal number: ${text}`,
  );
  return 2;
}

/** `exit [status]`. */
export function exit(shell: Shell, argv: readonly string[]): number {
  if (shell.flavour === 'bash' && argv.length > 2 && /^-?\d+$/.test(argv[1] ?? '')) {
    shell.complain('exit: too many arguments');
    return 1;
  }
  throw new ExitFlow(statusArgument(shell, argv));
}

/** `return [status]`. */
export function returnFromFunction(shell: Shell, argv: readonly string[]): number {
  if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
    if (shell.flavour === 'bash') {
      shell.complain("return: can only `return' from a function or sourced script");
      return 2;
    }
    throw new ExitFlow(statusArgument(shell, argv));
  }
  throw new ReturnFlow(statusArgument(shell, argv));
}

/** `shift [n]`. */
export function shift(shell: Shell, argv: readonly string[]): number {
  const count = Number(argv[1] ?? '1');
  if (!Number.isInteger(count) || count < 0) {
    if (shell.flavour !== 'bash') return shell.fail(`shift: Illegal number: ${argv[1]}`, 2);
    shell.complain(`shift: ${argv[1]}: numeric argument required`);
    return 1;
  }
  if (count > shell.positional.length) {
    if (shell.flavour === 'dash') return shell.fail("shift: can't shift that many", 2);
    return 1;
  }
  shell.positional = shell.positional.slice(count);
  return 0;
}
