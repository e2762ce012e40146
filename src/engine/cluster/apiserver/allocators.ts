import type { KubeObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { StrategyContext } from '../resources/definition.ts';
import type { Store } from '../store.ts';

/** What a Service object says of the addresses and ports that it holds. */
interface ServiceFacts {
  readonly spec?: {
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly ports?: readonly { readonly nodePort?: number }[];
    readonly healthCheckNodePort?: number;
  };
}

/** 10.96.0.0/12. Models: the service CIDR of the recorded cluster */
const SERVICE_NETWORK = (10 << 24) | (96 << 16);
const SERVICE_NETWORK_TEXT = '10.96.0.0/12';
const SERVICE_ADDRESSES = 1 << 20;
/** The lower band that is left to addresses asked for by name. Models: pkg/registry/core/service/ipallocator.calculateRangeOffset */
const STATIC_ADDRESSES = 256;
const NODE_PORT_FIRST = 30000;
const NODE_PORT_LAST = 32767;
/** Models: pkg/registry/core/service/portallocator.calculatePortRangeOffset */
const STATIC_NODE_PORTS = 86;

function addressText(offset: number): string {
  const value = SERVICE_NETWORK + offset;
  return `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function addressOffset(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const bytes = match.slice(1).map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return a * 0x1000000 + b * 0x10000 + c * 0x100 + d - SERVICE_NETWORK;
}

function heldBy(service: KubeObject): { readonly addresses: readonly string[]; readonly ports: readonly number[] } {
  const { spec } = service as unknown as ServiceFacts;
  const addresses = new Set(
    [spec?.clusterIP ?? '', ...(spec?.clusterIPs ?? [])].filter((ip) => ip !== '' && ip !== 'None'),
  );
  const ports = [...(spec?.ports ?? []).map((port) => port.nodePort), spec?.healthCheckNodePort];
  return {
    addresses: [...addresses],
    ports: [...new Set(ports)].filter((port) => port !== undefined && port > 0) as number[],
  };
}

/** How often each value is held: a port may serve several protocols of one Service. */
class Held<T> {
  private readonly owners = new Map<T, string>();
  take(value: T, owner: string): void {
    this.owners.set(value, owner);
  }
  free(value: T, owner: string): void {
    if (this.owners.get(value) === owner) this.owners.delete(value);
  }
  /** True when nobody holds the value but `owner` itself. */
  isFreeFor(value: T, owner: string): boolean {
    const holder = this.owners.get(value);
    return holder === undefined || holder === owner;
  }
}

/**
 * Cluster IPs and node ports. What is taken follows from the stored Services alone, so a refused or dry-run request leaves nothing
 * behind. Models: pkg/registry/core/service/{ipallocator,portallocator}
 */
export class Allocators {
  private readonly addresses = new Held<string>();
  private readonly ports = new Held<number>();

  constructor(
    store: Store,
    private readonly random: Random,
  ) {
    const free = (service: KubeObject): void => {
      const held = heldBy(service);
      for (const address of held.addresses) this.addresses.free(address, service.metadata.uid);
      for (const port of held.ports) this.ports.free(port, service.metadata.uid);
    };
    const take = (service: KubeObject): void => {
      const held = heldBy(service);
      for (const address of held.addresses) this.addresses.take(address, service.metadata.uid);
      for (const port of held.ports) this.ports.take(port, service.metadata.uid);
    };
    for (const service of store.table('services').list()) take(service);
    store.watch('services', (version) => {
      if (version.type !== 'ADDED' && version.previous !== undefined) free(version.previous.object);
      if (version.type !== 'DELETED') take(version.object);
    });
  }

  /** The allocators as one request sees them: what it was handed is not handed to it again. `owner` is the Service's uid. */
  forRequest(): StrategyContext['allocate'] {
    const handedAddresses = new Set<string>();
    const handedPorts = new Set<number>();
    return {
      clusterIp: (wanted, owner) => {
        if (wanted !== undefined && wanted !== '') {
          const offset = addressOffset(wanted);
          if (offset === undefined || offset <= 0 || offset >= SERVICE_ADDRESSES - 1)
            return {
              error: `the provided IP (${wanted}) is not in the valid range. The range of valid IPs is ${SERVICE_NETWORK_TEXT}`,
            };
          if (!this.addresses.isFreeFor(wanted, owner)) return { error: 'provided IP is already allocated' };
          return { value: wanted };
        }
        for (;;) {
          const address = addressText(this.random.integer(STATIC_ADDRESSES + 1, SERVICE_ADDRESSES - 1));
          if (!this.addresses.isFreeFor(address, '') || handedAddresses.has(address)) continue;
          handedAddresses.add(address);
          return { value: address };
        }
      },
      nodePort: (wanted, owner) => {
        if (wanted !== undefined && wanted !== 0) {
          if (wanted < NODE_PORT_FIRST || wanted > NODE_PORT_LAST)
            return {
              error: `provided port is not in the valid range. The range of valid ports is ${NODE_PORT_FIRST}-${NODE_PORT_LAST}`,
            };
          if (!this.ports.isFreeFor(wanted, owner)) return { error: 'provided port is already allocated' };
          handedPorts.add(wanted);
          return { value: wanted };
        }
        const first = NODE_PORT_FIRST + STATIC_NODE_PORTS;
        for (let tries = 0; tries < 10_000; tries++) {
          const port = this.random.integer(first, NODE_PORT_LAST + 1);
          if (!this.ports.isFreeFor(port, '') || handedPorts.has(port)) continue;
          handedPorts.add(port);
          return { value: port };
        }
        return { error: 'range is full' };
      },
    };
  }
}
