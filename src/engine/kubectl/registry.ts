import type { Command } from './command.ts';
import { attachCommand } from './commands/attach.ts';
import { cordonCommand, uncordonCommand } from './commands/cordon.ts';
import { create } from './commands/create/create.ts';
import { describeCommand } from './commands/describe.ts';
import { drainCommand } from './commands/drain.ts';
import { eventsCommand } from './commands/events.ts';
import { execCommand } from './commands/exec.ts';
import { get } from './commands/get/get.ts';
import { logsCommand } from './commands/logs.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { taintCommand } from './commands/taint.ts';
import { rootCommand } from './root.ts';

/** Every command of kubectl, in the order in which kubectl knows them. One line a command. */
export const commands: readonly Command[] = [
  get,
  create,
  rolloutCommand,
  describeCommand,
  logsCommand,
  attachCommand,
  execCommand,
  cordonCommand,
  uncordonCommand,
  drainCommand,
  eventsCommand,
  taintCommand,
];

/** `kubectl` itself. */
export const kubectlCommand: Command = rootCommand(commands);
