import { fileErrorText } from '../../files/errors.ts';
import { findCommand } from '../../process/executable.ts';
import type { Task } from '../../process/types.ts';
import { commandError, runProgram } from '../execute/run-program.ts';
import { runText } from '../execute/run-text.ts';
import { ExitFlow, ReturnFlow } from '../flow.ts';
import { quote } from '../quote.ts';
import type { Shell } from '../shell.ts';
import { functionText } from './declare.ts';
import { builtinOf } from './table.ts';

const KEYWORDS = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]]'.split(' '),
);

/** `eval word…`. */
export function* evalText(shell: Shell, argv: readonly string[]): Task<number> {
  const text = argv.slice(1).join(' ');
  return text.trim() === '' ? 0 : yield* runText(shell, text);
}

/** `. file [argument…]`. */
export function* source(shell: Shell, argv: readonly string[]): Task<number> {
  const name = argv[0] ?? '.';
  const file = argv[1];
  if (file === undefined) {
    shell.complain(`${name}: filename argument required`);
    return 2;
  }
  const { fs, cwd } = shell.process;
  const path = file.includes('/') ? fs.resolve(cwd, file) : (searchPath(shell, file) ?? fs.resolve(cwd, file));
  let text: string;
  try {
    text = fs.read(path);
  } catch (error) {
    const why = fileErrorText(error);
    if (shell.flavour === 'bash') {
      shell.complain(`${file}: ${why}`);
      return 1;
    }
    return shell.fail(
      shell.flavour === 'dash'
        ? `.: cannot open ${file}: ${why === 'No such file or directory' ? 'No such file' : why}`
        : `.: can't open '${file}': ${why}`,
      2,
    );
  }
  const { positional } = shell;
  if (argv.length > 2) shell.positional = argv.slice(2);
  shell.sourceDepth++;
  try {
    return yield* runText(shell, text);
  } catch (flow) {
    if (flow instanceof ReturnFlow) return flow.status;
    throw flow;
  } finally {
    shell.sourceDepth--;
    if (argv.length > 2) shell.positional = positional;
  }
}

function searchPath(shell: Shell, file: string): string | undefined {
  const { fs, cwd } = shell.process;
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    const path = fs.resolve(cwd, `${directory === '' ? '.' : directory}/${file}`);
    if (fs.exists(path) && !fs.isDirectory(path)) return path;
  }
  return undefined;
}

/** `exec [command…]`; without a command its redirections stay. */
export function* exec(shell: Shell, argv: readonly string[]): Task<number> {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  if (words.length === 0) {
    shell.execIo = shell.io;
    return 0;
  }
  const { io } = shell;
  const running = shell.process.exec({
    argv: words,
    env: shell.variables.exported(),
    stdin: io.stdin,
    stdout: io.stdout,
    stderr: io.stderr,
    ...(io.more === undefined ? {} : { fds: io.more }),
  });
  if ('error' in running) {
    const status =
      shell.flavour === 'ash' || running.error !== 'not-found' || (words[0] ?? '').includes('/')
        ? commandError(shell, words[0] ?? '', running.error)
        : execNotFound(shell, words[0] ?? '');
    if (shell.interactive) return status;
    throw new ExitFlow(status);
  }
  shell.traps.clear();
  throw new ExitFlow(yield* running);
}

function execNotFound(shell: Shell, name: string): number {
  shell.complain(`exec: ${name}: not found`);
  return 127;
}

/** What a name means to the shell. */
function meaning(
  shell: Shell,
  name: string,
): { kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file'; text: string } | undefined {
  const alias = shell.aliases.get(name);
  if (alias !== undefined && shell.expandAliases) return { kind: 'alias', text: alias };
  if (KEYWORDS.has(name)) return { kind: 'keyword', text: name };
  if (shell.functions.has(name)) return { kind: 'function', text: name };
  if (builtinOf(shell.flavour, name) !== undefined) return { kind: 'builtin', text: name };
  const path = findCommand(shell.process.fs, shell.process.cwd, shell.variables.get('PATH'), name);
  return path === undefined ? undefined : { kind: 'file', text: name.includes('/') ? name : path };
}

/** `command [-v|-V] name [argument…]`, `builtin name…`. */
export function* command(shell: Shell, argv: readonly string[]): Task<number> {
  let words = argv.slice(1);
  const option = words[0];
  if (option === '-v' || option === '-V') {
    let status = 0;
    for (const name of words.slice(1)) {
      const found = meaning(shell, name);
      if (found === undefined) {
        if (option === '-V') shell.complain(`command: ${name}: not found`);
        status = shell.flavour === 'bash' ? 1 : 127;
      } else if (option === '-V') shell.io.stdout.write(describe(shell, name, found));
      else shell.io.stdout.write(found.kind === 'alias' ? `alias ${name}=${quote(found.text)}\n` : `${found.text}\n`);
    }
    return status;
  }
  if (option === '-p' || option === '--') words = words.slice(1);
  const [name] = words;
  if (name === undefined) return 0;
  const builtin = builtinOf(shell.flavour, name);
  if (builtin !== undefined) {
    const result = builtin(shell, words);
    return typeof result === 'number' ? result : yield* result;
  }
  if (argv[0] === 'builtin') {
    shell.complain(`builtin: ${name}: not a shell builtin`);
    return 1;
  }
  return yield* runProgram(shell, words, shell.variables.exported(), false, () => words.join(' '));
}

function describe(shell: Shell, name: string, found: { kind: string; text: string }): string {
  const bash = shell.flavour === 'bash';
  switch (found.kind) {
    case 'alias':
      return bash ? `${name} is aliased to \`${found.text}'\n` : `${name} is an alias for ${found.text}\n`;
    case 'keyword':
      return `${name} is a shell keyword\n`;
    case 'function':
      return bash
        ? `${name} is a function\n${functionText(shell, name)}`
        : `${name} is a ${shell.flavour === 'dash' ? 'shell ' : ''}function\n`;
    case 'builtin':
      return `${name} is a shell builtin\n`;
    default:
      return `${name} is ${found.text}\n`;
  }
}

/** `type [-t] name…`. */
export function type(shell: Shell, argv: readonly string[]): number {
  let words = argv.slice(1);
  const option = /^-[tpaPf]$/.test(words[0] ?? '') ? words[0] : undefined;
  if (option !== undefined) words = words.slice(1);
  let status = 0;
  for (const name of words) {
    const found = meaning(shell, name);
    if (found === undefined) {
      if (option !== '-t') {
        if (shell.flavour === 'bash') shell.complain(`type: ${name}: not found`);
        else shell.io.stdout.write(`${name}: not found\n`);
      }
      status = shell.flavour === 'bash' ? 1 : 127;
    } else if (option === '-t') shell.io.stdout.write(`${found.kind}\n`);
    else if (option === '-p' || option === '-P') {
      if (found.kind === 'file') shell.io.stdout.write(`${found.text}\n`);
    } else shell.io.stdout.write(describe(shell, name, found));
  }
  return status;
}
