import { shellProgram } from '../language/program.ts';
import type { Program } from '../process/types.ts';
import { cat } from './cat.ts';
import { type CommandDefinition, commandProgram, type Style } from './command.ts';
import { echo } from './echo.ts';
import { sleep } from './sleep.ts';

/** Every small command, one definition each. */
export const COMMANDS: readonly CommandDefinition[] = [cat, echo, sleep];

function programs(style: Style): ReadonlyMap<string, Program> {
  return new Map(COMMANDS.map((definition) => [definition.name, commandProgram(definition, style)]));
}

/** Name → program with GNU's texts: Debian images and the learner's machine. */
export const coreutils: ReadonlyMap<string, Program> = programs('gnu');

/** Name → program with busybox' texts. */
export const busyboxApplets: ReadonlyMap<string, Program> = programs('busybox');

/** What only the learner's machine has. */
export const learnerTools: ReadonlyMap<string, Program> = new Map();

/** The shells: `sh` is dash, `ash` busybox'. */
export const shells: ReadonlyMap<string, Program> = new Map([
  ['sh', shellProgram('dash')],
  ['dash', shellProgram('dash')],
  ['ash', shellProgram('ash')],
  ['bash', shellProgram('bash')],
]);
