import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { openInput } from '../inputs.ts';
import { Awk, AwkError } from './interpreter.ts';
import { AwkSyntaxError, unescapeAwk } from './lexer.ts';
import { parseAwk } from './parser.ts';
import { inputValue } from './values.ts';

/** `awk`. */
export const awk: CommandDefinition = {
  name: 'awk',
  synopsis: "[-F fs] [-v var=value] 'program' [file ...]",
  summary: 'Pattern scanning and processing language.',
  short: 'F:v:f:',
  long: { 'field-separator': 'F', assign: 'v', file: 'f' },
  inOrder: true,
  usageStatus: 2,
  *run(call: Call): Task<number> {
    const operands = [...call.operands];
    let source = '';
    for (const name of call.values('f')) {
      const input = openInput(call, name);
      if (input === undefined) return 2;
      source += `${yield* input.reader.readAll()}\n`;
    }
    if (!call.has('f')) {
      const first = operands.shift();
      if (first === undefined) {
        call.process.stderr.write(`Usage: ${call.name} [-F fs] [-v var=value] 'program' [file ...]\n`);
        return 2;
      }
      source = first;
    }
    try {
      const machine = new Awk(call, parseAwk(source), operands);
      const separator = call.value('F');
      if (separator !== undefined) machine.globals.set('FS', separator === 't' ? '\t' : unescapeAwk(separator));
      for (const assignment of call.values('v')) {
        const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(assignment);
        if (match === null) return call.fail(`improper assignment: -v ${assignment}`, 2);
        machine.globals.set(match[1] ?? '', inputValue(unescapeAwk(match[2] ?? '')));
      }
      return yield* machine.run();
    } catch (error) {
      if (error instanceof AwkSyntaxError) {
        return call.fail(
          call.style === 'busybox' ? `cmd. line:${error.line}: Unexpected token` : `line ${error.line}: ${error.text}`,
          2,
        );
      }
      if (error instanceof AwkError) return call.fail(error.text, 2);
      throw error;
    }
  },
};
