// Over 300 lines: one fabric, whose nodes, sandboxes, cuts and routes decide together who reaches whom.
import type { Informers } from '../client.ts';
import type { Clock, TimerClass } from '../clock.ts';
import type { KubeObject } from '../json.ts';
import type { Random } from '../random.ts';
import { AddressPool, parseCidr, parseIpv4 } from './addresses.ts';
import { ClusterDns, type DnsRecord } from './cluster-dns.ts';
import { connect, type Endpoint } from './connection.ts';
import { answerHealthCheck } from './health-check.ts';
import { type HostPort, HostPorts } from './host-ports.ts';
import { type Fabric, Namespace, type OpenResult } from './namespace.ts';
import { NetworkPolicies, type PodName, type PolicyEnd } from './policies.ts';
import { ServiceRoutes } from './service-routes.ts';
import { Stack } from './stack.ts';
import { type ConnectionReport, endOf, type Silence, Traffic, type Way } from './traffic.ts';
import type { Connection, NetworkNamespace, Protocol } from './types.ts';

/** A node as the network knows it. */
export interface NetworkNode {
  readonly name: string;
  readonly address: string;
  /** The block that its pods' addresses come from. */
  readonly podCidr: string;
}

/** What the kubelet says of a pod's sandbox. */
export interface PodNetworkConfig {
  readonly node: string;
  /** Whose sandbox it is; NetworkPolicies apply to it. */
  readonly pod?: PodName;
  readonly hostNetwork: boolean;
  readonly hostname: string;
  readonly resolvConf: string;
  /** The text of /etc/hosts, once the address is known. */
  readonly hosts: (address: string) => string;
  readonly timerClass: () => TimerClass;
  /** Ports of the node's address that lead to the pod. */
  readonly hostPorts?: readonly HostPort[];
}

/** A sandbox's namespace, and the way to give its address back. */
export interface PodNetwork {
  readonly namespace: NetworkNamespace;
  release(): void;
}

/** Who answers when someone calls: nodes, pods, Services, DNS, and the learner's machine beside them. */
export interface Network {
  addNode(node: NetworkNode): void;
  /** A pod's sandbox; undefined when the node's addresses are used up. */
  podNamespace(config: PodNetworkConfig): PodNetwork | undefined;
  nodeNamespace(node: string): NetworkNamespace;
  /** The learner's machine: reaches nodes (and so NodePorts), not pods or Services. */
  outside(): NetworkNamespace;
  /** Nothing passes between the node and the rest until `joinNode`. */
  cutNode(node: string): void;
  joinNode(node: string): void;
  isCut(node: string): boolean;
  /** Who accepts connections to an address at this moment, as the first node reaches it: for a caller that cannot wait. */
  reach(address: string, port: number): Reached;
  /** The cluster's DNS answers SERVFAIL, or not at all, until undefined heals it. */
  breakDns(how: 'servfail' | 'timeout' | undefined): void;
  /** Hears of each attempt to connect, when it is made; gives back what ends it. Nothing that listens may change the network. */
  onConnection(listener: (report: ConnectionReport) => void): () => void;
}

/** Where a packet would come to. */
export type Reached =
  | ({ readonly kind: 'accepted'; accept(connection: Connection): void } & Pick<Connection, 'local' | 'remote'>)
  /** A Service without ready endpoints. */
  | { readonly kind: 'rejected' }
  /** Nobody listens there. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'silence' };

export interface NetworkOptions {
  readonly clock: Clock;
  /** Already forked for the network. */
  readonly random: Random;
  readonly informers: Informers;
  /** Default `cluster.local`. */
  readonly clusterDomain?: string;
  /**
   * What stands behind the `kube-dns` Service: its endpoints (DNS fails without a ready one, the default), or a server outside the cluster
   * that always answers.
   */
  readonly dns?: 'endpoints' | 'external';
  /** Address of the learner's machine. Default 172.30.0.1. */
  readonly outsideAddress?: string;
}

/** Label of nodes that load balancers leave out. */
const NO_LOAD_BALANCER = 'node.kubernetes.io/exclude-from-external-load-balancers';
const DNS_PORT = 53;
const LOOPBACK_LATENCY_MS = 0.05;
const SAME_NODE_LATENCY_MS = 0.1;
const NODE_TO_NODE_LATENCY_MS = 0.3;

/** Puts the network together. Nodes are added by their kubelets. */
export function createNetwork(options: NetworkOptions): Network {
  return new ClusterNetwork(options);
}

/** A node's own stack, the pool of its pods' addresses, and the host ports that its pods took. */
interface NodeEntry {
  readonly stack: Stack;
  readonly pool: AddressPool;
  readonly namespace: Namespace;
  readonly hostPorts: HostPorts;
}

class ClusterNetwork implements Network, Fabric {
  readonly clock: Clock;
  readonly random: Random;
  private readonly stacks = new Map<string, Stack>();
  private readonly nodes = new Map<string, NodeEntry>();
  private readonly nodeNames: string[] = [];
  private readonly nodeByAddress = new Map<string, string>();
  private readonly cut = new Set<string>();
  private brokenDns: 'servfail' | 'timeout' | undefined;
  private readonly routes: ServiceRoutes;
  private readonly dns: ClusterDns;
  private readonly policies: NetworkPolicies;
  private readonly outsideStack: Stack;
  private readonly outsideNamespace: Namespace;
  private readonly traffic = new Traffic();

  constructor(private readonly options: NetworkOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.routes = new ServiceRoutes(options.clock, options.random.fork('proxy'), options.informers);
    this.dns = new ClusterDns(options.informers, this.routes, options.clusterDomain ?? 'cluster.local');
    this.policies = new NetworkPolicies(options.informers);
    this.outsideStack = new Stack(options.outsideAddress ?? '172.30.0.1', undefined);
    this.outsideNamespace = this.machineNamespace(this.outsideStack, 'learner', () => 'work');
  }

  addNode(node: NetworkNode): void {
    if (this.nodes.has(node.name)) return;
    const cidr = parseCidr(node.podCidr);
    if (cidr === undefined) throw new Error(`node ${node.name}: '${node.podCidr}' is not a CIDR`);
    const stack = new Stack(node.address, node.name);
    this.stacks.set(node.address, stack);
    this.nodeNames.push(node.name);
    this.nodeByAddress.set(node.address, node.name);
    const namespace = this.machineNamespace(stack, node.name, () => 'background');
    this.nodes.set(node.name, { stack, pool: new AddressPool(cidr), namespace, hostPorts: new HostPorts() });
  }

  podNamespace(config: PodNetworkConfig): PodNetwork | undefined {
    const node = this.node(config.node);
    if (config.hostNetwork) {
      const hosts = config.hosts(node.stack.address);
      return { namespace: new Namespace(this, node.stack, { ...config, hosts }), release: () => {} };
    }
    const address = node.pool.allocate();
    if (address === undefined) return undefined;
    const stack = new Stack(address, config.node, config.pod);
    this.stacks.set(address, stack);
    node.hostPorts.add(stack, config.hostPorts ?? []);
    return {
      namespace: new Namespace(this, stack, { ...config, hosts: config.hosts(address) }),
      release: () => {
        node.hostPorts.remove(stack);
        if (this.stacks.get(address) !== stack) return;
        this.stacks.delete(address);
        node.pool.release(address);
      },
    };
  }

  nodeNamespace(node: string): NetworkNamespace {
    return this.node(node).namespace;
  }

  outside(): NetworkNamespace {
    return this.outsideNamespace;
  }

  cutNode(node: string): void {
    this.cut.add(node);
  }

  joinNode(node: string): void {
    this.cut.delete(node);
  }

  isCut(node: string): boolean {
    return this.cut.has(node);
  }

  reach(address: string, port: number): Reached {
    const from = this.nodes.get(this.nodeNames[0] ?? '')?.stack;
    if (from === undefined) return { kind: 'silence' };
    const route = this.routes.route(from.address, from.node, { address, port }, undefined);
    if (route.kind === 'reject') return { kind: 'rejected' };
    if (route.kind === 'drop') return { kind: 'silence' };
    const target = route.kind === 'endpoint' ? route.endpoint : { address, port };
    const to = this.stacks.get(target.address);
    if (to === undefined || !this.passes(from, to)) return { kind: 'silence' };
    const binding = to.binding(target.port);
    if (binding === undefined || binding.onlyLoopback) return { kind: 'refused' };
    const local = { address: from.address, port: from.ephemeralPort() };
    return { kind: 'accepted', accept: binding.accept, local: target, remote: local };
  }

  breakDns(how: 'servfail' | 'timeout' | undefined): void {
    this.brokenDns = how;
  }

  onConnection(listener: (report: ConnectionReport) => void): () => void {
    return this.traffic.listen(listener);
  }

  open(from: Stack, address: string, port: number, timerClass: TimerClass, protocol: Protocol = 'TCP'): OpenResult {
    const way: Way = {};
    const result = this.find(from, address, port, timerClass, protocol, way);
    if (!this.traffic.isHeard) return result;
    const { to, toPort = port, ...found } = way;
    this.traffic.tell({
      atMs: this.clock.nowMs(),
      protocol,
      from: endOf(from),
      address,
      port,
      entry: 'machine',
      ...found,
      ...(to === undefined ? {} : { to: endOf(to), toAddress: to.address, toPort }),
      outcome: result.kind === 'open' ? 'answered' : result.kind === 'refused' ? 'refused' : 'silence',
      ...(result.kind === 'silence' ? { why: found.why ?? 'nobody' } : {}),
    });
    return result;
  }

  /** Where a connection comes to; what is found on the way is noted in `way`. */
  private find(
    from: Stack,
    address: string,
    port: number,
    timerClass: TimerClass,
    protocol: Protocol,
    way: Way,
  ): OpenResult {
    const silence = (why: Silence): OpenResult => {
      way.why = why;
      return { kind: 'silence' };
    };
    if (address.startsWith('127.') || address === '0.0.0.0') {
      const ofPod = from.pod === undefined && from.node !== undefined ? this.node(from.node).hostPorts : undefined;
      const taken = from.binding(port, protocol) === undefined ? ofPod?.find(address, port, protocol) : undefined;
      way.entry = taken === undefined ? 'loopback' : 'host-port';
      if (taken !== undefined)
        return this.deliver(from, taken.stack, { address, port }, taken.port, {
          loopback: false,
          timerClass,
          protocol,
          way,
        });
      const nodePort = from.pod === undefined && from.node !== undefined && from.binding(port, protocol) === undefined;
      if (
        !nodePort ||
        this.routes.route(from.address, from.node, { address: from.address, port }, from.node, protocol).kind ===
          'direct'
      )
        return this.deliver(from, from, { address, port }, port, { loopback: true, timerClass, protocol, way });
      return this.find(from, from.address, port, timerClass, protocol, way);
    }
    const toNode = this.nodeByAddress.get(address);
    if (toNode !== undefined) way.entryNode = toNode;
    if (toNode !== undefined && toNode !== from.node && this.isApart(from, toNode)) return silence('cut');
    const checked = toNode === undefined || protocol === 'UDP' ? undefined : this.routes.checkedAt(port);
    if (checked !== undefined && toNode !== undefined) {
      const accept = (connection: Connection): void =>
        answerHealthCheck(connection, checked, this.routes.countOn(checked, toNode));
      const binding = { accept, onlyLoopback: false };
      return this.deliver(from, this.node(toNode).stack, { address, port }, port, {
        loopback: false,
        timerClass,
        protocol,
        binding,
        way,
      });
    }
    const route = this.routes.route(from.address, from.node, { address, port }, toNode, protocol);
    const inside = from.node !== undefined || toNode !== undefined || this.routes.isExternal(address);
    if (route.kind !== 'direct') {
      const { namespace = '', name } = route.service.metadata;
      way.service = { namespace, name };
      way.entry =
        toNode !== undefined ? 'node-port' : this.routes.isExternal(address) ? 'external-address' : 'cluster-address';
      if (!inside) return silence('unreachable-from-outside');
      if (route.kind === 'drop') return silence('service');
    }
    if (route.kind === 'reject') return { kind: 'refused', latencyMs: SAME_NODE_LATENCY_MS };
    const via = route.kind === 'endpoint' ? this.masquerade(route.masqueradedBy) : undefined;
    if (via === 'nobody') return silence('cut');
    const target = route.kind === 'endpoint' ? route.endpoint : { address, port };
    const mapped = this.hostPort(target.address, target.port, protocol);
    const to = mapped?.stack ?? (target.address === from.address ? from : this.stacks.get(target.address));
    if (to === undefined)
      return isRoutable(address) ? silence('nobody') : { kind: 'unreachable', latencyMs: LOOPBACK_LATENCY_MS };
    way.entry ??= mapped !== undefined ? 'host-port' : to.pod === undefined ? 'machine' : 'pod';
    if (from.node === undefined && route.kind === 'direct' && !inside && to !== from)
      return silence('unreachable-from-outside');
    return this.deliver(from, to, { address, port }, mapped?.port ?? target.port, {
      loopback: false,
      timerClass,
      protocol,
      via,
      way,
    });
  }

  /** The node whose address the receiver sees; `nobody` when no node can take the packet in. */
  private masquerade(by: string | undefined): Stack | 'nobody' | undefined {
    if (by === undefined) return undefined;
    if (by !== 'any') return this.node(by).stack;
    const first = this.random.integer(0, Math.max(1, this.nodeNames.length));
    for (let step = 0; step < this.nodeNames.length; step++) {
      const name = this.nodeNames[(first + step) % this.nodeNames.length] ?? '';
      const labels = this.options.informers.get('nodes', '', name)?.metadata.labels;
      if (!this.cut.has(name) && labels?.[NO_LOAD_BALANCER] === undefined) return this.node(name).stack;
    }
    return 'nobody';
  }

  ask(from: Stack, nameserver: string, name: string): DnsRecord | undefined {
    const service = this.options.informers.get('services', 'kube-system', 'kube-dns');
    const spec = service?.['spec'] as { readonly clusterIP?: string } | undefined;
    const isServer =
      service !== undefined && (spec?.clusterIP === nameserver || this.dnsServers(service).includes(nameserver));
    if (service === undefined || !isServer) {
      // A machine's own name server: the cluster has no outside, so it knows no names.
      return from.node === undefined || nameserver === this.outsideStack.address ? { kind: 'nxdomain' } : undefined;
    }
    if (from.node === undefined || this.cut.has(from.node)) return undefined;
    if (!this.reachesDns(from, service, nameserver) || this.brokenDns === 'timeout') return undefined;
    return this.brokenDns === 'servfail' ? { kind: 'servfail' } : this.dns.resolve(name);
  }

  /** Whether a question gets to one of the servers behind `kube-dns`. */
  private reachesDns(from: Stack, service: KubeObject, nameserver: string): boolean {
    const servers = this.dnsServers(service);
    const external = this.options.dns === 'external' && servers.length === 0;
    const asked = servers.includes(nameserver) || external ? [nameserver] : servers;
    return asked.some((address) => {
      const to = this.stacks.get(address);
      if (to !== undefined && !this.passes(from, to)) return false;
      return this.permits(from, to ?? { address, pod: undefined, node: undefined }, 'UDP', DNS_PORT, undefined);
    });
  }

  /** The ready servers behind `kube-dns`. */
  private dnsServers(service: KubeObject): readonly string[] {
    return this.routes
      .slices(service)
      .flatMap(({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false))
      .flatMap((endpoint) => endpoint.addresses);
  }

  /** What NetworkPolicies say. A node always reaches its own pods, as probes need. */
  private permits(
    from: Stack,
    to: PolicyEnd & { readonly node: string | undefined },
    protocol: 'TCP' | 'UDP',
    port: number,
    via: Stack | undefined,
  ): boolean {
    const isOwnNode = from.pod === undefined && from.node !== undefined && from.node === to.node;
    if (from === to || isOwnNode) return true;
    // A node that keeps the packet puts its address over the sender's only after the policies were asked.
    const seen = via === undefined || via.node === to.node ? from : via;
    return this.policies.allows({ from: seen, to, protocol, port });
  }

  private deliver(
    from: Stack,
    to: Stack,
    dialled: Endpoint,
    port: number,
    how: {
      readonly loopback: boolean;
      readonly timerClass: TimerClass;
      readonly protocol: Protocol;
      readonly via?: Stack | undefined;
      /** Answers instead of who listens. */
      readonly binding?: ReturnType<Stack['binding']>;
      readonly way: Way;
    },
  ): OpenResult {
    const { loopback, timerClass, protocol, via, way } = how;
    way.to = to;
    way.toPort = port;
    const passes = this.passes(from, to);
    if (!passes || !this.permits(from, to, protocol, port, via)) {
      way.why = passes ? 'policy' : 'cut';
      return { kind: 'silence' };
    }
    const latencyMs =
      from === to ? LOOPBACK_LATENCY_MS : from.node === to.node ? SAME_NODE_LATENCY_MS : NODE_TO_NODE_LATENCY_MS;
    const listens = () => {
      const binding = how.binding ?? to.binding(port, protocol);
      return binding !== undefined && (!binding.onlyLoopback || loopback) ? binding : undefined;
    };
    if (listens() === undefined) return { kind: 'refused', latencyMs: 2 * latencyMs };
    return {
      kind: 'open',
      latencyMs: 2 * latencyMs,
      accept: () => {
        const binding = listens();
        if (binding === undefined) return undefined;
        const sourcePort = from.ephemeralPort();
        const ends = connect(
          { clock: this.clock, latencyMs, timerClass, passes: () => this.passes(from, to) },
          { address: loopback ? '127.0.0.1' : from.address, port: sourcePort },
          dialled,
          { address: loopback ? dialled.address : to.address, port },
          via === undefined ? undefined : { address: via.address, port: sourcePort },
        );
        binding.accept(ends.server);
        return ends.client;
      },
    };
  }

  /** The pod behind a port of a node's address, if a pod took it. */
  private hostPort(
    address: string,
    port: number,
    protocol: Protocol,
  ): { readonly stack: Stack; readonly port: number } | undefined {
    const node = this.nodeByAddress.get(address);
    return node === undefined ? undefined : this.nodes.get(node)?.hostPorts.find(address, port, protocol);
  }

  private passes(from: Stack, to: Stack): boolean {
    return !this.isApart(from, to.node);
  }

  /** Whether a cut lies between a sender and a node. */
  private isApart(from: Stack, node: string | undefined): boolean {
    if (from.node === node) return false;
    return (from.node !== undefined && this.cut.has(from.node)) || (node !== undefined && this.cut.has(node));
  }

  private node(name: string) {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`no such node in the network: ${name}`);
    return node;
  }

  /** A machine's own namespace: its name server is the gateway's, which knows no names. */
  private machineNamespace(stack: Stack, hostname: string, timerClass: () => TimerClass): Namespace {
    const gateway = this.options.outsideAddress ?? '172.30.0.1';
    return new Namespace(this, stack, {
      hostname,
      resolvConf: `nameserver ${gateway}\n`,
      hosts: `127.0.0.1\tlocalhost\n${stack.address}\t${hostname}\n`,
      timerClass,
    });
  }
}

/** True for addresses that a router would carry on (and nobody answers); false where the kernel has no route. */
function isRoutable(address: string): boolean {
  const value = parseIpv4(address);
  return value !== undefined && value >>> 28 !== 15 && value >>> 24 !== 0;
}
