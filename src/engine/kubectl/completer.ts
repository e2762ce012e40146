import type { FileSystem } from '../shell/files/types.ts';
import type { Machine } from '../shell/process/types.ts';
import type { ArgumentCompleter } from '../shell/terminal/completion.ts';
import type { Command } from './command.ts';
import { completeKubectl } from './complete.ts';

/** Where a completer looks: the learner's machine. */
export interface CompleterOptions {
  /** `kubectlCommand` of `registry.ts`. */
  readonly root: Command;
  readonly machine: Machine;
  readonly fs: FileSystem;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
}

/** Tab completion of kubectl's arguments for a terminal. A word that ends in `=` or `/` goes on. Nothing known: files are offered. */
export function kubectlCompleter(options: CompleterOptions): ArgumentCompleter {
  const { machine, fs, cwd } = options;
  const process = { pid: 0, env: new Map(options.env), cwd, fs, machine, stderr: { isTerminal: false } };
  return (words) => {
    const found = completeKubectl(words.slice(1), words.length - 2, { root: options.root, process });
    if (found.length === 0) return undefined;
    return found.map((each) => ({ ...each, final: !/[=/]$/.test(each.text) }));
  };
}
