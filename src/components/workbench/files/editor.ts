import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, insertTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { type AskLint, manifestLinter } from './lint.ts';
import { highlighting, look } from './look.ts';

/** What the editor's owner hears. */
export interface EditorActions {
  readonly label: string;
  changed(text: string): void;
  save(): void;
  apply(): void;
  readonly lint: AskLint;
}

/**
 * Tab leaves the editor unless one has typed in it since it was entered; Escape first always lets Tab leave. So a keyboard is never
 * caught, and whoever writes YAML can indent.
 */
function tabs(): Extension {
  let typed = false;
  return [
    EditorView.updateListener.of((update) => {
      if (
        update.transactions.some((transaction) => transaction.isUserEvent('input') || transaction.isUserEvent('delete'))
      )
        typed = true;
    }),
    EditorView.domEventHandlers({
      blur: () => {
        typed = false;
      },
      keydown: (event) => {
        if (event.key === 'Escape') typed = false;
      },
    }),
    keymap.of([
      { key: 'Tab', run: (view) => typed && insertTab(view) },
      { key: 'Shift-Tab', run: (view) => typed && indentLess(view) },
    ]),
  ];
}

/** The YAML editor: CodeMirror, loaded when the files are first looked at. */
export class Editor {
  private readonly view: EditorView;
  private readonly language = new Compartment();
  private readonly extensions: Extension;

  constructor(parent: HTMLElement, actions: EditorActions) {
    const run = (action: () => void) => () => {
      action();
      return true;
    };
    this.extensions = [
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      keymap.of([
        { key: 'Mod-s', run: run(actions.save), preventDefault: true },
        { key: 'Mod-Enter', run: run(actions.apply), preventDefault: true },
      ]),
      tabs(),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap]),
      look,
      syntaxHighlighting(highlighting),
      this.language.of([]),
      EditorView.contentAttributes.of({ 'aria-label': actions.label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) actions.changed(update.state.doc.toString());
      }),
    ];
    this.manifest = [yaml(), manifestLinter(actions.lint)];
    this.view = new EditorView({ parent });
  }

  private readonly manifest: Extension;

  /** Shows a text; manifests are coloured and checked. */
  show(text: string, isManifest: boolean): void {
    this.view.setState(EditorState.create({ doc: text, extensions: this.extensions }));
    this.view.dispatch({ effects: this.language.reconfigure(isManifest ? this.manifest : []) });
  }

  /** Puts another text in place of the one that is shown, where the cursor can stay. */
  replace(text: string): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  focus(): void {
    this.view.focus();
  }
}
