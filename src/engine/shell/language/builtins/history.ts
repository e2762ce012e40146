import type { Shell } from '../shell.ts';

/** `history [-c] [n]`. */
export function history(shell: Shell, argv: readonly string[]): number {
  const word = argv[1];
  if (word === '-c') {
    shell.history.length = 0;
    return 0;
  }
  if (word !== undefined && !/^\d+$/.test(word)) {
    shell.complain(`history: ${word}: ${word.startsWith('-') ? 'invalid option' : 'numeric argument required'}`);
    return word.startsWith('-') ? 2 : 1;
  }
  const count = word === undefined ? shell.history.length : Number(word);
  const from = Math.max(0, shell.history.length - count);
  for (let at = from; at < shell.history.length; at++) {
    shell.io.stdout.write(`${String(at + 1).padStart(5)}  ${shell.history[at] ?? ''}\n`);
  }
  return 0;
}
