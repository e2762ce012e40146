import { fileErrorText } from '../files/errors.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { readInputs, splitLines } from './inputs.ts';

interface Key {
  readonly field: number;
  readonly character: number;
  readonly endField: number | undefined;
  readonly endCharacter: number;
  readonly flags: string;
}

/** `sort` (bytes in order, as in the C locale). */
export const sort: CommandDefinition = {
  name: 'sort',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Write sorted concatenation of all FILE(s) to standard output.',
  short: 'bdfghinrRsuVMcCzmk:t:o:S:T:',
  long: {
    'ignore-leading-blanks': 'b',
    'dictionary-order': 'd',
    'ignore-case': 'f',
    'general-numeric-sort': 'g',
    'human-numeric-sort': 'h',
    'numeric-sort': 'n',
    reverse: 'r',
    stable: 's',
    unique: 'u',
    'version-sort': 'V',
    'month-sort': 'M',
    check: 'c',
    key: 'k',
    'field-separator': 't',
    output: 'o',
  },
  usageStatus: 2,
  *run(call: Call): Task<number> {
    if (call.has('R')) return call.fail('-R: random order is not supported here', 2);
    const keys: Key[] = [];
    for (const text of call.values('k')) {
      const key = parseKey(text);
      if (key === undefined) return call.fail(`invalid number at field start: invalid count at start of '${text}'`, 2);
      keys.push(key);
    }
    const separator = call.value('t');
    if (separator !== undefined && [...separator].length !== 1 && separator !== '\\0') {
      return call.fail(separator === '' ? 'empty tab' : `multi-character tab '${separator}'`, 2);
    }
    for (const name of call.operands) {
      if (name === '-' || name.startsWith('/dev/') || call.process.fs.exists(call.path(name))) continue;
      return call.fail(
        call.style === 'busybox'
          ? `${name}: No such file or directory`
          : `cannot read: ${name}: No such file or directory`,
        2,
      );
    }
    const { text, status } = yield* readInputs(call, call.operands);
    if (status !== 0) return 2;
    const lines = splitLines(text);
    const global = call.given
      .map(({ letter }) => letter)
      .filter((letter) => 'bdfghinrVM'.includes(letter))
      .join('');
    const compareKeys = (a: string, b: string): number => {
      call.process.step();
      for (const key of keys) {
        const flags = key.flags === '' ? global : key.flags;
        const order = compare(extract(a, key, separator), extract(b, key, separator), flags);
        if (order !== 0) return flags.includes('r') ? -order : order;
      }
      if (keys.length > 0) return 0;
      const order = compare(a, b, global);
      return global.includes('r') ? -order : order;
    };
    const whole = (a: string, b: string): number => {
      const order = compareKeys(a, b);
      if (order !== 0 || call.has('s') || call.has('u')) return order;
      const last = a < b ? -1 : a > b ? 1 : 0;
      return global.includes('r') ? -last : last;
    };
    if (call.has('c') || call.has('C')) {
      for (let at = 1; at < lines.length; at++) {
        const order = whole(lines[at - 1] ?? '', lines[at] ?? '');
        if (order > 0 || (order === 0 && call.has('u'))) {
          if (call.has('c')) call.complain(`${call.operands[0] ?? '-'}:${at + 1}: disorder: ${lines[at] ?? ''}`);
          return 1;
        }
      }
      return 0;
    }
    lines.sort(whole);
    const kept = call.has('u')
      ? lines.filter((line, at) => at === 0 || compareKeys(lines[at - 1] ?? '', line) !== 0)
      : lines;
    const out = kept.map((line) => `${line}\n`).join('');
    const file = call.value('o');
    if (file === undefined) call.print(out);
    else {
      try {
        call.process.fs.write(call.path(file), out);
      } catch (error) {
        return call.fail(`open failed: ${file}: ${fileErrorText(error)}`, 2);
      }
    }
    return 0;
  },
};

function parseKey(text: string): Key | undefined {
  const match = /^(\d+)(?:\.(\d+))?([bdfghinrVM]*)(?:,(\d+)(?:\.(\d+))?([bdfghinrVM]*))?$/.exec(text);
  if (match === null || Number(match[1]) === 0) return undefined;
  return {
    field: Number(match[1]),
    character: Number(match[2] ?? 1),
    endField: match[4] === undefined ? undefined : Number(match[4]),
    endCharacter: Number(match[5] ?? 0),
    flags: (match[3] ?? '') + (match[6] ?? ''),
  };
}

/** Where each field begins and ends. Without a separator a field takes the blanks before it. */
function fieldSpans(line: string, separator: string | undefined): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  if (separator !== undefined) {
    let from = 0;
    for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, from)) {
      spans.push([from, at]);
      from = at + separator.length;
    }
    spans.push([from, line.length]);
    return spans;
  }
  for (const match of line.matchAll(/\s*\S+/g)) spans.push([match.index, match.index + match[0].length]);
  return spans;
}

function extract(line: string, key: Key, separator: string | undefined): string {
  const spans = fieldSpans(line, separator);
  const start = spans[key.field - 1];
  if (start === undefined) return '';
  const skip = (at: number): number =>
    key.flags.includes('b') ? at + (/^\s*/.exec(line.slice(at))?.[0].length ?? 0) : at;
  const from = skip(start[0]) + key.character - 1;
  if (key.endField === undefined) return line.slice(from);
  const end = spans[key.endField - 1];
  if (end === undefined) return line.slice(from);
  const to = key.endCharacter === 0 ? end[1] : Math.min(end[1], skip(end[0]) + key.endCharacter);
  return line.slice(from, Math.max(from, to));
}

const MONTHS = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';

function compare(left: string, right: string, flags: string): number {
  if (/[nghM]/.test(flags)) return numberOf(left, flags) - numberOf(right, flags);
  let a = left;
  let b = right;
  if (flags.includes('b')) {
    a = a.trimStart();
    b = b.trimStart();
  }
  if (flags.includes('d')) {
    a = a.replace(/[^A-Za-z0-9 \t]/g, '');
    b = b.replace(/[^A-Za-z0-9 \t]/g, '');
  }
  if (flags.includes('f')) {
    a = a.toUpperCase();
    b = b.toUpperCase();
  }
  if (flags.includes('V')) return compareVersions(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(text: string, flags: string): number {
  if (flags.includes('M')) {
    const at = MONTHS.indexOf(text.trim().slice(0, 3).toUpperCase());
    return at < 0 || at % 3 !== 0 ? 0 : at / 3 + 1;
  }
  const match = /^\s*(-?\d*\.?\d*(?:[eE][-+]?\d+)?)([KMGTPE]?)/.exec(text);
  const digits = flags.includes('g') ? match?.[1] : match?.[1]?.replace(/[eE].*/, '');
  const number = Number(digits === undefined || digits === '' || digits === '-' || digits === '.' ? 0 : digits);
  return flags.includes('h') ? number * 1024 ** ('KMGTPE'.indexOf(match?.[2] || ' ') + 1) : number;
}

/** `1.9` before `1.10`. */
function compareVersions(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const x = left[at] ?? '';
    const y = right[at] ?? '';
    if (/^\d/.test(x) && /^\d/.test(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y);
    } else if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
