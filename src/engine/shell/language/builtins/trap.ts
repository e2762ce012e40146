import { SIGNALS, signalName, signalNumber } from '../../process/signals.ts';
import { quote } from '../quote.ts';
import type { Shell } from '../shell.ts';
import { clearTrap, setTrap } from '../signals.ts';

/** `trap [command|-] signal…`, `trap`, `trap -l`, `trap -p`. */
export function trap(shell: Shell, argv: readonly string[]): number {
  let words = argv.slice(1);
  if (words[0] === '--') words = words.slice(1);
  if (words.length === 0 || words[0] === '-p') {
    for (const [name, command] of shell.traps) {
      const shown = shell.flavour === 'bash' && SIGNALS.has(name) ? `SIG${name}` : name;
      shell.io.stdout.write(`trap -- ${quote(command)} ${shown}\n`);
    }
    return 0;
  }
  if (words[0] === '-l') {
    for (const [name, number] of SIGNALS) shell.io.stdout.write(`${String(number).padStart(2)}) SIG${name}\n`);
    return 0;
  }
  const [first = ''] = words;
  const reset = first === '-' || (words.length === 1 && name(first, shell) !== undefined) || /^\d+$/.test(first);
  const command = first === '-' || !reset ? first : undefined;
  let status = 0;
  for (const word of words.slice(command === undefined ? 0 : 1)) {
    const signal = name(word, shell);
    if (signal === undefined) {
      shell.complain(
        shell.flavour === 'bash' ? `trap: ${word}: invalid signal specification` : `trap: ${word}: bad trap`,
      );
      status = 1;
    } else if (reset) clearTrap(shell, signal);
    else setTrap(shell, signal, command ?? '');
  }
  return status;
}

function name(word: string, shell: Shell): string | undefined {
  if (word === 'ERR' && shell.flavour === 'bash') return 'ERR';
  if (word === '0' || word.toUpperCase() === 'EXIT') return 'EXIT';
  const number = signalNumber(word);
  return number === undefined || number === 0 ? undefined : signalName(number);
}
