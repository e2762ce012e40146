import type { SolutionStep } from '../../../engine/grader/publish.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { durationText } from '../time/clock-text.ts';

/** Shows a solution's file beside the learner's own, which stays as it is; false when it cannot. */
export type ShowBeside = (path: string, content: string) => boolean;

/** The file in the panel itself, where no editor can show it. */
function inline(button: HTMLElement, content: string): void {
  button.replaceWith(h('pre', { class: 'wb-solution-line', translate: 'no', tabindex: 0 }, content));
}

function stepView({ t }: Context, step: SolutionStep, showBeside: ShowBeside): HTMLElement {
  switch (step.kind) {
    case 'run':
      return h('li', {}, h('pre', { class: 'wb-solution-line', translate: 'no', tabindex: 0 }, step.line));
    case 'edit': {
      const button = h('button', { type: 'button', class: 'wb-button' }, t('wb.solution.beside'));
      button.addEventListener('click', () => {
        if (!showBeside(step.path, step.content)) inline(button, step.content);
      });
      return h('li', {}, h('p', {}, t('wb.solution.file', { path: step.path })), button);
    }
    case 'wait':
      return h(
        'li',
        {},
        step.ms === 'settled' ? t('wb.solution.settle') : t('wb.solution.wait', { time: durationText(step.ms) }),
      );
    case 'answer':
      return h('li', {}, t('wb.solution.answer', { text: step.text.trim() }));
  }
}

/** A way through a task, step by step, to be read beside one's own work: nothing in it runs by itself. */
export function solutionView(context: Context, steps: readonly SolutionStep[], showBeside: ShowBeside): HTMLElement {
  return h(
    'section',
    { class: 'wb-solution' },
    h('h4', {}, context.t('wb.solution.title')),
    h('ol', {}, ...steps.map((step) => stepView(context, step, showBeside))),
  );
}
