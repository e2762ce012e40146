import { ApiError, type Client, type Informers, type ResourceKey } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject, OwnerReference } from '../../json.ts';
import { resourceOf } from '../../resources/customresources/served.ts';
import { CRDS, type Crd } from '../../resources/customresources/types.ts';
import { controllerClient } from '../controller-client.ts';
import { customKind, servedKind, servedKinds } from '../kind-index.ts';
import { WorkQueue } from '../workqueue.ts';
import { classifyOwners, FOREGROUND_FINALIZER, isHeldBy, ORPHAN_FINALIZER, ownerOf } from './owners.ts';

/** Kinds that come in great numbers and neither own nor are owned. */
const NEVER_OWNED: ReadonlySet<ResourceKey> = new Set(['events', 'events.events.k8s.io']);

type Dependent = readonly [resource: ResourceKey, object: KubeObject];

/**
 * Deletes what lost its owners, lets go of dependents where the owner is deleted with `orphan`, and holds an owner in foreground
 * deletion until its dependents are gone. Work is found by the owner index. Models: pkg/controller/garbagecollector
 */
export class GarbageCollector implements Component {
  readonly name = 'garbage-collector-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly queue: WorkQueue;
  /** What is watched: the server's own kinds, and custom resources as they come and go. */
  private readonly kinds = new Map<ResourceKey, () => void>();
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.client = controllerClient(context, 'generic-garbage-collector');
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 15, highMs: 60 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    for (const { resource } of servedKinds) if (!NEVER_OWNED.has(resource)) this.watch(resource);
    const look = (crd: KubeObject): void => {
      const kind = customKind(crd as Crd);
      if (kind !== undefined) this.watch(kind.resource);
    };
    this.disposers.push(
      this.informers.onChange(CRDS, {
        added: look,
        updated: look,
        deleted: (crd) => {
          const resource = resourceOf(crd as Crd);
          this.kinds.get(resource)?.();
          this.kinds.delete(resource);
        },
      }),
    );
  }

  private watch(resource: ResourceKey): void {
    if (this.kinds.has(resource)) return;
    const dispose = this.informers.onChange(resource, {
      added: (object) => this.changed(resource, object, undefined),
      updated: (object, old) => this.changed(resource, object, old),
      deleted: (object) => this.deleted(object),
    });
    this.kinds.set(resource, dispose);
  }

  stop(): void {
    for (const dispose of [...this.disposers.splice(0), ...this.kinds.values()]) dispose();
    this.kinds.clear();
    this.queue.stop();
  }

  private changed(resource: ResourceKey, object: KubeObject, old: KubeObject | undefined): void {
    const { ownerReferences, finalizers, deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined && finalizers !== undefined && finalizers !== old?.metadata.finalizers)
      if (isHeldBy(object, ORPHAN_FINALIZER) || isHeldBy(object, FOREGROUND_FINALIZER)) this.add(resource, object);
    if (ownerReferences === old?.metadata.ownerReferences) return;
    this.addUnblocked(object, old);
    if (ownerReferences === undefined) return;
    const { dangling, waiting } = classifyOwners(this.informers, object);
    if (dangling.length > 0 || waiting.length > 0) this.add(resource, object);
  }

  private deleted(object: KubeObject): void {
    if (this.dependentsOf(object).next().done !== true) this.queue.add(`owner/${object.metadata.uid}`);
    for (const reference of object.metadata.ownerReferences ?? []) this.addWaiting(object, reference);
  }

  /** Looks again at owners that the object held up and holds up no more. Models: GraphBuilder.addUnblockedOwnersToDeleteQueue */
  private addUnblocked(object: KubeObject, old: KubeObject | undefined): void {
    for (const before of old?.metadata.ownerReferences ?? []) {
      if (before.blockOwnerDeletion !== true) continue;
      const now = object.metadata.ownerReferences?.find(({ uid }) => uid === before.uid);
      if (now?.blockOwnerDeletion !== true) this.addWaiting(object, before);
    }
  }

  private addWaiting(dependent: KubeObject, reference: OwnerReference): void {
    const kind = servedKind(this.informers, reference.apiVersion, reference.kind);
    const owner = ownerOf(this.informers, dependent, reference);
    if (kind !== undefined && owner !== undefined && owner !== 'unknown' && isHeldBy(owner, FOREGROUND_FINALIZER))
      this.add(kind.resource, owner);
  }

  private add(resource: ResourceKey, object: KubeObject): void {
    this.queue.add(`object/${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`);
  }

  private *dependentsOf({ metadata: { uid } }: { readonly metadata: { readonly uid: string } }): Generator<Dependent> {
    for (const resource of this.kinds.keys())
      for (const object of this.informers.ownedBy(resource, uid)) yield [resource, object];
  }

  private sync(key: string): void {
    const [what, resource = '', namespace = '', name = ''] = key.split('/');
    if (what === 'owner') {
      for (const [of, object] of [...this.dependentsOf({ metadata: { uid: resource } })])
        this.collect(of, object, resource);
      return;
    }
    const object = this.informers.get(resource, namespace, name);
    if (object === undefined) return;
    if (isHeldBy(object, ORPHAN_FINALIZER)) this.orphan(resource, object);
    else if (isHeldBy(object, FOREGROUND_FINALIZER)) this.deleteDependents(resource, object);
    else this.collect(resource, object);
  }

  /** Deletes the object if no owner is left, or takes lost owners off it. Models: attemptToDeleteItem */
  private collect(resource: ResourceKey, object: KubeObject, goneUid?: string): void {
    const { namespace = '', name, uid, deletionTimestamp, finalizers } = object.metadata;
    if (deletionTimestamp !== undefined && !isHeldBy(object, FOREGROUND_FINALIZER)) return;
    const { solid, dangling, waiting } = classifyOwners(this.informers, object, goneUid);
    if (solid.length + dangling.length + waiting.length === 0) return;
    if (solid.length > 0) {
      if (dangling.length + waiting.length > 0) this.dropOwners(resource, object, [...dangling, ...waiting]);
      return;
    }
    const hasDependents = this.dependentsOf(object).next().done !== true;
    if (waiting.length > 0) this.breakCircle(resource, object);
    const propagationPolicy = finalizers?.includes(ORPHAN_FINALIZER)
      ? 'Orphan'
      : finalizers?.includes(FOREGROUND_FINALIZER) || (waiting.length > 0 && hasDependents)
        ? 'Foreground'
        : 'Background';
    ignoreGone(() => this.client.delete(resource, namespace, name, { propagationPolicy, preconditions: { uid } }));
  }

  /**
   * An object in foreground deletion that is owned by what it owns would wait for ever: it stops to block its owners.
   * Models: attemptToDeleteItem, unblockOwnerReferencesStrategicMergePatch
   */
  private breakCircle(resource: ResourceKey, object: KubeObject): void {
    const blocking = (object.metadata.ownerReferences ?? []).filter(
      ({ blockOwnerDeletion }) => blockOwnerDeletion === true,
    );
    if (blocking.length === 0) return;
    const isInCircle = [...this.dependentsOf(object)].some(([, each]) => isHeldBy(each, FOREGROUND_FINALIZER));
    if (!isInCircle) return;
    const { namespace = '', name, uid } = object.metadata;
    const ownerReferences = blocking.map((owner) => ({ uid: owner.uid, blockOwnerDeletion: false }));
    ignoreGone(() => this.client.patch(resource, namespace, name, 'strategic', { metadata: { uid, ownerReferences } }));
  }

  /** Foreground: dependents that block the owner go first. Models: processDeletingDependentsItem */
  private deleteDependents(resource: ResourceKey, owner: KubeObject): void {
    const blocking = [...this.dependentsOf(owner)].filter(([, dependent]) =>
      dependent.metadata.ownerReferences?.some(
        (reference) => reference.uid === owner.metadata.uid && reference.blockOwnerDeletion === true,
      ),
    );
    if (blocking.length === 0) {
      this.removeFinalizer(resource, owner, FOREGROUND_FINALIZER);
      return;
    }
    for (const [of, dependent] of blocking) this.collect(of, dependent);
  }

  /** Orphan: dependents lose the reference, then the owner goes. Models: attemptToOrphanWorker */
  private orphan(resource: ResourceKey, owner: KubeObject): void {
    const reference = { uid: owner.metadata.uid } as OwnerReference;
    for (const [of, dependent] of [...this.dependentsOf(owner)]) this.dropOwners(of, dependent, [reference]);
    this.removeFinalizer(resource, owner, ORPHAN_FINALIZER);
  }

  private dropOwners(resource: ResourceKey, object: KubeObject, owners: readonly OwnerReference[]): void {
    const { namespace = '', name, uid } = object.metadata;
    const ownerReferences: JsonObject[] = owners.map((owner) => ({ $patch: 'delete', uid: owner.uid }));
    ignoreGone(() => this.client.patch(resource, namespace, name, 'strategic', { metadata: { uid, ownerReferences } }));
  }

  private removeFinalizer(resource: ResourceKey, object: KubeObject, finalizer: string): void {
    const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const { finalizers: _, ...metadata } = object.metadata;
    ignoreGone(() =>
      this.client.update(resource, {
        ...object,
        metadata: finalizers.length === 0 ? metadata : { ...metadata, finalizers },
      }),
    );
  }
}

/** Somebody else may have been faster. */
function ignoreGone(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error;
  }
}
