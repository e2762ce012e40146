import { evaluateTest } from '../../commands/test-core.ts';
import { testContext } from '../conditional.ts';
import type { Shell } from '../shell.ts';

/** `test expression`, `[ expression ]`. */
export function test(shell: Shell, argv: readonly string[]): number {
  const name = argv[0] ?? 'test';
  let words = argv.slice(1);
  if (name === '[') {
    if (words.at(-1) !== ']') {
      shell.complain(shell.flavour === 'bash' ? "[: missing `]'" : '[: missing ]');
      return 2;
    }
    words = words.slice(0, -1);
  }
  const result = evaluateTest(testContext(shell), words, shell.flavour === 'bash');
  if (typeof result === 'boolean') return result ? 0 : 1;
  shell.complain(`${name}: ${result.error}`);
  return 2;
}
