import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import type { Opened } from '../session/control.ts';
import type { Phase } from '../session/port.ts';

export interface TroubleActions {
  restart(): void;
  reset(): void;
  exportJournal(): void;
}

/** Lies over the workbench when the session is starting, cannot start or has ended: what happened, and what can be done. */
export class Trouble {
  readonly element = h('div', { class: 'wb-trouble', hidden: true });
  private problem: Opened['problem'];
  private phase: Phase = { is: 'starting' };

  constructor(
    private readonly context: Context,
    private readonly actions: TroubleActions,
  ) {
    context.port.onPhase((phase) => {
      this.phase = phase;
      this.draw();
    });
  }

  opened({ problem }: Opened): void {
    this.problem = problem;
    this.draw();
  }

  private draw(): void {
    const { t } = this.context;
    if (this.problem === 'lab-missing') this.show(t('wb.problem.labMissing'), '', true, false);
    else if (this.problem === 'lab-changed') this.show(t('wb.problem.labChanged'), '', false, true);
    else if (this.phase.is === 'failed') this.show(t('wb.problem.failed'), this.phase.why, true, true);
    else {
      this.element.hidden = true;
      this.element.replaceChildren();
    }
  }

  private show(text: string, why: string, restart: boolean, reset: boolean): void {
    const { t } = this.context;
    const button = (label: string, action: () => void, kind = 'wb-button') =>
      h('button', { type: 'button', class: kind, onclick: action }, label);
    this.element.hidden = false;
    this.element.replaceChildren(
      h('div', { role: 'alert' }, h('p', {}, text), why === '' ? undefined : h('pre', { translate: 'no' }, why)),
      h(
        'div',
        { class: 'wb-task-foot' },
        ...(restart ? [button(t('wb.problem.restart'), this.actions.restart, 'wb-button wb-primary')] : []),
        button(t('wb.menu.export'), this.actions.exportJournal),
        ...(reset ? [button(t('wb.problem.reset'), this.actions.reset)] : []),
      ),
    );
  }
}
