import type { Json } from '../../json.ts';
import { identityKey } from './identity.ts';
import { isObject } from './merge-patch.ts';

/** The identity of an item: its merge key's value, or the item itself where there is no merge key. */
function identity(item: Json, mergeKey: string): Json | undefined {
  return mergeKey !== '' && isObject(item) ? item[mergeKey] : item;
}

type Ranks = (item: Json) => number;

/** Where items stand in a list, the first of equals; -1 for those that are not in it. */
function ranksIn(list: readonly Json[], mergeKey: string): Ranks {
  const places = new Map<ReturnType<typeof identityKey>, number>();
  for (const [at, item] of list.entries()) {
    const key = identityKey(identity(item, mergeKey));
    if (!places.has(key)) places.set(key, at);
  }
  return (item) => places.get(identityKey(identity(item, mergeKey))) ?? -1;
}

/** The list with the items of `order` brought into its order and the others between them where the server had them. Models: strategicpatch.normalizeElementOrder */
export function inServerOrder(
  list: readonly Json[],
  order: readonly Json[],
  server: readonly Json[],
  mergeKey: string,
): readonly Json[] {
  const inOrder = ranksIn(order, mergeKey);
  const onServer = ranksIn(server, mergeKey);
  const fromPatch: Json[] = [];
  const serverOnly: Json[] = [];
  for (const item of list) (inOrder(item) >= 0 ? fromPatch : serverOnly).push(item);
  const sorted = (items: Json[], ranks: Ranks): Json[] =>
    items
      .map((item, at) => ({ item, at, rank: ranks(item) }))
      .sort((a, b) => (a.rank >= 0 && b.rank >= 0 ? a.rank - b.rank : a.at - b.at))
      .map(({ item }) => item);
  const left = sorted(serverOnly, onServer);
  const right = sorted(fromPatch, inOrder);
  const out: Json[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const a = left[i] ?? null;
    const b = right[j] ?? null;
    const rankA = onServer(a);
    const rankB = onServer(b);
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
