import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { echoText } from './echo-core.ts';

/** `echo`. */
export const echo: CommandDefinition = {
  name: 'echo',
  synopsis: '[-neE] [STRING]...',
  summary: 'Print the strings to standard output.',
  raw: true,
  // biome-ignore lint/correctness/useYield: never waits
  *run(call: Call): Task<number> {
    call.print(echoText(call.operands, false));
    return 0;
  },
};
