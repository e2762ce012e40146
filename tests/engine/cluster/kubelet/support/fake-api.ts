import { ApiError, type ChangeHandler, type Client, type Informers } from '../../../../../src/engine/cluster/client.ts';
import type { VirtualClock } from '../../../../../src/engine/cluster/clock.ts';
import type { JsonObject, KubeObject } from '../../../../../src/engine/cluster/json.ts';

type Write = { readonly verb: string; readonly resource: string; readonly object: KubeObject };

/** A store with just enough behaviour to stand in for the API server in tests of the kubelet and the network. */
export class FakeApi {
  readonly writes: Write[] = [];
  private readonly kinds = new Map<string, Map<string, KubeObject>>();
  private readonly handlers = new Map<string, Set<ChangeHandler>>();
  private revision = 0;
  private uids = 0;

  constructor(private readonly clock: VirtualClock) {}

  readonly informers: Informers = {
    get: (resource, namespace, name) => this.all(resource).get(`${namespace}/${name}`),
    list: (resource, namespace) =>
      [...this.all(resource).values()].filter((o) => namespace === undefined || o.metadata.namespace === namespace),
    ownedBy: (resource, uid) =>
      [...this.all(resource).values()].filter((o) => o.metadata.ownerReferences?.some((r) => r.uid === uid)),
    byIndex: (resource, index, value) =>
      [...this.all(resource).values()].filter(
        (o) => index === 'node' && (o['spec'] as { nodeName?: string } | undefined)?.nodeName === value,
      ),
    byLabels: (resource, namespace, labels) =>
      [...this.all(resource).values()].filter(
        (o) =>
          o.metadata.namespace === namespace &&
          Object.entries(labels).every(([key, value]) => o.metadata.labels?.[key] === value),
      ),
    onChange: (resource, handler) => {
      const set = this.handlers.get(resource) ?? new Set();
      this.handlers.set(resource, set.add(handler));
      for (const object of this.all(resource).values()) handler.added(object);
      return () => set.delete(handler);
    },
  };

  readonly client: Client = {
    get: (resource, namespace, name) => this.informers.get(resource, namespace, name),
    create: (resource, namespace, object) => {
      const meta = object['metadata'] as { name?: string; generateName?: string };
      const name = meta.name ?? `${meta.generateName ?? ''}${this.revision}`;
      if (this.informers.get(resource, namespace, name) !== undefined)
        throw new ApiError(409, 'AlreadyExists', `${resource} "${name}" already exists`, {});
      return this.put(resource, { ...object, metadata: { ...meta, name, ...(namespace === '' ? {} : { namespace }) } });
    },
    update: (resource, object) => this.put(resource, object as unknown as JsonObject),
    updateStatus: (resource, object) => {
      const old = this.informers.get(resource, object.metadata.namespace ?? '', object.metadata.name);
      if (old === undefined) throw new ApiError(404, 'NotFound', `${resource} "${object.metadata.name}" not found`, {});
      return this.put(resource, { ...old, status: object['status'] } as unknown as JsonObject);
    },
    patch: (resource, namespace, name, _type, patch) => {
      const old = this.informers.get(resource, namespace, name);
      if (old === undefined) throw new ApiError(404, 'NotFound', `${resource} "${name}" not found`, {});
      return this.put(resource, {
        ...old,
        ...(patch as JsonObject),
        metadata: { ...old.metadata, ...((patch as JsonObject)['metadata'] as object) },
      } as unknown as JsonObject);
    },
    delete: (resource, namespace, name, options) => {
      const old = this.informers.get(resource, namespace, name);
      if (old === undefined) throw new ApiError(404, 'NotFound', `${resource} "${name}" not found`, {});
      if (options?.preconditions?.uid !== undefined && options.preconditions.uid !== old.metadata.uid)
        throw new ApiError(409, 'Conflict', 'uid', {});
      const grace =
        options?.gracePeriodSeconds ??
        (old['spec'] as { terminationGracePeriodSeconds?: number } | undefined)?.terminationGracePeriodSeconds ??
        30;
      if (resource === 'pods' && grace > 0 && (old['spec'] as { nodeName?: string }).nodeName !== undefined) {
        const metadata = {
          ...old.metadata,
          deletionTimestamp: this.stamp(grace * 1000),
          deletionGracePeriodSeconds: grace,
        };
        this.put(resource, { ...old, metadata } as unknown as JsonObject);
      } else this.remove(resource, namespace, name);
    },
    createSubresource: () => undefined,
    updateSubresource: (_resource, _namespace, _name, _subresource, object) => object as unknown as KubeObject,
  };

  /** Creates or replaces, filling what the server fills. */
  put(resource: string, object: JsonObject | object): KubeObject {
    const given = object as unknown as KubeObject;
    const key = `${given.metadata.namespace ?? ''}/${given.metadata.name}`;
    const old = this.all(resource).get(key);
    const metadata = {
      ...given.metadata,
      uid:
        given.metadata.uid ?? old?.metadata.uid ?? `00000000-0000-4000-8000-${String(++this.uids).padStart(12, '0')}`,
      creationTimestamp: given.metadata.creationTimestamp ?? this.stamp(0),
      generation: given.metadata.generation ?? 1,
      resourceVersion: String(++this.revision),
    };
    const stored = { ...given, metadata } as KubeObject;
    this.all(resource).set(key, stored);
    this.writes.push({ verb: old === undefined ? 'create' : 'update', resource, object: stored });
    for (const handler of this.handlers.get(resource) ?? []) {
      if (old === undefined) handler.added(stored);
      else handler.updated(stored, old);
    }
    return stored;
  }

  remove(resource: string, namespace: string, name: string): void {
    const old = this.all(resource).get(`${namespace}/${name}`);
    if (old === undefined) return;
    this.all(resource).delete(`${namespace}/${name}`);
    this.writes.push({ verb: 'delete', resource, object: old });
    for (const handler of this.handlers.get(resource) ?? []) handler.deleted(old);
  }

  private all(resource: string): Map<string, KubeObject> {
    let objects = this.kinds.get(resource);
    if (objects === undefined) {
      objects = new Map();
      this.kinds.set(resource, objects);
    }
    return objects;
  }

  private stamp(afterMs: number): string {
    return new Date(this.clock.nowMs() + afterMs).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}
