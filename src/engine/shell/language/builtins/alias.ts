import { quote } from '../quote.ts';
import type { Shell } from '../shell.ts';

/** `alias [name[=value]…]`. */
export function alias(shell: Shell, argv: readonly string[]): number {
  const show = (name: string, value: string): void =>
    shell.io.stdout.write(`${shell.flavour === 'bash' ? 'alias ' : ''}${name}=${quote(value)}\n`);
  const names = argv.slice(1).filter((word) => word !== '-p');
  if (names.length === 0)
    for (const name of [...shell.aliases.keys()].sort()) show(name, shell.aliases.get(name) ?? '');
  let status = 0;
  for (const word of names) {
    const at = word.indexOf('=', 1);
    if (at > 0) {
      shell.aliases.set(word.slice(0, at), word.slice(at + 1));
      continue;
    }
    const value = shell.aliases.get(word);
    if (value === undefined) {
      shell.complain(`alias: ${word}${shell.flavour === 'bash' ? ':' : ''} not found`);
      status = 1;
    } else show(word, value);
  }
  return status;
}

/** `unalias [-a] name…`. */
export function unalias(shell: Shell, argv: readonly string[]): number {
  let status = 0;
  for (const name of argv.slice(1)) {
    if (name === '-a') shell.aliases.clear();
    else if (!shell.aliases.delete(name)) {
      shell.complain(`unalias: ${name}${shell.flavour === 'bash' ? ':' : ''} not found`);
      status = 1;
    }
  }
  return status;
}
