import type { JsonObject } from '../../json.ts';
import type { Node, Pod, Service } from '../kinds.ts';
import { isPodReady, isPodTerminal } from '../pod-state.ts';
import { endpointHostname, findPort } from './service-pods.ts';

const ZONE = 'topology.kubernetes.io/zone';

/** The pod as an endpoint of the Service; undefined while it has no address, or when it has ended. Models: endpointslice.podToEndpoint */
export function podEndpoint(pod: Pod, service: Service, node: Node | undefined): JsonObject | undefined {
  const ip = pod.status?.podIP;
  if (isPodTerminal(pod) || !ip) return undefined;
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const { namespace, name, uid } = pod.metadata;
  const hostname = endpointHostname(pod, service);
  const zone = node?.metadata.labels?.[ZONE];
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** The Service's ports as this pod offers them. Models: endpointslice.getEndpointPorts */
export function podEndpointPorts(pod: Pod, service: Service): readonly JsonObject[] {
  const ports: JsonObject[] = [];
  for (const each of service.spec.ports ?? []) {
    const port = findPort(pod, each);
    if (port === undefined) continue;
    const { name = '', protocol = 'TCP', appProtocol } = each;
    ports.push({ name, protocol, port, ...(appProtocol ? { appProtocol } : {}) });
  }
  return ports;
}
