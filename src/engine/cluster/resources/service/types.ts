import type { KubeObject } from '../../json.ts';
import type { IntOrString } from '../pod/types.ts';

export interface ServicePort {
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly port?: number;
  readonly targetPort?: IntOrString;
  readonly nodePort?: number;
}

/** Models: core/v1.ServiceSpec */
export interface ServiceSpec {
  readonly type?: string;
  readonly ports?: readonly ServicePort[];
  readonly selector?: { readonly [label: string]: string };
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly externalIPs?: readonly string[];
  readonly externalName?: string;
  readonly sessionAffinity?: string;
  readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
  readonly externalTrafficPolicy?: string;
  readonly internalTrafficPolicy?: string;
  readonly healthCheckNodePort?: number;
  readonly ipFamilies?: readonly string[];
  readonly ipFamilyPolicy?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly loadBalancerIP?: string;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly publishNotReadyAddresses?: boolean;
  readonly trafficDistribution?: string;
}

export interface ServiceStatus {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string; readonly ipMode?: string }[];
  };
}

/** A Service's spec, empty where it has none. */
export function serviceSpec(service: KubeObject): ServiceSpec {
  return (service['spec'] ?? {}) as ServiceSpec;
}

/** Whether the Service has no address of its own: DNS answers with its pods'. */
export function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIPs?.[0] === 'None' || spec.clusterIP === 'None';
}

/** Whether Services of this type have an address in the cluster. Models: needsClusterIP */
export function needsClusterIp(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

/** Whether Services of this type have a port on every node. Models: needsNodePort */
export function needsNodePort(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

/** Whether nodes tell a load balancer if they have endpoints. Models: apis/core/v1/service.NeedsHealthCheck */
export function needsHealthCheck(spec: ServiceSpec): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}
