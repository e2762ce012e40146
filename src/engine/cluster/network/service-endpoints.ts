import type { KubeObject } from '../json.ts';
import type { Endpoint } from './connection.ts';
import type { Protocol } from './types.ts';

/** One address of an EndpointSlice. */
export interface SliceEndpoint {
  readonly addresses: readonly string[];
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
}

/** An EndpointSlice, as far as routing reads it. */
export interface SliceView extends KubeObject {
  readonly endpoints?: readonly SliceEndpoint[] | null;
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[] | null;
}

/** What a port of a Service leads to. */
export interface Chosen {
  readonly slices: readonly SliceView[];
  readonly usable: readonly Endpoint[];
  /** Whether other nodes have some. */
  readonly elsewhere: boolean;
}

/** Ready endpoints, else terminating ones that still serve. Models: pkg/proxy/topology.go CategorizeEndpoints */
export function chosenFrom(
  slices: readonly SliceView[],
  portName: string,
  onlyNode: string | undefined,
  protocol: Protocol,
): Chosen {
  const ready: Endpoint[] = [];
  const terminating: Endpoint[] = [];
  let elsewhere = false;
  for (const slice of slices) {
    const port = slice.ports?.find(
      (candidate) => (candidate.name ?? '') === portName && speaks(candidate, protocol),
    )?.port;
    if (port === undefined) continue;
    for (const { addresses, nodeName, conditions } of slice.endpoints ?? []) {
      const address = addresses[0];
      if (address === undefined) continue;
      const isReady = conditions?.ready !== false;
      if (!isReady && !(conditions.serving === true && conditions.terminating === true)) continue;
      if (onlyNode !== undefined && nodeName !== onlyNode) elsewhere = true;
      else (isReady ? ready : terminating).push({ address, port });
    }
  }
  return { slices, usable: ready.length > 0 ? ready : terminating, elsewhere };
}

/** Whether a port of a Service or a slice is of a protocol; TCP where it names none. */
export function speaks(port: { readonly protocol?: string }, protocol: Protocol): boolean {
  return (port.protocol ?? 'TCP') === protocol;
}
