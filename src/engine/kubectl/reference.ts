import type { Command } from './command.ts';
import type { FlagSpec } from './flags.ts';
import { globalFlags } from './global-flags.ts';

const HEAD = `# kubectl

Every command and flag that Skiff's kubectl knows, and its state. A command or flag that does not stand here is refused as kubectl
refuses one that it does not know. Generated from the commands' own tables (\`src/engine/kubectl/reference.ts\`);
\`npx vitest run tests/engine/kubectl/reference.test.ts -u\` writes it anew.
`;

interface Row {
  readonly path: string;
  readonly command: Command;
}

/** `docs/kubectl.md`: a table of commands and flags with their state, made from the commands. */
export function referenceText(root: Command): string {
  const rows = (root.subcommands ?? []).flatMap((command) => rowsOf(command, ''));
  rows.sort((a, b) => (a.path < b.path ? -1 : 1));
  const table = [
    '| command | state | flags | known, refused |',
    '|---|---|---|---|',
    ...rows.map(({ path, command }) => {
      const flags = (command.flags ?? []).filter((flag) => !flag.hidden);
      const state = command.unsimulated ? 'refused' : command.run === undefined ? 'group' : 'works';
      return `| \`${path}\` | ${state} | ${names(flags, false)} | ${names(flags, true)} |`;
    }),
  ];
  const global = `Flags of every command: ${names(globalFlags, false)}. Known and refused: ${names(globalFlags, true)}.`;
  return `${HEAD}\n${table.join('\n')}\n\n${global}\n`;
}

function rowsOf(command: Command, parent: string): Row[] {
  if (command.hidden) return [];
  const path = `${parent} ${command.name}`.trim();
  return [{ path, command }, ...(command.subcommands ?? []).flatMap((each) => rowsOf(each, path))];
}

function names(flags: readonly FlagSpec[], refused: boolean): string {
  return flags
    .filter((flag) => (flag.unsimulated ?? false) === refused)
    .map((flag) => `\`${flag.shorthand === undefined ? '' : `-${flag.shorthand}, `}--${flag.name}\``)
    .sort()
    .join(' ');
}
