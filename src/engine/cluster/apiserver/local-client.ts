import { ApiError, type Client, type DeleteOptions, type ResourceKey } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { UNHEARD } from '../resources/definition.ts';
import type { Writer } from '../store/version.ts';
import { type WriteOptions, writerOf } from './core.ts';
import { decodeTyped } from './decode/typed.ts';
import type { Resource } from './definitions.ts';
import type { UserInfo } from './http.ts';
import { applyPatch } from './patch/patch.ts';
import type { ApiServer } from './server.ts';
import { noSuchPath, notFound } from './status.ts';
import type { Verb } from './subresource.ts';
import { createObject } from './write/create.ts';
import { deleteObject } from './write/delete.ts';
import { checkIdentity, updateObject } from './write/update.ts';

const NO_QUERY = new URLSearchParams();

/** A client that enters the server after routing. Objects are taken to have their kind's shape: components are not users. */
export class LocalClient implements Client {
  private readonly main: WriteOptions;
  private readonly status: WriteOptions;

  constructor(
    private readonly server: ApiServer,
    private readonly manager: string,
    private readonly user: UserInfo,
  ) {
    this.main = this.options(writerOf(manager, 'Update', ''));
    this.status = this.options(writerOf(manager, 'Update', 'status'));
  }

  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined {
    const { store, definitions } = this.server.core;
    const stored = store.get(resource, namespace, name);
    if (stored !== undefined) return stored;
    const computed = definitions.get(resource)?.definition.computed?.(namespace, name);
    return computed?.find(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace);
  }

  create(resource: ResourceKey, namespace: string, object: JsonObject): KubeObject {
    return this.run('create', resource, namespace, '', '', (served) =>
      createObject(this.server.core, served, namespace, object, this.main),
    );
  }

  update(resource: ResourceKey, object: KubeObject): KubeObject {
    return this.replace(resource, object, this.main);
  }

  updateStatus(resource: ResourceKey, object: KubeObject): KubeObject {
    return this.replace(resource, object, this.status);
  }

  patch(
    resource: ResourceKey,
    namespace: string,
    name: string,
    type: 'json' | 'merge' | 'strategic',
    patch: JsonObject | readonly JsonObject[],
    subresource = '',
  ): KubeObject {
    return this.run('patch', resource, namespace, name, subresource, (served) => {
      const { core } = this.server;
      const current = core.store.get(resource, namespace, name);
      if (current === undefined) throw notFound(served.groupResource, name);
      const context = {
        resource: served,
        schema: served.definition.schema,
        validation: 'Strict',
        warn: UNHEARD,
      } as const;
      const patched = applyPatch(context, type, current, { value: patch, duplicates: [] });
      checkIdentity(served, namespace, name, patched);
      const options = subresource === 'status' ? this.status : this.main;
      return updateObject(core, served, namespace, name, patched, options).object;
    });
  }

  delete(resource: ResourceKey, namespace: string, name: string, options: DeleteOptions = {}): void {
    this.run('delete', resource, namespace, name, '', (served) =>
      deleteObject(this.server.core, served, namespace, name, options, this.main),
    );
  }

  createSubresource(
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    object: JsonObject,
  ): KubeObject | undefined {
    return this.callSubresource('create', resource, namespace, name, subresource, object);
  }

  updateSubresource(
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    object: JsonObject,
  ): KubeObject | undefined {
    return this.callSubresource('update', resource, namespace, name, subresource, object);
  }

  private callSubresource(
    verb: 'create' | 'update',
    resource: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    object: JsonObject,
  ): KubeObject | undefined {
    return this.run(verb, resource, namespace, name, subresource, (served) => {
      const handler = this.server.subresourceHandler(resource, subresource);
      if (handler === undefined) throw noSuchPath();
      const current = this.server.core.store.get(resource, namespace, name);
      if (current === undefined) throw notFound(served.groupResource, name);
      const { body } = handler({
        request: { method: verb === 'create' ? 'POST' : 'PUT', path: '', body: object, user: this.user },
        verb,
        resource,
        subresource,
        object: current,
        namespace,
        name,
        path: '',
        query: NO_QUERY,
        body: object,
        user: this.user,
        manager: this.manager,
        dryRun: false,
      });
      return body as unknown as KubeObject | undefined;
    });
  }

  private options(writer: Writer): WriteOptions {
    return { user: this.user, writer, dryRun: false, warn: UNHEARD };
  }

  private replace(resource: ResourceKey, object: KubeObject, options: WriteOptions): KubeObject {
    const { namespace = '', name } = object.metadata;
    return this.run(
      'update',
      resource,
      namespace,
      name,
      options.writer.subresource,
      (served) =>
        updateObject(this.server.core, served, namespace, name, object as unknown as JsonObject, options).object,
    );
  }

  /** Finds the resource, runs the call, and tells the audit when somebody listens. */
  private run<T>(
    verb: Verb,
    key: ResourceKey,
    namespace: string,
    name: string,
    subresource: string,
    call: (resource: Resource) => T,
  ): T {
    const { server } = this;
    const resource = server.core.definitions.get(key);
    if (resource === undefined) throw noSuchPath();
    if (!server.isAudited) return call(resource);
    const facts = { user: this.user, manager: this.manager, verb, resource: key, subresource, namespace };
    try {
      const result = call(resource);
      const made = verb === 'create' && name === '' ? (result as unknown as KubeObject).metadata.name : name;
      server.audit({ ...facts, name: made, code: verb === 'create' ? 201 : 200 });
      return result;
    } catch (error) {
      if (error instanceof ApiError) server.audit({ ...facts, name, code: error.code });
      throw error;
    }
  }
}

/** An object in its kind's shape, for code that takes objects from outside (bootstrap manifests). Unknown fields are left out. */
export function shaped(resource: Resource, object: JsonObject): JsonObject {
  return decodeTyped(resource.definition.schema, object).value;
}
