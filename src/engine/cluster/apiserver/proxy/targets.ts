import type { Informers } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { KubeObject } from '../../json.ts';
import type { NetworkNamespace } from '../../network/types.ts';
import type { Random } from '../../random.ts';
import { badRequest, failure } from '../status.ts';
import type { ProxyHandler, ProxyTarget } from './call.ts';
import { passOn } from './pass-on.ts';

interface PodView extends KubeObject {
  readonly spec: {
    readonly containers?: readonly { readonly ports?: readonly { readonly containerPort: number }[] }[];
  };
  readonly status?: { readonly podIP?: string };
}

interface ServiceView extends KubeObject {
  readonly spec?: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
}

interface EndpointsView extends KubeObject {
  readonly subsets?: readonly {
    readonly addresses?: readonly { readonly ip: string }[];
    readonly ports?: readonly { readonly name?: string; readonly port: number }[];
  }[];
}

/** What passing on needs of the cluster. */
export interface ProxySurroundings {
  readonly clock: Clock;
  /** Already forked. */
  readonly random: Random;
  readonly informers: Informers;
  /** The network of the machine that the API server runs on; undefined while there is none. */
  readonly from: () => NetworkNamespace | undefined;
}

const SCHEME_PORTS = { http: 80, https: 443 } as const;

function unavailable(message: string): Error {
  return failure(503, 'ServiceUnavailable', message);
}

/** A pod's own address. Models: pkg/registry/core/pod.ResourceLocation */
function podAddress(pod: PodView, port: string, scheme: 'http' | 'https') {
  const address = pod.status?.podIP ?? '';
  if (address === '') throw badRequest('address not allowed');
  const declared = pod.spec.containers?.find(({ ports }) => (ports ?? []).length > 0)?.ports?.[0]?.containerPort;
  const number = port === '' ? (declared ?? SCHEME_PORTS[scheme]) : Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw unavailable(`error trying to reach service: dial tcp: lookup tcp/${port}: unknown port`);
  return { address, port: number };
}

/** One of a Service's ready endpoints. Models: pkg/registry/core/service/storage.REST.ResourceLocation */
function serviceAddress(service: ServiceView, port: string, { informers, random }: ProxySurroundings) {
  const { name, namespace = '' } = service.metadata;
  let portName = port;
  if (/^\d+$/.test(port)) {
    const found = service.spec?.ports?.find((candidate) => candidate.port === Number(port));
    if (found === undefined) throw unavailable(`no service port ${port} found for service "${name}"`);
    portName = found.name ?? '';
  }
  const endpoints = informers.get('endpoints', namespace, name) as EndpointsView | undefined;
  for (const { addresses = [], ports } of endpoints?.subsets ?? []) {
    const number = ports?.find((candidate) => (candidate.name ?? '') === portName)?.port;
    const chosen = addresses[random.integer(0, Math.max(1, addresses.length))];
    if (number !== undefined && chosen !== undefined) return { address: chosen.ip, port: number };
  }
  throw unavailable(`no endpoints available for service "${name}"`);
}

/** The handlers of pods/proxy and services/proxy. */
export function proxyHandlers(around: ProxySurroundings): readonly (readonly [ProxyTarget, ProxyHandler])[] {
  const { clock } = around;
  const from = (): NetworkNamespace => {
    const namespace = around.from();
    if (namespace === undefined)
      throw unavailable('error trying to reach service: dial tcp: connect: network is unreachable');
    return namespace;
  };
  return [
    ['pods', (call) => passOn(call, podAddress(call.object as PodView, call.port, call.scheme), from(), clock)],
    ['services', (call) => passOn(call, serviceAddress(call.object as ServiceView, call.port, around), from(), clock)],
  ];
}
