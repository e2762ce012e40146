import type { Flow } from '../../../engine/session/traffic-view.ts';
import type { Translate } from '../../../i18n/text.ts';
import { endWords, outcomeWords } from '../browser/outcome-words.ts';
import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import { objectWords } from '../past/mark-words.ts';
import { clockText } from '../time/clock-text.ts';

/** As many as one reads. */
const KEPT = 20;

/** A flow as a sentence: who, through what, to whom, and how it ended. */
export function flowWords(t: Translate, flow: Flow): string {
  const way = [
    endWords(t, flow.from),
    ...flow.through.map(objectWords),
    flow.to === undefined ? flow.dialled : endWords(t, flow.to),
  ];
  // Without a Service between, the port is what was called.
  if (flow.through.length === 0 && flow.to !== undefined) way.push(`${way.pop()}:${flow.dialled.split(':').at(-1)}`);
  const times = flow.n === 1 ? '' : ` · ${t('map.traffic.times', { n: flow.n })}`;
  return `${way.join(' → ')}: ${outcomeWords(t, flow)}${times}`;
}

/** The requests that were made lately, in words: the last as a line under the map's bar, all of them beside the table. */
export class FlowTexts {
  /** The last request; hidden until there is one. */
  readonly line: HTMLElement;
  readonly list: HTMLElement;
  private readonly last = h('span', {});
  private readonly rows: HTMLElement;
  private readonly none: HTMLElement;
  private flows: Flow[] = [];

  constructor(private readonly context: Context) {
    const { t } = context;
    this.line = h('p', { class: 'wb-flow-line', hidden: true }, h('strong', {}, t('map.traffic')), ' ', this.last);
    this.rows = h('ol', { class: 'wb-flow-list' });
    this.none = h('p', { class: 'wb-note' }, t('map.traffic.none'));
    this.list = h(
      'section',
      { class: 'wb-flows', 'aria-label': t('map.traffic') },
      h('h2', {}, t('map.traffic')),
      this.none,
      this.rows,
    );
  }

  /** The newest as a sentence, for who hears the map. */
  get sentence(): string {
    const [newest] = this.flows;
    return newest === undefined ? '' : flowWords(this.context.t, newest);
  }

  clear(): void {
    this.flows = [];
    this.draw(0);
  }

  add(flows: readonly Flow[], more: number): void {
    this.flows = [...flows].reverse().concat(this.flows).slice(0, KEPT);
    this.draw(more);
  }

  private draw(more: number): void {
    const { t } = this.context;
    this.line.hidden = this.flows.length === 0;
    setText(this.last, this.sentence + (more === 0 ? '' : ` ${t('map.traffic.more', { n: more })}`));
    this.none.hidden = this.flows.length > 0;
    this.rows.replaceChildren(
      ...this.flows.map((flow) =>
        h('li', { 'data-outcome': flow.outcome }, h('time', {}, clockText(flow.atMs)), ` ${flowWords(t, flow)}`),
      ),
    );
  }
}
