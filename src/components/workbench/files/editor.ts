import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, insertTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Prec, type StateEffect } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { LintFault } from '../../../engine/session/lint.ts';
import type { AskSession } from './ask.ts';
import { manifestCompletion } from './complete.ts';
import { manifestHelp } from './help.ts';
import { yamlEnter } from './indent.ts';
import { manifestLinter } from './lint.ts';
import { aids, highlighting, look } from './look.ts';

/** What the editor's owner hears. */
export interface EditorActions {
  readonly label: string;
  changed(text: string): void;
  save(): void;
  apply(): void;
  readonly ask: AskSession;
  /** What is wrong with the text, whenever that was found out. */
  faults(faults: readonly LintFault[]): void;
  readonly texts: { readonly required: string };
  /** What the editor's own panels say. */
  readonly phrases: Readonly<Record<string, string>>;
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

interface Left {
  readonly state: EditorState;
  readonly scroll: StateEffect<unknown>;
}

/** The YAML editor: CodeMirror, loaded when the files are first looked at. */
export class Editor {
  private readonly view: EditorView;
  private readonly language = new Compartment();
  private readonly extensions: Extension;
  /** Each document as it was left: what can be undone in it, the cursor, how far it was scrolled. */
  private readonly left = new WeakMap<object, Left>();
  private shown: object | undefined;

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
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      keymap.of([
        { key: 'Mod-s', run: run(actions.save), preventDefault: true },
        { key: 'Mod-Enter', run: run(actions.apply), preventDefault: true },
      ]),
      tabs(),
      keymap.of([
        ...completionKeymap,
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...lintKeymap,
      ]),
      look,
      aids,
      syntaxHighlighting(highlighting),
      this.language.of([]),
      EditorState.phrases.of(actions.phrases),
      EditorView.contentAttributes.of({ 'aria-label': actions.label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) actions.changed(update.state.doc.toString());
      }),
    ];
    const { ask, texts } = actions;
    const found = (faults: readonly LintFault[]): void => actions.faults(faults);
    this.manifest = [
      yaml(),
      Prec.high(yamlEnter),
      manifestLinter(ask, found),
      manifestCompletion(ask, texts),
      manifestHelp(ask, texts.required),
    ];
    this.view = new EditorView({ parent });
  }

  private readonly manifest: Extension;

  /** Shows a document's text; manifests are coloured, checked and completed, other YAML only coloured. */
  show(document: { readonly text: string }, kind: 'manifest' | 'yaml' | 'text'): void {
    if (this.shown === document) {
      this.replace(document.text);
      return;
    }
    if (this.shown !== undefined)
      this.left.set(this.shown, { state: this.view.state, scroll: this.view.scrollSnapshot() });
    this.shown = document;
    const before = this.left.get(document);
    if (before !== undefined) {
      this.view.setState(before.state);
      this.view.dispatch({ effects: before.scroll });
      this.replace(document.text);
      return;
    }
    this.view.setState(EditorState.create({ doc: document.text, extensions: this.extensions }));
    const extension = kind === 'manifest' ? this.manifest : kind === 'yaml' ? [yaml(), Prec.high(yamlEnter)] : [];
    // The view keeps how far it was scrolled in the text before.
    this.view.dispatch({ effects: [this.language.reconfigure(extension), EditorView.scrollIntoView(0)] });
  }

  /** Puts the cursor at a place (line and column from 1) and shows it. */
  goTo(line: number, column: number): void {
    const { doc } = this.view.state;
    const at = doc.line(Math.min(Math.max(1, line), doc.lines));
    const anchor = Math.min(at.to, at.from + Math.max(0, column - 1));
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    this.view.focus();
  }

  /** Puts another text in place of the one that is shown, where the cursor can stay. */
  replace(text: string): void {
    if (this.view.state.doc.toString() === text) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  focus(): void {
    this.view.focus();
  }
}
