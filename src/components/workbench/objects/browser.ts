import type { ObjectRow } from '../../../engine/session/past/question.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import type { Travel } from '../past/travel.ts';

/** So many are listed; a longer list asks for a word to look for. */
const MOST = 300;
/** Kinds without a namespace that a learner meets early; the rest of the cluster's plumbing is found by its name. */
const SHOWN = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'IngressClass',
  'CustomResourceDefinition',
]);
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Whether an object is listed before anybody has looked for one. */
function isShown(kind: string, namespace: string): boolean {
  return namespace === '' ? SHOWN.has(kind) : !SYSTEM.has(namespace) && kind !== 'Event';
}

/** Every object of the cluster, by kind, with a box to look for one. Opens any of them. */
export class ObjectBrowser {
  readonly element: HTMLElement;
  private readonly box: HTMLInputElement;
  private readonly list = h('div', { class: 'wb-objects-list' });
  private readonly count = h('p', { class: 'wb-note', role: 'status' });
  private rows: readonly ObjectRow[] = [];

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
  ) {
    const { t } = context;
    this.box = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', translate: 'no' });
    this.box.addEventListener('input', () => this.draw());
    const label = h('label', { class: 'wb-objects-search' }, h('span', {}, t('objects.search')), this.box);
    this.element = h(
      'div',
      { class: 'wb-objects' },
      label,
      h('p', { class: 'wb-note' }, t('objects.hint')),
      this.count,
      this.list,
    );
  }

  focus(): void {
    this.box.focus({ preventScroll: true });
  }

  async refresh(): Promise<void> {
    const { at } = this.travel;
    const answer = await this.context.port.ask({ about: 'objects', ...(at === undefined ? {} : { at }) });
    if (!answer.ok) return;
    this.rows = answer.value as unknown as readonly ObjectRow[];
    this.draw();
  }

  private draw(): void {
    const { t } = this.context;
    const words = this.box.value
      .toLowerCase()
      .split(/[\s/]+/)
      .filter((word) => word !== '');
    const found = this.rows.filter(({ kind, resource, namespace, name }) => {
      const text = `${kind} ${resource} ${namespace} ${name}`.toLowerCase();
      return words.length === 0 ? isShown(kind, namespace) : words.every((word) => text.includes(word));
    });
    const groups = new Map<string, ObjectRow[]>();
    for (const row of found.slice(0, MOST)) groups.set(row.kind, [...(groups.get(row.kind) ?? []), row]);
    setText(this.count, t('objects.found', { n: found.length }));
    this.list.replaceChildren(
      ...[...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, rows]) =>
          h(
            'section',
            { 'aria-label': kind },
            h('h4', { translate: 'no' }, kind),
            h('ul', {}, ...rows.map((row) => h('li', {}, this.link(row)))),
          ),
        ),
    );
  }

  private link({ resource, namespace, name }: ObjectRow): HTMLElement {
    const text = namespace === '' || namespace === 'default' ? name : `${namespace}/${name}`;
    const key = `${resource}/${namespace}/${name}`;
    return h('button', { type: 'button', class: 'wb-link', translate: 'no', 'data-open': key }, text);
  }
}
