import type { Translate } from '../../../i18n/text.ts';
import { h } from '../dom.ts';

const KEY = /^(\s*(?:- )*)([\w./-]+|"[^"]+"|'[^']+')(:)(\s|$)/;

/** One line of YAML with its key marked. */
function line(text: string): readonly (Node | string)[] {
  const match = KEY.exec(text);
  if (match === null) return [`${text}\n`];
  const [, space = '', key = ''] = match;
  const rest = text.slice(space.length + key.length + 1);
  return [space, h('span', { class: 'wb-yaml-key' }, key), ':', h('span', { class: 'wb-yaml-value' }, rest), '\n'];
}

/** Where the managed fields stand in an object's YAML: the first of their lines, and the first after them; undefined without them. */
export function managedFields(lines: readonly string[]): readonly [number, number] | undefined {
  const start = lines.indexOf('  managedFields:');
  if (start < 0) return undefined;
  let end = start + 1;
  while (end < lines.length && /^ {2}(?:- | )/.test(lines[end] ?? '')) end++;
  return [start, end];
}

/** An object's YAML to read: keys marked, managed fields folded away. */
export function yamlView(t: Translate, text: string): HTMLElement {
  const lines = text.trimEnd().split('\n');
  const pre = (from: number, to?: number): HTMLElement =>
    h('pre', { translate: 'no', lang: 'en' }, ...lines.slice(from, to).flatMap(line));
  const folded = managedFields(lines);
  if (folded === undefined) return h('div', { class: 'wb-yaml' }, pre(0));
  const [from, to] = folded;
  const managers = lines.slice(from, to).filter((each) => /^ {2}(?:- | {2})manager: /.test(each)).length;
  return h(
    'div',
    { class: 'wb-yaml' },
    pre(0, from),
    h('details', { class: 'wb-managed' }, h('summary', {}, t('objects.managed', { n: managers })), pre(from, to)),
    pre(to),
  );
}
