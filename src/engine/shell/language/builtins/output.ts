import { echoText } from '../../commands/echo-core.ts';
import { formatPrintf } from '../../commands/printf-core.ts';
import { assignText } from '../execute/assign.ts';
import type { Shell } from '../shell.ts';

/** `echo`: dash's understands backslashes always, the others with -e. */
export function echo(shell: Shell, argv: readonly string[]): number {
  shell.io.stdout.write(echoText(argv.slice(1), shell.flavour === 'dash'));
  return 0;
}

/** `printf [-v name] format [argument…]`. */
export function printf(shell: Shell, argv: readonly string[]): number {
  let words = argv.slice(1);
  let variable: string | undefined;
  if (words[0] === '-v' && shell.flavour === 'bash') {
    variable = words[1];
    words = words.slice(2);
  }
  if (words[0] === '--') words = words.slice(1);
  const [format, ...values] = words;
  if (format === undefined) {
    shell.complain(
      shell.flavour === 'bash'
        ? 'printf: usage: printf [-v var] format [arguments]'
        : 'printf: usage: printf format [arg ...]',
    );
    return 2;
  }
  const result = formatPrintf(format, values, () => shell.process.step());
  if (variable === undefined) shell.io.stdout.write(result.text);
  else assignText(shell, variable, result.text);
  for (const problem of result.problems) {
    const value = /^(.*): invalid number$/s.exec(problem)?.[1];
    if (value === undefined || shell.flavour === 'bash') shell.complain(`printf: ${problem}`);
    else
      shell.complain(
        shell.flavour === 'dash' ? `printf: ${value}: expected numeric value` : `printf: invalid number '${value}'`,
      );
  }
  return result.problems.length > 0 ? 1 : 0;
}
