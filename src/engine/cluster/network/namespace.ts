import type { Clock, TimerClass } from '../clock.ts';
import type { Random } from '../random.ts';
import { parseIpv4 } from './addresses.ts';
import type { DnsRecord } from './cluster-dns.ts';
import { hostsAddresses, parseResolvConf, queryNames, type ResolverConfig } from './resolv-conf.ts';
import type { Stack } from './stack.ts';
import type { Connection, DialResult, DnsAnswer, NetworkNamespace, Protocol } from './types.ts';

/** What a namespace asks of the network around it. */
export interface Fabric {
  readonly clock: Clock;
  readonly random: Random;
  /** Connects two stacks, or says why not at once; `silence` means that no answer will ever come. */
  open(from: Stack, address: string, port: number, timerClass: TimerClass, protocol: Protocol): OpenResult;
  /** Asks a name server; undefined when it does not answer. */
  ask(from: Stack, nameserver: string, name: string): DnsRecord | undefined;
}

export type OpenResult =
  | { readonly kind: 'open'; readonly latencyMs: number; readonly accept: () => Connection | undefined }
  | { readonly kind: 'refused'; readonly latencyMs: number }
  | { readonly kind: 'unreachable'; readonly latencyMs: number }
  | { readonly kind: 'silence' };

export interface NamespaceConfig {
  readonly hostname: string;
  readonly resolvConf: string;
  readonly hosts: string;
  /** Class of the timers behind what is dialled from here. */
  readonly timerClass: () => TimerClass;
}

/** After this long the kernel gives up on a connection that nobody answers (net.ipv4.tcp_syn_retries = 6). */
const SYN_GIVE_UP_MS = 127_000;
/** One round trip to the name server and its work. */
const DNS_LATENCY_MS = 0.8;
/** Aliases of aliases that are followed. */
const MOST_ALIASES = 8;
/** libc waits 5 s for a name server, twice. */
const DNS_GIVE_UP_MS = 10_000;

/** A network namespace: names and addresses on top of a stack of ports, which several namespaces may share (host network). */
export class Namespace implements NetworkNamespace {
  readonly address: string;
  readonly hostname: string;
  readonly resolvConf: string;
  readonly hosts: string;
  private readonly timerClass: () => TimerClass;
  private parsed: ResolverConfig | undefined;

  constructor(
    private readonly fabric: Fabric,
    private readonly stack: Stack,
    config: NamespaceConfig,
  ) {
    this.address = stack.address;
    this.hostname = config.hostname;
    this.resolvConf = config.resolvConf;
    this.hosts = config.hosts;
    this.timerClass = config.timerClass;
  }

  listen(
    port: number,
    accept: (connection: Connection) => void,
    how: boolean | { readonly onlyLoopback?: boolean; readonly protocol?: Protocol } = false,
  ): { close(): void } | undefined {
    const { onlyLoopback = false, protocol = 'TCP' } = typeof how === 'boolean' ? { onlyLoopback: how } : how;
    return this.stack.listen(port, { accept, onlyLoopback }, protocol);
  }

  listening(): readonly number[] {
    return this.stack.ports();
  }

  dial(
    host: string,
    port: number,
    timeoutMs: number,
    done: (result: DialResult) => void,
    protocol: Protocol = 'TCP',
  ): () => void {
    const known = parseIpv4(host) !== undefined ? host : this.known(host);
    if (known !== undefined) return this.dialAddress(known, port, timeoutMs, done, protocol);
    let dispose: () => void = () => {};
    const started = this.fabric.clock.nowMs();
    dispose = this.lookup(host, (answer) => {
      // The cluster's DNS turns the order of its records with each answer.
      const all = answer.kind === 'addresses' ? answer.addresses : [];
      const address = all.length > 1 ? all[this.fabric.random.integer(0, all.length)] : all[0];
      if (address === undefined) return done({ kind: 'unknown-host', name: host });
      const left = timeoutMs - (this.fabric.clock.nowMs() - started);
      dispose = this.dialAddress(address, port, left, done, protocol);
    });
    return () => dispose();
  }

  lookup(name: string, done: (answer: DnsAnswer) => void, otherServer?: string): () => void {
    this.parsed ??= parseResolvConf(this.resolvConf);
    const server = otherServer ?? this.parsed.nameservers[0];
    let queries = 0;
    let answer: DnsAnswer | undefined;
    if (server === undefined) answer = { kind: 'no-server' };
    else {
      for (const query of queryNames(name, this.parsed)) {
        queries++;
        answer = this.ask(server, query, []);
        if (answer.kind !== 'nxdomain' || answer.aliases !== undefined) break;
      }
    }
    const final = answer ?? { kind: 'nxdomain', name };
    const delay = final.kind === 'no-server' && server !== undefined ? DNS_GIVE_UP_MS : DNS_LATENCY_MS * queries;
    const timer = this.fabric.clock.after(delay, () => done(final), this.timerClass());
    return () => timer.cancel();
  }

  /** Addresses that need no name server. */
  private known(host: string): string | undefined {
    return hostsAddresses(this.hosts, host)[0] ?? (host === 'localhost' ? '127.0.0.1' : undefined);
  }

  /** `aliases` led to the name. */
  private ask(server: string, name: string, aliases: readonly string[]): DnsAnswer {
    const record = this.fabric.ask(this.stack, server, name);
    if (record === undefined) return { kind: 'no-server' };
    if (record.kind === 'servfail') return { kind: 'servfail', name };
    if (record.kind === 'names') return { kind: 'names', name, names: record.names };
    if (record.kind === 'services') return { kind: 'services', name, services: record.services };
    if (record.kind === 'addresses')
      return { kind: 'addresses', name, addresses: record.addresses, ...(aliases.length > 0 ? { aliases } : {}) };
    if (record.kind === 'cname' && aliases.length < MOST_ALIASES)
      return this.ask(server, record.target, [...aliases, name]);
    return { kind: 'nxdomain', name, ...(aliases.length > 0 ? { aliases } : {}) };
  }

  private dialAddress(
    address: string,
    port: number,
    timeoutMs: number,
    done: (result: DialResult) => void,
    protocol: Protocol,
  ): () => void {
    const timerClass = this.timerClass();
    const result = this.fabric.open(this.stack, address, port, timerClass, protocol);
    const giveUpMs = Math.min(timeoutMs, SYN_GIVE_UP_MS);
    const timer = this.fabric.clock.after(
      result.kind === 'silence' ? giveUpMs : Math.min(result.latencyMs, giveUpMs),
      () => done(result.kind === 'silence' || result.latencyMs > giveUpMs ? { kind: 'timeout' } : settle(result)),
      timerClass,
    );
    return () => timer.cancel();
  }
}

function settle(result: Exclude<OpenResult, { kind: 'silence' }>): DialResult {
  if (result.kind !== 'open') return { kind: result.kind };
  const connection = result.accept();
  return connection === undefined ? { kind: 'refused' } : { kind: 'open', connection };
}
