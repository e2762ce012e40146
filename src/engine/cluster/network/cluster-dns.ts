import type { Informers } from '../client.ts';
import { formatIpv4, parseIpv4 } from './addresses.ts';
import type { SliceEndpoint } from './service-endpoints.ts';
import type { ServiceRoutes, ServiceView } from './service-routes.ts';
import type { ServiceRecord } from './types.ts';

/** What a name server answers for an absolute name. */
export type DnsRecord =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'cname'; readonly target: string }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'services'; readonly services: readonly ServiceRecord[] }
  | { readonly kind: 'nxdomain' }
  /** The server cannot answer: it is broken. */
  | { readonly kind: 'servfail' };

const REVERSE = '.in-addr.arpa';
const NXDOMAIN: DnsRecord = { kind: 'nxdomain' };

/**
 * The answers of the cluster's DNS: A records of Services, of headless Services' ready endpoints (by hostname too), and of pod addresses.
 * Names outside the cluster do not exist (there is no network beyond it). Models: coredns plugin/kubernetes
 */
export class ClusterDns {
  constructor(
    private readonly informers: Informers,
    private readonly routes: ServiceRoutes,
    private readonly domain: string,
  ) {}

  /** Answers an A query for an absolute name without its final dot. */
  resolve(name: string): DnsRecord {
    const lower = name.toLowerCase();
    if (lower.endsWith(REVERSE)) return this.reverseRecord(lower.slice(0, -REVERSE.length));
    const suffix = `.${this.domain}`;
    if (!lower.endsWith(suffix)) return NXDOMAIN;
    const labels = lower.slice(0, -suffix.length).split('.');
    const kind = labels.pop();
    const namespace = labels.pop();
    if (namespace === undefined) return NXDOMAIN;
    if (kind === 'pod' && labels.length === 1) return this.podRecord(labels[0] ?? '', namespace);
    if (kind === 'svc' && labels.length === 3 && labels[0]?.startsWith('_')) return this.portRecord(labels, namespace);
    if (kind === 'svc' && labels.length >= 1) return this.serviceRecord(labels, namespace);
    return NXDOMAIN;
  }

  /** The name of a Service's address. */
  private reverseRecord(reversed: string): DnsRecord {
    const address = reversed.split('.').reverse().join('.');
    const names = this.routes
      .servicesAt(address)
      .map(({ metadata }) => `${metadata.name}.${metadata.namespace ?? ''}.svc.${this.domain}`);
    return names.length > 0 ? { kind: 'names', names } : NXDOMAIN;
  }

  private podRecord(dashed: string, namespace: string): DnsRecord {
    const address = parseIpv4(dashed.replaceAll('-', '.'));
    if (address === undefined || this.informers.get('namespaces', '', namespace) === undefined) return NXDOMAIN;
    return { kind: 'addresses', addresses: [formatIpv4(address)] };
  }

  /** SRV records of a Service's named port: `_port._protocol.service`. */
  private portRecord([portLabel = '', protocolLabel = '', name = '']: readonly string[], namespace: string): DnsRecord {
    const service = this.informers.get('services', namespace, name) as ServiceView | undefined;
    const protocol = protocolLabel.slice(1).toUpperCase();
    const isAsked = (port: { readonly name?: string; readonly protocol?: string }): boolean =>
      `_${port.name ?? ''}` === portLabel && (port.protocol ?? 'TCP') === protocol;
    const base = `${name}.${namespace}.svc.${this.domain}`;
    const found: { readonly port: number; readonly target: string }[] = [];
    const clusterIp = service?.spec?.clusterIP ?? '';
    if (service === undefined || service.spec?.type === 'ExternalName') return NXDOMAIN;
    if (clusterIp !== 'None' && clusterIp !== '') {
      for (const port of service.spec?.ports ?? []) if (isAsked(port)) found.push({ port: port.port, target: base });
    } else
      for (const slice of this.routes.slices(service)) {
        const port = slice.ports?.find(isAsked)?.port;
        for (const endpoint of port === undefined ? [] : (slice.endpoints ?? []))
          if (endpoint.conditions?.ready !== false)
            found.push({ port: port ?? 0, target: `${hostLabel(endpoint)}.${base}` });
      }
    if (found.length === 0) return NXDOMAIN;
    const weight = Math.floor(100 / found.length);
    return { kind: 'services', services: found.map((record) => ({ weight, ...record })) };
  }

  private serviceRecord(labels: readonly string[], namespace: string): DnsRecord {
    const service = this.informers.get('services', namespace, labels.at(-1) ?? '') as ServiceView | undefined;
    if (service === undefined || labels.length > 2) return NXDOMAIN;
    const host = labels.length === 2 ? labels[0] : undefined;
    if (service.spec?.type === 'ExternalName') {
      return host === undefined && service.spec.externalName !== undefined
        ? { kind: 'cname', target: service.spec.externalName }
        : NXDOMAIN;
    }
    const clusterIp = service.spec?.clusterIP;
    if (clusterIp !== undefined && clusterIp !== 'None' && clusterIp !== '') {
      return host === undefined ? { kind: 'addresses', addresses: [clusterIp] } : NXDOMAIN;
    }
    const addresses: string[] = [];
    for (const slice of this.routes.slices(service)) {
      for (const endpoint of slice.endpoints ?? []) {
        if (endpoint.conditions?.ready === false) continue;
        if (host === undefined || host === hostLabel(endpoint)) addresses.push(...endpoint.addresses);
      }
    }
    return addresses.length > 0 ? { kind: 'addresses', addresses } : NXDOMAIN;
  }
}

/** The label under which an endpoint is found: its hostname, else its address with dashes. */
function hostLabel(endpoint: SliceEndpoint): string {
  return endpoint.hostname ?? (endpoint.addresses[0] ?? '').replaceAll('.', '-');
}
