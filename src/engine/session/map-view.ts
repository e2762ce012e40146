import type { Informers } from '../cluster/client.ts';
import type { KubeObject } from '../cluster/json.ts';
import { MAP_RESOURCES, type MapChange } from './map-item.ts';
import { type Columns, mapItem } from './map-items.ts';

/** Gathers what changed on the map since it was last asked. Costs what changed. */
export class MapView {
  private readonly changed = new Map<string, { readonly resource: string; readonly object: KubeObject | undefined }>();
  private readonly disposers: (() => void)[] = [];

  constructor(
    readonly informers: Informers,
    readonly columns: Columns,
    kinds: readonly string[],
  ) {
    for (const resource of MAP_RESOURCES.filter((name) => kinds.includes(name))) {
      const mark = (it: KubeObject): void => this.mark(resource, it, true);
      this.disposers.push(
        informers.onChange(resource, { added: mark, updated: mark, deleted: (it) => this.mark(resource, it, false) }),
      );
    }
    const touch = (slice: KubeObject): void => {
      const { namespace = '', labels = {} } = slice.metadata;
      const service = informers.get('services', namespace, labels['kubernetes.io/service-name'] ?? '');
      if (service !== undefined) this.mark('services', service, true);
    };
    this.disposers.push(
      informers.onChange('endpointslices.discovery.k8s.io', { added: touch, updated: touch, deleted: touch }),
    );
  }

  private mark(resource: string, it: KubeObject, there: boolean): void {
    this.changed.set(`${resource}/${it.metadata.namespace ?? ''}/${it.metadata.name}`, {
      resource,
      object: there ? it : undefined,
    });
  }

  /** What changed since the last call. */
  take(): readonly MapChange[] {
    const changes = [...this.changed].map(
      ([key, { resource, object: it }]): MapChange => ({
        key,
        item: it === undefined ? undefined : mapItem(this, key, resource, it),
      }),
    );
    this.changed.clear();
    return changes;
  }

  dispose(): void {
    for (const dispose of this.disposers) dispose();
  }
}
