import type { Decision } from '../../../engine/cluster/scheduler/decision.ts';
import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { clockText } from '../time/clock-text.ts';
import { decisionTable, type NodeRow, type PluginCell } from './decision.ts';

/** A decision as the session answered it; undefined when it is none. */
function asDecision(value: unknown): Decision | undefined {
  return typeof value === 'object' && value !== null && 'verdicts' in value ? (value as Decision) : undefined;
}

function summary({ t }: Context, decision: Decision): readonly Node[] {
  const time = clockText(decision.timeMs);
  const scored = decision.verdicts.some(({ scores }) => scores !== undefined);
  const feasible = decision.verdicts.filter(({ rejectedBy }) => rejectedBy === undefined).length;
  if (decision.chosen === undefined) {
    const message = decision.message ?? '';
    return [
      h('p', {}, t('wb.why.none', { time })),
      h('p', { class: 'wb-why-message', translate: 'no', lang: 'en' }, message),
    ];
  }
  const why = scored ? t('wb.why.mostPoints', { n: feasible }) : t('wb.why.onlyOne');
  return [h('p', {}, t('wb.why.chosen', { node: decision.chosen, time }), ' ', why)];
}

function verdictWord({ t }: Context, row: NodeRow): string {
  if (row.chosen) return t('wb.why.taken');
  return row.refused ? t('wb.why.refused') : t('wb.why.possible');
}

function cell({ t }: Context, found: PluginCell): HTMLElement {
  if (found.is === 'silent')
    return h('td', { class: 'wb-why-silent' }, h('span', { 'aria-hidden': 'true' }, '–'), hidden(t('wb.why.notAsked')));
  if (found.is === 'refused')
    return h(
      'td',
      { class: 'wb-why-no' },
      h('span', { 'aria-hidden': 'true' }, '✗ '),
      hidden(`${t('wb.why.no')}: `),
      h('span', { translate: 'no', lang: 'en' }, found.reasons.join(', ')),
    );
  const points = found.points === undefined ? '' : String(Math.round(found.points));
  return h(
    'td',
    { class: 'wb-why-yes' },
    h('span', { 'aria-hidden': 'true' }, points === '' ? '✓' : `+${points}`),
    hidden(points === '' ? t('wb.why.yes') : t('wb.why.points', { n: points })),
  );
}

function hidden(text: string): HTMLElement {
  return h('span', { class: 'sr-only' }, text);
}

function table(context: Context, decision: Decision): HTMLElement {
  const { t } = context;
  const { plugins, rows } = decisionTable(decision);
  const of = (row: NodeRow): { readonly 'data-chosen': string } => ({ 'data-chosen': String(row.chosen) });
  const marked = (found: HTMLElement, row: NodeRow): HTMLElement => {
    found.dataset['chosen'] = String(row.chosen);
    return found;
  };
  // Plugins down, nodes across: most clusters here have fewer nodes than a scheduler has plugins, and the panel is narrow.
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, t('wb.why.plugin')),
    ...rows.map((row) =>
      h(
        'th',
        { scope: 'col', ...of(row) },
        h('span', { translate: 'no' }, row.node),
        h('small', {}, verdictWord(context, row)),
      ),
    ),
  );
  const total = h(
    'tr',
    {},
    h('th', { scope: 'row' }, t('wb.why.total')),
    ...rows.map((row) =>
      h('td', { class: 'wb-why-total', ...of(row) }, row.total === undefined ? '–' : String(Math.round(row.total))),
    ),
  );
  const body = plugins.map((plugin, at) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row', translate: 'no' }, plugin),
      ...rows.map((row) => marked(cell(context, row.cells[at] ?? { is: 'silent' }), row)),
    ),
  );
  return h(
    'div',
    { class: 'wb-why-scroll', tabindex: 0, role: 'region', 'aria-label': t('wb.why.caption') },
    h(
      'table',
      { class: 'wb-why' },
      h('caption', {}, t('wb.why.caption')),
      h('thead', {}, head),
      h('tbody', {}, total, ...body),
    ),
  );
}

/** Why a pod is on its node, or on none: what every plugin of the scheduler made of every node, asked of the session. */
export async function whyNode(context: Context, item: MapItem): Promise<readonly Node[]> {
  const answer = await context.port.ask({ about: 'decision', uid: item.uid });
  const decision = answer.ok ? asDecision(answer.value) : undefined;
  if (!answer.ok) return [h('p', { class: 'wb-note' }, answer.message)];
  if (decision === undefined) return [h('p', { class: 'wb-note' }, context.t('wb.why.unknown'))];
  return [
    ...summary(context, decision),
    table(context, decision),
    h('p', { class: 'wb-note' }, context.t('wb.why.legend')),
  ];
}
