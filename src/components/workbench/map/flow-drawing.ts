import { type Flow, LEARNER } from '../../../engine/session/traffic-view.ts';
import { h } from '../dom.ts';
import { isCalm } from '../settings/look.ts';

/** How long a dot takes from one place to the next, milliseconds. */
const STEP_MS = 420;
/** Each dot is a layer of its own in the browser. */
const MOST_AT_ONCE = 10;
/** How long the mark of a request that failed stays, milliseconds. */
const MARK_MS = 900;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Draws requests as dots that travel over the map: from who called through the Service to who answered, or to where it was refused. */
export class FlowDrawing {
  private readonly layer = h('div', { class: 'wb-flow-layer', 'aria-hidden': 'true' });
  private travelling = 0;

  /** `placeOf` gives the element that stands for an object, where it is drawn. */
  constructor(
    private readonly drawing: HTMLElement,
    private readonly placeOf: (key: string) => Element | undefined,
  ) {
    drawing.append(this.layer);
  }

  draw(flows: readonly Flow[]): void {
    if (isCalm()) return;
    for (const flow of flows) {
      if (this.travelling >= MOST_AT_ONCE) return;
      const points = this.points(flow);
      if (points.length > 1) this.travel(points, flow.outcome === 'answered');
    }
  }

  private points({ from, through, to }: Flow): readonly Point[] {
    const frame = this.drawing.getBoundingClientRect();
    return [from, ...through, ...(to === undefined ? [] : [to])].flatMap((key) => {
      const box = this.placeOf(key)?.getBoundingClientRect();
      if (box === undefined || box.width === 0) return [];
      // The middle of what is wide would lie far from its name.
      const x = box.left + Math.min(box.width / 2, key === LEARNER ? box.width / 2 : 60) - frame.left;
      return [{ x: x + this.drawing.scrollLeft, y: box.top + box.height / 2 - frame.top + this.drawing.scrollTop }];
    });
  }

  private travel(points: readonly Point[], answered: boolean): void {
    const dot = h('span', { class: 'wb-flow-dot', 'data-answered': String(answered) });
    this.layer.append(dot);
    this.travelling++;
    const at = ({ x, y }: Point): string => `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    const animation = dot.animate(
      points.map((point) => ({ transform: at(point), easing: 'ease-in-out' })),
      { duration: STEP_MS * (points.length - 1), fill: 'forwards' },
    );
    const ended = (): void => {
      this.travelling--;
      dot.remove();
    };
    animation.oncancel = ended;
    animation.onfinish = () => {
      if (answered) ended();
      else {
        dot.setAttribute('data-failed', '');
        window.setTimeout(ended, MARK_MS);
      }
    };
  }
}
