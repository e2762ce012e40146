import { h } from '../dom.ts';

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

/** Asks before something that cannot be undone; resolves true when the learner agrees. */
export function confirmed(parent: HTMLElement, { title, text, yes, no }: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    const agree = h('button', { type: 'submit', value: 'yes', class: 'wb-button wb-danger' }, yes);
    const refuse = h('button', { type: 'submit', value: 'no', class: 'wb-button', autofocus: true }, no);
    const dialog = h(
      'dialog',
      { class: 'wb-dialog', 'aria-label': title },
      h(
        'form',
        { method: 'dialog' },
        h('h2', {}, title),
        h('p', {}, text),
        h('div', { class: 'wb-task-foot' }, refuse, agree),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    parent.append(dialog);
    dialog.showModal();
  });
}
