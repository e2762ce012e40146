import { SIGTERM } from '../process/signals.ts';
import type { Machine } from '../process/types.ts';

/** What the builtin and the program `kill` share. Reports each pid that is not there; the exit status. */
export function killCommand(
  machine: Machine,
  argv: readonly string[],
  complain: (text: string) => void,
  print: (text: string) => void,
  signals: { readonly name: (number: number) => string; readonly number: (text: string) => number | undefined },
): number {
  const words = argv.slice(1);
  let signal = SIGTERM;
  const first = words[0];
  if (first === '-l' || first === '-L') {
    const wanted = words[1];
    if (wanted !== undefined) {
      const number = Number(wanted);
      print(
        `${Number.isNaN(number) ? (signals.number(wanted) ?? '') : signals.name(number > 128 ? number - 128 : number)}\n`,
      );
      return 0;
    }
    for (let number = 1; number <= 31; number++)
      print(`${String(number).padStart(2)}) SIG${signals.name(number)}${number % 5 === 0 ? '\n' : '\t'}`);
    print('\n');
    return 0;
  }
  if (first === '-s' || first === '-n') {
    const number = signals.number(words[1] ?? '');
    if (number === undefined) {
      complain(`${words[1] ?? ''}: invalid signal specification`);
      return 1;
    }
    signal = number;
    words.splice(0, 2);
  } else if (first !== undefined && /^-[A-Za-z0-9]/.test(first)) {
    const number = signals.number(first.slice(1));
    if (number === undefined) {
      complain(`${first.slice(1)}: invalid signal specification`);
      return 1;
    }
    signal = number;
    words.shift();
  }
  if (words[0] === '--') words.shift();
  if (words.length === 0) {
    complain('usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]');
    return 2;
  }
  let status = 0;
  for (const word of words) {
    if (!/^-?\d+$/.test(word)) {
      complain(word.startsWith('%') ? `${word}: no such job` : `${word}: arguments must be process or job IDs`);
      status = 1;
    } else if (!machine.kill(Number(word), signal)) {
      complain(`(${word}) - No such process`);
      status = 1;
    }
  }
  return status;
}
