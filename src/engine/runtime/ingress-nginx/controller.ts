import { equalJson } from '../../cluster/resources/equality.ts';
import type { Process } from '../../shell/process/types.ts';
import type { PodApi } from '../pod-api.ts';
import { unknownAnnotations } from './annotations.ts';
import { Cache } from './cache.ts';
import { classOf } from './class.ts';
import { Events } from './events.ts';
import type { ControllerFlags } from './flags.ts';
import { Frontend } from './frontend.ts';
import type { Klog } from './klog.ts';
import type { Endpoint } from './proxy.ts';
import { refusalOf } from './refusal.ts';
import { type Location, siteOf, type Upstream } from './site.ts';
import { type EndpointSlice, type Ingress, type IngressClass, keyOf, type Service } from './types.ts';

/** The pod that the controller runs in, as the API shows it. */
export type OwnPod = Ingress;

/** Keeps nginx' configuration at what the Ingresses of its class ask for. Models: ingress-nginx internal/ingress/controller */
export class IngressController {
  readonly frontend: Frontend;
  readonly events: Events;
  private readonly ingresses: Cache<Ingress>;
  private readonly classes: Cache<IngressClass>;
  private readonly services: Cache<Service>;
  private readonly slices: Cache<EndpointSlice>;
  /** Own Ingresses by key. */
  private readonly own = new Map<string, Ingress>();
  /** Whether something changed since the last sync. */
  isDirty = true;

  constructor(
    process: Process,
    api: PodApi,
    private readonly log: Klog,
    private readonly flags: ControllerFlags,
    private readonly pod: OwnPod,
    /** Called when there is something to sync. */
    private readonly wake: () => void,
  ) {
    this.events = new Events(process, api, log);
    this.frontend = new Frontend(process, (upstream) => this.endpointsOf(upstream));
    const under = (group: string, plural: string): string =>
      flags.watchNamespace === '' ? `${group}/${plural}` : `${group}/namespaces/${flags.watchNamespace}/${plural}`;
    const dirty = (): void => this.touch();
    this.classes = new Cache(api, log, {
      path: '/apis/networking.k8s.io/v1/ingressclasses',
      type: '*v1.IngressClass',
      changed: () => this.reconsider(),
      deleted: () => this.reconsider(),
    });
    this.services = new Cache(api, log, {
      path: under('/api/v1', 'services'),
      type: '*v1.Service',
      changed: dirty,
      deleted: dirty,
    });
    this.slices = new Cache(api, log, {
      path: under('/apis/discovery.k8s.io/v1', 'endpointslices'),
      type: '*v1.EndpointSlice',
      // Endpoints are read at each request: nginx' Lua has them without a reload.
      changed: () => {},
      deleted: () => {},
    });
    this.ingresses = new Cache(api, log, {
      path: under('/apis/networking.k8s.io/v1', 'ingresses'),
      type: '*v1.Ingress',
      changed: (ingress, old) => this.consider(ingress, old),
      deleted: (ingress) => {
        if (this.own.delete(keyOf(ingress))) this.touch();
      },
    });
  }

  /** Whether all caches have had their first list. */
  get isSynced(): boolean {
    return [this.ingresses, this.classes, this.services, this.slices].every(({ synced }) => synced);
  }

  /** The Ingresses that are served. */
  list(): readonly Ingress[] {
    return [...this.own.values()];
  }

  /** Why its webhook does not take an Ingress; undefined when it does, or when the Ingress is meant for another controller. */
  refuses(ingress: Ingress): string | undefined {
    const { watchNamespace } = this.flags;
    const isElsewhere = watchNamespace !== '' && ingress.metadata.namespace !== watchNamespace;
    if (isElsewhere || ingress.metadata.deletionTimestamp !== undefined) return undefined;
    if ('error' in classOf(ingress, this.flags, (name) => this.classes.objects.get(`/${name}`))) return undefined;
    const why = refusalOf(ingress, this.own.values());
    if (why !== undefined)
      this.log.line(
        'E',
        'main.go:96',
        `"invalid ingress configuration" err=${JSON.stringify(why)} ingress=${JSON.stringify(keyOf(ingress))}`,
      );
    return why;
  }

  stop(): void {
    for (const cache of [this.ingresses, this.classes, this.services, this.slices]) cache.stop();
  }

  private touch(): void {
    this.isDirty = true;
    this.wake();
  }

  private consider(ingress: Ingress, old: Ingress | undefined): void {
    const key = keyOf(ingress);
    const found = classOf(ingress, this.flags, (name) => this.classes.objects.get(`/${name}`));
    if ('error' in found) {
      if (this.own.delete(key)) {
        this.log.info('store.go:492', 'removing ingress because of unknown ingressclass', { ingress: key });
        this.touch();
      } else if (old === undefined)
        this.log.info('store.go:406', 'Ignoring ingress because of error while validating ingress class', {
          ingress: key,
          error: found.error,
        });
      return;
    }
    const known = this.own.get(key);
    if (known === undefined)
      this.log.info('store.go:443', 'Found valid IngressClass', { ingress: key, ingressclass: found.name });
    else if (
      equalJson(known.spec, ingress.spec) &&
      equalJson(known.metadata.annotations, ingress.metadata.annotations)
    ) {
      this.own.set(key, ingress);
      return;
    }
    this.own.set(key, ingress);
    this.events.tell(ingress, 'Normal', 'Sync', 'Scheduled for sync');
    for (const name of unknownAnnotations(ingress.metadata.annotations ?? {}))
      this.events.tell(
        ingress,
        'Warning',
        'NotSimulated',
        `Annotation ${name} has no effect: Skiff's controller does not simulate it`,
      );
    this.touch();
  }

  /** A class came, went or changed: what it decides is decided anew. */
  private reconsider(): void {
    if (this.ingresses === undefined) return;
    for (const ingress of this.ingresses.objects.values()) this.consider(ingress, ingress);
  }

  /** Brings nginx to what is asked for now. */
  sync(): void {
    if (!this.isDirty) return;
    this.isDirty = false;
    const before = this.frontend.site;
    const site = siteOf(this.list());
    for (const { locations } of site.servers.values()) this.warn(locations);
    if (sameSite(before, site)) return;
    this.log.info('controller.go:217', 'Configuration changes detected, backend reload required');
    this.frontend.site = site;
    this.log.info('controller.go:231', 'Backend successfully reloaded');
    this.events.tell(this.pod, 'Normal', 'RELOAD', 'NGINX reload triggered due to a change in configuration');
  }

  /** Says which upstreams have nobody behind them. */
  private warn(locations: readonly Location[]): void {
    const said = new Set<string>();
    for (const { upstream } of locations) {
      if (upstream === undefined || said.has(upstream.name)) continue;
      said.add(upstream.name);
      const key = `${upstream.namespace}/${upstream.service}`;
      if (!this.services.objects.has(key))
        this.log.line(
          'W',
          'controller.go:1151',
          `Error obtaining Service "${key}": no object matching key "${key}" in local store`,
        );
      else if (this.endpointsOf(upstream).length === 0)
        this.log.line('W', 'controller.go:1232', `Service "${key}" does not have any active Endpoint.`);
    }
  }

  /** Models: serviceEndpoints, getEndpointsFromSlices */
  private endpointsOf({ namespace, service, port }: Upstream): readonly Endpoint[] {
    const spec = this.services.objects.get(`${namespace}/${service}`)?.spec;
    const asked = spec?.ports?.find(
      (each) => String(each.port) === port || String(each.targetPort ?? each.port) === port || each.name === port,
    );
    if (spec?.type === 'ExternalName' && spec.externalName)
      return [{ address: spec.externalName, port: asked?.port ?? (Number(port) || 80) }];
    if (asked === undefined) return [];
    const found = new Map<string, Endpoint>();
    for (const slice of this.slices.byService.get(`${namespace}/${service}`)?.values() ?? []) {
      const number = (slice.ports ?? []).find((each) => (each.name ?? '') === (asked.name ?? ''))?.port;
      if (number === undefined) continue;
      for (const { addresses, conditions } of slice.endpoints ?? []) {
        const [address] = addresses;
        if (address !== undefined && conditions?.ready !== false)
          found.set(`${address}:${number}`, { address, port: number });
      }
    }
    return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
  }
}

function sameSite(a: ReturnType<typeof siteOf>, b: ReturnType<typeof siteOf>): boolean {
  return JSON.stringify([...a.servers]) === JSON.stringify([...b.servers]);
}
