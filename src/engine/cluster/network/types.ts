/** Who listens on a port is told apart by protocol. */
export type Protocol = 'TCP' | 'UDP';

/** One side of an open TCP connection, or of a UDP flow. Text only; latency is the network's. Callbacks run from the clock's queue, in order. */
export interface Connection {
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  send(text: string): void;
  /** Half-close: the peer's `end` runs after all that was sent. */
  end(): void;
  /** Reset: the peer's `reset` runs. */
  abort(): void;
  /** One listener; what arrived before is delivered at once. */
  listen(listener: { data(text: string): void; end(): void; reset(): void }): void;
}

export type DialResult =
  | { readonly kind: 'open'; readonly connection: Connection }
  /** Nobody listens (or a Service without endpoints). */
  | { readonly kind: 'refused' }
  /** Nobody answers: no such address, node down, policy drops it. Reported when the caller's own time-out passes. */
  | { readonly kind: 'timeout' }
  /** No such route. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unknown-host'; readonly name: string };

/** One SRV record. */
export interface ServiceRecord {
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

export type DnsAnswer =
  | {
      readonly kind: 'addresses';
      /** The name that has them: another than was asked for where that is an alias. */
      readonly name: string;
      readonly addresses: readonly string[];
      /** The names that led there, the one asked for first; absent without an alias. */
      readonly aliases?: readonly string[];
    }
  /** Of a reverse look-up (`1.0.96.10.in-addr.arpa`). */
  | { readonly kind: 'names'; readonly name: string; readonly names: readonly string[] }
  /** Of a named port (`_http._tcp.web.default.svc.cluster.local`). */
  | { readonly kind: 'services'; readonly name: string; readonly services: readonly ServiceRecord[] }
  /** With `aliases` (the one asked for first) the name that those lead to does not exist. */
  | { readonly kind: 'nxdomain'; readonly name: string; readonly aliases?: readonly string[] }
  | { readonly kind: 'servfail'; readonly name: string }
  | { readonly kind: 'no-server' };

/** What a pod sandbox, a node, or the learner's terminal has of the network: its own address, ports and resolver. */
export interface NetworkNamespace {
  readonly address: string;
  readonly hostname: string;
  /** Binds a port on all addresses (or 127.0.0.1 only: `true`); undefined when it is in use. */
  listen(
    port: number,
    accept: (connection: Connection) => void,
    how?: boolean | { readonly onlyLoopback?: boolean; readonly protocol?: Protocol },
  ): { close(): void } | undefined;
  /** TCP ports bound now, ascending. */
  listening(): readonly number[];
  /**
   * Connects to an IP address or a name; `done` runs from the clock's queue. Returns a disposer that gives up. Of UDP the flow is a
   * connection: each `send` is a datagram, and what no answer (or ICMP's refusal) would show is told when it is dialled.
   */
  dial(
    host: string,
    port: number,
    timeoutMs: number,
    done: (result: DialResult) => void,
    protocol?: Protocol,
  ): () => void;
  /**
   * Resolves a name by the namespace's resolv.conf (search list, ndots), or by asking another server. `done` runs once, with the answer
   * that decides.
   */
  lookup(name: string, done: (answer: DnsAnswer) => void, server?: string): () => void;
  /** The text of /etc/resolv.conf and /etc/hosts here. */
  readonly resolvConf: string;
  readonly hosts: string;
}
