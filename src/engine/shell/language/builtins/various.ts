import { evaluateText } from '../expand/arithmetic.ts';
import type { Shell } from '../shell.ts';
import { BUILTINS } from './table.ts';

/** `let expression…`. */
export function letArithmetic(shell: Shell, argv: readonly string[]): number {
  let value = 0;
  for (const word of argv.slice(1)) value = evaluateText(shell, word);
  return value !== 0 ? 0 : 1;
}

/** `umask [-S] [mode]`. */
export function umask(shell: Shell, argv: readonly string[]): number {
  const word = argv[1];
  if (word === undefined) {
    shell.io.stdout.write(`${shell.mask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(word)) {
    shell.complain(
      `umask: ${word}: ${/^\d/.test(word) ? 'octal number out of range' : 'symbolic modes are not supported here'}`,
    );
    return 1;
  }
  shell.mask = Number.parseInt(word, 8);
  return 0;
}

/** `times`: nothing takes processor time here that a user could be shown. */
export function times(shell: Shell): number {
  shell.io.stdout.write('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
  return 0;
}

/** `ulimit`: the limits of the simulated machine. */
export function ulimit(shell: Shell, argv: readonly string[]): number {
  if (argv.length > 2) {
    shell.complain('ulimit: limits cannot be changed here');
    return 1;
  }
  const values = new Map([
    ['-n', '1048576'],
    ['-u', '256'],
  ]);
  shell.io.stdout.write(`${values.get(argv[1] ?? '') ?? 'unlimited'}\n`);
  return 0;
}

/** `help`: the names of the builtins. */
export function help(shell: Shell): number {
  shell.io.stdout.write(`Shell builtins:\n${[...BUILTINS.keys()].sort().join(' ')}\n`);
  return 0;
}
