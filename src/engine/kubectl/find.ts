import type { Command } from './command.ts';
import { CommandError, VerbatimError } from './errors.ts';
import { type FlagSpec, noOpt } from './flags.ts';
import { quote } from './go/quote.ts';

/** A command found by its words, with the names on the way to it and what is left of the arguments. */
export interface Found {
  readonly command: Command;
  readonly path: readonly string[];
  readonly rest: readonly string[];
}

/**
 * Finds the command that the arguments name; flags may stand before it. Throws `CommandError` for a word that the root does not know.
 * Models: cobra.Command.Find with legacyArgs
 */
export function findCommand(root: Command, argv: readonly string[], global: readonly FlagSpec[]): Found {
  let command = root;
  let path: readonly string[] = [root.name];
  let rest = argv;
  for (;;) {
    const flags = [...(command.flags ?? []), ...global];
    const words = withoutFlags(rest, flags);
    const word = words[0];
    if (word === undefined) return { command, path, rest };
    const next = command.subcommands?.find((sub) => sub.name === word || sub.aliases?.includes(word));
    if (next === undefined) {
      if (command === root) {
        const first = argv[0] ?? '';
        if (first.startsWith('-')) {
          throw new VerbatimError(`Error: flags cannot be placed before plugin name: ${first}`);
        }
        throw new CommandError(`unknown command ${quote(word)} for ${quote(root.name)}${suggestions(root, word)}`);
      }
      return { command, path, rest };
    }
    rest = withoutFirst(rest, word, flags);
    command = next;
    path = [...path, next.name];
  }
}

/** "Did you mean this?" with the commands near to a word, or nothing. Models: cobra.Command.SuggestionsFor */
function suggestions(command: Command, typed: string): string {
  const lower = typed.toLowerCase();
  const near = (command.subcommands ?? []).flatMap((sub) => {
    if (sub.hidden) return [];
    const close = distance(lower, sub.name.toLowerCase()) <= 2 || sub.name.toLowerCase().startsWith(lower);
    const named = sub.suggestFor?.some((word) => word.toLowerCase() === lower) ?? false;
    return [...(close ? [sub.name] : []), ...(named ? [sub.name] : [])];
  });
  return near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
}

function withoutFlags(args: readonly string[], flags: readonly FlagSpec[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') break;
    if (takesNext(arg, flags)) {
      if (args.length - at - 1 <= 1) break;
      at++;
    } else if (arg !== '' && !arg.startsWith('-')) words.push(arg);
  }
  return words;
}

function withoutFirst(args: readonly string[], word: string, flags: readonly FlagSpec[]): readonly string[] {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') break;
    if (takesNext(arg, flags)) at++;
    else if (arg === word) return [...args.slice(0, at), ...args.slice(at + 1)];
  }
  return args;
}

function takesNext(arg: string, flags: readonly FlagSpec[]): boolean {
  if (!arg.startsWith('-') || arg.includes('=')) return false;
  if (arg.startsWith('--')) {
    const spec = flags.find((flag) => flag.name === arg.slice(2));
    return spec === undefined ? arg !== '--help' : noOpt(spec) === undefined;
  }
  if (arg.length !== 2) return false;
  const spec = flags.find((flag) => flag.shorthand === arg.slice(1));
  return spec === undefined ? arg !== '-h' : noOpt(spec) === undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
