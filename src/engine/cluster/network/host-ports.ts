import type { Stack } from './stack.ts';
import type { Protocol } from './types.ts';

/** A port of a node that a pod asks for. */
export interface HostPort {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol?: string;
  /** The address of the node that it is taken on; every one where it is left out. */
  readonly hostIP?: string;
}

interface Mapped {
  readonly stack: Stack;
  readonly port: number;
  readonly hostIP: string;
}

/** The ports of one node's addresses that lead to its pods. Models: the portmap CNI plugin */
export class HostPorts {
  /** By protocol and port: `TCP/80`. */
  private readonly mapped = new Map<string, Mapped[]>();

  add(stack: Stack, ports: readonly HostPort[]): void {
    for (const { hostPort, containerPort, protocol = 'TCP', hostIP = '' } of ports) {
      const key = `${protocol}/${hostPort}`;
      const all = this.mapped.get(key) ?? [];
      all.push({ stack, port: containerPort, hostIP: hostIP === '0.0.0.0' ? '' : hostIP });
      this.mapped.set(key, all);
    }
  }

  remove(stack: Stack): void {
    for (const [key, all] of this.mapped) {
      const left = all.filter((mapped) => mapped.stack !== stack);
      if (left.length === 0) this.mapped.delete(key);
      else if (left.length < all.length) this.mapped.set(key, left);
    }
  }

  /** Who gets what comes for an address (a node's own, or loopback's) and port. */
  find(
    address: string,
    port: number,
    protocol: Protocol,
  ): { readonly stack: Stack; readonly port: number } | undefined {
    return this.mapped.get(`${protocol}/${port}`)?.find(({ hostIP }) => hostIP === '' || hostIP === address);
  }
}
