import type { Context } from '../context.ts';
import { h, setAttribute, setText } from '../dom.ts';
import { clockText, durationText } from '../time/clock-text.ts';
import { axisLength, axisTicks, buckets, meansPresent } from './axis.ts';
import { markLook, markWords } from './mark-words.ts';
import type { MarksModel, StripMark } from './marks-model.ts';
import type { Travel } from './travel.ts';

/** The width of a mark's place, pixels. */
const PLACE = 9;
/** A pointer takes hold of a mark this near, pixels. */
const NEAR = 6;
const SECOND = 1_000;

/** The whole session as a strip: marks by kind, and a handle that goes to any moment of it by mouse, finger or keys. */
export class Strip {
  readonly element: HTMLElement;
  private readonly lanes = { you: h('div', { class: 'wb-lane' }), cluster: h('div', { class: 'wb-lane' }) };
  private readonly ticks = h('div', { class: 'wb-ticks', translate: 'no' });
  private readonly handle = h('div', { class: 'wb-handle' });
  private readonly present = h('div', { class: 'wb-present' });
  private readonly track: HTMLElement;
  private readonly readout = h('div', { class: 'wb-readout', hidden: true });
  private lengthMs = 0;
  private startMs = -1;
  private width = 0;
  private frame: number | undefined;
  private wantedX = 0;

  constructor(
    private readonly context: Context,
    private readonly travel: Travel,
    private readonly marks: MarksModel,
  ) {
    const { t, port } = context;
    this.track = h(
      'div',
      { class: 'wb-track', role: 'slider', tabindex: 0, 'aria-label': t('time.strip'), 'aria-valuemin': 0 },
      h('div', { class: 'wb-lanes', 'aria-hidden': 'true' }, this.lanes.you, this.lanes.cluster, this.ticks),
      this.present,
      this.handle,
    );
    this.element = h('div', { class: 'wb-strip' }, this.track, this.readout);
    this.track.addEventListener('keydown', (event) => this.key(event));
    this.pointers();
    marks.onChange(() => this.drawMarks());
    travel.onChange(() => this.drawPlace());
    port.on('time', () => this.drawPlace());
    new ResizeObserver(([entry]) => {
      this.width = entry?.contentRect.width ?? 0;
      this.drawMarks();
    }).observe(this.track);
  }

  focus(): void {
    this.track.focus({ preventScroll: true });
  }

  private pointers(): void {
    const { track } = this;
    track.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      track.setPointerCapture(event.pointerId);
      // Else a selection that begins here would take the pointer away; it also would give the focus.
      event.preventDefault();
      track.focus({ preventScroll: true });
      this.drag(event);
    });
    track.addEventListener('pointermove', (event) => {
      if (track.hasPointerCapture(event.pointerId)) this.drag(event);
      else if (event.pointerType === 'mouse') this.tell(this.timeAt(event));
    });
    track.addEventListener('pointerup', (event) => {
      if (event.button !== 0) return;
      this.readout.hidden = true;
      // A place that was still to be gone to must not come after this one.
      if (this.frame !== undefined) cancelAnimationFrame(this.frame);
      this.frame = undefined;
      const { nowMs } = this.travel.bounds;
      if (meansPresent(this.place(event), this.xOf(nowMs))) this.travel.backToNow();
      else this.travel.go(this.timeAt(event));
    });
    for (const name of ['pointerleave', 'pointercancel'] as const)
      track.addEventListener(name, () => {
        this.readout.hidden = true;
      });
  }

  /** At most one place a frame is gone to. */
  private drag(event: PointerEvent): void {
    this.wantedX = this.place(event);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const atMs = this.timeAtX(this.wantedX);
      this.travel.go(atMs);
      this.tell(atMs);
    });
  }

  private place(event: PointerEvent): number {
    return event.clientX - this.track.getBoundingClientRect().left;
  }

  private timeAt(event: PointerEvent): number {
    return this.timeAtX(this.place(event));
  }

  /** The time at a place: that of a mark which is near. */
  private timeAtX(x: number): number {
    const { startMs, nowMs } = this.travel.bounds;
    const atMs = Math.min(nowMs, startMs + (Math.max(0, x) / Math.max(1, this.width)) * this.lengthMs);
    const nearMs = (NEAR / Math.max(1, this.width)) * this.lengthMs;
    let best: StripMark | undefined;
    for (const mark of this.marks.marks) {
      const distance = Math.abs(mark.atMs - atMs);
      if (distance <= nearMs && distance < Math.abs((best?.atMs ?? Number.POSITIVE_INFINITY) - atMs)) best = mark;
    }
    return best?.atMs ?? atMs;
  }

  private xOf(atMs: number): number {
    return ((atMs - this.travel.bounds.startMs) / Math.max(1, this.lengthMs)) * this.width;
  }

  /** Says beside the pointer what is there. */
  private tell(atMs: number): void {
    const { startMs } = this.travel.bounds;
    const mark = this.marks.marks.findLast((each) => Math.abs(each.atMs - atMs) < 1);
    const words = mark === undefined ? '' : ` · ${markWords(this.context, mark)}`;
    this.readout.hidden = false;
    setText(this.readout, `${durationText(atMs - startMs)} · ${clockText(atMs)}${words}`);
    const half = this.readout.offsetWidth / 2;
    const x = Math.min(Math.max(this.xOf(atMs), half), Math.max(half, this.width - half));
    this.readout.style.transform = `translateX(${Math.round(x - half)}px)`;
  }

  private key(event: KeyboardEvent): void {
    const { travel } = this;
    const { startMs, nowMs } = travel.bounds;
    const at = travel.at ?? nowMs;
    const page = Math.max(10 * SECOND, (nowMs - startMs) / 10);
    const jump = event.ctrlKey || event.altKey || event.metaKey;
    const side = event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? 'before' : 'after';
    const targets: { readonly [key: string]: number | undefined } = {
      ArrowLeft: at - SECOND,
      ArrowDown: at - SECOND,
      ArrowRight: at + SECOND,
      ArrowUp: at + SECOND,
      PageDown: at - page,
      PageUp: at + page,
      Home: startMs,
      End: nowMs,
    };
    const target =
      jump && event.key.startsWith('Arrow')
        ? (this.marks.neighbour(at, side)?.atMs ?? targets[event.key])
        : targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (target >= nowMs) travel.backToNow();
    else travel.go(target);
  }

  private drawMarks(): void {
    const { startMs, nowMs } = this.travel.bounds;
    this.startMs = startMs;
    this.lengthMs = axisLength(nowMs - startMs);
    if (this.width === 0) return;
    const axis = { startMs, lengthMs: this.lengthMs, places: Math.max(1, Math.floor(this.width / PLACE)) };
    for (const lane of ['you', 'cluster'] as const) {
      const items = this.marks.marks.filter((mark) => markLook(mark).lane === lane);
      const drawn = buckets(items, axis, (mark) => markLook(mark).rank).map(({ at, first }) => {
        const { sign, tone } = markLook(first);
        const mark = h('span', { class: 'wb-mark', 'data-kind': first.kind, 'data-tone': tone }, sign);
        mark.style.left = `${(at * 100).toFixed(2)}%`;
        return mark;
      });
      this.lanes[lane].replaceChildren(...drawn);
    }
    this.ticks.replaceChildren(
      ...axisTicks(this.lengthMs).map((ms) => {
        const tick = h('span', {}, durationText(ms));
        tick.style.left = `${((ms / this.lengthMs) * 100).toFixed(2)}%`;
        return tick;
      }),
    );
    this.drawPlace();
  }

  private drawPlace(): void {
    const { travel, track } = this;
    const { startMs, nowMs } = travel.bounds;
    if (startMs !== this.startMs || axisLength(nowMs - startMs) !== this.lengthMs) {
      this.startMs = startMs;
      this.drawMarks();
      return;
    }
    const at = travel.at ?? nowMs;
    const share = (ms: number): string =>
      `${(Math.min(1, Math.max(0, (ms - startMs) / this.lengthMs)) * 100).toFixed(3)}%`;
    this.handle.style.left = share(at);
    this.present.style.left = share(nowMs);
    this.element.toggleAttribute('data-past', travel.at !== undefined);
    setAttribute(track, 'aria-valuemax', String(Math.round((nowMs - startMs) / SECOND)));
    setAttribute(track, 'aria-valuenow', String(Math.round((at - startMs) / SECOND)));
    setAttribute(track, 'aria-valuetext', this.words(at));
  }

  private words(at: number): string {
    const { t } = this.context;
    const { startMs } = this.travel.bounds;
    const time = `${durationText(at - startMs)}, ${clockText(at)}`;
    if (this.travel.at === undefined) return t('time.now', { time });
    const mark = this.marks.marks.findLast((each) => each.atMs <= at);
    return mark === undefined ? time : `${time}: ${markWords(this.context, mark)}`;
  }
}
