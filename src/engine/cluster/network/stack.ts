import type { PodName } from './policies.ts';
import type { Connection, Protocol } from './types.ts';

interface Binding {
  readonly accept: (connection: Connection) => void;
  readonly onlyLoopback: boolean;
}

/** First port that the kernel takes for outgoing connections. */
const FIRST_EPHEMERAL_PORT = 32_768;
const LAST_EPHEMERAL_PORT = 60_999;

/** The ports of one address: a pod's sandbox, a node (shared with its host-network pods), or the learner's machine. */
export class Stack {
  private readonly bindings = { TCP: new Map<number, Binding>(), UDP: new Map<number, Binding>() };
  private nextPort = FIRST_EPHEMERAL_PORT;

  constructor(
    readonly address: string,
    /** The node it is on; undefined for the learner's machine. */
    readonly node: string | undefined,
    /** The pod whose own it is. */
    readonly pod: PodName | undefined = undefined,
  ) {}

  listen(port: number, binding: Binding, protocol: Protocol = 'TCP'): { close(): void } | undefined {
    const bindings = this.bindings[protocol];
    if (bindings.has(port)) return undefined;
    bindings.set(port, binding);
    return {
      close: () => {
        if (bindings.get(port) === binding) bindings.delete(port);
      },
    };
  }

  binding(port: number, protocol: Protocol = 'TCP'): Binding | undefined {
    return this.bindings[protocol].get(port);
  }

  /** TCP ports. */
  ports(): readonly number[] {
    return [...this.bindings.TCP.keys()].sort((a, b) => a - b);
  }

  ephemeralPort(): number {
    const port = this.nextPort;
    this.nextPort = port === LAST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT : port + 1;
    return port;
  }
}
