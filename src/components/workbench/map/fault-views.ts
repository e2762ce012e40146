import type { Fault } from '../../../engine/cluster/faults/fault.ts';
import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { activeLike, CLUSTER_FAULTS, type FaultsModel, faultAction, faultState, faultsFor } from './faults.ts';

function entry(context: Context, faults: FaultsModel, fault: Fault): HTMLElement {
  const { t } = context;
  const active = activeLike(faults.active, fault);
  const on = active !== undefined && JSON.stringify(active) === JSON.stringify(fault);
  const button = on
    ? h('button', { type: 'button', class: 'wb-button', onclick: () => faults.heal(fault) }, t('wb.fault.heal'))
    : h(
        'button',
        { type: 'button', class: 'wb-button wb-danger', onclick: () => faults.make(fault) },
        t('wb.fault.make'),
      );
  const words = on ? faultState(context, fault) : faultAction(context, fault);
  button.setAttribute('aria-label', `${on ? t('wb.fault.heal') : t('wb.fault.make')}: ${words}`);
  return h('li', { 'data-on': String(on) }, h('span', {}, words), button);
}

function list(context: Context, faults: FaultsModel, offered: readonly Fault[]): HTMLElement {
  return h('ul', { class: 'wb-faults' }, ...offered.map((fault) => entry(context, faults, fault)));
}

/** The menu of an object: what can be made to go wrong with it, and what is wrong already. */
export function faultMenu(context: Context, faults: FaultsModel, item: MapItem): readonly Node[] {
  const { t } = context;
  return [
    h('p', { class: 'wb-note' }, t('wb.fault.note')),
    list(context, faults, faultsFor(item)),
    h('h4', {}, t('wb.fault.cluster')),
    list(context, faults, CLUSTER_FAULTS),
  ];
}

/** The strip above the map that says what is wrong because somebody asked for it, and offers to heal it. Hidden when nothing is. */
export function faultStrip(context: Context, faults: FaultsModel): HTMLElement {
  const { t } = context;
  const items = h('ul', {});
  const all = h(
    'button',
    { type: 'button', class: 'wb-tool', onclick: () => faults.heal(null) },
    t('wb.fault.healAll'),
  );
  const strip = h(
    'div',
    { class: 'wb-fault-strip', role: 'group', 'aria-label': t('wb.fault.active'), hidden: true },
    h('strong', {}, t('wb.fault.active')),
    items,
    all,
  );
  const said = h('div', { class: 'sr-only', role: 'status' });
  faults.onChange(() => {
    const { active } = faults;
    strip.hidden = active.length === 0;
    all.hidden = active.length < 2;
    items.replaceChildren(
      ...active.map((fault) => {
        const words = faultState(context, fault);
        const heal = h(
          'button',
          {
            type: 'button',
            class: 'wb-tool',
            'aria-label': `${t('wb.fault.heal')}: ${words}`,
            onclick: () => faults.heal(fault),
          },
          t('wb.fault.heal'),
        );
        return h('li', {}, words, ' ', heal);
      }),
    );
    said.textContent =
      active.length === 0 ? t('wb.fault.none') : active.map((fault) => faultState(context, fault)).join('. ');
  });
  return h('div', {}, strip, said);
}
