import type { EditBuffer } from './edit-buffer.ts';
import type { KeyName } from './keys.ts';

type Edit = (buffer: EditBuffer, lastKey: KeyName | 'text') => void;

function swap(buffer: EditBuffer): void {
  if (buffer.cursor === 0 || buffer.text.length < 2) return;
  if (buffer.cursor === buffer.text.length) buffer.cursor--;
  const { text, cursor: at } = buffer;
  buffer.set(text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1), at + 1);
}

/** Changes the word at or after the cursor and goes behind it. */
function changeWord(change: (word: string) => string): Edit {
  return (buffer) => {
    const end = buffer.wordRight();
    const { text, cursor } = buffer;
    const changed = text.slice(0, cursor) + change(text.slice(cursor, end));
    buffer.set(changed + text.slice(end), changed.length);
  };
}

/** Keys that change the line. Models: readline's emacs mode */
export const EDITS: { readonly [key in KeyName]?: Edit } = {
  backspace: (buffer) => {
    if (buffer.cursor > 0) buffer.remove(buffer.left(), buffer.cursor);
  },
  delete: (buffer) => buffer.remove(buffer.cursor, buffer.right()),
  'ctrl-d': (buffer) => buffer.remove(buffer.cursor, buffer.right()),
  'ctrl-k': (buffer) => buffer.cut(buffer.cursor, buffer.text.length, 'forward'),
  'ctrl-u': (buffer) => buffer.cut(0, buffer.cursor, 'backward'),
  'ctrl-w': (buffer) => buffer.cut(buffer.blankWordLeft(), buffer.cursor, 'backward'),
  'delete-word-left': (buffer) => buffer.cut(buffer.wordLeft(), buffer.cursor, 'backward'),
  'delete-word-right': (buffer) => buffer.cut(buffer.cursor, buffer.wordRight(), 'forward'),
  'ctrl-y': (buffer) => buffer.yank(),
  'yank-earlier': (buffer, last) => buffer.yankEarlier(last === 'ctrl-y' || last === 'yank-earlier'),
  'ctrl-t': swap,
  'upper-word': changeWord((word) => word.toUpperCase()),
  'lower-word': changeWord((word) => word.toLowerCase()),
  'capital-word': changeWord((word) => word.toLowerCase().replace(/[\p{L}\p{N}]/u, (first) => first.toUpperCase())),
};

/** Keys that move the cursor, and where to. */
export const MOVES: { readonly [key in KeyName]?: (buffer: EditBuffer) => number } = {
  left: (buffer) => buffer.left(),
  'ctrl-b': (buffer) => buffer.left(),
  right: (buffer) => buffer.right(),
  'ctrl-f': (buffer) => buffer.right(),
  home: () => 0,
  'ctrl-a': () => 0,
  end: (buffer) => buffer.text.length,
  'ctrl-e': (buffer) => buffer.text.length,
  'word-left': (buffer) => buffer.wordLeft(),
  'word-right': (buffer) => buffer.wordRight(),
};
