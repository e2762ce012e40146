import { h } from '../dom.ts';

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** A question with something to choose or to fill in. */
export interface Question extends Confirmation {
  /** Form fields, by their names in what is given back. */
  readonly fields?: HTMLElement;
}

/** Asks in a dialog; resolves to what the form held when the learner agrees, else to undefined. */
export function asked(parent: HTMLElement, { title, text, yes, no, fields }: Question): Promise<FormData | undefined> {
  return new Promise((resolve) => {
    const agree = h('button', { type: 'submit', value: 'yes', class: 'wb-button wb-danger' }, yes);
    const refuse = h('button', { type: 'submit', value: 'no', class: 'wb-button', autofocus: true }, no);
    const form = h(
      'form',
      { method: 'dialog' },
      h('h2', {}, title),
      h('p', {}, text),
      fields,
      h('div', { class: 'wb-task-foot' }, refuse, agree),
    );
    const dialog = h('dialog', { class: 'wb-dialog', 'aria-label': title }, form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? new FormData(form) : undefined);
    });
    parent.append(dialog);
    dialog.showModal();
  });
}

/** Asks before something that cannot be undone; resolves true when the learner agrees. */
export async function confirmed(parent: HTMLElement, confirmation: Confirmation): Promise<boolean> {
  return (await asked(parent, confirmation)) !== undefined;
}
