import { fileErrorText } from '../files/errors.ts';
import type { Process, Program, Task } from '../process/types.ts';
import { setLetter, setNamed } from './builtins/set.ts';
import { runText } from './execute/run-text.ts';
import { flowStatus } from './execute/subshell.ts';
import type { Flavour } from './flavour.ts';
import { Shell } from './shell.ts';
import { runExitTrap } from './signals.ts';
import { isIncomplete } from './syntax.ts';

/** Runs a shell at a terminal: prompt, line editor, jobs. Given by the terminal part, so that scripts do not depend on it. */
export type InteractiveShell = (shell: Shell) => Task<number>;

/** The program `sh`, `bash` or `ash`: `-c text`, a script file, standard input; `interactive` serves a terminal. */
export function shellProgram(flavour: Flavour, interactive?: InteractiveShell): Program {
  return (process) => runShell(process, flavour, interactive);
}

interface Invocation {
  text: string | undefined;
  fromStdin: boolean;
  interactive: boolean;
  login: boolean;
  rest: readonly string[];
}

function* runShell(process: Process, flavour: Flavour, interactive: InteractiveShell | undefined): Task<number> {
  const own = process.argv[0] ?? 'sh';
  const probe = new Shell(process, flavour, own);
  const invocation = readArguments(probe, process.argv);
  if (typeof invocation === 'number') return invocation;
  const [first, ...others] = invocation.rest;
  const name = invocation.text !== undefined || !invocation.fromStdin ? (first ?? own) : own;
  const shell = new Shell(process, flavour, name);
  shell.options = probe.options;
  shell.positional = invocation.text === undefined && invocation.fromStdin ? invocation.rest : others;
  shell.fromCommandString = invocation.text !== undefined;
  if (shell.variables.get('PWD') !== process.cwd) {
    shell.variables.set('PWD', process.cwd);
    if (flavour !== 'dash') shell.variables.mark('PWD', { exported: true });
  }
  let status: number;
  try {
    status = yield* runInput(shell, invocation, interactive);
  } catch (flow) {
    status = flowStatus(flow);
  }
  return yield* runExitTrap(shell, status);
}

function* runInput(shell: Shell, invocation: Invocation, interactive: InteractiveShell | undefined): Task<number> {
  if (invocation.text !== undefined) return yield* runText(shell, invocation.text, true);
  if (!invocation.fromStdin) {
    const path = invocation.rest[0] ?? '';
    const text = readScript(shell, path);
    return typeof text === 'number' ? text : yield* runText(shell, text);
  }
  const terminal = shell.io.stdin.isTerminal && shell.process.terminal !== undefined;
  if (interactive !== undefined && (terminal || invocation.interactive)) {
    shell.interactive = true;
    return yield* interactive(shell);
  }
  return yield* runFromStdin(shell);
}

/** Reads commands from standard input and runs each as soon as it is whole, so that the commands can read what follows. */
function* runFromStdin(shell: Shell): Task<number> {
  let pending = '';
  let status = 0;
  for (;;) {
    const line = yield* shell.process.stdin.readLine();
    if (line === undefined) break;
    pending += line;
    if (isIncomplete(pending)) continue;
    status = yield* runText(shell, pending);
    pending = '';
  }
  return pending === '' ? status : yield* runText(shell, pending);
}

function readScript(shell: Shell, path: string): string | number {
  const { fs, cwd } = shell.process;
  try {
    return fs.read(fs.resolve(cwd, path));
  } catch (error) {
    const why = fileErrorText(error);
    const own = shell.process.argv[0] ?? 'sh';
    if (shell.flavour === 'bash') shell.io.stderr.write(`${own}: ${path}: ${why}\n`);
    else if (shell.flavour === 'dash') {
      shell.io.stderr.write(
        `${own}: 0: cannot open ${path}: ${why === 'No such file or directory' ? 'No such file' : why}\n`,
      );
    } else shell.io.stderr.write(`${own}: can't open '${path}': ${why}\n`);
    return shell.flavour === 'dash' ? 2 : 127;
  }
}

/** Reads the shell's own options; a status when they are wrong. */
function readArguments(shell: Shell, argv: readonly string[]): Invocation | number {
  const words = argv.slice(1);
  const invocation: Invocation = {
    text: undefined,
    fromStdin: false,
    interactive: false,
    login: (argv[0] ?? '').startsWith('-'),
    rest: [],
  };
  let command = false;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--' || word === '-') {
      at++;
      break;
    }
    if (word.startsWith('--') && shell.flavour === 'bash') {
      if (['--login', '--norc', '--noprofile', '--posix'].includes(word)) continue;
      shell.io.stderr.write(`bash: ${word}: invalid option\n`);
      return 2;
    }
    if (!/^[-+][A-Za-z]+$/.test(word)) break;
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'c') command = true;
      else if (letter === 's') invocation.fromStdin = true;
      else if (letter === 'i') invocation.interactive = true;
      else if (letter === 'l') invocation.login = true;
      else if (letter === 'o') {
        const name = words[++at] ?? '';
        if (!setNamed(shell, name, on)) {
          shell.io.stderr.write(
            `${shell.name}: ${shell.flavour === 'dash' ? '0: ' : ''}${shell.flavour === 'bash' ? `${name}: invalid option name` : `Illegal option -o ${name}`}\n`,
          );
          return 2;
        }
      } else if (!setLetter(shell, letter, on)) {
        shell.io.stderr.write(
          shell.flavour === 'bash'
            ? `${shell.name}: -${letter}: invalid option\n`
            : `${shell.name}: ${shell.flavour === 'dash' ? '0: ' : ''}Illegal option -${letter}\n`,
        );
        return 2;
      }
    }
  }
  invocation.rest = words.slice(at);
  if (command) {
    const [text, ...rest] = invocation.rest;
    if (text === undefined) {
      shell.io.stderr.write(
        shell.flavour === 'bash'
          ? `${shell.name}: -c: option requires an argument\n`
          : `${shell.name}: ${shell.flavour === 'dash' ? '0: ' : ''}-c requires an argument\n`,
      );
      return 2;
    }
    return { ...invocation, text, rest };
  }
  return invocation.rest.length === 0 ? { ...invocation, fromStdin: true } : invocation;
}
