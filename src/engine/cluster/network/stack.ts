import type { PodName } from './policies.ts';
import type { Connection } from './types.ts';

interface Binding {
  readonly accept: (connection: Connection) => void;
  readonly onlyLoopback: boolean;
}

/** First port that the kernel takes for outgoing connections. */
const FIRST_EPHEMERAL_PORT = 32_768;
const LAST_EPHEMERAL_PORT = 60_999;

/** The ports of one address: a pod's sandbox, a node (shared with its host-network pods), or the learner's machine. */
export class Stack {
  private readonly bindings = new Map<number, Binding>();
  private nextPort = FIRST_EPHEMERAL_PORT;

  constructor(
    readonly address: string,
    /** The node it is on; undefined for the learner's machine. */
    readonly node: string | undefined,
    /** The pod whose own it is. */
    readonly pod: PodName | undefined = undefined,
  ) {}

  listen(port: number, binding: Binding): { close(): void } | undefined {
    if (this.bindings.has(port)) return undefined;
    this.bindings.set(port, binding);
    return {
      close: () => {
        if (this.bindings.get(port) === binding) this.bindings.delete(port);
      },
    };
  }

  binding(port: number): Binding | undefined {
    return this.bindings.get(port);
  }

  ports(): readonly number[] {
    return [...this.bindings.keys()].sort((a, b) => a - b);
  }

  ephemeralPort(): number {
    const port = this.nextPort;
    this.nextPort = port === LAST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT : port + 1;
    return port;
  }
}
