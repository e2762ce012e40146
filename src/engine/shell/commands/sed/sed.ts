import { fileErrorText } from '../../files/errors.ts';
import type { Task, Writer } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { openInput } from '../inputs.ts';
import { type SedCommand, SedError } from './command.ts';
import { SedRun } from './run.ts';
import { parseSed } from './script.ts';

/** `sed`. */
export const sed: CommandDefinition = {
  name: 'sed',
  synopsis: '[OPTION]... {script-only-if-no-other-script} [input-file]...',
  summary: 'Stream editor for filtering and transforming text.',
  short: 'nrEisu1:e:f:',
  long: {
    quiet: 'n',
    silent: 'n',
    expression: 'e',
    file: 'f',
    'regexp-extended': 'E',
    'in-place': 'i',
    separate: 's',
    unbuffered: 'u',
  },
  prepare: (words) => words.map((word) => word.replace(/^(?:-i|--in-place=)(.+)$/, '-1$1')),
  *run(call: Call): Task<number> {
    const operands = [...call.operands];
    const scripts: string[] = [];
    for (const { letter, value } of call.given) {
      if (letter === 'e') scripts.push(value);
      if (letter !== 'f') continue;
      const input = openInput(call, value);
      if (input === undefined) return 1;
      scripts.push(yield* input.reader.readAll());
    }
    if (scripts.length === 0) {
      const first = operands.shift();
      if (first === undefined) {
        call.process.stderr.write(`Usage: ${call.name} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`);
        return 1;
      }
      scripts.push(first);
    }
    let commands: readonly SedCommand[];
    try {
      commands = parseSed(scripts.join('\n'), call.has('E') || call.has('r'));
    } catch (error) {
      if (error instanceof SedError) return call.fail(error.text);
      throw error;
    }
    const inPlace = call.has('i') || call.has('1');
    const names = operands.length === 0 ? ['-'] : operands;
    const separate = inPlace || call.has('s');
    let status = 0;
    if (!separate) {
      const run = new SedRun(call, commands, call.process.stdout, names);
      yield* run.all();
      return run.exit ?? run.status;
    }
    for (const name of names) {
      if (inPlace && (name === '-' || call.process.fs.isDirectory(call.path(name)))) {
        status = call.fail(`couldn't edit ${name}: not a regular file`, 4);
        continue;
      }
      let out = '';
      const target: Writer = inPlace
        ? {
            isTerminal: false,
            write: (text) => {
              out += text;
            },
          }
        : call.process.stdout;
      const run = new SedRun(call, commands, target, [name]);
      yield* run.all();
      status = Math.max(status, run.status);
      if (inPlace && run.opened) {
        try {
          const suffix = call.value('1');
          if (suffix !== undefined)
            call.process.fs.write(call.path(name + suffix), call.process.fs.read(call.path(name)));
          call.process.fs.write(call.path(name), out);
        } catch (error) {
          status = call.fail(`couldn't open file ${name}: ${fileErrorText(error)}`, 4);
        }
      }
      if (run.exit !== undefined) return run.exit;
    }
    return status;
  },
};
