import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';
import { h } from '../dom.ts';

/** Lines around a change that are shown with it. */
const AROUND = 3;

type Line = { readonly is: 'same' | 'gone' | 'new' | 'gap'; readonly text: string };

function linesOf(text: Text, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let at = from; at <= to && at <= text.lines; at++) lines.push(text.line(at).text);
  return lines;
}

/** The lines in which two texts differ, with some around them. */
export function diffLines(before: string, after: string): readonly Line[] {
  // The end of the last line belongs to it: what is added behind it changes no line.
  const [a, b] = [Text.of(`${before.trimEnd()}\n`.split('\n')), Text.of(`${after.trimEnd()}\n`.split('\n'))];
  const out: Line[] = [];
  let shown = 0;
  const same = (from: number, to: number): void => {
    for (const text of linesOf(b, from, to)) out.push({ is: 'same', text });
  };
  const chunks = Chunk.build(a, b);
  for (const [at, chunk] of chunks.entries()) {
    const first =
      chunk.fromB >= b.length && chunk.fromB === chunk.endB
        ? b.lines
        : b.lineAt(Math.min(chunk.fromB, b.length)).number;
    const start = Math.max(shown + 1, first - AROUND);
    if (start > shown + 1) out.push({ is: 'gap', text: '' });
    same(start, first - 1);
    const gone =
      chunk.fromA === chunk.toA
        ? []
        : linesOf(a, a.lineAt(chunk.fromA).number, a.lineAt(Math.min(chunk.endA, a.length)).number);
    const come = chunk.fromB === chunk.toB ? [] : linesOf(b, first, b.lineAt(Math.min(chunk.endB, b.length)).number);
    for (const text of gone) out.push({ is: 'gone', text });
    for (const text of come) out.push({ is: 'new', text });
    shown = first + come.length - 1;
    const next = chunks[at + 1];
    const limit = next === undefined ? b.lines : b.lineAt(Math.min(next.fromB, b.length)).number - 1;
    const end = Math.min(limit, shown + AROUND);
    same(shown + 1, end);
    shown = Math.max(shown, end);
  }
  if (chunks.length > 0 && shown < b.lines - 1) out.push({ is: 'gap', text: '' });
  return out.filter(({ is, text }, at) => is === 'gap' || text !== '' || at < out.length - 1);
}

const SIGNS = { same: ' ', gone: '−', new: '+', gap: '' } as const;

/** The difference of two texts, line by line: what went and what came. */
export function diffView(before: string, after: string): HTMLElement {
  const lines = diffLines(before, after).map(({ is, text }) => {
    if (is === 'gap') return h('span', { class: 'wb-diff-line', 'data-is': is }, '⋯\n');
    const tag = is === 'gone' ? 'del' : is === 'new' ? 'ins' : 'span';
    return h(tag, { class: 'wb-diff-line', 'data-is': is }, `${SIGNS[is]} ${text}\n`);
  });
  return h('pre', { class: 'wb-diff', translate: 'no', lang: 'en' }, ...lines);
}
