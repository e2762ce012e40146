import type { Informers } from '../client.ts';
import type { KubeObject } from '../json.ts';
import { matchesSelector } from '../resources/label-selector.ts';
import type {
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
  NetworkPolicySpec,
} from '../resources/networking/network-policy.ts';
import { type Cidr, parseCidr, parseIpv4 } from './addresses.ts';

/** Which pod an address belongs to. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** One end of a connection as a policy sees it. Without a pod it is a node or something beyond the cluster. */
export interface PolicyEnd {
  readonly address: string;
  readonly pod: PodName | undefined;
}

/** What is to pass: the port is the receiver's own, after a Service's translation. */
export interface Traffic {
  readonly from: PolicyEnd;
  readonly to: PolicyEnd;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
}

interface PodView extends KubeObject {
  readonly spec?: {
    readonly containers?: readonly ContainerView[];
    readonly initContainers?: readonly (ContainerView & { readonly restartPolicy?: string })[];
  };
}

interface ContainerView {
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
}

interface Policy {
  readonly uid: string;
  readonly namespace: string;
  readonly spec: NetworkPolicySpec;
}

type Direction = 'Ingress' | 'Egress';

/**
 * What a network plugin makes of NetworkPolicies. A pod that no policy selects for a direction is open in it; one that a policy selects takes
 * only what some policy allows. Policies are kept by namespace, so a connection costs the policies of its two pods' namespaces
 * and nothing else. Models: the NetworkPolicy API, as Calico enforces it (addresses of pods count for `ipBlock` too).
 */
export class NetworkPolicies {
  private readonly byNamespace = new Map<string, Map<string, Policy>>();
  private readonly blocks = new Map<string, Cidr | undefined>();

  constructor(private readonly informers: Informers) {
    informers.onChange('networkpolicies.networking.k8s.io', {
      added: (policy) => this.keep(policy),
      updated: (policy) => this.keep(policy),
      deleted: (policy) => this.forget(policy),
    });
  }

  /** Whether both ends let it pass. Neither may be the other: a pod always reaches itself. */
  allows(traffic: Traffic): boolean {
    if (this.byNamespace.size === 0) return true;
    return (
      this.passes('Egress', traffic.from, traffic.to, traffic) &&
      this.passes('Ingress', traffic.to, traffic.from, traffic)
    );
  }

  private passes(direction: Direction, own: PolicyEnd, other: PolicyEnd, traffic: Traffic): boolean {
    if (own.pod === undefined) return true;
    const policies = this.byNamespace.get(own.pod.namespace);
    if (policies === undefined) return true;
    const pod = this.informers.get('pods', own.pod.namespace, own.pod.name);
    if (pod === undefined) return true;
    let isolated = false;
    for (const { namespace, spec } of policies.values()) {
      if (!typesOf(spec).includes(direction) || !matchesSelector(spec.podSelector, pod.metadata.labels)) continue;
      isolated = true;
      const rules = (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [];
      for (const rule of rules)
        if (this.peerMatches(peersOf(rule, direction), namespace, other) && this.portMatches(rule.ports, traffic))
          return true;
    }
    return !isolated;
  }

  private peerMatches(peers: readonly NetworkPolicyPeer[], namespace: string, other: PolicyEnd): boolean {
    return peers.length === 0 || peers.some((peer) => this.isPeer(peer, namespace, other));
  }

  private isPeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, own: string, end: PolicyEnd): boolean {
    if (ipBlock) {
      const within = (text: string | undefined): boolean => this.isWithin(end.address, text ?? '');
      return within(ipBlock.cidr) && !(ipBlock.except ?? []).some(within);
    }
    if (end.pod === undefined) return false;
    if (namespaceSelector) {
      const labels = this.informers.get('namespaces', '', end.pod.namespace)?.metadata.labels;
      if (!matchesSelector(namespaceSelector, labels)) return false;
    } else if (end.pod.namespace !== own) return false;
    if (!podSelector) return true;
    const pod = this.informers.get('pods', end.pod.namespace, end.pod.name);
    return pod !== undefined && matchesSelector(podSelector, pod.metadata.labels);
  }

  private portMatches(ports: readonly NetworkPolicyPort[] | undefined, traffic: Traffic): boolean {
    if (ports === undefined || ports.length === 0) return true;
    return ports.some(({ protocol = 'TCP', port, endPort }) => {
      if (protocol !== traffic.protocol) return false;
      if (port === undefined) return true;
      if (typeof port === 'string') return this.namedPort(traffic, port) === traffic.port;
      return endPort === undefined ? port === traffic.port : port <= traffic.port && traffic.port <= endPort;
    });
  }

  /** The number of a port that the receiving pod's containers name. */
  private namedPort({ to, protocol }: Traffic, name: string): number | undefined {
    const pod = to.pod && (this.informers.get('pods', to.pod.namespace, to.pod.name) as PodView | undefined);
    const sidecars = (pod?.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
    for (const { ports = [] } of [...(pod?.spec?.containers ?? []), ...sidecars])
      for (const port of ports)
        if (port.name === name && (port.protocol ?? 'TCP') === protocol) return port.containerPort;
    return undefined;
  }

  private isWithin(address: string, block: string): boolean {
    let cidr = this.blocks.get(block);
    if (cidr === undefined && !this.blocks.has(block)) {
      cidr = parseCidr(block);
      this.blocks.set(block, cidr);
    }
    const value = parseIpv4(address);
    return cidr !== undefined && value !== undefined && value >= cidr.first && value < cidr.first + cidr.size;
  }

  private keep(object: KubeObject): void {
    const { uid, namespace = '' } = object.metadata;
    let policies = this.byNamespace.get(namespace);
    if (policies === undefined) {
      policies = new Map();
      this.byNamespace.set(namespace, policies);
    }
    policies.set(uid, { uid, namespace, spec: (object['spec'] ?? {}) as NetworkPolicySpec });
  }

  private forget(object: KubeObject): void {
    const { uid, namespace = '' } = object.metadata;
    const policies = this.byNamespace.get(namespace);
    policies?.delete(uid);
    if (policies?.size === 0) this.byNamespace.delete(namespace);
  }
}

function typesOf({ policyTypes, egress }: NetworkPolicySpec): readonly string[] {
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes;
  return (egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function peersOf(rule: NetworkPolicyRule, direction: Direction): readonly NetworkPolicyPeer[] {
  return (direction === 'Ingress' ? rule.from : rule.to) ?? [];
}
