// Longer than 300 lines: the one place where list, editor, comparison and the programs that wait for a text meet.
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import { BESIDE, type Beside as Solution } from '../tasks/show-beside.ts';
import { type AskSession, askSession } from './ask.ts';
import { Beside } from './beside.ts';
import { difference } from './diff.ts';
import type { Editor } from './editor.ts';
import { FileList } from './list.ts';
import { FilesModel, type OpenDocument } from './model.ts';
import { Problems } from './problems.ts';
import { TEMPLATE } from './template.ts';
import { trackEdits } from './track-edits.ts';
import { Unsaved } from './unsaved.ts';

/** What the files need of the rest of the workbench. */
export interface FilesActions {
  /** Runs a line in the terminal and shows it. */
  run(line: string): void;
  /** The program that wanted a file edited goes on in the terminal. */
  backToTerminal(): void;
  /** Brings the files to the front: a program wants one edited. */
  show(): void;
  /** The name of the session that is open. */
  session(): string;
}

/** A file is saved this long after the last key, milliseconds. */
const SAVE_MS = 1_500;

const isManifest = (path: string): boolean => /\.(ya?ml|json)$/.test(path) || /^\/?tmp\//.test(path);

/** Files of other tools, which no API server takes. */
const OTHERS_YAML = /(^|\/)(kustomization|Chart|values[^/]*)\.ya?ml$/;

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The learner's files and the editor; also what `kubectl edit`, vi and nano open. */
export class FilesView {
  readonly element: HTMLElement;
  /** Stands at the terminal while a program there waits for a text, and leads to it. */
  readonly waits = h('button', {
    type: 'button',
    class: 'wb-tool wb-edit-waits',
    hidden: true,
    onclick: () => this.openEdit(),
  });
  private readonly model = new FilesModel();
  private readonly unsaved: Unsaved;
  private readonly list: FileList;
  private readonly ask: AskSession;
  private readonly beside: Beside;
  private readonly problems: Problems;
  private readonly place = h('div', { class: 'wb-editor' });
  private readonly name = h('strong', { class: 'wb-file-name', translate: 'no' });
  private readonly state = h('span', { class: 'wb-file-state', role: 'status' });
  private readonly actions: HTMLElement;
  private readonly empty: HTMLElement;
  private loading: Promise<Editor> | undefined;
  private editor: Editor | undefined;
  private current: OpenDocument | undefined;
  private saving: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly workbench: FilesActions,
  ) {
    const { t, port } = context;
    this.unsaved = new Unsaved(context, this.model, () => workbench.session());
    this.ask = askSession(port, t);
    this.list = new FileList(context, this.model, {
      open: (path) => this.openFile(path),
      openEdit: (edit) => this.show(edit),
      create: (path) => this.create(path),
      rename: (from, to) => this.rename(from, to),
      remove: (path) => port.input({ do: 'remove-file', path }),
    });
    this.beside = new Beside(context, () => this.editor?.focus());
    this.problems = new Problems(context, (line, column) => this.editor?.goTo(line, column));
    this.actions = h('div', { class: 'wb-file-actions' });
    this.empty = h('p', { class: 'wb-note' }, t('wb.files.empty'));
    const head = h('div', { class: 'wb-bar' }, this.name, this.state, this.actions);
    this.element = h(
      'div',
      { class: 'wb-files' },
      this.list.element,
      h('div', { class: 'wb-file-main' }, head, this.empty, this.place, this.problems.element, this.beside.element),
    );
    port.onBegin(() => {
      this.unsaved.begin();
      this.current = undefined;
      this.model.clear();
      this.show(undefined);
      this.drawList();
    });
    port.on('files', ({ changes }) => {
      for (const { path, content } of changes) {
        const update = this.model.changed(path, content);
        if (this.current?.path !== path || this.current.edit !== undefined) continue;
        if (content === null) this.show(undefined);
        else if (update) this.editor?.replace(content);
      }
      this.unsaved.saveFiles();
      this.drawList();
      this.drawState();
    });
    port.on('ready', () => this.unsaved.saveFiles());
    trackEdits(port, {
      opened: ({ edit, path, content }) => {
        const typed = document.activeElement?.closest('.wb-panel-terminal') ?? null;
        const opened = this.model.openEdit(edit, path, content);
        opened.text = this.unsaved.textOf(opened) ?? content;
        this.show(opened);
        this.workbench.show();
        this.drawList();
        // Who called for it from the terminal goes on typing in it, as with an editor of the terminal.
        if (typed !== null) void this.loaded().then((editor) => this.current === opened && editor.focus());
      },
      ended: (edit) => {
        const document = this.model.edits().find((each) => each.edit === edit);
        if (document !== undefined) this.closeEdit(document);
      },
    });
    document.addEventListener(BESIDE, (event) => {
      if (!(event instanceof CustomEvent)) return;
      event.preventDefault();
      void this.compare(event.detail as Solution);
    });
    this.place.addEventListener('focusout', () => this.saveNow());
    this.show(undefined);
  }

  private create(path: string): void {
    const content = /\.ya?ml$/.test(path) ? TEMPLATE : '';
    this.context.port.input({ do: 'write-file', path, content });
    this.model.changed(path, content);
    this.openFile(path);
  }

  /** A file gets another name: its text goes along, saved or not. */
  private rename(from: string, to: string): void {
    const { port } = this.context;
    const here = this.current?.id === from;
    const { text } = this.model.openFile(from);
    window.clearTimeout(this.saving);
    if (here) this.current = undefined;
    port.input({ do: 'write-file', path: to, content: text });
    port.input({ do: 'remove-file', path: from });
    this.model.changed(to, text);
    this.model.changed(from, null);
    if (here) this.show(this.model.openFile(to));
    this.drawList();
  }

  private openEdit(): void {
    this.workbench.show();
    this.open(this.model.edits().at(-1));
  }

  private openFile(path: string): void {
    this.open(this.model.openFile(path));
  }

  private open(document: OpenDocument | undefined): void {
    this.show(document);
    this.drawList();
    void this.loaded().then((editor) => editor.focus());
  }

  private loaded(): Promise<Editor> {
    const { t } = this.context;
    this.loading ??= Promise.all([import('./editor.ts'), import('../../../i18n/editor/phrases.ts')]).then(
      ([{ Editor }, { editorPhrases }]) => {
        this.editor = new Editor(this.place, {
          label: t('wb.files.editor'),
          changed: (text) => {
            if (this.current === undefined) return;
            this.current.text = text;
            this.unsaved.keep(this.current);
            this.drawState();
            this.saveSoon();
          },
          save: () => this.save(),
          apply: () => this.apply(),
          // A program's own copy is not what is applied: the schemas are all that can judge it.
          ask: {
            ...this.ask,
            tried: (text) => (this.current?.edit === undefined ? this.ask.tried(text) : Promise.resolve([])),
          },
          faults: (faults) => this.problems.show(faults),
          texts: { required: t('wb.files.required') },
          phrases: editorPhrases[this.context.language],
        });
        return this.editor;
      },
    );
    return this.loading;
  }

  private show(document: OpenDocument | undefined): void {
    this.saveNow();
    this.current = document;
    this.beside.close();
    this.problems.show([]);
    const shown = document !== undefined;
    this.empty.hidden = shown;
    this.place.hidden = !shown;
    this.drawActions();
    this.drawState();
    if (!shown) return;
    void this.loaded().then((editor) => {
      if (this.current === document) editor.show(document, this.kindOf(document));
    });
  }

  private kindOf({ path, edit }: OpenDocument): 'manifest' | 'yaml' | 'text' {
    if (OTHERS_YAML.test(path)) return 'yaml';
    return isManifest(path) || (edit !== undefined && path.startsWith('/tmp/')) ? 'manifest' : 'text';
  }

  private drawActions(): void {
    const { t } = this.context;
    const { current } = this;
    const button = (label: string, action: () => void, kind = 'wb-tool') =>
      h('button', { type: 'button', class: kind, onclick: action }, label);
    if (current === undefined) this.actions.replaceChildren();
    else if (current.edit !== undefined)
      this.actions.replaceChildren(
        button(t('wb.files.saveEdit'), () => this.endEdit(current, current.text), 'wb-tool wb-primary'),
        button(t('wb.files.cancelEdit'), () => this.endEdit(current, null)),
      );
    else
      this.actions.replaceChildren(
        button(t('wb.files.save'), () => this.save()),
        ...(this.kindOf(current) === 'manifest' ? [button(t('wb.files.diff'), () => void this.showDifference())] : []),
        ...(isManifest(current.path) ? [button(t('wb.files.apply'), () => this.apply(), 'wb-tool wb-primary')] : []),
      );
  }

  private drawState(): void {
    const { t } = this.context;
    const { current } = this;
    setText(this.name, current?.path ?? '');
    const changed = current !== undefined && current.text !== current.saved;
    setText(this.state, current?.edit !== undefined ? t('wb.files.editing') : changed ? t('wb.files.unsaved') : '');
  }

  /** A file is saved when one stops typing or leaves the editor: what is on the screen is what `kubectl apply -f` reads. */
  private saveSoon(): void {
    window.clearTimeout(this.saving);
    this.saving = window.setTimeout(() => this.saveNow(), SAVE_MS);
  }

  private saveNow(): void {
    const { current } = this;
    if (current !== undefined && current.edit === undefined && current.text !== current.saved) this.save();
  }

  private save(): void {
    const { current } = this;
    if (current === undefined) return;
    if (current.edit !== undefined) {
      this.endEdit(current, current.text);
      return;
    }
    // What a session that has ended cannot save waits for the next.
    if (this.context.port.phase.is === 'failed') return;
    this.context.port.input({ do: 'write-file', path: current.path, content: current.text });
    current.saved = current.text;
    this.unsaved.drop(current.id);
    this.drawState();
  }

  private apply(): void {
    const { current } = this;
    if (current === undefined) return;
    this.save();
    if (current.edit === undefined && isManifest(current.path))
      this.workbench.run(`kubectl apply -f ${quote(current.path)}`);
  }

  private endEdit(document: OpenDocument, content: string | null): void {
    if (document.edit === undefined) return;
    // Editors end the last line.
    const saved = content === null || content === '' || content.endsWith('\n') ? content : `${content}\n`;
    this.context.port.input({ do: 'edited', edit: document.edit, content: saved });
    this.closeEdit(document);
    this.workbench.backToTerminal();
  }

  /** No program waits for this text any more. */
  private closeEdit(document: OpenDocument): void {
    this.unsaved.drop(document.id);
    this.model.close(document.id);
    if (this.current === document) this.show(this.model.edits().at(-1));
    this.drawList();
  }

  /** What applying the text would change in the cluster. */
  private async showDifference(): Promise<void> {
    const { t } = this.context;
    const { current } = this;
    if (current === undefined) return;
    const trials = (await this.ask.tried(current.text)) ?? [];
    if (this.current !== current) return;
    if (trials.length === 0) return this.problems.say(t('wb.files.diffCannot'));
    const { live, after, note } = difference(trials, t);
    await this.beside.show(
      {
        left: { text: live, label: t('wb.files.diffLive') },
        right: { text: after, label: t('wb.files.diffAfter') },
      },
      note,
    );
  }

  /** Shows a solution's file beside the learner's own, which can be worked on there and is never replaced. */
  private async compare({ path, content }: Solution): Promise<void> {
    const { t } = this.context;
    this.workbench.show();
    const own = this.model.has(path) ? this.model.openFile(path) : undefined;
    this.show(own);
    this.drawList();
    await this.beside.show(
      {
        left: {
          text: own?.text ?? '',
          label: own === undefined ? t('wb.files.besideNone', { name: path }) : t('wb.files.besideOwn', { name: path }),
          ...(own === undefined ? {} : { changed: (text: string) => this.changedBeside(own, text) }),
        },
        right: { text: content, label: t('wb.files.besideSolution') },
      },
      t('wb.files.besideNote'),
    );
  }

  private changedBeside(own: OpenDocument, text: string): void {
    if (this.current !== own) return;
    own.text = text;
    this.unsaved.keep(own);
    this.editor?.replace(text);
    this.drawState();
    this.saveSoon();
  }

  private drawList(): void {
    const { t } = this.context;
    this.list.draw(this.current);
    const edit = this.model.edits().at(-1);
    this.waits.hidden = edit === undefined;
    if (edit !== undefined) setText(this.waits, t('wb.files.waits', { name: edit.path }));
  }
}
