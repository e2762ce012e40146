import { type Document, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** Splits `spec.containers[0].env[name=A].value` and `metadata.labels[app]` into their steps. */
export function fieldSteps(field: string): readonly string[] {
  return [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    (index ?? name ?? '').replace(/^"|"$/g, ''),
  );
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function rangeOf(node: Node | null | undefined): Range | undefined {
  const range = node?.range;
  return range === undefined || range === null ? undefined : { from: range[0], to: range[1] };
}

function pairOf(node: Node | null | undefined, step: string): Pair<Node, Node | null> | undefined {
  if (!isMap<Node, Node | null>(node)) return undefined;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
}

/** Where a field that the API server names stands in a document: its value, or the last part of the way there that exists. */
export function locate(document: Document.Parsed, field: string): Range | undefined {
  let node: Node | null | undefined = document.contents;
  let best: Range | undefined;
  for (const step of fieldSteps(field)) {
    const pair = pairOf(node, step);
    if (pair !== undefined) {
      const value: Node | null = pair.value;
      best = (isScalar(value) && value.value !== null ? rangeOf(value) : undefined) ?? rangeOf(pair.key) ?? best;
      node = value;
    } else if (isSeq<Node>(node) && /^\d+$/.test(step)) {
      const item: Node | undefined = node.items[Number(step)];
      if (item === undefined) return best;
      best = isScalar(item) ? rangeOf(item) : isMap<Node>(item) ? (rangeOf(item.items[0]?.key) ?? best) : best;
      node = item;
    } else return best;
  }
  return best;
}
