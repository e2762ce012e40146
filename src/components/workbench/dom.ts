import { type Piece, pieces } from './rich-text.ts';

type Listener = (event: Event) => void;
/** Attributes by name; a function under `onclick`, `oninput` … listens to that event; false and undefined leave the attribute out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | Listener>>;
export type Child = Node | string | undefined;

/** Makes an element with its attributes, listeners and children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Puts a text into a node unless it is there already: writing the same text again would still cost a layout and a word of a screen reader. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute unless it has that value already. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Makes these an element's children, in this order. Children that stay are not taken out meanwhile: they keep the keyboard's focus. */
export function arrange(parent: Element, children: readonly Element[]): void {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}

/** A text in which `backticks` mark code and **two stars** what is stressed, as nodes. */
export function richText(text: string): Node[] {
  return pieces(text).map(nodeOf);
}

function nodeOf(piece: Piece): Node {
  if (piece.is === 'strong') return h('strong', {}, ...piece.pieces.map(nodeOf));
  return piece.is === 'code' ? h('code', { translate: 'no' }, piece.text) : document.createTextNode(piece.text);
}

const SVG = 'http://www.w3.org/2000/svg';

/** A small drawing from one path on a 16 × 16 grid, hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 16 16'],
    ['class', 'wb-icon'],
    ['aria-hidden', 'true'],
    ['focusable', 'false'],
  ] as const)
    svg.setAttribute(name, value);
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}
