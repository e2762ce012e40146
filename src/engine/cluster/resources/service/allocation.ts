import type { KubeObject } from '../../json.ts';
import type { FieldError, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { mapList, setMissing, withKey, withoutKey } from '../sharing.ts';
import { invalid } from '../validation/field-error.ts';
import {
  needsClusterIp,
  needsHealthCheck,
  needsNodePort,
  type ServicePort,
  type ServiceSpec,
  serviceSpec,
} from './types.ts';

/** The first of `clusterIPs` is `clusterIP` said twice. Models: pkg/registry/core/service.normalizeClusterIPs */
function joinClusterIps(spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec {
  const { clusterIP = '', clusterIPs = [] } = spec;
  if (old === undefined) {
    if (clusterIP !== '' && clusterIPs.length === 0) return { ...spec, clusterIPs: [clusterIP] };
    return spec;
  }
  if (clusterIP === (old.clusterIP ?? '')) return spec;
  if (clusterIP === '' && equalJson(clusterIPs, old.clusterIPs)) return withoutKey(spec, 'clusterIPs');
  if (clusterIP !== '' && equalJson(clusterIPs, old.clusterIPs)) return { ...spec, clusterIPs: [clusterIP] };
  return spec;
}

/** Values that the old Service was given stay where the new one leaves them out. Models: patchAllocatedValues */
function keepAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let out = spec;
  if (needsClusterIp(old) && needsClusterIp(out)) {
    if (!out.clusterIP && old.clusterIP) out = { ...out, clusterIP: old.clusterIP };
    if ((out.clusterIPs ?? []).length === 0 && out.clusterIP === old.clusterIP && old.clusterIPs)
      out = { ...out, clusterIPs: old.clusterIPs };
  }
  if (needsHealthCheck(old) && needsHealthCheck(out) && !out.healthCheckNodePort && old.healthCheckNodePort)
    out = { ...out, healthCheckNodePort: old.healthCheckNodePort };
  if (!needsNodePort(old) || !needsNodePort(out)) return out;
  const given = new Set((out.ports ?? []).map((port) => port.nodePort ?? 0));
  const before = new Map((old.ports ?? []).map((port) => [port.name ?? '', port.nodePort ?? 0]));
  return mapList(out, 'ports', (port: ServicePort) => {
    const nodePort = before.get(port.name ?? '') ?? 0;
    return port.nodePort || nodePort === 0 || given.has(nodePort) ? port : { ...port, nodePort };
  });
}

/** What only the old type had goes with it, unless the user changed it too. Models: dropTypeDependentFields */
function dropTypeDependent(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let out = spec;
  if (needsClusterIp(old) && !needsClusterIp(out)) {
    if (out.clusterIP === old.clusterIP) out = withoutKey(out, 'clusterIP');
    if (equalJson(out.clusterIPs, old.clusterIPs)) out = withoutKey(out, 'clusterIPs');
    if (equalJson(out.ipFamilies, old.ipFamilies)) out = withoutKey(out, 'ipFamilies');
    if (out.ipFamilyPolicy === old.ipFamilyPolicy) out = withoutKey(out, 'ipFamilyPolicy');
    if (out.internalTrafficPolicy === old.internalTrafficPolicy) out = withoutKey(out, 'internalTrafficPolicy');
  }
  const nodePorts = (ports: ServiceSpec['ports']): readonly number[] => (ports ?? []).map((port) => port.nodePort ?? 0);
  if (needsNodePort(old) && !needsNodePort(out) && equalJson(nodePorts(out.ports), nodePorts(old.ports)))
    out = mapList(out, 'ports', (port: ServicePort) => withoutKey(port, 'nodePort'));
  const wasExternal = old.type === 'NodePort' || old.type === 'LoadBalancer';
  const isExternal = out.type === 'NodePort' || out.type === 'LoadBalancer' || (out.externalIPs ?? []).length > 0;
  if (wasExternal && !isExternal && out.externalTrafficPolicy === old.externalTrafficPolicy)
    out = withoutKey(out, 'externalTrafficPolicy');
  if (old.type === 'LoadBalancer' && out.type !== 'LoadBalancer') {
    if (out.allocateLoadBalancerNodePorts === old.allocateLoadBalancerNodePorts)
      out = withoutKey(out, 'allocateLoadBalancerNodePorts');
    if (out.loadBalancerClass === old.loadBalancerClass) out = withoutKey(out, 'loadBalancerClass');
  }
  if (needsHealthCheck(old) && !needsHealthCheck(out) && out.healthCheckNodePort === old.healthCheckNodePort)
    out = withoutKey(out, 'healthCheckNodePort');
  if (old.type === 'ExternalName' && out.type !== 'ExternalName' && out.externalName === old.externalName)
    out = withoutKey(out, 'externalName');
  return out;
}

/** Hands out what the Service lacks. What the user asked for is checked by `validateAllocations`. */
function allocate(spec: ServiceSpec, owner: string, context: StrategyContext): ServiceSpec {
  let out = spec;
  if (needsClusterIp(out)) {
    out = setMissing(out, { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
    if (!out.clusterIP && (out.clusterIPs ?? []).length === 0) {
      const given = context.allocate.clusterIp(undefined, owner);
      if ('value' in given) out = { ...out, clusterIP: given.value, clusterIPs: [given.value] };
    }
  }
  if (needsHealthCheck(out) && !out.healthCheckNodePort) {
    const given = context.allocate.nodePort(undefined, owner);
    if ('value' in given) out = { ...out, healthCheckNodePort: given.value };
  }
  if (!needsNodePort(out)) return out;
  // A port that is given under two protocols is one port on the node.
  const byPort = new Map<number, number>();
  return mapList(out, 'ports', (port: ServicePort) => {
    const number = port.port ?? 0;
    const nodePort = port.nodePort || byPort.get(number);
    if (nodePort) {
      byPort.set(number, nodePort);
      return port.nodePort ? port : { ...port, nodePort };
    }
    const given = context.allocate.nodePort(undefined, owner);
    if ('error' in given) return port;
    byPort.set(number, given.value);
    return { ...port, nodePort: given.value };
  });
}

/** A new Service with its addresses and ports. Models: pkg/registry/core/service/storage.REST.beginCreate */
export function allocateForCreate(service: KubeObject, context: StrategyContext): KubeObject {
  const spec = allocate(joinClusterIps(serviceSpec(service), undefined), service.metadata.uid, context);
  return { ...service, spec, status: { loadBalancer: {} } };
}

/** A changed Service with the addresses and ports it had and those it now needs. Models: REST.beginUpdate, serviceStrategy.PrepareForUpdate */
export function allocateForUpdate(service: KubeObject, old: KubeObject, context: StrategyContext): KubeObject {
  if (service['spec'] === old['spec']) return service;
  const before = serviceSpec(old);
  let spec = joinClusterIps(serviceSpec(service), before);
  spec = keepAllocated(spec, before);
  spec = dropTypeDependent(spec, before);
  return withKey(service, 'spec', allocate(spec, service.metadata.uid, context));
}

/** Whether what was asked for by name can be had. To be asked when everything else is right. */
export function validateAllocations(service: KubeObject, context: StrategyContext): FieldError[] {
  const spec = serviceSpec(service);
  const owner = service.metadata.uid;
  const errors: FieldError[] = [];
  const address = spec.clusterIPs?.[0] ?? '';
  if (needsClusterIp(spec) && address !== '' && address !== 'None') {
    const given = context.allocate.clusterIp(address, owner);
    if ('error' in given)
      errors.push(invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${address}: ${given.error}`));
  }
  if (needsNodePort(spec))
    for (const [at, { nodePort }] of (spec.ports ?? []).entries()) {
      const given = context.allocate.nodePort(nodePort, owner);
      if ('error' in given) errors.push(invalid(`spec.ports[${at}].nodePort`, nodePort, given.error));
    }
  return errors;
}
