import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { syntaxHighlighting } from '@codemirror/language';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { aids, highlighting, look } from './look.ts';

/** Two texts beside each other. `changed`: the left one can be edited. */
export interface Comparison {
  readonly left: { readonly text: string; readonly label: string; readonly changed?: (text: string) => void };
  readonly right: { readonly text: string; readonly label: string };
  /** In one column: where there is no room for two. */
  readonly narrow: boolean;
  /** `$ unchanged lines`, with `$` for how many. */
  readonly unchanged: string;
}

function base(label: string, unchanged: string): Extension {
  return [
    lineNumbers(),
    EditorState.phrases.of({ '$ unchanged lines': unchanged }),
    EditorView.lineWrapping,
    yaml(),
    look,
    aids,
    syntaxHighlighting(highlighting),
    EditorView.contentAttributes.of({ 'aria-label': label }),
  ];
}

const READ_ONLY: Extension = [
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ tabindex: '0' }),
];

function editable(changed: ((text: string) => void) | undefined): Extension {
  if (changed === undefined) return READ_ONLY;
  return [
    history(),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
}

/** Draws the comparison; gives back what takes it away. Nothing in it puts the right text in the left one's place. */
export function showMerge(parent: HTMLElement, { left, right, narrow, unchanged }: Comparison): () => void {
  const collapseUnchanged = { margin: 3, minSize: 6 };
  if (narrow) {
    // What is shown is the later text, with what it took the place of above it.
    const view = new EditorView({
      parent,
      doc: right.text,
      extensions: [
        base(`${left.label} → ${right.label}`, unchanged),
        READ_ONLY,
        unifiedMergeView({ original: left.text, mergeControls: false, collapseUnchanged }),
      ],
    });
    return () => view.destroy();
  }
  const view = new MergeView({
    parent,
    a: { doc: left.text, extensions: [base(left.label, unchanged), editable(left.changed)] },
    b: { doc: right.text, extensions: [base(right.label, unchanged), READ_ONLY] },
    collapseUnchanged,
    highlightChanges: true,
    gutter: true,
  });
  return () => view.destroy();
}
