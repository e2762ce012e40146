import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { LatePart, late } from '../late.ts';
import type { Travel } from '../past/travel.ts';
import type { Details } from './details.ts';
import type { FaultsModel } from './faults.ts';
import type { MapModel } from './model.ts';

/** Where the details of an object stand on the map. Their code is loaded when the first object is opened, or behind the prompt. */
export class DetailsPlace {
  /** Until they are there: hidden, or a line that says that they did not come. */
  readonly element = h('div', { hidden: true });
  private readonly part;
  private details: Details | undefined;
  /** What was asked for last, while they are being loaded. */
  private next: ((details: Details) => void) | undefined;

  constructor(context: Context, model: MapModel, faults: FaultsModel, travel: Travel) {
    this.part = new LatePart(context, this.element, late.details, ({ Details }) => {
      this.details = new Details(context, model, faults, travel);
      this.element.replaceWith(this.details.element);
      return this.details;
    });
  }

  /** Shows an object; `opener` gets the focus back. */
  open(key: string, opener: HTMLElement | undefined): void {
    this.show((details) => details.open(key, opener));
  }

  /** Lists every object there is. */
  browse(opener: HTMLElement | undefined): void {
    this.show((details) => details.browse(opener));
  }

  /** An object on the map changed: whoever shows one looks again soon. */
  changed(): void {
    if (this.details?.shown !== undefined) this.details.changed();
  }

  private show(run: (details: Details) => void): void {
    if (this.details !== undefined) {
      run(this.details);
      return;
    }
    this.next = run;
    void this.part.get().then((details) => {
      if (details !== undefined && this.next === run) run(details);
    });
  }
}
