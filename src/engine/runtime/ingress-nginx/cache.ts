import type { KubeObject } from '../../cluster/json.ts';
import type { Following, PodApi } from '../pod-api.ts';
import type { Klog } from './klog.ts';
import { keyOf } from './types.ts';

/** What one resource's cache is made of. */
export interface CacheOptions<Kind extends KubeObject> {
  /** `/apis/networking.k8s.io/v1/ingresses` */
  readonly path: string;
  /** `*v1.Ingress`, as client-go's log names it. */
  readonly type: string;
  readonly changed: (object: Kind, old: Kind | undefined) => void;
  readonly deleted: (object: Kind) => void;
}

/** The objects of one resource, kept by list and watch. Models: client-go SharedIndexInformer */
export class Cache<Kind extends KubeObject> {
  readonly objects = new Map<string, Kind>();
  /** By namespace and the Service that a label names: what slices are found by. */
  readonly byService = new Map<string, Map<string, Kind>>();
  synced = false;
  private readonly following: Following;

  constructor(
    api: PodApi,
    private readonly log: Klog,
    private readonly options: CacheOptions<Kind>,
  ) {
    this.following = api.follow(options.path, {
      listed: (objects) => this.replace(objects as readonly Kind[]),
      changed: (object) => this.put(object as Kind),
      deleted: (object) => this.remove(object as Kind),
      failed: ({ message }) =>
        this.log.error('reflector.go:205', 'Failed to watch', {
          err: `failed to list ${options.type}: ${message}`,
          logger: 'UnhandledError',
          reflector: 'k8s.io/client-go/informers/factory.go:160',
          type: options.type,
        }),
    });
  }

  stop(): void {
    this.following.stop();
  }

  private replace(objects: readonly Kind[]): void {
    this.synced = true;
    const there = new Set(objects.map(keyOf));
    for (const [key, object] of [...this.objects]) if (!there.has(key)) this.remove(object);
    for (const object of objects) {
      const old = this.objects.get(keyOf(object));
      if (old?.metadata.resourceVersion !== object.metadata.resourceVersion) this.put(object);
    }
  }

  private put(object: Kind): void {
    const old = this.objects.get(keyOf(object));
    this.objects.set(keyOf(object), object);
    const service = serviceKey(object);
    if (service !== undefined) {
      const slices = this.byService.get(service) ?? new Map<string, Kind>();
      this.byService.set(service, slices.set(keyOf(object), object));
    }
    this.options.changed(object, old);
  }

  private remove(object: Kind): void {
    this.objects.delete(keyOf(object));
    const service = serviceKey(object);
    const slices = service === undefined ? undefined : this.byService.get(service);
    slices?.delete(keyOf(object));
    if (service !== undefined && slices?.size === 0) this.byService.delete(service);
    this.options.deleted(object);
  }
}

function serviceKey({ metadata }: KubeObject): string | undefined {
  const name = metadata.labels?.['kubernetes.io/service-name'];
  return name === undefined ? undefined : `${metadata.namespace ?? ''}/${name}`;
}
