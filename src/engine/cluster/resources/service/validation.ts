import type { KubeObject } from '../../json.ts';
import type { FieldError, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateLabels, validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1035Label, dns1123Label, dns1123Subdomain, qualifiedNameRule } from '../validation/names.ts';
import { validatePort, validateText } from '../validation/numbers.ts';
import { ipAddress, portNumber } from '../validation/values.ts';
import { validateAllocations } from './allocation.ts';
import { isHeadless, type ServicePort, type ServiceSpec, serviceSpec } from './types.ts';
import { serviceWarnings } from './warnings.ts';

const METADATA = { namespaced: true, name: dns1035Label };
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const POLICIES = ['Cluster', 'Local'];
const MAX_AFFINITY_SECONDS = 86_400;

/** A port as the server's own Go type prints it. */
function portKey(port: ServicePort): object {
  return { Name: '', Protocol: port.protocol, AppProtocol: null, Port: port.port, TargetPort: 0, NodePort: 0 };
}

/** Models: apis/core/validation.validateServicePort */
function validateServicePort(port: ServicePort, needsName: boolean, names: Set<string>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', protocol = '', appProtocol } = port;
  if (name === '') {
    if (needsName) errors.push(required(`${field}.name`));
  } else {
    errors.push(...validateText(name, dns1123Label, `${field}.name`));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
  }
  for (const message of portNumber(port.port ?? 0)) errors.push(invalid(`${field}.port`, port.port ?? 0, message));
  if (protocol === '') errors.push(required(`${field}.protocol`));
  else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, PROTOCOLS));
  errors.push(...validatePort(port.targetPort, `${field}.targetPort`));
  if (appProtocol !== undefined) errors.push(...validateText(appProtocol, qualifiedNameRule, `${field}.appProtocol`));
  return errors;
}

function validateType(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const noHeadless = (): void => {
    if (isHeadless(spec))
      errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  };
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') noHeadless();
  else if (spec.type === 'ExternalName') {
    for (const name of ['clusterIPs', 'ipFamilies'] as const)
      if ((spec[name] ?? []).length > 0)
        errors.push(forbidden(`spec.${name}`, 'may not be set for ExternalName services'));
    if (spec.ipFamilyPolicy !== undefined)
      errors.push(forbidden('spec.ipFamilyPolicy', 'may not be set for ExternalName services'));
    const target = (spec.externalName ?? '').replace(/\.$/, '');
    errors.push(
      ...(target === ''
        ? [required('spec.externalName')]
        : validateText(target, dns1123Subdomain, 'spec.externalName')),
    );
  }
  return errors;
}

function validateAffinity(spec: ServiceSpec): FieldError[] {
  const { sessionAffinity = '', sessionAffinityConfig } = spec;
  if (sessionAffinity === '') return [required('spec.sessionAffinity')];
  if (sessionAffinity === 'ClientIP') {
    const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
    return seconds > 0 && seconds <= MAX_AFFINITY_SECONDS
      ? []
      : [
          invalid(
            'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
            seconds,
            `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`,
          ),
        ];
  }
  if (sessionAffinity !== 'None') return [notSupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None'])];
  return sessionAffinityConfig === undefined
    ? []
    : [forbidden('spec.sessionAffinityConfig', 'must not be set when session affinity is None')];
}

/** One family only: the cluster has no IPv6. Models: ValidateServiceClusterIPsRelatedFields */
function validateAddresses(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const errors: FieldError[] = [];
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  if (clusterIPs.length > 0 && clusterIP === '')
    errors.push(forbidden('spec.clusterIPs', 'must be empty when `clusterIP` is not specified'));
  else if (clusterIPs.length > 0 && clusterIPs[0] !== clusterIP)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`'));
  for (const [at, family] of ipFamilies.entries())
    if (family !== 'IPv4')
      errors.push(
        family === 'IPv6'
          ? invalid(`spec.ipFamilies[${at}]`, family, 'not configured on this cluster')
          : notSupported(`spec.ipFamilies[${at}]`, family, ['IPv4', 'IPv6']),
      );
  if (ipFamilyPolicy === 'RequireDualStack')
    errors.push(
      invalid('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services'),
    );
  else if (ipFamilyPolicy !== undefined && ipFamilyPolicy !== 'SingleStack' && ipFamilyPolicy !== 'PreferDualStack')
    errors.push(
      notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, ['PreferDualStack', 'RequireDualStack', 'SingleStack']),
    );
  for (const [at, address] of clusterIPs.entries())
    if (address !== 'None' && address !== '')
      errors.push(...validateText(address, ipAddress, `spec.clusterIPs[${at}]`));
  return errors;
}

/** What is for load balancers only. */
function validateLoadBalancer(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'LoadBalancer') return [];
  const errors: FieldError[] = [];
  const only = "may only be used when `type` is 'LoadBalancer'";
  if ((spec.loadBalancerSourceRanges ?? []).length > 0) errors.push(forbidden('spec.LoadBalancerSourceRanges', only));
  if (spec.allocateLoadBalancerNodePorts !== undefined)
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', only));
  if (spec.loadBalancerClass !== undefined) errors.push(forbidden('spec.loadBalancerClass', only));
  return errors;
}

/** Ports may not repeat; neither may node ports; those of a plain Service are none. */
function validatePortSets(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const nodePorts = new Set<string>();
  const ports = new Set<string>();
  for (const [at, port] of (spec.ports ?? []).entries()) {
    const field = `spec.ports[${at}]`;
    if (spec.type === 'ClusterIP' && port.nodePort)
      errors.push(forbidden(`${field}.nodePort`, "may not be used when `type` is 'ClusterIP'"));
    if (port.nodePort) {
      const identity = `${port.protocol}/${port.nodePort}`;
      if (nodePorts.has(identity)) errors.push(duplicate(`${field}.nodePort`, port.nodePort));
      nodePorts.add(identity);
    }
    const identity = `${port.protocol}/${port.port}`;
    if (ports.has(identity)) errors.push(duplicate(field, portKey(port)));
    ports.add(identity);
  }
  return errors;
}

function validateTraffic(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal, type } = spec;
  const isExternal = type === 'NodePort' || type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0;
  if (isExternal && external === undefined) errors.push(required('spec.externalTrafficPolicy'));
  else if (!isExternal && external !== undefined)
    errors.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
  else if (external !== undefined && !POLICIES.includes(external))
    errors.push(notSupported('spec.externalTrafficPolicy', external, POLICIES));
  if (type !== 'ExternalName' && !POLICIES.includes(internal ?? ''))
    errors.push(
      internal === undefined
        ? required('spec.internalTrafficPolicy')
        : notSupported('spec.internalTrafficPolicy', internal, POLICIES),
    );
  return errors;
}

/** Models: apis/core/validation.ValidateService */
function validateSpec(service: KubeObject): FieldError[] {
  const spec = serviceSpec(service);
  const { type = '', ports = [] } = spec;
  const errors: FieldError[] = [];
  if (ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName') errors.push(required('spec.ports'));
  errors.push(...validateType(spec));
  const names = new Set<string>();
  for (const [at, port] of ports.entries())
    errors.push(...validateServicePort(port, ports.length > 1, names, `spec.ports[${at}]`));
  errors.push(...validateLabels(spec.selector, 'spec.selector'));
  errors.push(...validateAffinity(spec), ...validateAddresses(spec));
  for (const [at, address] of (spec.externalIPs ?? []).entries())
    errors.push(...validateText(address, ipAddress, `spec.externalIPs[${at}]`));
  if (type === '') errors.push(required('spec.type'));
  else if (!TYPES.includes(type)) errors.push(notSupported('spec.type', type, TYPES));
  return errors.concat(validatePortSets(spec), validateLoadBalancer(spec), validateTraffic(spec));
}

/** Checks a new Service, and when all else is right, whether what it asks for by name is free. */
export function validateService(service: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(service, METADATA), ...validateSpec(service)];
  if (errors.length > 0) return errors;
  for (const text of serviceWarnings(serviceSpec(service))) context.warn(text);
  return validateAllocations(service, context);
}

/** The address stays what it is as long as the type has one. Models: validateUpgradeDowngradeClusterIPs */
function validateKeptAddress(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const before = old.clusterIPs ?? [];
  if (spec.type === 'ExternalName' || old.type === 'ExternalName' || before.length === 0) return [];
  const now = spec.clusterIPs ?? [];
  if (now.length === 0) return [invalid('spec.clusterIPs[0]', now, 'primary clusterIP can not be unset')];
  if (now[0] !== before[0]) return [invalid('spec.clusterIPs[0]', now, 'may not change once set')];
  return [];
}

/** Models: apis/core/validation.ValidateServiceUpdate */
export function validateServiceUpdate(service: KubeObject, old: KubeObject, context: StrategyContext): FieldError[] {
  const metadata = validateObjectMetaUpdate(service, old);
  if (service['spec'] === old['spec']) return metadata;
  const spec = serviceSpec(service);
  const before = serviceSpec(old);
  const errors = [...metadata, ...validateKeptAddress(spec, before)];
  if (
    spec.type === 'LoadBalancer' &&
    before.type === 'LoadBalancer' &&
    !equalJson(spec.loadBalancerClass, before.loadBalancerClass)
  )
    errors.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'));
  errors.push(...validateSpec(service));
  if (errors.length > 0) return errors;
  for (const text of serviceWarnings(serviceSpec(service))) context.warn(text);
  return validateAllocations(service, context);
}
