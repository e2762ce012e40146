import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { eachLine } from './inputs.ts';

type Range = readonly [from: number, to: number];

/** `cut`. */
export const cut: CommandDefinition = {
  name: 'cut',
  synopsis: 'OPTION... [FILE]...',
  summary: 'Print selected parts of lines from each FILE to standard output.',
  short: 'b:c:d:f:sn1:2',
  long: {
    bytes: 'b',
    characters: 'c',
    delimiter: 'd',
    fields: 'f',
    'only-delimited': 's',
    'output-delimiter': '1',
    complement: '2',
  },
  *run(call: Call): Task<number> {
    const list = call.value('f') ?? call.value('c') ?? call.value('b');
    if (list === undefined) return call.misuse('you must specify a list of bytes, characters, or fields');
    const ranges = parseRanges(list);
    if (typeof ranges === 'string') return call.misuse(ranges);
    const delimiter = call.value('d') ?? '\t';
    if ([...delimiter].length !== 1) return call.misuse('the delimiter must be a single character');
    const byField = call.has('f');
    const joiner = call.value('1') ?? (byField ? delimiter : '');
    const picked = (at: number): boolean => ranges.some(([from, to]) => at >= from && at <= to) !== call.has('2');
    return yield* eachLine(call, call.operands, (line) => {
      if (!byField) {
        call.print(`${[...line].filter((_, at) => picked(at + 1)).join(joiner)}\n`);
        return true;
      }
      if (!line.includes(delimiter)) {
        if (!call.has('s')) call.print(`${line}\n`);
        return true;
      }
      call.print(
        `${line
          .split(delimiter)
          .filter((_, at) => picked(at + 1))
          .join(joiner)}\n`,
      );
      return true;
    });
  },
};

function parseRanges(text: string): readonly Range[] | string {
  const ranges: Range[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (match === null || part === '') return `invalid field value '${part}'`;
    const [, from = '', dash = '', to = ''] = match;
    if (dash === '') {
      if (Number(from) === 0) return 'fields are numbered from 1';
      ranges.push([Number(from), Number(from)]);
    } else if (from === '' && to === '') return 'invalid range with no endpoint: -';
    else {
      const range: Range = [from === '' ? 1 : Number(from), to === '' ? Number.POSITIVE_INFINITY : Number(to)];
      if (range[0] === 0) return 'fields are numbered from 1';
      if (range[1] < range[0]) return 'invalid decreasing range';
      ranges.push(range);
    }
  }
  return ranges;
}
