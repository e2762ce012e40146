import type { Task } from '../../process/types.ts';
import type { Shell } from '../shell.ts';

/** `mapfile [-t] [array]` (bash): lines of standard input as an array. */
export function* mapfile(shell: Shell, argv: readonly string[]): Task<number> {
  const words = argv.slice(1);
  const trim = words[0] === '-t';
  const option = words.find((word) => word.startsWith('-') && word !== '-t');
  if (shell.flavour !== 'bash' || option !== undefined) {
    shell.complain(
      shell.flavour === 'bash' ? `mapfile: ${option}: not supported here` : shell.wording.notFound(argv[0] ?? ''),
    );
    return shell.flavour === 'bash' ? 2 : 127;
  }
  const items = new Map<string, string>();
  for (;;) {
    const line = yield* shell.io.stdin.readLine();
    if (line === undefined) break;
    shell.process.step();
    items.set(String(items.size), trim ? line.replace(/\n$/, '') : line);
  }
  shell.variables.setItems(words.find((word) => !word.startsWith('-')) ?? 'MAPFILE', items);
  return 0;
}
