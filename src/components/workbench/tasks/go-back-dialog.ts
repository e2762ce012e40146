import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { asked } from '../layout/dialog.ts';
import { durationText } from '../time/clock-text.ts';
import type { Moment } from './go-back.ts';

/** What going back to a moment undoes, as a sentence. */
function undoneText({ t }: Context, { commands, files, others }: Moment['undoes']): string {
  if (commands + files + others === 0) return t('wb.back.nothing');
  const parts = [
    ...(commands > 0 ? [t('wb.back.commands', { n: commands })] : []),
    ...(files > 0 ? [t('wb.back.files', { n: files })] : []),
    ...(others > 0 ? [t('wb.back.others', { n: others })] : []),
  ];
  return t('wb.back.undoes', { what: parts.join(', ') });
}

/** Says what resetting a task does and lets the learner choose the moment; undefined when they would rather not. */
export async function chosenMoment(
  context: Context,
  parent: HTMLElement,
  title: string,
  moments: readonly Moment[],
  usual: Moment,
): Promise<Moment | undefined> {
  const { t, language } = context;
  const choices = moments.map((moment, at) => {
    const when = durationText(moment.atMs);
    const after = moment.after?.title[language];
    const name = after === undefined ? t('wb.back.beginning') : t('wb.back.after', { time: when, task: after });
    return h(
      'label',
      { class: 'wb-choice' },
      h('input', { type: 'radio', name: 'moment', value: at, checked: moment === usual }),
      h('span', {}, name, h('small', {}, undoneText(context, moment.undoes))),
    );
  });
  const said = await asked(parent, {
    title: t('wb.back.title', { task: title }),
    text: t('wb.back.text'),
    yes: t('wb.back.yes'),
    no: t('wb.reset.no'),
    fields: h('fieldset', { class: 'wb-choices' }, h('legend', {}, t('wb.back.where')), ...choices),
  });
  return said === undefined ? undefined : moments[Number(said.get('moment'))];
}
