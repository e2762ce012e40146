import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { openInput } from './inputs.ts';

function pager(name: string): CommandDefinition {
  return {
    name,
    synopsis: '[FILE]...',
    summary: 'Print FILE(s) through: the terminal itself scrolls.',
    raw: true,
    *run(call: Call): Task<number> {
      let status = 0;
      const files = call.operands.filter((word) => !/^[-+]./.test(word));
      for (const file of files.length === 0 ? ['-'] : files) {
        const input = openInput(call, file);
        if (input === undefined) {
          status = 1;
          continue;
        }
        for (;;) {
          const piece = yield* input.reader.read();
          if (piece === undefined) break;
          call.print(piece);
          yield* call.process.breathe();
        }
      }
      return status;
    },
  };
}

export const less = pager('less');
export const more = pager('more');
