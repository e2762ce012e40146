import type { Json } from '../../json.ts';
import { sameJson } from '../write/same.ts';
import { isObject } from './merge-patch.ts';

/** The identity of an item: its merge key's value, or the item itself where there is no merge key. */
function identity(item: Json, mergeKey: string): Json | undefined {
  return mergeKey !== '' && isObject(item) ? item[mergeKey] : item;
}

function indexIn(list: readonly Json[], item: Json, mergeKey: string): number {
  const wanted = identity(item, mergeKey);
  return list.findIndex((other) => sameJson(identity(other, mergeKey), wanted));
}

/** The list with the items of `order` brought into its order and the others between them where the server had them. Models: strategicpatch.normalizeElementOrder */
export function inServerOrder(
  list: readonly Json[],
  order: readonly Json[],
  server: readonly Json[],
  mergeKey: string,
): readonly Json[] {
  const fromPatch: Json[] = [];
  const serverOnly: Json[] = [];
  for (const item of list) (indexIn(order, item, mergeKey) >= 0 ? fromPatch : serverOnly).push(item);
  const sorted = (items: Json[], by: readonly Json[]): Json[] =>
    items
      .map((item, at) => ({ item, at, rank: indexIn(by, item, mergeKey) }))
      .sort((a, b) => (a.rank >= 0 && b.rank >= 0 ? a.rank - b.rank : a.at - b.at))
      .map(({ item }) => item);
  const left = sorted(serverOnly, server);
  const right = sorted(fromPatch, order);
  const out: Json[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const a = left[i] ?? null;
    const b = right[j] ?? null;
    const rankA = indexIn(server, a, mergeKey);
    const rankB = indexIn(server, b, mergeKey);
    if (rankA >= 0 && rankB >= 0 && rankA < rankB) {
      out.push(a);
      i++;
    } else {
      out.push(b);
      j++;
    }
  }
  return [...out, ...left.slice(i), ...right.slice(j)];
}
