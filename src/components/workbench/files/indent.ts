import { EditorSelection, type Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';

const UNIT = 2;

/** How far the line after this one is indented, in YAML: deeper behind `key:` and `|`, below the first key of a list's item, or as it was. */
export function yamlIndent(line: string): number {
  const indent = line.length - line.trimStart().length;
  const [dashes = ''] = /^(?:-\s+)+/.exec(line.slice(indent)) ?? [];
  const content = line
    .slice(indent + dashes.length)
    .replace(/\s+#.*$/, '')
    .trimEnd();
  const column = indent + dashes.length;
  if (/:(?:\s+[|>][-+0-9]*)?$/.test(content)) return column + UNIT;
  // an item that is no object is followed by another item
  return /^[^\s"'][^:]*:\s/.test(content) || dashes === '' ? column : indent;
}

function newLine(view: EditorView): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  view.dispatch(
    state.changeByRange((range) => {
      const line = state.doc.lineAt(range.from);
      const before = line.text.slice(0, range.from - line.from);
      const insert = `\n${' '.repeat(before.trim() === '' ? before.length : yamlIndent(before))}`;
      return {
        changes: { from: range.from, to: range.to, insert },
        range: EditorSelection.cursor(range.from + insert.length),
      };
    }),
    { scrollIntoView: true, userEvent: 'input' },
  );
  return true;
}

/** Enter in YAML goes on where the next line belongs. */
export const yamlEnter: Extension = keymap.of([{ key: 'Enter', run: newLine }]);
