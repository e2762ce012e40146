import type { Context } from '../context.ts';
import { arrange, h, icon, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import { type FilesModel, nameFault, type OpenDocument } from './model.ts';

/** What the list of files does. */
export interface FileListActions {
  open(path: string): void;
  openEdit(edit: OpenDocument): void;
  create(path: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
}

/** The learner's files: choose, make, rename, delete. */
export class FileList {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly rows = new Map<string, HTMLElement>();
  private current: OpenDocument | undefined;
  private renaming: { readonly path: string; readonly row: HTMLElement } | undefined;

  constructor(
    private readonly context: Context,
    private readonly model: FilesModel,
    private readonly actions: FileListActions,
  ) {
    const { t } = context;
    this.list = h('ul', { class: 'wb-file-list', role: 'list', 'aria-label': t('wb.files.list') });
    this.element = h('div', { class: 'wb-file-side' }, this.newFile(), this.list);
  }

  /** Brings the list up to date. What stays is not touched: whoever is on it with the keyboard stays there, too. */
  draw(current: OpenDocument | undefined): void {
    this.current = current;
    const rows = [
      ...this.model.edits().map((edit) => this.row(edit.id, () => this.editRow(edit))),
      ...this.model
        .paths()
        .map((path) => (path === this.renaming?.path ? this.renaming.row : this.row(path, () => this.fileRow(path)))),
    ];
    const shown = new Set(rows);
    for (const [id, row] of this.rows) if (!shown.has(row)) this.rows.delete(id);
    arrange(this.list, rows);
  }

  /** The row of a document, made when it is first needed. */
  private row(id: string, make: () => HTMLElement): HTMLElement {
    const row = this.rows.get(id) ?? make();
    this.rows.set(id, row);
    const button = row.querySelector('.wb-file');
    if (this.current?.id === id) button?.setAttribute('aria-current', 'true');
    else button?.removeAttribute('aria-current');
    return row;
  }

  private fileButton(label: string, open: () => void): HTMLElement {
    return h('button', { type: 'button', class: 'wb-file', translate: 'no', onclick: open }, label);
  }

  private editRow(edit: OpenDocument): HTMLElement {
    return h(
      'li',
      {},
      this.fileButton(edit.path, () => this.actions.openEdit(edit)),
    );
  }

  private fileRow(path: string): HTMLElement {
    const { t } = this.context;
    const tool = (label: string, drawing: string, act: () => void) =>
      h(
        'button',
        { type: 'button', class: 'wb-tool wb-remove', 'aria-label': label, title: label, onclick: act },
        icon(drawing),
      );
    return h(
      'li',
      {},
      this.fileButton(path, () => this.actions.open(path)),
      tool(t('wb.files.rename', { name: path }), icons.rename, () => {
        this.renaming = { path, row: this.renameRow(path) };
        this.draw(this.current);
        // after the key that pressed the button: it would be the field's own
        window.setTimeout(() => {
          const input = this.list.querySelector('input');
          input?.focus();
          input?.setSelectionRange(0, path.replace(/\.[^.]*$/, '').length);
        });
      }),
      tool(t('wb.files.remove', { name: path }), icons.remove, () => {
        if (!window.confirm(t('wb.files.removeSure', { name: path }))) return;
        this.focusBeside(path);
        this.actions.remove(path);
      }),
    );
  }

  private renameRow(path: string): HTMLElement {
    const { t } = this.context;
    const end = (): void => {
      this.renaming = undefined;
      this.draw(this.current);
    };
    const input = this.nameInput(t('wb.files.newNameOf', { name: path }), path);
    const fault = h('p', { class: 'wb-fault', role: 'alert' });
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      end();
      this.focusFile(path);
    });
    const form = h(
      'form',
      {
        class: 'wb-new-file',
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          const to = input.value.trim();
          if (to !== path && !this.accepts(to, fault)) return;
          this.renaming = undefined;
          if (to === path) end();
          else this.actions.rename(path, to);
          this.focusFile(to);
        },
      },
      input,
      fault,
    );
    form.addEventListener('focusout', (event) => {
      if (this.renaming?.path === path && event.relatedTarget !== null && !form.contains(event.relatedTarget as Node))
        end();
    });
    return h('li', {}, form);
  }

  /** A file goes away, and the keyboard is on it. */
  private focusBeside(path: string): void {
    const row = this.rows.get(path);
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const button = beside?.querySelector<HTMLElement>('.wb-file') ?? this.element.querySelector('input');
    button?.focus({ preventScroll: true });
  }

  private focusFile(path: string): void {
    for (const button of this.list.querySelectorAll<HTMLElement>('.wb-file'))
      if (button.textContent === path) button.focus({ preventScroll: true });
  }

  private nameInput(label: string, value: string): HTMLInputElement {
    return h('input', {
      type: 'text',
      'aria-label': label,
      value,
      placeholder: 'pod.yaml',
      spellcheck: 'false',
      autocapitalize: 'off',
      autocomplete: 'off',
      translate: 'no',
      required: true,
    });
  }

  /** Whether a file may be called so; says why not. */
  private accepts(path: string, fault: HTMLElement): boolean {
    const { t } = this.context;
    const wrong = nameFault(path, this.model);
    const says = { empty: t('wb.files.nameEmpty'), outside: t('wb.files.nameOutside'), taken: t('wb.files.nameTaken') };
    setText(fault, wrong === undefined ? '' : says[wrong]);
    return wrong === undefined;
  }

  private newFile(): HTMLElement {
    const { t } = this.context;
    const fault = h('p', { class: 'wb-fault', role: 'alert' });
    const input = this.nameInput(t('wb.files.newName'), '');
    return h(
      'form',
      {
        class: 'wb-new-file',
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          const path = input.value.trim();
          if (!this.accepts(path, fault)) return;
          input.value = '';
          this.actions.create(path);
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
}
