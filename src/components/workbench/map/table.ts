import type { MapItem } from '../../../engine/session/map-item.ts';
import type { Context } from '../context.ts';
import { arrange, h, setText } from '../dom.ts';
import { objectWords } from '../past/mark-words.ts';
import { LANES } from './lanes.ts';
import { isSystem, type MapModel } from './model.ts';

/** How often the table follows the cluster, milliseconds: slow enough to read. */
const FOLLOW_MS = 500;

const ORDER: readonly string[] = ['nodes', ...LANES.owners, 'pods', ...LANES.ways, ...LANES.data];

/** What it belongs to and what it needs, in words. */
function relationsOf(model: MapModel, item: MapItem): string {
  const owner = model.byUid(item.ownerUid);
  const pods = item.targets.flatMap((uid) => model.byUid(uid)?.name ?? []);
  const uses = (item.uses ?? []).map(objectWords);
  return [...(owner === undefined ? [] : [`${owner.kind} ${owner.name}`]), ...uses, ...pods].join(', ');
}

function cellsOf(model: MapModel, item: MapItem): readonly string[] {
  const restarts = item.containers.reduce((sum, each) => sum + each.restarts, 0);
  return [
    item.kind,
    item.namespace,
    item.name,
    item.status,
    item.ready ?? '',
    item.node ?? '',
    item.containers.length === 0 ? '' : String(restarts),
    relationsOf(model, item),
  ];
}

/** The map as a table that says the same: for screen readers, and for those who would rather read than look. */
export class MapTable {
  readonly element: HTMLElement;
  private readonly body = h('tbody');
  private readonly rows = new Map<string, HTMLTableRowElement>();
  private timer: number | undefined;

  constructor(
    context: Context,
    private readonly model: MapModel,
    /** Stands before the table. */
    requests: HTMLElement,
  ) {
    const { t } = context;
    const heads = [
      t('wb.table.kind'),
      t('wb.table.namespace'),
      t('wb.table.name'),
      t('wb.table.status'),
      t('wb.table.ready'),
      t('wb.table.node'),
      t('wb.table.restarts'),
      t('map.table.uses'),
    ];
    const head = h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text))));
    this.element = h(
      'div',
      { class: 'wb-table', tabindex: 0, role: 'region', 'aria-label': t('wb.map.table') },
      requests,
      h('table', {}, head, this.body),
    );
  }

  /** Follows a change soon. */
  changed(showSystem: boolean): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      this.draw(showSystem);
    }, FOLLOW_MS);
  }

  draw(showSystem: boolean): void {
    const items = [...this.model.all()]
      .filter((item) => showSystem || !isSystem(item))
      .sort((a, b) => ORDER.indexOf(a.resource) - ORDER.indexOf(b.resource) || (a.key < b.key ? -1 : 1));
    const kept = new Set(items.map(({ key }) => key));
    for (const key of this.rows.keys()) if (!kept.has(key)) this.rows.delete(key);
    const rows = items.map((item) => {
      const row = this.rows.get(item.key) ?? this.newRow(item);
      cellsOf(this.model, item).forEach((text, column) => {
        const cell = row.cells[column];
        if (cell !== undefined) setText(column === 2 ? (cell.firstElementChild ?? cell) : cell, text);
      });
      return row;
    });
    arrange(this.body, rows);
  }

  private newRow(item: MapItem): HTMLTableRowElement {
    const row = h(
      'tr',
      {},
      ...cellsOf(this.model, item).map((_, column) =>
        h('td', {}, ...(column === 2 ? [h('button', { type: 'button', class: 'wb-link', 'data-key': item.key })] : [])),
      ),
    );
    this.rows.set(item.key, row);
    return row;
  }
}
