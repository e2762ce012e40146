import type { Context } from '../context.ts';
import { h, icon, setText } from '../dom.ts';
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

  draw(current: OpenDocument | undefined): void {
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const label = focused?.getAttribute('aria-label') ?? focused?.textContent;
    this.list.replaceChildren(
      ...this.model.edits().map((edit) =>
        h(
          'li',
          {},
          this.fileButton(edit.path, current === edit, () => this.actions.openEdit(edit)),
        ),
      ),
      ...this.model.paths().map((path) => (path === this.renaming?.path ? this.renaming.row : this.row(path, current))),
    );
    if (focused instanceof HTMLElement && this.renaming?.row.contains(focused) === true) focused.focus();
    if (focused === null || this.renaming !== undefined) return;
    for (const button of this.list.querySelectorAll('button'))
      if ((button.getAttribute('aria-label') ?? button.textContent) === label) button.focus({ preventScroll: true });
  }

  private fileButton(label: string, here: boolean, open: () => void): HTMLElement {
    return h(
      'button',
      { type: 'button', class: 'wb-file', translate: 'no', 'aria-current': here ? 'true' : undefined, onclick: open },
      label,
    );
  }

  private row(path: string, current: OpenDocument | undefined): HTMLElement {
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
      this.fileButton(path, current?.id === path, () => this.actions.open(path)),
      tool(t('wb.files.rename', { name: path }), icons.rename, () => {
        this.renaming = { path, row: this.renameRow(path, current) };
        this.draw(current);
        // after the key that pressed the button: it would be the field's own
        window.setTimeout(() => {
          const input = this.list.querySelector('input');
          input?.focus();
          input?.setSelectionRange(0, path.replace(/\.[^.]*$/, '').length);
        });
      }),
      tool(t('wb.files.remove', { name: path }), icons.remove, () => {
        if (window.confirm(t('wb.files.removeSure', { name: path }))) this.actions.remove(path);
      }),
    );
  }

  private renameRow(path: string, current: OpenDocument | undefined): HTMLElement {
    const { t } = this.context;
    const end = (): void => {
      this.renaming = undefined;
      this.draw(current);
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
