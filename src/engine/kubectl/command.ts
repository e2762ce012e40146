import type { Process, Task } from '../shell/process/types.ts';
import type { Connection } from './connection.ts';
import type { FlagSpec, Flags } from './flags.ts';

/** One command of kubectl with all its facts in one place. A file a command; `registry.ts` lists them. */
export interface Command {
  /** `get`; for a subcommand its own word. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Words for which this command is suggested. */
  readonly suggestFor?: readonly string[];
  /** What stands after the command's path in `Usage:` (without ` [options]`): `(-f FILENAME | -k DIRECTORY)`. */
  readonly use: string;
  /** One line, shown in lists of commands. */
  readonly short: string;
  /** Shown at the top of `--help`; `short` when absent. */
  readonly long?: string;
  /** Each with its comment, unindented: `# List pods\nkubectl get pods`. */
  readonly examples?: string;
  readonly flags?: readonly FlagSpec[];
  readonly subcommands?: readonly Command[];
  /** What stands in the place of its `--help`, where kubectl shows none. */
  readonly helpInstead?: { readonly err: string };
  readonly hidden?: boolean;
  /** Known, and refused when it is run. */
  readonly unsimulated?: boolean;
  /** The exit status when the flags do not parse, where it is the command's own. */
  readonly flagErrorExit?: number;
  /** All words are arguments, flags too. */
  readonly disableFlagParsing?: boolean;
  /** Flags must stand before the first argument. */
  readonly interspersed?: boolean;
  /** Runs the command: a generator when it waits, else a plain function. Failures are thrown as `errors.ts` types; the result is the exit status. */
  readonly run?: (context: CommandContext) => Task<number> | number;
}

/** What a command gets to work with. */
export interface CommandContext extends Connection {
  readonly command: Command;
  /** `kubectl create deployment`. */
  readonly commandPath: string;
  /** The root with everything in it, for help and completion. */
  readonly root: Command;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without `--`. */
  readonly dashAt: number;
  /** The command's own and the global flags. */
  readonly flags: Flags;
  readonly process: Process;
  out(text: string): void;
  err(text: string): void;
}
