import type { Context } from '../context.ts';
import { h, icon, setAttribute, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import { clockText, durationText } from './clock-text.ts';

const SPEEDS = [1, 10, 60] as const;

/** The cluster's clock and the learner's hold on it: pause, ×1, ×10, ×60, skip until settled. */
export class TimeView {
  readonly element: HTMLElement;
  private readonly clock = h('time', { class: 'wb-clock' });
  private readonly settled = h('span', { class: 'wb-settled' });
  private readonly said = h('span', { class: 'sr-only', role: 'status' });
  private readonly speeds: ReadonlyMap<number, HTMLButtonElement>;
  private skipping = false;

  constructor(private readonly context: Context) {
    const { t, port } = context;
    const button = (speed: number, label: string, ...content: (Node | string)[]) =>
      h(
        'button',
        {
          type: 'button',
          class: 'wb-tool',
          'aria-pressed': 'false',
          'aria-label': label,
          title: label,
          onclick: () => port.send({ is: 'speed', speed }),
        },
        ...content,
      );
    this.speeds = new Map([
      [0, button(0, t('wb.time.pause'), icon(icons.pause))] as const,
      ...SPEEDS.map((speed) => [speed, button(speed, t('wb.time.speed', { n: speed }), `×${speed}`)] as const),
    ]);
    const skip = h(
      'button',
      {
        type: 'button',
        class: 'wb-tool',
        'aria-label': t('wb.time.skip'),
        title: t('wb.time.skip'),
        onclick: () => this.skip(),
      },
      icon(icons.skip),
    );
    const controls = h(
      'div',
      { class: 'wb-speeds', role: 'group', 'aria-label': t('wb.time.group') },
      ...this.speeds.values(),
      skip,
    );
    this.element = h(
      'div',
      { class: 'wb-time' },
      h('span', { class: 'wb-clock-box' }, this.clock, this.settled),
      controls,
      this.said,
    );
    port.on('time', ({ nowMs, startMs, speed, settled }) => this.draw(nowMs, startMs, speed, settled));
    port.onBegin(() => {
      this.skipping = false;
    });
  }

  private skip(): void {
    this.skipping = true;
    this.context.port.send({ is: 'skip', to: 'settled' });
  }

  private draw(nowMs: number, startMs: number, speed: number, settled: boolean): void {
    const { t } = this.context;
    setText(this.clock, durationText(nowMs - startMs));
    setAttribute(this.clock, 'title', t('wb.time.clock', { time: clockText(nowMs) }));
    setText(this.settled, speed === 0 ? t('wb.time.paused') : settled ? t('wb.time.settled') : t('wb.time.working'));
    setAttribute(this.settled, 'data-is', speed === 0 ? 'paused' : settled ? 'settled' : 'working');
    for (const [each, button] of this.speeds) setAttribute(button, 'aria-pressed', String(each === speed));
    if (this.skipping && settled) {
      this.skipping = false;
      setText(this.said, `${t('wb.time.settled')} ${clockText(nowMs)}`);
    }
  }
}
