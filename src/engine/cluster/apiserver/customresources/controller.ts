import { ApiError, type Client } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { KubeObject } from '../../json.ts';
import { resourceOf } from '../../resources/customresources/served.ts';
import { CLEANUP_FINALIZER, CRDS, type Crd, withCondition } from '../../resources/customresources/types.ts';
import { equalJson } from '../../resources/equality.ts';
import type { Store } from '../../store.ts';
import { formatTime } from '../../timestamp.ts';
import { namingStatus } from './naming.ts';

/** Names are looked at this long after a definition was written. */
const NAMING_MS = 15;
/** Objects are deleted this long after their definition was. */
const CLEANUP_MS = 40;
/** How often a definition looks for objects that something else holds. */
const RETRY_MS = 5_000;

/** Accepts the names of definitions, and empties those that are being deleted. Models: apiextensions/pkg/controller/{status,establish,finalizer} */
export class CustomResourceController {
  private readonly due = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly client: Client,
  ) {
    store.watch(CRDS, (version) => {
      if (version.type === 'DELETED') {
        // Names that came free may be what another definition of the group waits for.
        for (const crd of this.all())
          if (crd.spec.group === (version.object as Crd).spec.group) this.queue(crd.metadata.name, NAMING_MS);
        return;
      }
      const isGoing = version.object.metadata.deletionTimestamp !== undefined;
      this.queue(version.object.metadata.name, isGoing ? CLEANUP_MS : NAMING_MS);
    });
  }

  private all(): readonly Crd[] {
    return this.store.table(CRDS).list() as readonly KubeObject[] as readonly Crd[];
  }

  private queue(name: string, delayMs: number, timer: 'work' | 'background' = 'work'): void {
    if (this.due.has(name)) return;
    this.due.add(name);
    this.clock.after(
      delayMs,
      () => {
        this.due.delete(name);
        this.sync(name);
      },
      timer,
    );
  }

  private sync(name: string): void {
    const crd = this.store.get(CRDS, '', name) as Crd | undefined;
    if (crd === undefined) return;
    try {
      if (crd.metadata.deletionTimestamp !== undefined) this.clean(crd);
      else this.accept(crd);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.queue(name, RETRY_MS, 'background');
    }
  }

  private accept(crd: Crd): void {
    const others = this.all().filter((each) => each.metadata.name !== crd.metadata.name);
    const status = namingStatus(crd, others, formatTime(this.clock.nowMs()));
    if (!equalJson(status, crd.status)) this.client.updateStatus(CRDS, { ...crd, status } as Crd);
  }

  /** Deletes the objects; takes the finalizer off when none is left. Models: finalizer.CRDFinalizer.sync */
  private clean(crd: Crd): void {
    const { name, finalizers = [] } = crd.metadata;
    if (!finalizers.includes(CLEANUP_FINALIZER)) return;
    const resource = resourceOf(crd);
    const objects = this.store.table(resource).list();
    for (const { metadata } of objects) {
      try {
        this.client.delete(resource, metadata.namespace ?? '', metadata.name, { propagationPolicy: 'Background' });
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
    }
    const left = this.store.table(resource).list().length;
    const now = formatTime(this.clock.nowMs());
    const conditions = withCondition(
      crd.status?.conditions ?? [],
      left > 0
        ? {
            type: 'Terminating',
            status: 'True',
            reason: 'InstanceDeletionInProgress',
            message: 'CustomResource deletion is in progress',
          }
        : {
            type: 'Terminating',
            status: 'False',
            reason: 'InstanceDeletionCompleted',
            message: 'removed all instances',
          },
      now,
    );
    const marked = this.client.updateStatus(CRDS, { ...crd, status: { ...crd.status, conditions } } as Crd);
    if (left > 0) {
      this.queue(name, RETRY_MS, 'background');
      return;
    }
    const { finalizers: _, ...metadata } = marked.metadata;
    const rest = finalizers.filter((each) => each !== CLEANUP_FINALIZER);
    this.client.update(CRDS, { ...marked, metadata: rest.length === 0 ? metadata : { ...metadata, finalizers: rest } });
  }
}
