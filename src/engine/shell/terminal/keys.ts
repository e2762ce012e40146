/** What a stretch of terminal input means to a line editor. */
export type Key =
  | { readonly kind: 'text'; readonly text: string }
  /** Pasted between bracketed-paste marks: tabs are text, and so is everything else but newlines, which end lines. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'key'; readonly name: KeyName };

export type KeyName =
  | 'enter'
  | 'tab'
  | 'backspace'
  | 'delete'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'word-left'
  | 'word-right'
  | 'delete-word-left'
  | 'delete-word-right'
  | 'last-argument'
  | 'yank-earlier'
  | 'upper-word'
  | 'lower-word'
  | 'capital-word'
  | 'history-first'
  | 'history-last'
  | 'list'
  | 'escape'
  | `ctrl-${string}`;

const SEQUENCES: { readonly [sequence: string]: KeyName } = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[3~': 'delete',
  '[1;5C': 'word-right',
  '[1;5D': 'word-left',
  '[1;3C': 'word-right',
  '[1;3D': 'word-left',
  '[3;5~': 'delete-word-right',
  b: 'word-left',
  f: 'word-right',
  d: 'delete-word-right',
  '\x7f': 'delete-word-left',
  '\b': 'delete-word-left',
  '.': 'last-argument',
  _: 'last-argument',
  y: 'yank-earlier',
  u: 'upper-word',
  l: 'lower-word',
  c: 'capital-word',
  '<': 'history-first',
  '>': 'history-last',
  '?': 'list',
};

/** What a terminal puts around a paste. */
export const PASTE_START = '\x1b[200~';
export const PASTE_END = '\x1b[201~';
/** Longer sequences are none, in characters. */
const LONGEST = 32;

/** Reads one key from the front of the input; undefined when the input ends within a sequence (keep it for the next piece). */
export function readKey(input: string): { readonly key: Key; readonly length: number } | undefined {
  const first = input.charAt(0);
  if (first === '\x1b') return readEscape(input);
  const code = first.charCodeAt(0);
  if (code === 13 || code === 10)
    return { key: { kind: 'key', name: 'enter' }, length: input.startsWith('\r\n') ? 2 : 1 };
  if (code === 9) return { key: { kind: 'key', name: 'tab' }, length: 1 };
  if (code === 127 || code === 8) return { key: { kind: 'key', name: 'backspace' }, length: 1 };
  if (code < 32) return { key: { kind: 'key', name: `ctrl-${String.fromCharCode(code + 96)}` }, length: 1 };
  let end = 1;
  while (end < input.length && input.charCodeAt(end) >= 32 && input.charCodeAt(end) !== 127) end++;
  return { key: { kind: 'text', text: input.slice(0, end) }, length: end };
}

function readEscape(input: string): { readonly key: Key; readonly length: number } | undefined {
  if (input.startsWith(PASTE_START)) {
    const end = input.indexOf(PASTE_END);
    if (end < 0) return undefined;
    const text = input.slice(PASTE_START.length, end).replace(/\r\n?/g, '\n');
    return { key: { kind: 'paste', text }, length: end + PASTE_END.length };
  }
  if (PASTE_START.startsWith(input) && input.length > 1) return undefined;
  const rest = input.slice(1);
  const sequence = /^(\[[0-9;]*[A-Za-z~]|O[A-Za-z]|[^[O])/s.exec(rest)?.[0];
  if (sequence === undefined) {
    const begun = /^(?:\[[0-9;]*|O)?/.exec(rest)?.[0].length ?? 0;
    // a lone Escape key, a sequence that is still to come, or the beginning of one that goes on as none does
    if (rest.length === begun && begun > 0 && begun < LONGEST) return undefined;
    return { key: { kind: 'key', name: 'escape' }, length: 1 + begun };
  }
  return { key: { kind: 'key', name: SEQUENCES[sequence] ?? 'escape' }, length: 1 + sequence.length };
}
