import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import type { Editor } from './editor.ts';
import { FilesModel, nameFault, type OpenDocument } from './model.ts';
import { TEMPLATE } from './template.ts';
import { trackEdits } from './track-edits.ts';

/** What the files need of the rest of the workbench. */
export interface FilesActions {
  /** Runs a line in the terminal and shows it. */
  run(line: string): void;
  /** The program that wanted a file edited goes on in the terminal. */
  backToTerminal(): void;
  /** Brings the files to the front: a program wants one edited. */
  show(): void;
}

/** A file is saved this long after the last key, milliseconds. */
const SAVE_MS = 1_500;

const isManifest = (path: string): boolean => /\.(ya?ml|json)$/.test(path) || /^\/?tmp\//.test(path);

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The learner's files and the editor; also what `kubectl edit`, vi and nano open. */
export class FilesView {
  readonly element: HTMLElement;
  private readonly model = new FilesModel();
  private readonly list: HTMLElement;
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
    this.list = h('ul', { class: 'wb-file-list', role: 'list', 'aria-label': t('wb.files.list') });
    this.actions = h('div', { class: 'wb-file-actions' });
    this.empty = h('p', { class: 'wb-note' }, t('wb.files.empty'));
    const head = h('div', { class: 'wb-bar' }, this.name, this.state, this.actions);
    this.element = h(
      'div',
      { class: 'wb-files' },
      h('div', { class: 'wb-file-side' }, this.newFile(), this.list),
      h('div', { class: 'wb-file-main' }, head, this.empty, this.place),
    );
    port.onBegin(() => {
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
      this.drawList();
      this.drawState();
    });
    trackEdits(port, {
      opened: ({ edit, path, content }) => {
        this.show(this.model.openEdit(edit, path, content));
        this.workbench.show();
        this.drawList();
      },
    });
    this.place.addEventListener('focusout', () => this.saveNow());
    this.show(undefined);
  }

  private newFile(): HTMLElement {
    const { t } = this.context;
    const fault = h('p', { class: 'wb-fault', role: 'alert' });
    const input = h('input', {
      type: 'text',
      'aria-label': t('wb.files.newName'),
      placeholder: 'pod.yaml',
      spellcheck: 'false',
      autocapitalize: 'off',
      required: true,
    });
    const says = { empty: t('wb.files.nameEmpty'), outside: t('wb.files.nameOutside'), taken: t('wb.files.nameTaken') };
    return h(
      'form',
      {
        class: 'wb-new-file',
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          const path = input.value.trim();
          const wrong = nameFault(path, this.model);
          setText(fault, wrong === undefined ? '' : says[wrong]);
          if (wrong !== undefined) return;
          input.value = '';
          const content = /\.ya?ml$/.test(path) ? TEMPLATE : '';
          this.context.port.input({ do: 'write-file', path, content });
          this.model.changed(path, content);
          this.openFile(path);
          this.drawList();
        },
      },
      input,
      h(
        'button',
        { type: 'submit', class: 'wb-tool', 'aria-label': t('wb.files.new'), title: t('wb.files.new') },
        icon(icons.add),
      ),
      fault,
    );
  }

  private openFile(path: string): void {
    this.show(this.model.openFile(path));
    this.drawList();
    void this.loaded().then((editor) => editor.focus());
  }

  private loaded(): Promise<Editor> {
    const { t, port } = this.context;
    this.loading ??= import('./editor.ts').then(({ Editor }) => {
      this.editor = new Editor(this.place, {
        label: t('wb.files.editor'),
        changed: (text) => {
          if (this.current === undefined) return;
          this.current.text = text;
          this.drawState();
          this.saveSoon();
        },
        save: () => this.save(),
        apply: () => this.apply(),
        lint: async (text) => {
          const answer = await port.ask({ about: 'lint', text });
          return answer.ok ? answer.value : undefined;
        },
      });
      return this.editor;
    });
    return this.loading;
  }

  private show(document: OpenDocument | undefined): void {
    this.saveNow();
    this.current = document;
    const shown = document !== undefined;
    this.empty.hidden = shown;
    this.place.hidden = !shown;
    this.drawActions();
    this.drawState();
    if (!shown) return;
    void this.loaded().then((editor) => {
      if (this.current === document)
        editor.show(document.text, document.edit !== undefined || isManifest(document.path));
    });
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
    this.context.port.input({ do: 'write-file', path: current.path, content: current.text });
    current.saved = current.text;
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
    this.model.close(document.id);
    this.show(this.model.edits().at(-1));
    this.drawList();
    this.workbench.backToTerminal();
  }

  private drawList(): void {
    const { t, port } = this.context;
    const { model, current } = this;
    const row = (label: string, here: boolean, open: () => void, remove?: () => void) =>
      h(
        'li',
        {},
        h(
          'button',
          { type: 'button', class: 'wb-file', 'aria-current': here ? 'true' : undefined, onclick: open },
          label,
        ),
        remove === undefined
          ? undefined
          : h(
              'button',
              {
                type: 'button',
                class: 'wb-tool wb-remove',
                'aria-label': t('wb.files.remove', { name: label }),
                title: t('wb.files.remove', { name: label }),
                onclick: remove,
              },
              icon(icons.remove),
            ),
      );
    this.list.replaceChildren(
      ...model.edits().map((edit) => row(edit.path, current === edit, () => this.show(edit))),
      ...model.paths().map((path) =>
        row(
          path,
          current?.id === path,
          () => this.openFile(path),
          () => {
            if (window.confirm(t('wb.files.removeSure', { name: path }))) port.input({ do: 'remove-file', path });
          },
        ),
      ),
    );
  }
}
