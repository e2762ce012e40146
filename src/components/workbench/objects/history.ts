import type { VersionRow, VersionRows } from '../../../engine/session/past/versions.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import type { Travel } from '../past/travel.ts';
import { clockText, durationText } from '../time/clock-text.ts';
import { yamlView } from './yaml-view.ts';

/** An object by the store's key of its kind. */
export interface Subject {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** The versions of one object: who wrote each and which fields; any two side by side as a difference. */
export class HistoryView {
  readonly element: HTMLElement;
  private readonly rows = h('tbody');
  private readonly note = h('p', { class: 'wb-note' });
  private readonly diff = h('div', { class: 'wb-history-diff', tabindex: 0, role: 'region' });
  private readonly heading = h('h4');
  private versions: readonly VersionRow[] = [];
  private from = 0;
  private to = 0;
  private turn = 0;

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
    private readonly subject: Subject,
  ) {
    const { t } = context;
    const column = (label: string) => h('th', { scope: 'col' }, label);
    this.diff.setAttribute('aria-label', t('objects.compared'));
    this.element = h(
      'div',
      { class: 'wb-history' },
      this.heading,
      this.diff,
      h('h4', {}, t('objects.versions')),
      this.note,
      h(
        'div',
        { class: 'wb-why-scroll', tabindex: 0, role: 'region', 'aria-label': t('objects.versions') },
        h(
          'table',
          {},
          h('caption', { class: 'sr-only' }, t('objects.versions')),
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ...[t('objects.from'), t('objects.to'), t('story.time'), t('objects.by'), t('objects.fields')].map(
                column,
              ),
            ),
          ),
          this.rows,
        ),
      ),
    );
  }

  /** Reads the versions; those that come are added, what is compared stays. */
  async refresh(): Promise<void> {
    const { port, t } = this.context;
    const answer = await port.ask({ about: 'versions', ...this.subject });
    if (!answer.ok) {
      setText(this.note, answer.message);
      return;
    }
    const { rows, older } = answer.value as unknown as VersionRows;
    const at = this.travel.at ?? Number.POSITIVE_INFINITY;
    const known = rows.filter(({ atMs }) => atMs <= at);
    setText(this.note, older > 0 ? t('objects.older', { n: older }) : '');
    if (known.length === this.versions.length && known.at(-1)?.revision === this.versions.at(-1)?.revision) return;
    const followed = this.to === 0 || this.to === this.versions.at(-1)?.revision;
    this.versions = known;
    if (followed || !known.some(({ revision }) => revision === this.to)) {
      this.to = known.at(-1)?.revision ?? 0;
      this.from = known.at(-2)?.revision ?? 0;
    }
    this.draw();
    await this.compare();
  }

  private draw(): void {
    const { startMs } = this.travel.bounds;
    this.rows.replaceChildren(...[...this.versions].reverse().map((row) => this.row(row, startMs)));
  }

  private row(row: VersionRow, startMs: number): HTMLElement {
    const { t } = this.context;
    const { revision, atMs, type, manager, subresource, paths } = row;
    const choose = (which: 'from' | 'to', label: string) => {
      const input = h('input', { type: 'radio', name: `wb-version-${which}`, value: revision, 'aria-label': label });
      input.checked = this[which] === revision;
      input.addEventListener('change', () => {
        this[which] = revision;
        void this.compare();
      });
      return h('td', {}, input);
    };
    const time = clockText(atMs);
    const who = subresource === '' ? manager : `${manager} (${subresource})`;
    const words = type === 'ADDED' ? t('objects.added') : type === 'DELETED' ? t('objects.deleted') : paths.join(', ');
    return h(
      'tr',
      {},
      choose('from', t('objects.compareFrom', { revision })),
      choose('to', t('objects.compareTo', { revision })),
      h(
        'td',
        {},
        h(
          'button',
          { type: 'button', class: 'wb-link', title: t('objects.go', { time }), onclick: () => this.travel.go(atMs) },
          durationText(atMs - startMs),
        ),
      ),
      h('td', { translate: 'no' }, who),
      h('td', { translate: 'no', class: 'wb-paths' }, words),
    );
  }

  private async compare(): Promise<void> {
    const { t } = this.context;
    const turn = ++this.turn;
    const [older, newer] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
    if (newer === 0) return;
    const [before, after, { diffView }] = await Promise.all([
      older === 0 ? undefined : this.yaml(older),
      this.yaml(newer),
      import('./diff.ts'),
    ]);
    if (turn !== this.turn) return;
    if (before === undefined) {
      setText(this.heading, t('objects.first'));
      this.diff.replaceChildren(yamlView(t, after));
      return;
    }
    setText(this.heading, t('objects.difference', { from: older, to: newer }));
    const same = before === after;
    this.diff.replaceChildren(same ? h('p', { class: 'wb-note' }, t('objects.noDifference')) : diffView(before, after));
  }

  private async yaml(revision: number): Promise<string> {
    const answer = await this.context.port.ask({ about: 'version', ...this.subject, revision });
    // Every version has another: the heading says which.
    return answer.ok ? String(answer.value).replace(/^ {2}resourceVersion: .*\n/m, '') : answer.message;
  }
}
