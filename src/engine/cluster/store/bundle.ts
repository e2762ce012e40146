import type { Json, KubeObject } from '../json.ts';
import { type Delta, deltaOf, withDelta } from './delta.ts';
import { SqueezedJson } from './squeezed-json.ts';

/** What a bundle is made of, in order of revision. The object's resourceVersion is its revision. */
export interface Bundled {
  readonly revision: number;
  readonly object: KubeObject;
  readonly previous: { readonly revision: number } | undefined;
}

/** Told when a bundle's objects stand in memory again. */
export type OpenListener = (bundle: Bundle) => void;

/** Without its resourceVersion, which is its revision; the member stays in its place. */
function numberless(object: KubeObject, resourceVersion = ''): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

/** How far back the row lies that this one is made from (0: from nothing), the revision less the one before, the difference. */
type Row = readonly [number, number, Delta];

function rowsOf(versions: readonly Bundled[]): readonly Row[] {
  const places = new Map<number, number>();
  const objects: Json[] = [];
  return versions.map(({ revision, object, previous }, at) => {
    places.set(revision, at);
    const value = numberless(object) as unknown as Json;
    objects.push(value);
    // The object before this one, or the one that came into the bundle last: two of one template have much in common.
    const from = (previous === undefined ? undefined : places.get(previous.revision)) ?? at - 1;
    const before = objects[from];
    const since = revision - (versions[at - 1]?.revision ?? 0);
    return before === undefined ? [0, since, [value]] : [at - from, since, deltaOf(before, value) ?? [[], []]];
  });
}

/**
 * Objects of one resource at several revisions, put away small: each as what differs from another, as JSON, squeezed. Asking for one brings all of
 * them back, until `close`. What comes back is equal to what was put in, the order of members included.
 */
export class Bundle {
  private readonly rows: SqueezedJson;
  private objects: ReadonlyMap<number, KubeObject> | undefined;

  constructor(
    versions: readonly Bundled[],
    private readonly opened: OpenListener,
  ) {
    this.rows = new SqueezedJson(rowsOf(versions));
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
    const values: Json[] = [];
    const objects = new Map<number, KubeObject>();
    let revision = 0;
    for (const [back, since, delta] of this.rows.read() as readonly Row[]) {
      const value = withDelta(values[values.length - back] ?? null, delta);
      values.push(value);
      revision += since;
      objects.set(revision, numberless(value as unknown as KubeObject, String(revision)));
    }
    this.opened(this);
    return objects;
  }
}
