import { RegExpTooHard } from '../../cluster/regexp/matcher.ts';
import { jobLine } from '../language/builtins/jobs.ts';
import { BUILTINS } from '../language/builtins/table.ts';
import { runText } from '../language/execute/run-text.ts';
import { FatalFlow, InterruptFlow, LoopFlow, ReturnFlow } from '../language/flow.ts';
import { jobStatus } from '../language/jobs.ts';
import type { InteractiveShell } from '../language/program.ts';
import { type Shell, writeQuietly } from '../language/shell.ts';
import { interrupt } from '../language/signals.ts';
import { isIncomplete } from '../language/syntax.ts';
import { BudgetExceeded, OutOfMemory } from '../process/endings.ts';
import { SIGINT, SIGNALS } from '../process/signals.ts';
import type { ProcessTerminal, Task } from '../process/types.ts';
import { type ArgumentCompleter, complete } from './completion.ts';
import { expandHistory } from './history-expansion.ts';
import { LineEditor } from './line-editor.ts';
import { promptText } from './prompt.ts';
import { applySettings } from './start-file.ts';

/** What a shell at a terminal may be given. */
export interface InteractiveOptions {
  /** Completers of commands' arguments by the command's name (kubectl's own). */
  readonly completers?: ReadonlyMap<string, ArgumentCompleter>;
  /** Told of each whole command line before it runs: a lab looks at what was typed. */
  readonly entered?: (line: string) => void;
  /** Told when a whole command line has ended, with its exit code. */
  readonly finished?: (status: number) => void;
}

const NO_COMPLETERS: ReadonlyMap<string, ArgumentCompleter> = new Map();

/** Signals that an interactive shell does not die of. */
const IGNORED = ['QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU'];

/** The read-run loop of a shell at a terminal. */
export function interactiveShell(options: InteractiveOptions = {}): InteractiveShell {
  return function* (shell: Shell): Task<number> {
    const terminal = shell.process.terminal;
    if (terminal === undefined) return yield* withoutTerminal(shell);
    for (const name of IGNORED) shell.process.onSignal(SIGNALS.get(name) ?? 0, () => {});
    shell.process.onSignal(SIGINT, () => interrupt(shell));
    terminal.foreground = shell.process.group;
    shell.expandAliases = true;
    shell.fixPid();
    yield* readStartFile(shell);
    const editor = makeEditor(shell, terminal, options.completers ?? NO_COMPLETERS);
    try {
      return yield* readAndRun(shell, terminal, editor, options);
    } finally {
      terminal.setRaw(false);
    }
  };
}

function makeEditor(
  shell: Shell,
  terminal: ProcessTerminal,
  completers: ReadonlyMap<string, ArgumentCompleter>,
): LineEditor {
  return new LineEditor({
    columns: () => terminal.columns,
    history: () => shell.history,
    complete: (line, cursor) =>
      complete(line, cursor, {
        fs: shell.process.fs,
        cwd: shell.process.cwd,
        home: shell.variables.get('HOME'),
        path: shell.variables.get('PATH'),
        names: [...BUILTINS.keys(), ...shell.functions.keys()],
        aliases: shell.aliases,
        variables: shell.variables.names(),
        completers,
      }),
  });
}

function* readAndRun(
  shell: Shell,
  terminal: ProcessTerminal,
  editor: LineEditor,
  options: InteractiveOptions,
): Task<number> {
  let text = '';
  for (;;) {
    reportJobs(shell);
    const read = yield* readLine(shell, terminal, editor, promptText(shell, text === '' ? 'PS1' : 'PS2'));
    if (read.kind === 'interrupt') {
      text = '';
      shell.lastStatus = 130;
      continue;
    }
    if (read.kind !== 'line') {
      if (text !== '') {
        yield* runLine(shell, text);
        text = '';
        continue;
      }
      writeQuietly(shell.io.stderr, shell.flavour === 'bash' ? 'exit\n' : '\n');
      return shell.lastStatus;
    }
    const expanded =
      shell.flavour === 'bash' ? expandHistory(read.text, shell.history) : { line: read.text, changed: false };
    if ('missing' in expanded) {
      writeQuietly(shell.io.stderr, `bash: ${expanded.missing}: event not found\n`);
      continue;
    }
    if (expanded.changed) writeQuietly(shell.io.stdout, `${expanded.line}\n`);
    text = text === '' ? expanded.line : `${text}\n${expanded.line}`;
    if (isIncomplete(text)) continue;
    remember(shell, text);
    const whole = text;
    text = '';
    if (whole.trim() === '') continue;
    options.entered?.(whole);
    yield* runLine(shell, whole);
    options.finished?.(shell.lastStatus);
  }
}

/** Reads one line with the editor; the terminal is raw meanwhile. */
function* readLine(
  shell: Shell,
  terminal: ProcessTerminal,
  editor: LineEditor,
  prompt: string,
): Task<{ readonly kind: 'line'; readonly text: string } | { readonly kind: 'interrupt' | 'end' }> {
  terminal.setRaw(true, true);
  const { stdin, stdout } = shell.io;
  const stop = terminal.onResize(() => stdout.write(editor.redraw()));
  try {
    stdout.write(editor.start(prompt));
    for (;;) {
      const piece = yield* stdin.read();
      if (piece === undefined) return { kind: 'end' };
      const { output, result } = editor.feed(piece);
      if (output !== '') stdout.write(output);
      if (result.kind === 'editing') continue;
      terminal.unread(result.rest);
      return result.kind === 'line' ? { kind: 'line', text: result.text } : { kind: result.kind };
    }
  } finally {
    stop();
    terminal.setRaw(false);
  }
}

/** Runs one command line; whatever goes wrong ends it and not the shell. */
function* runLine(shell: Shell, text: string): Task<void> {
  shell.interrupted = false;
  try {
    yield* runText(shell, text);
  } catch (flow) {
    if (flow instanceof InterruptFlow) writeQuietly(shell.io.stderr, '\n');
    if (flow instanceof InterruptFlow || flow instanceof FatalFlow || flow instanceof ReturnFlow)
      shell.lastStatus = flow.status;
    else if (flow instanceof BudgetExceeded || flow instanceof OutOfMemory) {
      writeQuietly(shell.io.stderr, `bash: ${flow.message}\n`);
      shell.lastStatus = 137;
    } else if (flow instanceof RegExpTooHard) {
      writeQuietly(shell.io.stderr, `bash: ${flow.message}\n`);
      shell.lastStatus = 2;
    } else if (!(flow instanceof LoopFlow)) throw flow;
  } finally {
    shell.conditionDepth = 0;
    shell.loopDepth = 0;
  }
}

function remember(shell: Shell, text: string): void {
  const line = text.trimEnd();
  if (line === '' || line.startsWith(' ') || shell.history.at(-1) === line) return;
  shell.history.push(line);
}

function reportJobs(shell: Shell): void {
  for (const job of shell.jobs.list()) {
    if (jobStatus(job) !== undefined) writeQuietly(shell.io.stderr, jobLine(shell, job));
  }
  shell.jobs.takeEnded();
}

function* readStartFile(shell: Shell): Task<void> {
  const home = shell.variables.get('HOME');
  const path =
    shell.flavour === 'bash' ? (home === undefined ? undefined : `${home}/.bashrc`) : shell.variables.get('ENV');
  if (path === undefined || !shell.process.fs.exists(path) || shell.process.fs.isDirectory(path)) return;
  const text = shell.process.fs.read(path);
  if (!applySettings(shell, text)) yield* runLine(shell, text);
}

/** `sh -i` without a terminal: prompts on stderr, lines as they come. */
function* withoutTerminal(shell: Shell): Task<number> {
  let text = '';
  for (;;) {
    writeQuietly(shell.io.stderr, promptText(shell, text === '' ? 'PS1' : 'PS2'));
    const line = yield* shell.io.stdin.readLine();
    if (line === undefined) break;
    text += line;
    if (isIncomplete(text)) continue;
    yield* runLine(shell, text);
    text = '';
  }
  writeQuietly(shell.io.stderr, '\n');
  return shell.lastStatus;
}
