import type { Task } from '../process/types.ts';
import { padColumns, textWidth } from '../terminal/width.ts';
import type { Call, CommandDefinition } from './command.ts';
import { eachLine, openInput, readInputs, readText, splitLines } from './inputs.ts';

/** `tac`. */
export const tac: CommandDefinition = {
  name: 'tac',
  synopsis: '[FILE]...',
  summary: 'Write each FILE to standard output, last line first.',
  *run(call: Call): Task<number> {
    let status = 0;
    for (const name of call.operands.length === 0 ? ['-'] : call.operands) {
      const input = openInput(call, name);
      if (input === undefined) status = 1;
      else
        call.print(
          splitLines(yield* readText(call, input))
            .reverse()
            .map((line) => `${line}\n`)
            .join(''),
        );
    }
    return status;
  },
};

/** `rev`. */
export const rev: CommandDefinition = {
  name: 'rev',
  synopsis: '[FILE]...',
  summary: 'Reverse lines characterwise.',
  run: (call) =>
    eachLine(call, call.operands, (line, _, newline) => {
      call.print(`${[...line].reverse().join('')}${newline ? '\n' : ''}`);
      return true;
    }),
};

/** `nl`. */
export const nl: CommandDefinition = {
  name: 'nl',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Write each FILE to standard output, with line numbers added.',
  short: 'b:w:s:v:i:n:',
  long: { 'body-numbering': 'b', 'number-width': 'w', 'number-separator': 's', 'starting-line-number': 'v' },
  run(call: Call): Task<number> {
    let number = Number(call.value('v') ?? 1);
    const width = Number(call.value('w') ?? 6);
    return eachLine(call, call.operands, (line) => {
      const numbered = call.value('b') === 'a' || line !== '';
      call.print(
        numbered
          ? `${String(number++).padStart(width)}${call.value('s') ?? '\t'}${line}\n`
          : `${' '.repeat(width + 1)}\n`,
      );
      return true;
    });
  },
};

/** `paste`. */
export const paste: CommandDefinition = {
  name: 'paste',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Write lines consisting of the corresponding lines from each FILE.',
  short: 'sd:',
  long: { serial: 's', delimiters: 'd' },
  *run(call: Call): Task<number> {
    const delimiters = (call.value('d') ?? '\t').replace(/\\n/g, '\n').replace(/\\t/g, '\t');
    const columns: string[][] = [];
    const names = call.operands.length === 0 ? ['-'] : call.operands;
    const shared = names.filter((name) => name === '-').length > 1;
    if (shared) {
      const { text } = yield* readInputs(call, ['-']);
      const lines = splitLines(text);
      for (const [at] of names.entries()) columns.push(lines.filter((_, line) => line % names.length === at));
    } else {
      for (const name of names) {
        const input = openInput(call, name);
        if (input === undefined) return 1;
        columns.push(splitLines(yield* readText(call, input)));
      }
    }
    const join = (cells: readonly string[]): string =>
      cells
        .map((cell, at) => (at === 0 ? cell : delimiters.charAt((at - 1) % Math.max(1, delimiters.length)) + cell))
        .join('');
    if (call.has('s')) for (const column of columns) call.print(`${join(column)}\n`);
    else {
      const rows = Math.max(...columns.map((column) => column.length));
      for (let row = 0; row < rows; row++) call.print(`${join(columns.map((column) => column[row] ?? ''))}\n`);
    }
    return 0;
  },
};

/** `fold`. */
export const fold: CommandDefinition = {
  name: 'fold',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Wrap input lines in each FILE.',
  short: 'w:sb',
  long: { width: 'w', spaces: 's' },
  run(call: Call): Task<number> {
    const width = Math.max(1, Number(call.value('w') ?? 80));
    return eachLine(call, call.operands, (line) => {
      let rest = line;
      while (rest.length > width) {
        const space = call.has('s') ? rest.lastIndexOf(' ', width - 1) + 1 : 0;
        const at = space > 0 ? space : width;
        call.print(`${rest.slice(0, at)}\n`);
        rest = rest.slice(at);
      }
      call.print(`${rest}\n`);
      return true;
    });
  },
};

/** `column -t`. */
export const column: CommandDefinition = {
  name: 'column',
  synopsis: '[-t] [-s SEPARATORS] [FILE]...',
  summary: 'Columnate lists.',
  short: 'ts:o:',
  long: { table: 't', separator: 's', 'output-separator': 'o' },
  *run(call: Call): Task<number> {
    const { text, status } = yield* readInputs(call, call.operands);
    const lines = splitLines(text).filter((line) => line.trim() !== '');
    if (!call.has('t')) {
      call.print(lines.map((line) => `${line}\n`).join(''));
      return status;
    }
    const separators = call.value('s');
    const rows = lines.map((line) =>
      separators === undefined
        ? line.trim().split(/\s+/)
        : line.split(new RegExp(`[${separators.replace(/[\\\]^-]/g, '\\$&')}]`)),
    );
    const widths: number[] = [];
    for (const row of rows)
      for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, textWidth(cell));
    const gap = call.value('o') ?? '  ';
    for (const row of rows)
      call.print(
        `${row.map((cell, at) => (at === row.length - 1 ? cell : padColumns(cell, widths[at] ?? 0))).join(gap)}\n`,
      );
    return status;
  },
};

/** `comm`. */
export const comm: CommandDefinition = {
  name: 'comm',
  synopsis: '[OPTION]... FILE1 FILE2',
  summary: 'Compare sorted files FILE1 and FILE2 line by line.',
  short: '123',
  *run(call: Call): Task<number> {
    const [left, right] = call.operands;
    if (left === undefined || right === undefined) return call.misuse('missing operand');
    const inputs = [openInput(call, left), openInput(call, right)] as const;
    if (inputs[0] === undefined || inputs[1] === undefined) return 1;
    const a = splitLines(yield* readText(call, inputs[0]));
    const b = splitLines(yield* readText(call, inputs[1]));
    const show = (which: 1 | 2 | 3, line: string): void => {
      if (call.has(String(which))) return;
      const before = [1, 2].filter((other) => other < which && !call.has(String(other))).length;
      call.print(`${'\t'.repeat(before)}${line}\n`);
    };
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      call.process.step();
      const x = a[i];
      const y = b[j];
      if (y === undefined || (x !== undefined && x < y)) {
        show(1, x ?? '');
        i++;
      } else if (x === undefined || y < x) {
        show(2, y);
        j++;
      } else {
        show(3, x);
        i++;
        j++;
      }
    }
    return 0;
  },
};

/** `yes`. */
export const yes: CommandDefinition = {
  name: 'yes',
  synopsis: '[STRING]...',
  summary: 'Repeatedly output a line with all specified STRING(s), or y.',
  raw: true,
  *run(call: Call): Task<number> {
    const line = `${call.operands.length === 0 ? 'y' : call.operands.join(' ')}\n`;
    for (;;) {
      call.print(line);
      yield* call.process.breathe();
    }
  },
};
