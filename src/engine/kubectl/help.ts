import type { Command } from './command.ts';
import type { FlagSpec } from './flags.ts';
import { commandGroups } from './groups.ts';
import { HELP_TEXTS } from './help-texts.generated.ts';

interface HelpText {
  readonly long: string;
  readonly examples: string;
}

let texts: ReadonlyMap<string, HelpText> | undefined;

/** What kubectl says of a command, by its path without `kubectl`. */
function textOf(path: readonly string[]): HelpText | undefined {
  texts ??= new Map(
    HELP_TEXTS.split('\n').map((line) => {
      const [name, long, examples] = JSON.parse(line) as [string, string, string];
      return [name, { long, examples }];
    }),
  );
  return texts.get(path.slice(1).join(' '));
}

/** The text of `--help`: what it is, examples, subcommands, options, usage. Models: kubectl/pkg/util/templates */
export function helpText(command: Command, path: readonly string[]): string {
  return `${textOf(path)?.long ?? (command.long ?? command.short).trim()}${usageText(command, path)}`;
}

/** What follows the description. */
export function usageText(command: Command, path: readonly string[]): string {
  const commandPath = path.join(' ');
  const isRoot = path.length === 1;
  // A deprecated flag goes on working, unseen.
  const flags = (command.flags ?? []).filter((flag) => !flag.hidden && flag.deprecated === undefined);
  const sections: string[] = [];
  if (command.aliases !== undefined && command.aliases.length > 0) {
    sections.push(`Aliases:\n${[command.name, ...command.aliases].join(', ')}`);
  }
  const examples = textOf(path)?.examples ?? command.examples ?? '';
  if (examples !== '') sections.push(`Examples:\n${indentedExamples(examples)}`);
  if (command.subcommands !== undefined) {
    sections.push(isRoot ? groupedCommands(command) : listed('Available Commands:', command.subcommands));
  }
  if (!isRoot && flags.length > 0) sections.push(`Options:\n${flagsText(flags).replace(/\n+$/, '')}`);
  const runnable = command.run !== undefined;
  if (runnable) {
    let line = [commandPath, command.use].filter((part) => part !== '').join(' ');
    if (!line.includes('[options]') && (flags.length > 0 || isRoot || hasOptions(line))) line += ' [options]';
    sections.push(`Usage:\n  ${line}`);
  }
  const tips: string[] = [];
  if (command.subcommands !== undefined) {
    tips.push(`Use "${commandPath} <command> --help" for more information about a given command.`);
  }
  if (runnable) tips.push('Use "kubectl options" for a list of global command-line options (applies to all commands).');
  if (tips.length > 0) sections.push(tips.join('\n'));
  return `\n\n${sections.join('\n\n')}\n`;
}

/** The flags as help lists them, sorted by name. */
export function flagsText(flags: readonly FlagSpec[]): string {
  return [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => `${flagHead(flag)}\n\t${flag.usage}\n\n`)
    .join('');
}

function flagHead(flag: FlagSpec): string {
  const zero = { string: '', bool: 'false', int: '0', duration: '0s', stringSlice: '[]', stringArray: '[]' }[flag.type];
  const shown = flag.default ?? zero;
  const value = flag.type === 'string' ? `'${shown}'` : shown;
  return `    ${flag.shorthand === undefined ? '' : `-${flag.shorthand}, `}--${flag.name}=${value}:`;
}

function hasOptions(_line: string): boolean {
  // Every command inherits the global flags and --help.
  return true;
}

function groupedCommands(root: Command): string {
  const commands = root.subcommands ?? [];
  const named = new Set(commandGroups.flatMap((group) => group.commands));
  const width = padding(commands);
  const groups = commandGroups.map((group) => {
    const members = group.commands.flatMap((name) =>
      commands.filter((command) => command.name === name && !command.hidden),
    );
    return [group.message, ...members.map((command) => row(command, width))].join('\n');
  });
  const others = commands
    .filter((command) => !named.has(command.name) && !command.hidden && command.name !== 'options')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...groups, ['Other Commands:', ...others.map((command) => row(command, width))].join('\n')].join('\n\n');
}

function listed(message: string, commands: readonly Command[]): string {
  const shown = commands.filter((command) => !command.hidden).sort((a, b) => (a.name < b.name ? -1 : 1));
  const width = padding(commands);
  return [message, ...shown.map((command) => row(command, width))].join('\n');
}

function padding(commands: readonly Command[]): number {
  return Math.max(11, ...commands.map((command) => command.name.length));
}

function row(command: Command, width: number): string {
  return `  ${command.name.padEnd(width)}   ${command.short}`;
}

function indentedExamples(examples: string): string {
  return examples
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
