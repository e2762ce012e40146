import type { Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { KubeObject } from '../json.ts';
import type { Random } from '../random.ts';
import { parseCidr, parseIpv4 } from './addresses.ts';
import type { Endpoint } from './connection.ts';
import { type Chosen, chosenFrom, type SliceView, speaks } from './service-endpoints.ts';
import type { Protocol } from './types.ts';

/** Where a packet to an address and port goes. */
export type Route =
  /** Not a Service's address: deliver it as it is. */
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'endpoint';
      readonly endpoint: Endpoint;
      /** The node that took the packet in puts its own address over the caller's; `any`: whichever node a load balancer chose. */
      readonly masqueradedBy: string | undefined;
      readonly service: ServiceView;
    }
  /** A Service port without ready endpoints: REJECT. */
  | { readonly kind: 'reject'; readonly service: ServiceView }
  /** A Service address without such a port: nothing answers. */
  | { readonly kind: 'drop'; readonly service: ServiceView };

/** One port of a Service. */
interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly nodePort?: number;
}

/** The parts of a Service that routing reads. */
export interface ServiceView extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly externalIPs?: readonly string[];
    readonly externalName?: string;
    readonly sessionAffinity?: string;
    readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
    readonly externalTrafficPolicy?: string;
    readonly healthCheckNodePort?: number;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly internalTrafficPolicy?: string;
    readonly publishNotReadyAddresses?: boolean;
    readonly ports?: readonly ServicePort[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

const DEFAULT_AFFINITY_SECONDS = 10_800;

/** Labels of Services that another proxy serves, or none: kube-proxy does not look at them. Models: cmd/kube-proxy/app ProxyServer.Run */
const NOT_FOR_KUBE_PROXY = ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'];

function isProxied({ metadata: { labels } }: ServiceView): boolean {
  return labels === undefined || !NOT_FOR_KUBE_PROXY.some((label) => label in labels);
}

/**
 * What kube-proxy's rules decide: which endpoint a connection to a Service's address goes to. Endpoints are drawn evenly (seeded), or kept
 * by client address with `sessionAffinity: ClientIP`. Models: pkg/proxy/iptables, pkg/proxy/topology.go
 */
export class ServiceRoutes {
  private readonly byAddress = new Map<
    string,
    Map<string, { readonly service: ServiceView; readonly isClusterIp: boolean }>
  >();
  /** By protocol and port: `TCP/30080`. */
  private readonly byNodePort = new Map<string, ServiceView>();
  private readonly byHealthCheckPort = new Map<number, ServiceView>();
  private readonly chosen = new Map<string, Map<string, Chosen>>();
  private readonly affinity = new Map<string, { endpoint: Endpoint; usedMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly informers: Informers,
  ) {
    informers.onChange('services', {
      added: (service) => this.index(service),
      updated: (service, old) => {
        this.unindex(old);
        this.index(service);
      },
      deleted: (service) => {
        this.unindex(service);
        this.chosen.delete(service.metadata.uid);
      },
    });
  }

  /** `client` and `node` are where the packet comes from; `toNode` is the node whose own address it is. */
  route(
    client: string,
    node: string | undefined,
    to: Endpoint,
    toNode: string | undefined,
    protocol: Protocol = 'TCP',
  ): Route {
    const services = this.byAddress.get(to.address);
    for (const { service, isClusterIp } of services?.values() ?? []) {
      if (!isProxied(service)) continue;
      const port = service.spec?.ports?.find((candidate) => candidate.port === to.port && speaks(candidate, protocol));
      if (port === undefined) continue;
      if (isClusterIp) {
        const local = service.spec?.internalTrafficPolicy === 'Local';
        return this.choose(service, port, client, local ? node : undefined, undefined);
      }
      // Callers inside the cluster go straight to any endpoint, whatever the policy for those from outside.
      if (node !== undefined) return this.choose(service, port, client, undefined, undefined);
      if (!isWithin(client, service.spec?.loadBalancerSourceRanges)) return { kind: 'drop', service };
      return this.fromOutside(service, port, client, toNode);
    }
    const closed = [...(services?.values() ?? [])].find(({ isClusterIp }) => isClusterIp);
    if (closed !== undefined) return { kind: 'drop', service: closed.service };
    const found = toNode !== undefined ? this.byNodePort.get(`${protocol}/${to.port}`) : undefined;
    const service = found !== undefined && isProxied(found) ? found : undefined;
    const port = service?.spec?.ports?.find(
      (candidate) => candidate.nodePort === to.port && speaks(candidate, protocol),
    );
    return service === undefined || port === undefined
      ? { kind: 'direct' }
      : this.fromOutside(service, port, client, toNode);
  }

  /** Whether an address is one that a Service shows to the world: of a load balancer, or in `externalIPs`. */
  isExternal(address: string): boolean {
    for (const { isClusterIp } of this.byAddress.get(address)?.values() ?? []) if (!isClusterIp) return true;
    return false;
  }

  /** The Services whose cluster address it is. */
  servicesAt(address: string): readonly ServiceView[] {
    return [...(this.byAddress.get(address)?.values() ?? [])].flatMap(({ service, isClusterIp }) =>
      isClusterIp ? [service] : [],
    );
  }

  /** The Service whose health is asked for on this port of every node. */
  checkedAt(port: number): ServiceView | undefined {
    return this.byHealthCheckPort.get(port);
  }

  /** How many of a Service's ready addresses are on a node. */
  countOn(service: ServiceView, node: string): number {
    const addresses = new Set<string>();
    for (const { endpoints } of this.slices(service))
      for (const { nodeName, conditions, addresses: own } of endpoints ?? [])
        if (nodeName === node && conditions?.ready !== false) for (const address of own) addresses.add(address);
    return addresses.size;
  }

  /** A packet that comes in over a node's address (`toNode`) or a load balancer's. Models: the KUBE-EXT chains */
  private fromOutside(service: ServiceView, port: ServicePort, client: string, toNode: string | undefined): Route {
    return service.spec?.externalTrafficPolicy === 'Local'
      ? this.choose(service, port, client, toNode, undefined)
      : this.choose(service, port, client, undefined, toNode ?? 'any');
  }

  /**
   * Endpoints of a port: those that get traffic, on one node where `onlyNode` says so. Kept until one of the slices is another, so that a
   * connection costs the number of slices and not of addresses.
   */
  private endpoints(service: ServiceView, port: ServicePort, onlyNode: string | undefined): Chosen {
    const protocol = port.protocol === 'UDP' ? 'UDP' : 'TCP';
    const portName = port.name ?? '';
    const slices = this.slices(service);
    const { uid } = service.metadata;
    const key = `${protocol}/${portName}/${onlyNode ?? ''}`;
    const known = this.chosen.get(uid)?.get(key);
    if (known?.slices.length === slices.length && slices.every((slice, at) => slice === known.slices[at])) return known;
    const made = chosenFrom(slices, portName, onlyNode, protocol);
    const all = this.chosen.get(uid) ?? new Map<string, Chosen>();
    this.chosen.set(uid, all.set(key, made));
    return made;
  }

  /** The Service's EndpointSlices. */
  slices(service: KubeObject): readonly SliceView[] {
    return this.informers.byLabels('endpointslices.discovery.k8s.io', service.metadata.namespace ?? '', {
      'kubernetes.io/service-name': service.metadata.name,
    }) as readonly SliceView[];
  }

  private choose(
    service: ServiceView,
    port: ServicePort,
    client: string,
    onlyNode: string | undefined,
    masqueradedBy: string | undefined,
  ): Route {
    const { usable, elsewhere } = this.endpoints(service, port, onlyNode);
    if (usable.length === 0) return { kind: elsewhere ? 'drop' : 'reject', service };
    const sticky = service.spec?.sessionAffinity === 'ClientIP';
    const key = `${service.metadata.uid}/${port.name ?? ''}/${client}`;
    if (sticky) {
      const seconds = service.spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS;
      const kept = this.affinity.get(key);
      if (
        kept !== undefined &&
        this.clock.nowMs() - kept.usedMs < seconds * 1000 &&
        usable.some((endpoint) => same(endpoint, kept.endpoint))
      ) {
        kept.usedMs = this.clock.nowMs();
        return { kind: 'endpoint', endpoint: kept.endpoint, masqueradedBy, service };
      }
    }
    const chosen = usable[this.random.integer(0, usable.length)];
    if (chosen === undefined) return { kind: 'reject', service };
    if (sticky) this.affinity.set(key, { endpoint: chosen, usedMs: this.clock.nowMs() });
    return { kind: 'endpoint', endpoint: chosen, masqueradedBy, service };
  }

  private index(object: KubeObject): void {
    const service = object as ServiceView;
    const isPublic = new Set(publicAddresses(service));
    for (const address of addressesOf(service)) {
      let services = this.byAddress.get(address);
      if (services === undefined) {
        services = new Map();
        this.byAddress.set(address, services);
      }
      services.set(service.metadata.uid, { service, isClusterIp: !isPublic.has(address) });
    }
    const { healthCheckNodePort = 0 } = service.spec ?? {};
    if (healthCheckNodePort !== 0) this.byHealthCheckPort.set(healthCheckNodePort, service);
    for (const port of service.spec?.ports ?? []) {
      if (port.nodePort !== undefined && port.nodePort !== 0) this.byNodePort.set(nodePortKey(port), service);
    }
  }

  private unindex(object: KubeObject): void {
    const service = object as ServiceView;
    for (const address of addressesOf(service)) {
      const services = this.byAddress.get(address);
      services?.delete(service.metadata.uid);
      if (services?.size === 0) this.byAddress.delete(address);
    }
    const { healthCheckNodePort = 0 } = service.spec ?? {};
    if (this.byHealthCheckPort.get(healthCheckNodePort)?.metadata.uid === service.metadata.uid)
      this.byHealthCheckPort.delete(healthCheckNodePort);
    for (const port of service.spec?.ports ?? []) {
      const key = nodePortKey(port);
      if (this.byNodePort.get(key)?.metadata.uid === service.metadata.uid) this.byNodePort.delete(key);
    }
  }
}

function nodePortKey({ protocol = 'TCP', nodePort = 0 }: ServicePort): string {
  return `${protocol}/${nodePort}`;
}

function addressesOf(service: ServiceView): readonly string[] {
  const spec = service.spec;
  const cluster = (spec?.clusterIPs ?? [spec?.clusterIP ?? '']).filter(
    (address) => address !== '' && address !== 'None',
  );
  return [...cluster, ...publicAddresses(service)];
}

function publicAddresses({ spec, status }: ServiceView): readonly string[] {
  const balanced = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip]));
  return [...(spec?.externalIPs ?? []), ...balanced];
}

/** Whether a load balancer lets a caller in: everybody, unless blocks are named. */
function isWithin(client: string, blocks: readonly string[] | undefined): boolean {
  if (blocks === undefined || blocks.length === 0) return true;
  const value = parseIpv4(client) ?? 0;
  return blocks.some((block) => {
    const cidr = parseCidr(block.trim());
    return cidr !== undefined && value >= cidr.first && value < cidr.first + cidr.size;
  });
}

function same(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address && a.port === b.port;
}
