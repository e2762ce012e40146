import { tryFile } from '../files/errors.ts';
import { joinPath } from '../files/paths.ts';
import { matchesPattern } from '../language/pattern.ts';
import { compileRegExp } from '../language/regexp.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { type Input, linesOf, openInput, splitLines } from './inputs.ts';

/** `grep`. */
export const grep: CommandDefinition = {
  name: 'grep',
  synopsis: '[OPTION]... PATTERNS [FILE]...',
  summary: 'Search for PATTERNS in each FILE.',
  short: 'EFGPivwxcnolLqshHrRaIe:f:m:A:B:C:1:2:',
  long: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'basic-regexp': 'G',
    'perl-regexp': 'P',
    'ignore-case': 'i',
    'invert-match': 'v',
    'word-regexp': 'w',
    'line-regexp': 'x',
    count: 'c',
    'line-number': 'n',
    'only-matching': 'o',
    'files-with-matches': 'l',
    'files-without-match': 'L',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    'no-filename': 'h',
    'with-filename': 'H',
    recursive: 'r',
    regexp: 'e',
    file: 'f',
    'max-count': 'm',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    include: '1',
    exclude: '2',
  },
  usageStatus: 2,
  prepare: (words) =>
    words
      .filter((word) => word !== '--line-buffered' && !/^--colou?r(=|$)/.test(word))
      .map((word) => (/^-\d+$/.test(word) ? `-C${word.slice(1)}` : word)),
  run: (call) => runGrep(call, call.has('E') || call.has('P'), call.has('F')),
};

/** `egrep`: grep -E. */
export const egrep: CommandDefinition = { ...grep, name: 'egrep', run: (call) => runGrep(call, true, false) };

/** `fgrep`: grep -F. */
export const fgrep: CommandDefinition = { ...grep, name: 'fgrep', run: (call) => runGrep(call, false, true) };

interface Search {
  readonly expressions: readonly RegExp[];
  readonly named: boolean;
  readonly before: number;
  readonly after: number;
  /** Something was printed before: contexts are parted by `--`. */
  printed: boolean;
  matched: boolean;
  problem: boolean;
}

function* runGrep(call: Call, extended: boolean, fixed: boolean): Task<number> {
  const operands = [...call.operands];
  const patterns: string[] = [];
  for (const { letter, value } of call.given) {
    if (letter === 'e') patterns.push(...value.split('\n'));
    if (letter === 'f') {
      const input = openInput(call, value);
      if (input === undefined) return 2;
      patterns.push(...splitLines(yield* input.reader.readAll()));
    }
  }
  if (!call.has('e') && !call.has('f')) {
    const first = operands.shift();
    if (first === undefined) return missingPattern(call);
    patterns.push(...first.split('\n'));
  }
  const expressions: RegExp[] = [];
  for (const pattern of patterns) {
    const compiled = compileRegExp(pattern, {
      extended,
      fixed,
      ignoreCase: call.has('i'),
      word: call.has('w'),
      line: call.has('x'),
      global: true,
    });
    if (typeof compiled === 'string')
      return call.fail(call.style === 'busybox' ? `bad regex '${pattern}': ${compiled}` : compiled, 2);
    expressions.push(compiled);
  }
  const around = Number(call.value('C') ?? 0);
  const recursive = call.has('r') || call.has('R');
  const names = operands.length > 0 ? operands : [recursive ? '.' : '-'];
  const search: Search = {
    expressions,
    named: call.has('H') || (!call.has('h') && (names.length > 1 || recursive)),
    before: Number(call.value('B') ?? around),
    after: Number(call.value('A') ?? around),
    printed: false,
    matched: false,
    problem: false,
  };
  for (const name of names) {
    if (yield* searchPath(call, search, name, recursive)) break;
  }
  if (call.has('q') && search.matched) return 0;
  return search.problem ? 2 : search.matched ? 0 : 1;
}

function missingPattern(call: Call): number {
  if (call.style === 'busybox') return call.misuse('no pattern');
  const { stderr } = call.process;
  stderr.write(`Usage: ${call.name} [OPTION]... PATTERNS [FILE]...\nTry '${call.name} --help' for more information.\n`);
  return 2;
}

function* searchPath(call: Call, search: Search, name: string, recursive: boolean): Task<boolean> {
  const { fs } = call.process;
  if (name !== '-' && fs.isDirectory(call.path(name))) {
    if (!recursive) {
      if (!call.has('s')) call.complain(`${name}: Is a directory`);
      search.problem ||= call.style === 'gnu';
      return false;
    }
    for (const child of fs.list(call.path(name))) {
      const path =
        name === '.' && call.operands.length <= 1 && call.style === 'gnu' && !call.operands.includes('.')
          ? child
          : joinPath(name, child);
      const node = tryFile(() => fs.entry(call.path(path)));
      if (!node.ok || node.value.type === 'link') continue;
      if (node.value.type === 'file' && !isIncluded(call, child)) continue;
      if (yield* searchPath(call, search, path, true)) return true;
    }
    return false;
  }
  const input = quietlyOpen(call, name);
  if (input === undefined) {
    search.problem = true;
    return false;
  }
  return yield* searchInput(call, search, input);
}

function isIncluded(call: Call, name: string): boolean {
  const include = call.values('1');
  if (include.length > 0 && !include.some((pattern) => matchesPattern(pattern, name))) return false;
  return !call.values('2').some((pattern) => matchesPattern(pattern, name));
}

function quietlyOpen(call: Call, name: string): Input | undefined {
  if (name === '-' || call.process.fs.exists(call.path(name)) || name.startsWith('/dev/')) return openInput(call, name);
  if (!call.has('s')) call.complain(`${name}: No such file or directory`);
  return undefined;
}

/** Searches one input; true when all searching can stop (-q). */
function* searchInput(call: Call, search: Search, input: Input): Task<boolean> {
  const title = search.named ? (input.name === '-' ? '(standard input)' : input.name) : '';
  const limit = call.has('m') ? Number(call.value('m')) : Number.POSITIVE_INFINITY;
  const listing = call.has('l') || call.has('L');
  const held: { number: number; text: string }[] = [];
  let number = 0;
  let count = 0;
  let trailing = 0;
  let lastShown = 0;
  const print = (at: number, text: string, mark: string): void => {
    const file = title === '' ? '' : `${title}${mark}`;
    call.print(`${file}${call.has('n') ? `${at}${mark}` : ''}${text}\n`);
    lastShown = at;
    search.printed = true;
  };
  if (limit === 0) return false;
  yield* linesOf(call, input, (text) => {
    number++;
    const matches = search.expressions.some((expression) => {
      expression.lastIndex = 0;
      return expression.test(text);
    });
    if (matches === call.has('v')) {
      if (trailing > 0 && count <= limit) {
        trailing--;
        if (!call.has('c') && !listing && !call.has('q') && !call.has('o')) print(number, text, '-');
      } else if (count >= limit) return false;
      else if (search.before > 0) {
        held.push({ number, text });
        if (held.length > search.before) held.shift();
      }
      return trailing > 0 || count < limit;
    }
    if (count >= limit) return false;
    count++;
    search.matched = true;
    if (call.has('q') || listing) return false;
    if (call.has('c')) return count < limit;
    if (call.has('o')) {
      if (!call.has('v')) for (const part of partsOf(search.expressions, text)) print(number, part, ':');
      return count < limit;
    }
    const from = held[0]?.number ?? number;
    if ((search.before > 0 || search.after > 0) && search.printed && from > lastShown + 1) call.print('--\n');
    for (const line of held.splice(0)) print(line.number, line.text, '-');
    print(number, text, ':');
    trailing = search.after;
    return count < limit || trailing > 0;
  });
  if (call.has('q')) return search.matched;
  if (call.has('l') && count > 0) call.print(`${input.name === '-' ? '(standard input)' : input.name}\n`);
  else if (call.has('L') && count === 0) call.print(`${input.name === '-' ? '(standard input)' : input.name}\n`);
  else if (call.has('c') && !listing) call.print(`${title === '' ? '' : `${title}:`}${count}\n`);
  return false;
}

/** The stretches of a line that match, from left to right, without empty ones. */
function partsOf(expressions: readonly RegExp[], text: string): readonly string[] {
  const out: string[] = [];
  let at = 0;
  while (at <= text.length) {
    let best: RegExpExecArray | undefined;
    for (const expression of expressions) {
      expression.lastIndex = at;
      let match = expression.exec(text);
      while (match !== null && match[0] === '' && expression.lastIndex < text.length) {
        expression.lastIndex++;
        match = expression.exec(text);
      }
      if (match === null || match[0] === '') continue;
      if (
        best === undefined ||
        match.index < best.index ||
        (match.index === best.index && match[0].length > best[0].length)
      )
        best = match;
    }
    if (best === undefined) break;
    out.push(best[0]);
    at = best.index + best[0].length;
  }
  return out;
}
