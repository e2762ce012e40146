/** One command of the command line. */
export interface CliCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Gives the exit status. Throws `UsageError` for words it does not know. */
  run(args: readonly string[]): Promise<number>;
}

/** Wrong words: printed with the command's usage, exit status 2. */
export class UsageError extends Error {}

/** Something the person can mend (a file that is not there, a journal that was changed): one line, exit status 1. */
export class CliError extends Error {}
