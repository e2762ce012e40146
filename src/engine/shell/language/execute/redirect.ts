import type { Redirection } from 'unbash';
import { fileErrorText } from '../../files/errors.ts';
import { openReader, openWriter } from '../../process/open.ts';
import { ProcessView } from '../../process/process-view.ts';
import { textReader } from '../../process/readers.ts';
import type { Reader, Task, Writer } from '../../process/types.ts';
import { expandHereDocument, expandText, expandWords } from '../expand/word.ts';
import { descriptor, type Io, isReader, withDescriptor } from '../io.ts';
import type { Shell } from '../shell.ts';

/** The descriptors after redirections, or the status of the one that failed (reported). */
export type Redirected = { readonly io: Io } | { readonly failed: number };

/** Applies redirections from left to right. */
export function* redirect(shell: Shell, redirections: readonly Redirection[]): Task<Redirected> {
  let io = shell.io;
  for (const redirection of redirections) {
    const next = yield* redirectOne(shell, io, redirection);
    if (next === undefined) return { failed: shell.flavour === 'bash' ? 1 : shell.flavour === 'dash' ? 2 : 1 };
    io = next;
  }
  return { io };
}

function* redirectOne(shell: Shell, before: Io, redirection: Redirection): Task<Io | undefined> {
  let io = before;
  const named = redirection.descriptor;
  let fd = named?.type === 'FileDescriptor' ? named.value : undefined;
  if (named?.type === 'FileDescriptorVariable') {
    fd = 10;
    while (io.more?.has(fd) === true) fd++;
    shell.variables.set(named.name, String(fd));
  }
  if (redirection.type === 'HereDoc') {
    const text = yield* expandHereDocument(
      shell,
      redirection.body,
      redirection.delimiter?.quoted === true,
      redirection.operator === '<<-',
    );
    return withDescriptor(io, fd ?? 0, textReader(text));
  }
  const word = redirection.target;
  if (word === undefined) return io;
  if (redirection.type === 'HereString') {
    if (shell.flavour !== 'bash') {
      shell.fail(
        shell.flavour === 'dash' ? 'Syntax error: redirection unexpected' : 'syntax error: unexpected redirection',
        2,
      );
    }
    return withDescriptor(io, fd ?? 0, textReader(`${yield* expandText(shell, word)}\n`));
  }
  let target: string;
  if (shell.flavour === 'bash') {
    const words: string[] = [];
    yield* expandWords(shell, [word], words);
    // `< <(…)` has opened a descriptor of its own
    if (shell.io.more !== io.more) io = { ...io, more: shell.io.more };
    const [first] = words;
    if (words.length !== 1 || first === undefined) {
      shell.complain(`${word.text}: ambiguous redirect`);
      return undefined;
    }
    target = first;
  } else target = yield* expandText(shell, word);
  const operator = redirection.operator;
  if (operator === '>&' || operator === '<&') {
    if (/^\d+$/.test(target) || target === '-') return duplicate(shell, io, fd ?? (operator === '>&' ? 1 : 0), target);
    if (operator === '<&' || fd !== undefined) {
      shell.complain(shell.flavour === 'bash' ? `${target}: ambiguous redirect` : `Bad fd number`);
      return undefined;
    }
  }
  const both = operator === '&>' || operator === '&>>' || operator === '>&';
  try {
    const end = open(shell, io, operator, target);
    if (end === undefined) {
      shell.complain(
        `${shell.flavour === 'bash' ? '' : 'cannot create '}${target}: ${shell.flavour === 'bash' ? 'cannot overwrite existing file' : 'File exists'}`,
      );
      return undefined;
    }
    if (both) return withDescriptor(withDescriptor(io, 1, end), 2, end);
    return withDescriptor(io, fd ?? (isReader(end) && operator !== '<>' ? 0 : operator === '<>' ? 0 : 1), end);
  } catch (error) {
    const text = fileErrorText(error);
    shell.complain(
      operator === '<' ? shell.wording.cannotOpen(target, text) : shell.wording.cannotCreate(target, text),
    );
    return undefined;
  }
}

function open(shell: Shell, io: Io, operator: string, path: string): Reader | Writer | undefined {
  const view = new ProcessView(shell.process, { argv: [], ...io, fds: io.more ?? NO_FDS });
  if (operator === '<' || operator === '<>') {
    if (operator === '<>' && !shell.process.fs.exists(shell.process.fs.resolve(shell.process.cwd, path)))
      openWriter(view, path, true);
    return openReader(view, path);
  }
  if (operator === '>' && shell.options.noclobber) {
    const at = shell.process.fs.resolve(shell.process.cwd, path);
    if (shell.process.fs.exists(at) && !at.startsWith('/dev/')) return undefined;
  }
  return openWriter(view, path, operator === '>>' || operator === '&>>');
}

const NO_FDS: ReadonlyMap<number, Reader | Writer> = new Map();

function duplicate(shell: Shell, io: Io, fd: number, target: string): Io | undefined {
  if (target === '-') return withDescriptor(io, fd, undefined);
  const end = descriptor(io, Number(target));
  if (end === undefined) {
    shell.complain(shell.flavour === 'dash' ? `${target}: Bad file descriptor` : `${target}: Bad file descriptor`);
    return undefined;
  }
  return withDescriptor(io, fd, end);
}
