import type { ChangeHandler, Informers, ResourceKey } from './client.ts';
import type { KubeObject } from './json.ts';
import type { Store } from './store.ts';

/** The shared informer cache over a store: its own indexes, read in place. Models: client-go/informers */
export class StoreInformers implements Informers {
  constructor(private readonly store: Store) {}

  get(resource: ResourceKey, namespace: string, name: string): KubeObject | undefined {
    return this.store.get(resource, namespace, name);
  }

  list(resource: ResourceKey, namespace?: string): readonly KubeObject[] {
    return this.store.table(resource).list(namespace);
  }

  ownedBy(resource: ResourceKey, ownerUid: string): readonly KubeObject[] {
    return this.store.table(resource).ownedBy(ownerUid);
  }

  byIndex(resource: ResourceKey, index: string, value: string): readonly KubeObject[] {
    return this.store.table(resource).byIndex(index, value);
  }

  byLabels(
    resource: ResourceKey,
    namespace: string,
    labels: { readonly [key: string]: string },
  ): readonly KubeObject[] {
    return this.store.table(resource).byLabels(namespace, labels);
  }

  onChange(resource: ResourceKey, handler: ChangeHandler): () => void {
    for (const object of this.list(resource)) handler.added(object);
    return this.store.watch(resource, (version) => {
      if (version.type === 'ADDED') handler.added(version.object);
      else if (version.type === 'DELETED') handler.deleted(version.object);
      else handler.updated(version.object, version.previous?.object ?? version.object);
    });
  }
}
