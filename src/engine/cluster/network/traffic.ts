import type { PodName } from './policies.ts';
import type { Stack } from './stack.ts';
import type { Protocol } from './types.ts';

/** Who is at an end of a connection. */
export type TrafficEnd =
  | { readonly is: 'pod'; readonly namespace: string; readonly name: string; readonly node: string }
  /** A node itself, or a pod that shares its network. */
  | { readonly is: 'node'; readonly node: string }
  /** The learner's machine. */
  | { readonly is: 'outside' };

/** What the address that was dialled belongs to. */
export type Entry = 'loopback' | 'cluster-address' | 'node-port' | 'external-address' | 'host-port' | 'pod' | 'machine';

/** Why nobody answers. */
export type Silence =
  /** No route to that address has anybody on it. */
  | 'nobody'
  /** The address lies inside the cluster, the caller outside. */
  | 'unreachable-from-outside'
  /** A node on the way is cut off. */
  | 'cut'
  /** A NetworkPolicy drops it. */
  | 'policy'
  /** The Service has no such port, lets only some callers in, or has endpoints only on other nodes. */
  | 'service';

/** One attempt to connect, told when it is made. */
export interface ConnectionReport {
  readonly atMs: number;
  readonly protocol: Protocol;
  readonly from: TrafficEnd;
  readonly address: string;
  readonly port: number;
  readonly entry: Entry;
  /** The node whose address was dialled. */
  readonly entryNode?: string;
  /** The Service whose rules chose the receiver, or found none. */
  readonly service?: PodName;
  /** Where it came to; absent where it came to nobody. */
  readonly to?: TrafficEnd;
  readonly toAddress?: string;
  readonly toPort?: number;
  readonly outcome: 'answered' | 'refused' | 'silence';
  readonly why?: Silence;
}

/** What is found out on a connection's way, step by step. */
export type Way = {
  -readonly [field in 'entry' | 'entryNode' | 'service' | 'toPort']?: NonNullable<ConnectionReport[field]>;
} & { to?: Stack; why?: Silence };

/** Tells of connections while somebody listens; costs nothing otherwise. */
export class Traffic {
  private readonly listeners = new Set<(report: ConnectionReport) => void>();

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  /** Gives back what ends it. */
  listen(listener: (report: ConnectionReport) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(report: ConnectionReport): void {
    for (const listener of this.listeners) listener(report);
  }
}

/** Who a stack belongs to. */
export function endOf({ pod, node }: Stack): TrafficEnd {
  if (pod !== undefined && node !== undefined) return { is: 'pod', namespace: pod.namespace, name: pod.name, node };
  return node === undefined ? { is: 'outside' } : { is: 'node', node };
}
