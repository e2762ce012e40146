import type { Shell } from '../shell.ts';

/** Where in a cluster of letters (`-abc`) the last call stopped; kept in the shell beside OPTIND. */
const INSIDE = new WeakMap<Shell, number>();

/** `getopts letters name [argument…]`. */
export function getopts(shell: Shell, argv: readonly string[]): number {
  const [, letters, name] = argv;
  if (letters === undefined || name === undefined) {
    shell.complain(
      shell.flavour === 'bash'
        ? 'getopts: usage: getopts optstring name [arg ...]'
        : 'getopts: Usage: getopts optstring var [arg]',
    );
    return 2;
  }
  const args = argv.length > 3 ? argv.slice(3) : shell.positional;
  const silent = letters.startsWith(':');
  let index = Number(shell.variables.get('OPTIND') ?? '1');
  let inside = INSIDE.get(shell) ?? 0;
  const word = args[index - 1];
  const finish = (letter: string, status: number): number => {
    shell.variables.set(name, letter);
    shell.variables.set('OPTIND', String(index));
    INSIDE.set(shell, inside);
    return status;
  };
  if (inside === 0) {
    if (word === undefined || word === '-' || !word.startsWith('-')) return finish('?', 1);
    if (word === '--') {
      index++;
      return finish('?', 1);
    }
    inside = 1;
  }
  const cluster = word ?? '';
  const letter = cluster.charAt(inside);
  const at = letter === ':' ? -1 : letters.indexOf(letter, silent ? 1 : 0);
  inside++;
  const exhausted = inside >= cluster.length;
  if (at < 0) {
    if (exhausted) {
      index++;
      inside = 0;
    }
    if (silent) shell.variables.set('OPTARG', letter);
    else {
      shell.variables.unset('OPTARG');
      shell.io.stderr.write(
        shell.flavour === 'bash' ? `${shell.name}: illegal option -- ${letter}\n` : `Illegal option -${letter}\n`,
      );
    }
    return finish('?', 0);
  }
  if (letters.charAt(at + 1) !== ':') {
    if (exhausted) {
      index++;
      inside = 0;
    }
    shell.variables.unset('OPTARG');
    return finish(letter, 0);
  }
  const attached = cluster.slice(inside);
  inside = 0;
  index++;
  if (attached !== '') shell.variables.set('OPTARG', attached);
  else {
    const value = args[index - 1];
    if (value === undefined) {
      if (silent) {
        shell.variables.set('OPTARG', letter);
        return finish(':', 0);
      }
      shell.variables.unset('OPTARG');
      shell.io.stderr.write(
        shell.flavour === 'bash'
          ? `${shell.name}: option requires an argument -- ${letter}\n`
          : `No arg for -${letter} option\n`,
      );
      return finish('?', 0);
    }
    shell.variables.set('OPTARG', value);
    index++;
  }
  return finish(letter, 0);
}
