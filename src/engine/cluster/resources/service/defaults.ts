import type { KubeObject } from '../../json.ts';
import { mapList, omitEmpty, setMissing, withKey, withoutKey } from '../sharing.ts';
import { type ServicePort, type ServiceSpec, type ServiceStatus, serviceSpec } from './types.ts';

const AFFINITY_SECONDS = 10_800;
const OMITS: readonly (keyof ServiceSpec)[] = [
  'ports',
  'selector',
  'clusterIP',
  'clusterIPs',
  'externalIPs',
  'externalName',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'publishNotReadyAddresses',
  'healthCheckNodePort',
  'sessionAffinity',
  'type',
];

function defaultPort(port: ServicePort): ServicePort {
  const filled = setMissing(omitEmpty(port, ['name', 'nodePort']), { protocol: 'TCP' });
  const { targetPort } = filled;
  const isUnset = targetPort === undefined || targetPort === null || targetPort === 0 || targetPort === '';
  return isUnset && filled.port !== undefined ? { ...filled, targetPort: filled.port } : filled;
}

/** Reached from outside: node ports, load balancers, external addresses. Models: service.ExternallyAccessible */
function isExternal(spec: ServiceSpec): boolean {
  return (
    spec.type === 'LoadBalancer' ||
    spec.type === 'NodePort' ||
    (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0)
  );
}

function defaultAffinity(spec: ServiceSpec): ServiceSpec {
  if (spec.sessionAffinity === 'None') return withoutKey(spec, 'sessionAffinityConfig');
  if (spec.sessionAffinity !== 'ClientIP' || spec.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined)
    return spec;
  return { ...spec, sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } };
}

/** A load balancer's address is reached as it is unless it says otherwise. */
function defaultStatus(status: ServiceStatus, spec: ServiceSpec): ServiceStatus {
  if (spec.type !== 'LoadBalancer' || !status.loadBalancer) return status;
  const loadBalancer = mapList(status.loadBalancer, 'ingress', (each) =>
    each.ip ? setMissing(each, { ipMode: 'VIP' }) : each,
  );
  return withKey(status, 'loadBalancer', loadBalancer);
}

/** Models: apis/core/v1.SetDefaults_Service */
export function defaultService(service: KubeObject): KubeObject {
  const given = omitEmpty(serviceSpec(service), OMITS);
  let spec = setMissing(given, { sessionAffinity: 'None', type: 'ClusterIP' });
  spec = mapList(defaultAffinity(spec), 'ports', defaultPort);
  if (isExternal(spec)) spec = setMissing(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec.type !== 'ExternalName') spec = setMissing(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer') spec = setMissing(spec, { allocateLoadBalancerNodePorts: true });
  const out = withKey(service, 'spec', spec);
  const status = (out['status'] ?? {}) as ServiceStatus;
  return withKey(out, 'status', out['status'] === undefined ? undefined : defaultStatus(status, spec));
}
