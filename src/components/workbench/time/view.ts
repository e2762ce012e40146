import type { Context } from '../context.ts';
import { h, icon, setAttribute, setText } from '../dom.ts';
import { icons } from '../icons.ts';
import type { Travel } from '../past/travel.ts';
import { clockText, durationText } from './clock-text.ts';

const SPEEDS = [1, 10, 60, 600] as const;
/** Speeds at which only the past can be played: a cluster that works needs its time. */
const ONLY_PAST: readonly number[] = [600];

interface Told {
  readonly nowMs: number;
  readonly startMs: number;
  readonly speed: number;
  readonly settled: boolean;
}

/**
 * The clock of what is looked at, and the learner's hold on it: pause, ×1, ×10, ×60, skip until settled, skip to the next event. In the past the
 * same buttons play it.
 */
export class TimeView {
  readonly element: HTMLElement;
  private readonly clock = h('time', { class: 'wb-clock' });
  private readonly utc = h('span', { class: 'wb-utc' });
  private readonly settled = h('span', { class: 'wb-settled' });
  private readonly said = h('span', { class: 'sr-only', role: 'status' });
  private readonly speeds: ReadonlyMap<number, HTMLButtonElement>;
  private readonly skips: readonly HTMLButtonElement[];
  private told: Told = { nowMs: 0, startMs: 0, speed: 1, settled: false };
  private skipping = false;

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
  ) {
    const { t, port } = context;
    const button = (label: string, act: () => void, ...content: (Node | string)[]) =>
      h('button', { type: 'button', class: 'wb-tool', 'aria-label': label, title: label, onclick: act }, ...content);
    const speed = (n: number, label: string, ...content: (Node | string)[]) => {
      const made = button(label, () => this.setSpeed(n), ...content);
      made.setAttribute('aria-pressed', 'false');
      made.hidden = ONLY_PAST.includes(n);
      return [n, made] as const;
    };
    this.speeds = new Map([
      speed(0, t('wb.time.pause'), icon(icons.pause)),
      ...SPEEDS.map((n) => speed(n, t('wb.time.speed', { n }), `×${n}`)),
    ]);
    this.skips = [
      button(t('wb.time.skipNext'), () => this.skip('next'), icon(icons.step)),
      button(t('wb.time.skip'), () => this.skip('settled'), icon(icons.skip)),
    ];
    const controls = h(
      'div',
      { class: 'wb-speeds', role: 'group', 'aria-label': t('wb.time.group') },
      ...this.speeds.values(),
      ...this.skips,
    );
    this.element = h(
      'div',
      { class: 'wb-time' },
      h('span', { class: 'wb-clock-box' }, this.clock, this.utc, this.settled),
      controls,
      this.said,
    );
    port.on('time', (told) => {
      this.told = told;
      this.draw();
    });
    port.onBegin(() => {
      this.skipping = false;
    });
    travel.onChange(() => this.draw());
  }

  private setSpeed(speed: number): void {
    if (this.travel.at === undefined) this.context.port.send({ is: 'speed', speed });
    else this.travel.play(speed);
  }

  private skip(to: 'settled' | 'next'): void {
    this.skipping = true;
    this.context.port.send({ is: 'skip', to });
  }

  private draw(): void {
    const { t } = this.context;
    const { place } = this.travel;
    const { nowMs, startMs, speed: speedNow, settled } = this.told;
    const at = place.is === 'then' ? place.atMs : nowMs;
    const speed = place.is === 'then' ? place.playing : speedNow;
    setText(this.clock, durationText(at - startMs));
    setText(this.utc, clockText(at));
    setAttribute(this.element, 'data-is', place.is);
    setAttribute(this.clock, 'title', t('wb.time.clock', { time: clockText(at) }));
    setAttribute(this.utc, 'title', t('wb.time.clock', { time: clockText(at) }));
    const word =
      place.is === 'then'
        ? t('time.inPast')
        : speed === 0
          ? t('wb.time.paused')
          : settled
            ? t('wb.time.settled')
            : t('wb.time.working');
    setText(this.settled, word);
    setAttribute(
      this.settled,
      'data-is',
      place.is === 'then' ? 'past' : speed === 0 ? 'paused' : settled ? 'settled' : 'working',
    );
    for (const [each, button] of this.speeds) {
      setAttribute(button, 'aria-pressed', String(each === speed));
      button.hidden = ONLY_PAST.includes(each) && place.is === 'now';
    }
    for (const button of this.skips) button.hidden = place.is === 'then';
    if (this.skipping && settled && place.is === 'now') {
      this.skipping = false;
      setText(this.said, `${t('wb.time.settled')} ${clockText(nowMs)}`);
    }
  }
}
