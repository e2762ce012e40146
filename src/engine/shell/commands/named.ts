import type { Program } from '../process/types.ts';
import { type CommandDefinition, commandProgram, type Style } from './command.ts';
import { BUSYBOX_ONLY, COMMANDS } from './definitions.ts';

const byName: ReadonlyMap<string, CommandDefinition> = new Map(
  [...COMMANDS, ...BUSYBOX_ONLY].map((definition) => [definition.name, definition]),
);

/** The program of a command that `registry.ts` names. Throws for a name that has no definition. */
export function commandNamed(name: string, style: Style): Program {
  const definition = byName.get(name);
  if (definition === undefined) throw new Error(`no command ${name}`);
  return commandProgram(definition, style);
}
