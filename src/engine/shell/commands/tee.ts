import { fileErrorText } from '../files/errors.ts';
import { openWriter } from '../process/open.ts';
import { SIGINT } from '../process/signals.ts';
import type { Task, Writer } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';

/** `tee`. */
export const tee: CommandDefinition = {
  name: 'tee',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Copy standard input to each FILE, and also to standard output.',
  short: 'aip',
  long: { append: 'a', 'ignore-interrupts': 'i' },
  *run(call: Call): Task<number> {
    if (call.has('i')) call.process.onSignal(SIGINT, () => {});
    const writers: Writer[] = [];
    let status = 0;
    for (const name of call.operands) {
      try {
        writers.push(openWriter(call.process, name, call.has('a')));
      } catch (error) {
        call.complain(`${name}: ${fileErrorText(error)}`);
        status = 1;
      }
    }
    for (;;) {
      const piece = yield* call.process.stdin.read();
      if (piece === undefined) return status;
      call.print(piece);
      for (const writer of writers) writer.write(piece);
      yield* call.process.breathe();
    }
  },
};
