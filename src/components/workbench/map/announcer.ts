import type { Context } from '../context.ts';
import { h, setText } from '../dom.ts';
import type { FlowTexts } from './flows.ts';
import { isSystem, type MapModel } from './model.ts';
import { statusCounts } from './relations.ts';

/** A screen reader hears at most one sentence in this time, milliseconds. */
const QUIET_MS = 4_000;

/** Says in one polite sentence what the map shows, when that has changed. */
export class Announcer {
  readonly element = h('p', { class: 'sr-only', role: 'status' });
  private timer: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly model: MapModel,
    private readonly flows: FlowTexts,
  ) {}

  changed(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      setText(this.element, this.sentence());
    }, QUIET_MS);
  }

  private sentence(): string {
    const pods = this.model.of('pods').filter((pod) => !isSystem(pod));
    const counts = statusCounts(pods).map(([status, n]) => `${n} ${status}`);
    const said = this.flows.sentence === '' ? '' : ` ${this.flows.sentence}.`;
    const words =
      pods.length === 0
        ? this.context.t('wb.map.noPods')
        : `${this.context.t('wb.map.pods', { n: pods.length })}: ${counts.join(', ')}.`;
    return words + said;
  }
}
