import { tryFile } from '../files/errors.ts';
import { joinPath, resolvePath } from '../files/paths.ts';
import type { FileSystem } from '../files/types.ts';

/** One way to go on. */
export interface Candidate {
  /** What the word becomes. */
  readonly text: string;
  /** Shown beside it in the list. */
  readonly description?: string;
  /** False where the word goes on (a directory, `--flag=`): no space follows. */
  readonly final?: boolean;
}

/** What Tab offers: what stands from `from` to the cursor becomes one of the candidates. */
export interface Completion {
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

/**
 * Completes the arguments of one command. `words`: the command's name first, the word at the cursor (perhaps empty) last, quotes removed.
 * Undefined: offer files.
 */
export type ArgumentCompleter = (words: readonly string[]) => readonly Candidate[] | undefined;

/** What completion asks of its surroundings. */
export interface CompletionContext {
  readonly fs: FileSystem;
  readonly cwd: string;
  readonly home: string | undefined;
  readonly path: string | undefined;
  /** Builtins, functions. */
  readonly names: Iterable<string>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly variables: Iterable<string>;
  readonly completers: ReadonlyMap<string, ArgumentCompleter>;
}

/** Completes a line at the cursor: commands first, then what the command's own completer knows, else files. */
export function complete(line: string, cursor: number, context: CompletionContext): Completion {
  const { words, from } = currentCommand(line.slice(0, cursor));
  const current = words.at(-1) ?? '';
  const variable = /\$(\w*)$/.exec(current);
  if (variable !== null) {
    const prefix = variable[1] ?? '';
    const names = [...context.variables].filter((name) => name.startsWith(prefix)).sort();
    return { from: cursor - prefix.length, candidates: names.map((text) => ({ text })) };
  }
  if (words.length <= 1 && !current.includes('/')) return { from, candidates: commands(current, context) };
  if (words.length <= 1) return { from, candidates: files(current, context, true) };
  const [name = ''] = words;
  const expanded = [...(context.aliases.get(name)?.split(/\s+/) ?? [name]), ...words.slice(1)];
  const completer = context.completers.get(expanded[0] ?? '');
  const found = completer?.(expanded);
  if (found !== undefined) return { from, candidates: found };
  return { from, candidates: files(current, context, false, name === 'cd' || name === 'rmdir') };
}

/** The words of the command the cursor is in (assignments and redirections left out), and where the last begins. */
function currentCommand(text: string): { readonly words: readonly string[]; readonly from: number } {
  let words: string[] = [];
  let word: string | undefined;
  let from = text.length;
  let redirect = false;
  const finish = (): void => {
    if (word !== undefined && !redirect && !(words.length === 0 && /^\w+=/.test(word))) words.push(word);
    if (word !== undefined) redirect = false;
    word = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (/[|;&(\n]/.test(char) || (char === '`' && word === undefined)) {
      word = undefined;
      words = [];
      redirect = false;
    } else if (/\s/.test(char)) finish();
    else if (char === '<' || char === '>') {
      finish();
      redirect = true;
    } else {
      if (word === undefined) from = at;
      if (char === '\\' && at + 1 < text.length) word = (word ?? '') + text.charAt(++at);
      else if (char === "'" || char === '"') {
        const end = text.indexOf(char, at + 1);
        word = (word ?? '') + text.slice(at + 1, end < 0 ? undefined : end);
        at = end < 0 ? text.length : end;
      } else word = (word ?? '') + char;
    }
  }
  if (word === undefined) return { words: redirect ? ['', ''] : [...words, ''], from: text.length };
  return { words: redirect ? ['', word] : [...words, word], from };
}

function commands(prefix: string, context: CompletionContext): readonly Candidate[] {
  const found = new Set<string>();
  for (const name of [...context.names, ...context.aliases.keys()]) if (name.startsWith(prefix)) found.add(name);
  for (const directory of (context.path ?? '').split(':')) {
    if (directory === '') continue;
    const names = tryFile(() => context.fs.list(directory));
    if (names.ok) for (const name of names.value) if (name.startsWith(prefix)) found.add(name);
  }
  return [...found].sort().map((text) => ({ text }));
}

/** Files whose path begins as typed. */
export function files(
  current: string,
  context: Pick<CompletionContext, 'fs' | 'cwd' | 'home'>,
  executable: boolean,
  onlyDirectories = false,
): readonly Candidate[] {
  const slash = current.lastIndexOf('/');
  const typed = slash < 0 ? '' : current.slice(0, slash + 1);
  const prefix = current.slice(slash + 1);
  const expanded = typed.startsWith('~/') && context.home !== undefined ? context.home + typed.slice(1) : typed;
  const directory = resolvePath(context.cwd, expanded === '' ? '.' : expanded);
  const names = tryFile(() => context.fs.list(directory));
  if (!names.ok) return [];
  const out: Candidate[] = [];
  for (const name of names.value) {
    if (!name.startsWith(prefix) || (name.startsWith('.') && !prefix.startsWith('.'))) continue;
    const path = joinPath(directory, name);
    const isDirectory = context.fs.isDirectory(path);
    if (onlyDirectories && !isDirectory) continue;
    if (executable && !isDirectory) {
      const node = tryFile(() => context.fs.node(path));
      if (!node.ok || node.value.type !== 'file' || (node.value.mode & 0o111) === 0) continue;
    }
    const text = `${typed}${name.replace(/[ '"\\$&|;()<>*?`[\]{}!#]/g, '\\$&')}${isDirectory ? '/' : ''}`;
    out.push(isDirectory ? { text, final: false } : { text });
  }
  return out;
}

/** The longest beginning that all candidates share. */
export function commonPrefix(candidates: readonly Candidate[]): string {
  let prefix = candidates[0]?.text ?? '';
  for (const { text } of candidates) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
