import type { Call, CommandDefinition } from './command.ts';
import { echoText } from './echo-core.ts';

/** `echo`. */
export const echo: CommandDefinition = {
  name: 'echo',
  synopsis: '[-neE] [STRING]...',
  summary: 'Print the strings to standard output.',
  raw: true,
  run(call: Call): number {
    call.print(echoText(call.operands, false));
    return 0;
  },
};
