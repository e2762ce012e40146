/** An IPv4 address as a 32-bit number, or undefined when the text is not one (octets without leading zeros). */
export function parseIpv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    const octet = Number(part);
    if (octet > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

/** The dotted form of a 32-bit number. */
export function formatIpv4(value: number): string {
  return `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** An IPv4 block such as 10.244.1.0/24. */
export interface Cidr {
  readonly first: number;
  readonly size: number;
}

/** Reads `a.b.c.d/n`; undefined when it is not one. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const base = parseIpv4(text.slice(0, slash));
  const bits = Number(text.slice(slash + 1));
  if (slash < 0 || base === undefined || !Number.isInteger(bits) || bits < 0 || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  return { first: Math.floor(base / size) * size, size };
}

/**
 * Hands out a node's pod addresses: the next free one after the last handed out, from .2 on (.1 is the bridge), so that an address
 * comes back only when the range has been gone round. Models: containernetworking/plugins host-local IPAM
 */
export class AddressPool {
  private readonly taken = new Set<number>();
  private last: number;

  constructor(private readonly cidr: Cidr) {
    this.last = cidr.first + 1;
  }

  /** A free address, or undefined when all are taken. */
  allocate(): string | undefined {
    const low = this.cidr.first + 2;
    const high = this.cidr.first + this.cidr.size - 2;
    const count = high - low + 1;
    for (let step = 1; step <= count; step++) {
      const candidate = low + ((this.last - low + step + count) % count);
      if (this.taken.has(candidate)) continue;
      this.taken.add(candidate);
      this.last = candidate;
      return formatIpv4(candidate);
    }
    return undefined;
  }

  release(address: string): void {
    const value = parseIpv4(address);
    if (value !== undefined) this.taken.delete(value);
  }
}
