import { vi } from 'vitest';

type Listener = (event: Event) => void;

/** As much of an element as the workbench's small views use: no layout, no parser. */
class FakeElement {
  readonly children: FakeElement[] = [];
  readonly dataset: Record<string, string> = {};
  hidden = false;
  value = '';
  private own = '';
  private readonly attributes = new Map<string, string>();
  private readonly listeners = new Map<string, Listener[]>();

  constructor(readonly tag: string) {}

  get textContent(): string {
    return this.children.length === 0 ? this.own : this.children.map(({ textContent }) => textContent).join('');
  }

  set textContent(text: string) {
    this.children.length = 0;
    this.own = text;
  }

  append(...added: readonly (FakeElement | string)[]): void {
    for (const each of added) this.children.push(typeof each === 'string' ? textNode(each) : each);
  }

  replaceChildren(...added: readonly (FakeElement | string)[]): void {
    this.textContent = '';
    this.append(...added);
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  toggleAttribute(name: string, on: boolean): void {
    if (on) this.attributes.set(name, '');
    else this.attributes.delete(name);
  }

  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  dispatchEvent(event: Event): boolean {
    for (const listener of this.listeners.get(event.type) ?? []) listener(event);
    return true;
  }

  /** Every element with this tag or, after a dot, with this class, in the order of the document. */
  all(what: string): FakeElement[] {
    const isIt = what.startsWith('.')
      ? (this.attributes.get('class') ?? '').split(' ').includes(what.slice(1))
      : this.tag === what;
    return [...(isIt ? [this as FakeElement] : []), ...this.children.flatMap((child) => child.all(what))];
  }
}

function textNode(text: string): FakeElement {
  const node = new FakeElement('#text');
  node.textContent = text;
  return node;
}

/** Gives the test a document to make elements in; `vi.unstubAllGlobals()` takes it away again. */
export function withFakePage(): void {
  vi.stubGlobal('document', { createElement: (tag: string) => new FakeElement(tag), createTextNode: textNode });
}

/** An element that a view has made in a fake page. */
export const fake = (element: Element): FakeElement => element as unknown as FakeElement;

/** What stands in the elements with this tag or class, one after the other. */
export const textsOf = (element: Element, what: string): string[] =>
  fake(element)
    .all(what)
    .map(({ textContent }) => textContent);

/** Types a text into the only box below an element and leaves it. */
export function typeInto(element: Element, text: string): void {
  const [input] = fake(element).all('input');
  if (input === undefined) throw new Error('there is no box to type into');
  input.value = text;
  input.dispatchEvent(new Event('change'));
}
