import type { Context } from '../context.ts';
import { h, icon } from '../dom.ts';
import { icons } from '../icons.ts';

export interface MapSettings {
  readonly showSystem: boolean;
  readonly asTable: boolean;
  setShowSystem(on: boolean): void;
  setAsTable(on: boolean): void;
  /** Shows the list of all objects; the button gets the focus back. */
  browse(opener: HTMLElement): void;
}

/** The map's legend and its two switches. */
export function mapToolbar({ t }: Context, settings: MapSettings): HTMLElement {
  const toggle = (on: boolean, label: string, set: (on: boolean) => void, ...content: (Node | string)[]) => {
    const button = h(
      'button',
      { type: 'button', class: 'wb-tool', 'aria-pressed': String(on), 'aria-label': label, title: label },
      ...content,
    );
    button.addEventListener('click', () => {
      const next = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(next));
      set(next);
    });
    return button;
  };
  const tones = [
    ['ok', t('wb.tone.ok')],
    ['waiting', t('wb.tone.waiting')],
    ['bad', t('wb.tone.bad')],
    ['ending', t('wb.tone.ending')],
    ['done', t('wb.tone.done')],
  ] as const;
  const legend = h(
    'ul',
    { class: 'wb-legend', 'aria-label': t('wb.map.legend') },
    ...tones.map(([tone, word]) => h('li', { 'data-tone': tone }, h('span', { class: 'wb-glyph' }), word)),
  );
  const browse: HTMLElement = h(
    'button',
    {
      type: 'button',
      class: 'wb-tool',
      'aria-label': t('objects.all'),
      title: t('objects.all'),
      onclick: () => settings.browse(browse),
    },
    icon(icons.objects),
  );
  return h(
    'div',
    { class: 'wb-bar' },
    legend,
    browse,
    toggle(settings.showSystem, t('wb.map.showSystem'), settings.setShowSystem, 'kube-system'),
    toggle(settings.asTable, t('wb.map.asTable'), settings.setAsTable, icon(icons.table)),
  );
}
