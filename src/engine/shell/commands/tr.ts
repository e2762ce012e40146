import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { unescapeBackslashes } from './escapes.ts';

const CLASSES: { readonly [name: string]: (code: number) => boolean } = {
  lower: (code) => code >= 97 && code <= 122,
  upper: (code) => code >= 65 && code <= 90,
  digit: (code) => code >= 48 && code <= 57,
  alpha: (code) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122),
  alnum: (code) => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  blank: (code) => code === 32 || code === 9,
  punct: (code) => code > 32 && code < 127 && !CLASSES['alnum']?.(code),
  cntrl: (code) => code < 32 || code === 127,
  print: (code) => code >= 32 && code < 127,
  graph: (code) => code > 32 && code < 127,
  xdigit: (code) => (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};

/** `tr`. */
export const tr: CommandDefinition = {
  name: 'tr',
  synopsis: '[OPTION]... SET1 [SET2]',
  summary: 'Translate, squeeze, and/or delete characters from standard input.',
  short: 'cCdst',
  long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
  inOrder: true,
  *run(call: Call): Task<number> {
    const [first, second] = call.operands;
    const removing = call.has('d');
    const squeezing = call.has('s');
    if (first === undefined) return call.misuse('missing operand');
    if (second === undefined && !removing && !squeezing) {
      return call.misuse(`missing operand after '${first}'\nTwo strings must be given when translating.`);
    }
    const from = characters(first);
    const to = second === undefined ? [] : characters(second, from.length);
    const complement = call.has('c') || call.has('C');
    const set = new Set(from);
    const inSet = (char: string): boolean => set.has(char) !== complement;
    const translating = second !== undefined && !removing;
    const squeezeSet = new Set(second === undefined ? from : to);
    const map = new Map(
      from.map((char, at) => [char, to[Math.min(at, to.length - 1)] ?? char]).reverse() as [string, string][],
    );
    let last = '';
    for (;;) {
      const piece = yield* call.process.stdin.read();
      if (piece === undefined) return 0;
      let out = '';
      for (const char of piece) {
        if (removing && inSet(char)) continue;
        const changed =
          translating && inSet(char) ? (complement ? (to.at(-1) ?? char) : (map.get(char) ?? char)) : char;
        if (squeezing && changed === last && (second === undefined ? inSet(changed) : squeezeSet.has(changed)))
          continue;
        out += changed;
        last = changed;
      }
      call.print(out);
      yield* call.process.breathe();
    }
  },
};

/** The characters of a set: ranges, classes, escapes, `[x*n]`. */
function characters(text: string, fill = 0): readonly string[] {
  const out: string[] = [];
  let at = 0;
  while (at < text.length) {
    const named = /^\[:([a-z]+):\]/.exec(text.slice(at));
    const test = named === null ? undefined : CLASSES[named[1] ?? ''];
    if (named !== null && test !== undefined) {
      for (let code = 0; code < 128; code++) if (test(code)) out.push(String.fromCharCode(code));
      at += named[0].length;
      continue;
    }
    const repeated = /^\[(.)\*(\d*)\]/.exec(text.slice(at));
    if (repeated !== null) {
      const count = repeated[2] === '' ? Math.max(0, fill - out.length) : Number(repeated[2]);
      for (let copy = 0; copy < Math.min(count, 1000); copy++) out.push(repeated[1] ?? '');
      at += repeated[0].length;
      continue;
    }
    const [char, next] = oneCharacter(text, at);
    if (text.charAt(next) === '-' && next + 1 < text.length) {
      const [end, after] = oneCharacter(text, next + 1);
      for (let code = char.charCodeAt(0); code <= end.charCodeAt(0); code++) out.push(String.fromCharCode(code));
      at = after;
      continue;
    }
    out.push(char);
    at = next;
  }
  return out;
}

function oneCharacter(text: string, at: number): [string, number] {
  if (text.charAt(at) !== '\\') {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return [char, at + char.length];
  }
  const octal = /^\\[0-7]{1,3}/.exec(text.slice(at));
  const length = octal?.[0].length ?? 2;
  const decoded = unescapeBackslashes(text.slice(at, at + length), false).text;
  return [decoded.length === 1 ? decoded : decoded.slice(1) || '\\', at + length];
}
