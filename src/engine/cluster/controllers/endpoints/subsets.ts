import type { JsonObject } from '../../json.ts';
import type { Pod, Service } from '../kinds.ts';
import { isPodReady, isPodTerminal } from '../pod-state.ts';
import { endpointHostname, findPort } from './service-pods.ts';

function address(pod: Pod, service: Service): JsonObject {
  const { namespace, name, uid } = pod.metadata;
  const hostname = endpointHostname(pod, service);
  return {
    ip: pod.status?.podIP,
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

const byIp = (a: JsonObject, b: JsonObject): number => (String(a['ip']) < String(b['ip']) ? -1 : 1);

interface Subset {
  readonly ports: readonly JsonObject[];
  readonly ready: JsonObject[];
  readonly notReady: JsonObject[];
}

/** The ports of the Service as this pod offers them. */
function portsOn(pod: Pod, service: Service): readonly JsonObject[] {
  const ports: JsonObject[] = [];
  for (const each of service.spec.ports ?? []) {
    const port = findPort(pod, each);
    if (port === undefined) continue;
    const { name, protocol = 'TCP', appProtocol } = each;
    ports.push({ ...(name ? { name } : {}), port, protocol, ...(appProtocol ? { appProtocol } : {}) });
  }
  return ports;
}

/** The pods' addresses grouped by the ports they offer. Models: endpoints_controller.syncService, endpoints.RepackSubsets */
export function endpointSubsets(service: Service, pods: readonly Pod[]): readonly JsonObject[] {
  const publishAll = service.spec.publishNotReadyAddresses === true;
  const subsets = new Map<string, Subset>();
  for (const pod of pods) {
    if (isPodTerminal(pod) || !pod.status?.podIP) continue;
    if (pod.metadata.deletionTimestamp !== undefined && !publishAll) continue;
    const ports = portsOn(pod, service);
    // A Service without ports (headless) lists addresses all the same.
    if (ports.length === 0 && (service.spec.ports?.length ?? 0) > 0) continue;
    const key = JSON.stringify(ports);
    let subset = subsets.get(key);
    if (subset === undefined) {
      subset = { ports, ready: [], notReady: [] };
      subsets.set(key, subset);
    }
    (publishAll || isPodReady(pod) ? subset.ready : subset.notReady).push(address(pod, service));
  }
  return [...subsets.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length > 0 ? { addresses: ready.sort(byIp) } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady.sort(byIp) } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }));
}
