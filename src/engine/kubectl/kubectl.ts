import type { Process, Program, Task } from '../shell/process/types.ts';
import type { Command, CommandContext } from './command.ts';
import { connect } from './connection.ts';
import { CommandError, describeError, isCommandFailure } from './errors.ts';
import { findCommand } from './find.ts';
import { type FlagSpec, type Flags, parseFlags } from './flags.ts';
import { globalFlags, globalText } from './global-flags.ts';
import { parseDuration } from './go/duration.ts';
import { quote } from './go/quote.ts';
import { helpText } from './help.ts';

/** Makes the program `kubectl` from its commands. Models: kubectl/pkg/cmd and cli.RunNoErrOutput */
export function kubectlProgram(root: Command): Program {
  return function* kubectl(process: Process): Task<number> {
    try {
      return yield* runCommand(root, process, process.argv.slice(1));
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      const { text, exitCode } = describeError(error);
      process.stderr.write(text);
      return exitCode;
    }
  };
}

/** Finds, parses and runs one command. Failures are thrown. */
export function* runCommand(root: Command, process: Process, argv: readonly string[]): Task<number> {
  const { command, path, rest } = findCommand(root, argv, globalFlags);
  const specs = mergedFlags(command);
  const flags = parseCommandFlags(specs, rest, path.join(' '), command);
  if (flags.help && command.helpInstead !== undefined) {
    process.stderr.write(command.helpInstead.err);
    return 0;
  }
  if (flags.help) {
    process.stdout.write(helpText(command, path));
    return 0;
  }
  for (const notice of flags.notices) process.stderr.write(notice);
  checkProfile(flags);
  const refused = specs.find((spec) => spec.unsimulated && flags.changed(spec.name) && !isOff(flags, spec));
  if (refused !== undefined) throw new CommandError(`--${refused.name} is not simulated by Skiff`);
  const missing = specs.filter((spec) => spec.required && !flags.changed(spec.name)).map((spec) => quote(spec.name));
  if (missing.length > 0) throw new CommandError(`required flag(s) ${missing.join(', ')} not set`);
  checkGlobalFlags(flags);
  const context = contextFor(root, command, path.join(' '), flags, process);
  if (command.run === undefined) {
    process.stdout.write(helpText(command, path));
    return 0;
  }
  const result = command.run(context);
  const status = typeof result === 'number' ? result : yield* result;
  return warningsAsErrors(context, flags, status);
}

/** A group without a subcommand prints its help on standard error and fails; with an unknown word it says so. Models: cmdutil.DefaultSubCommandRun */
export function runGroup(context: CommandContext): number {
  return helpOfGroup(context, context.err);
}

/** As `runGroup`, but the help goes to standard output (`kubectl rollout`). */
export function runGroupToOutput(context: CommandContext): number {
  return helpOfGroup(context, context.out);
}

function helpOfGroup(context: CommandContext, write: (text: string) => void): number {
  if (context.args.length > 0) {
    throw new CommandError(
      `unknown command ${quote(context.args.join(' '))}\nSee '${context.commandPath} -h' for help and examples`,
    );
  }
  write(helpText(context.command, context.commandPath.split(' ')));
  return 1;
}

function mergedFlags(command: Command): readonly FlagSpec[] {
  const own = command.flags ?? [];
  const names = new Set(own.map((flag) => flag.name));
  const letters = new Set(own.map((flag) => flag.shorthand));
  const inherited = globalFlags
    .filter((flag) => !names.has(flag.name))
    .map((flag) => {
      if (flag.shorthand === undefined || !letters.has(flag.shorthand)) return flag;
      const { shorthand: _taken, ...rest } = flag;
      return rest;
    });
  return [...own, ...inherited];
}

function parseCommandFlags(specs: readonly FlagSpec[], rest: readonly string[], path: string, command: Command): Flags {
  try {
    if (command.disableFlagParsing) return parseFlags(specs, ['--', ...rest]);
    return parseFlags(specs, rest, command.interspersed ?? true);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (command.flagErrorExit !== undefined) {
      throw new CommandError(`${error.message}\nSee '${path} -h' for help and examples`, command.flagErrorExit);
    }
    throw new CommandError(`${error.message}\nSee '${path} --help' for usage.`);
  }
}

function checkGlobalFlags(flags: Flags): void {
  const timeout = flags.has('request-timeout') ? flags.string('request-timeout') : '0';
  if (!/^-?\d+$/.test(timeout) && 'error' in parseDuration(timeout)) {
    throw new CommandError(
      `Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
    );
  }
}

const PROFILES = ['none', 'cpu', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex', 'trace'];

/** Models: kubectl/pkg/cmd.initProfiling */
function checkProfile(flags: Flags): void {
  const named = globalText(flags, 'profile');
  if (named !== '' && !PROFILES.includes(named)) throw new CommandError(`unknown profile '${named}'`);
}

/** A flag that is given, but asks for nothing. */
function isOff(flags: Flags, spec: FlagSpec): boolean {
  if (spec.type === 'stringSlice' || spec.type === 'stringArray') return flags.strings(spec.name).length === 0;
  return ['', 'none', 'false', spec.default].includes(flags.string(spec.name));
}

function warningsAsErrors(context: CommandContext, flags: Flags, status: number): number {
  if (status !== 0 || !flags.has('warnings-as-errors') || !flags.bool('warnings-as-errors')) return status;
  const count = context.client().warnings;
  if (count === 0) return status;
  throw new CommandError(`${count} warning${count === 1 ? '' : 's'} received`);
}

function contextFor(
  root: Command,
  command: Command,
  commandPath: string,
  flags: Flags,
  process: Process,
): CommandContext {
  const err = (text: string): void => process.stderr.write(text);
  return {
    command,
    commandPath,
    root,
    args: flags.args,
    dashAt: flags.dashAt,
    flags,
    process,
    out: (text) => process.stdout.write(text),
    err,
    ...connect(flags, process, err, commandPath.startsWith('kubectl config ')),
  };
}
