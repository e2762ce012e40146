import type { Json, KubeObject } from '../json.ts';
import { type Delta, deltaOf, withDelta } from './delta.ts';
import { SqueezedJson } from './squeezed-json.ts';

/** What a bundle is made of, in order of revision. */
export interface Bundled {
  readonly revision: number;
  readonly object: KubeObject;
  readonly previous: { readonly revision: number; readonly object: KubeObject } | undefined;
}

/** Told when a bundle's objects stand in memory again. */
export type OpenListener = (bundle: Bundle) => void;

/**
 * Objects of one resource at several revisions, put away small: each as what differs from the one it was made from, as JSON, squeezed. Asking for
 * one brings all of them back, until `close`. What comes back is equal to what was put in, the order of members included.
 */
export class Bundle {
  private readonly rows: SqueezedJson;
  private objects: ReadonlyMap<number, KubeObject> | undefined;

  constructor(
    versions: readonly Bundled[],
    private readonly opened: OpenListener,
  ) {
    const places = new Map<number, number>();
    const rows = versions.map(({ revision, object, previous }, at) => {
      places.set(revision, at);
      const from = previous === undefined ? undefined : places.get(previous.revision);
      if (from === undefined || previous === undefined) return [revision, -1, [object]];
      return [revision, from, deltaOf(previous.object as unknown as Json, object as unknown as Json) ?? [[], []]];
    });
    this.rows = new SqueezedJson(rows);
  }

  /** How much is in it, bytes of JSON. */
  get length(): number {
    return this.rows.length;
  }

  /** The memory that it takes while it is closed, bytes. */
  get size(): number {
    return this.rows.size;
  }

  /** The object at a revision that is in the bundle; the same one as long as the bundle is open. */
  at(revision: number): KubeObject {
    this.objects ??= this.open();
    const object = this.objects.get(revision);
    if (object === undefined) throw new Error(`store: revision ${revision} is not in its bundle`);
    return object;
  }

  /** Lets the objects go again. */
  close(): void {
    this.objects = undefined;
  }

  private open(): ReadonlyMap<number, KubeObject> {
    const all: Json[] = [];
    const objects = new Map<number, KubeObject>();
    for (const [revision, from, delta] of this.rows.read() as readonly [number, number, Delta][]) {
      const object = withDelta(all[from] ?? null, delta);
      all.push(object);
      objects.set(revision, object as unknown as KubeObject);
    }
    this.opened(this);
    return objects;
  }
}
