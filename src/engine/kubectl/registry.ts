import type { Command } from './command.ts';
import { rootCommand } from './root.ts';

/** Every command of kubectl, in the order in which kubectl knows them. One line a command. */
export const commands: readonly Command[] = [];

/** `kubectl` itself. */
export const kubectlCommand: Command = rootCommand(commands);
