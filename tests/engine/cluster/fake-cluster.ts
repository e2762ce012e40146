import { ApiError, type ChangeHandler, type Client, type Informers } from '../../../src/engine/cluster/client.ts';
import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import type { Component, ComponentContext } from '../../../src/engine/cluster/component.ts';
import type { JsonObject, KubeObject } from '../../../src/engine/cluster/json.ts';
import { Random } from '../../../src/engine/cluster/random.ts';
import { equalJson } from '../../../src/engine/cluster/resources/equality.ts';
import { formatTime } from '../../../src/engine/cluster/timestamp.ts';

// The least of an API server that controllers need, for their unit tests: no validation, no defaults.

const START_MS = 1_795_312_250_000;
/** An object of any kind, read freely. */
// biome-ignore lint/suspicious/noExplicitAny: tests read objects of all kinds without their types
export type Loose = any;

function merge(target: unknown, patch: unknown, key = ''): unknown {
  if (Array.isArray(patch) && (key === 'ownerReferences' || key === 'conditions')) {
    const id = key === 'ownerReferences' ? 'uid' : 'type';
    let out: Loose[] = [...((target as Loose[]) ?? [])];
    for (const item of patch as Loose[]) {
      const at = out.findIndex((each) => each[id] === item[id]);
      if (item.$patch === 'delete') out = out.filter((each) => each[id] !== item[id]);
      else if (at < 0) out.push(item);
      else out[at] = merge(out[at], item) as Loose;
    }
    return out;
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const out: Loose = { ...(typeof target === 'object' ? (target as Loose) : {}) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete out[name];
    else out[name] = merge(out[name], value, name);
  }
  return out;
}

function refuse(code: number, reason: string, message: string): never {
  throw new ApiError(code, reason, message, { kind: 'Status', code, reason, message });
}

export class FakeCluster implements Client, Informers {
  readonly clock = new VirtualClock(START_MS);
  readonly random = new Random(7);
  private readonly tables = new Map<string, Map<string, KubeObject>>();
  private readonly handlers = new Map<string, ChangeHandler[]>();
  private revision = 1;
  /** Asked before each create; throws to refuse. */
  admit: (resource: string, object: JsonObject) => void = () => {};
  /** Every write, for looking at the order of things. */
  readonly writes: { verb: string; resource: string; object: KubeObject }[] = [];

  context(name: string): ComponentContext {
    return { clock: this.clock, random: this.random.fork(name), informers: this, client: () => this };
  }

  start(...makers: ((context: ComponentContext) => Component)[]): this {
    for (const [at, make] of makers.entries()) make(this.context(`part-${at}`)).start();
    return this;
  }

  run(ms: number): this {
    this.clock.runUntil(this.clock.nowMs() + ms);
    return this;
  }

  private table(resource: string): Map<string, KubeObject> {
    const table = this.tables.get(resource) ?? new Map<string, KubeObject>();
    this.tables.set(resource, table);
    return table;
  }

  private write(verb: 'added' | 'updated' | 'deleted', resource: string, object: KubeObject): KubeObject {
    const { namespace = '', name } = object.metadata;
    const key = `${namespace}/${name}`;
    const old = this.table(resource).get(key);
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.revision) } };
    if (verb === 'deleted') this.table(resource).delete(key);
    else this.table(resource).set(key, stored);
    this.writes.push({ verb, resource, object: stored });
    for (const handler of this.handlers.get(resource) ?? []) {
      if (verb === 'updated') handler.updated(stored, old!);
      else handler[verb](stored);
    }
    return stored;
  }

  get(resource: string, namespace: string, name: string): Loose {
    return this.table(resource).get(`${namespace}/${name}`);
  }

  must(resource: string, namespace: string, name: string): Loose {
    return this.get(resource, namespace, name) ?? refuse(404, 'NotFound', `${resource} "${name}" not found`);
  }

  create(resource: string, namespace: string, object: JsonObject): KubeObject {
    this.admit(resource, object);
    const metadata = (object.metadata ?? {}) as Loose;
    const name = metadata.name ?? `${metadata.generateName}${this.random.suffix()}`;
    if (this.get(resource, namespace, name)) refuse(409, 'AlreadyExists', `${resource} "${name}" already exists`);
    return this.write('added', resource, {
      ...object,
      metadata: {
        ...metadata,
        name,
        ...(namespace ? { namespace } : {}),
        uid: this.random.uuid(),
        generation: 1,
        creationTimestamp: formatTime(this.clock.nowMs()),
      },
    } as unknown as KubeObject);
  }

  update(resource: string, object: KubeObject): KubeObject {
    const { namespace = '', name, resourceVersion, finalizers = [], deletionTimestamp } = object.metadata;
    const old = this.must(resource, namespace, name);
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
      refuse(409, 'Conflict', `Operation cannot be fulfilled on ${resource} "${name}"`);
    if (equalJson(object, old)) return old;
    if (deletionTimestamp && finalizers.length === 0 && resource !== 'pods' && resource !== 'namespaces')
      return this.write('deleted', resource, object);
    const generation = (old.metadata.generation ?? 1) + (equalJson(object.spec, old.spec) ? 0 : 1);
    return this.write('updated', resource, { ...object, metadata: { ...object.metadata, generation } });
  }

  updateStatus(resource: string, object: KubeObject): KubeObject {
    const { namespace = '', name } = object.metadata;
    const { spec } = this.must(resource, namespace, name);
    return this.update(resource, { ...object, spec });
  }

  patch(resource: string, namespace: string, name: string, _type: string, patch: unknown): KubeObject {
    const merged = merge(this.must(resource, namespace, name), patch) as KubeObject;
    return this.update(resource, merged);
  }

  delete(resource: string, namespace: string, name: string, options: Loose = {}): void {
    const object = this.must(resource, namespace, name) as KubeObject;
    const policy = options.propagationPolicy as string | undefined;
    const finalizers = [...(object.metadata.finalizers ?? [])];
    if (policy === 'Orphan') finalizers.push('orphan');
    if (policy === 'Foreground') finalizers.push('foregroundDeletion');
    const grace = resource === 'pods' && (object.spec as Loose)?.nodeName && options.gracePeriodSeconds !== 0 ? 30 : 0;
    const stays = finalizers.length > 0 || grace > 0 || resource === 'namespaces';
    if (!stays) {
      this.write('deleted', resource, object);
      return;
    }
    if (object.metadata.deletionTimestamp) return;
    this.write('updated', resource, {
      ...object,
      metadata: {
        ...object.metadata,
        ...(finalizers.length > 0 ? { finalizers } : {}),
        deletionTimestamp: formatTime(this.clock.nowMs() + grace * 1000),
        deletionGracePeriodSeconds: grace,
      },
      ...(resource === 'namespaces' ? { status: { phase: 'Terminating' } } : {}),
    });
  }

  createSubresource(
    resource: string,
    namespace: string,
    name: string,
    subresource: string,
    object: JsonObject,
  ): undefined {
    if (subresource !== 'binding') refuse(404, 'NotFound', 'no such subresource');
    const target = (object.target as Loose).name;
    const pod = this.must(resource, namespace, name);
    const conditions = merge(pod.status?.conditions, [{ type: 'PodScheduled', status: 'True' }], 'conditions');
    this.write('updated', resource, {
      ...pod,
      spec: { ...pod.spec, nodeName: target },
      status: { ...pod.status, conditions },
    });
  }

  updateSubresource(
    resource: string,
    _namespace: string,
    name: string,
    _subresource: string,
    object: JsonObject,
  ): undefined {
    const current = this.must(resource, '', name);
    const finalized = { ...current, spec: object.spec };
    this.write((object.spec as Loose).finalizers.length === 0 ? 'deleted' : 'updated', resource, finalized);
  }

  list(resource: string, namespace?: string): Loose[] {
    return [...this.table(resource).values()]
      .filter((object) => !namespace || object.metadata.namespace === namespace)
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  ownedBy(resource: string, uid: string): KubeObject[] {
    return this.list(resource).filter((object) =>
      object.metadata.ownerReferences?.some((owner: Loose) => owner.uid === uid),
    );
  }

  byIndex(resource: string, index: string, value: string): KubeObject[] {
    if (index !== 'node') throw new Error(`no index ${index}`);
    return this.list(resource).filter((object) => object.spec?.nodeName === value);
  }

  byLabels(resource: string, namespace: string, labels: { readonly [key: string]: string }): KubeObject[] {
    return this.list(resource, namespace).filter((object) =>
      Object.entries(labels).every(([key, value]) => object.metadata.labels?.[key] === value),
    );
  }

  onChange(resource: string, handler: ChangeHandler): () => void {
    for (const object of this.list(resource)) handler.added(object);
    const handlers = this.handlers.get(resource) ?? [];
    handlers.push(handler);
    this.handlers.set(resource, handlers);
    return () => void handlers.splice(handlers.indexOf(handler), 1);
  }

  /** The messages of an object's events, in order. */
  events(name: string, reason?: string): string[] {
    return this.list('events')
      .filter((event) => event.involvedObject.name === name && (!reason || event.reason === reason))
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .map((event) => event.message);
  }

  /** Acts as a kubelet without containers: a pod is bound, runs and is ready after a while, and goes when told to. */
  withKubelet(readyAfterMs = 300, isReady: (pod: KubeObject) => boolean = () => true): this {
    const setStatus = (name: string, namespace: string, ready: boolean): void => {
      const pod = this.get('pods', namespace, name);
      if (!pod || pod.metadata.deletionTimestamp) return;
      const now = formatTime(this.clock.nowMs());
      const condition = { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: now };
      const number = Number.parseInt(pod.metadata.uid.slice(0, 4), 16) % 250;
      this.write('updated', 'pods', {
        ...pod,
        spec: { ...pod.spec, nodeName: pod.spec?.nodeName ?? 'worker-1' },
        status: { ...pod.status, phase: 'Running', podIP: `10.244.1.${number}`, conditions: [condition] },
      });
    };
    this.onChange('pods', {
      added: (pod) => {
        const { name, namespace = '' } = pod.metadata;
        this.clock.after(readyAfterMs / 2, () => setStatus(name, namespace, false));
        this.clock.after(readyAfterMs, () => isReady(pod) && setStatus(name, namespace, true));
      },
      updated: (pod, old) => {
        if (!pod.metadata.deletionTimestamp || old.metadata.deletionTimestamp) return;
        this.clock.after(200, () => {
          const now = this.get('pods', pod.metadata.namespace ?? '', pod.metadata.name);
          if (now) this.write('deleted', 'pods', now);
        });
      },
      deleted() {},
    });
    return this;
  }
}
