import type { NodeInfo } from './node-info.ts';

type Labels = NodeInfo['node']['metadata']['labels'];

/** The values that a topology key has on the nodes, each with a place in `scores`. */
export class Domains {
  /** The place of each value. */
  readonly places: ReadonlyMap<string, number>;
  /** A number for each value, to be filled by whoever asks: one scheduling cycle after the other uses the same. */
  readonly scores: Float64Array;
  /** The place of each node's value; -1 where the node has none. */
  readonly placeOf: Int32Array;
  private readonly labels: readonly Labels[];

  constructor(
    private readonly nodes: readonly NodeInfo[],
    readonly key: string,
  ) {
    const places = new Map<string, number>();
    this.placeOf = Int32Array.from(nodes, ({ node }) => {
      const value = node.metadata.labels?.[key];
      if (value === undefined) return -1;
      const place = places.get(value) ?? places.size;
      places.set(value, place);
      return place;
    });
    this.places = places;
    this.scores = new Float64Array(places.size);
    this.labels = nodes.map(({ node }) => node.metadata.labels);
  }

  /** Whether no node was labelled otherwise since. */
  isCurrent(): boolean {
    const { nodes, labels } = this;
    for (let at = 0; at < nodes.length; at++) if (nodes[at]?.node.metadata.labels !== labels[at]) return false;
    return true;
  }
}

const known = new WeakMap<readonly NodeInfo[], Map<string, Domains>>();

/** The domains of a key among these nodes; worked out again only when the nodes or their labels have changed. */
export function domainsOf(nodes: readonly NodeInfo[], key: string): Domains {
  let byKey = known.get(nodes);
  if (byKey === undefined) {
    byKey = new Map();
    known.set(nodes, byKey);
  }
  let found = byKey.get(key);
  if (found === undefined || !found.isCurrent()) {
    found = new Domains(nodes, key);
    byKey.set(key, found);
  }
  return found;
}
