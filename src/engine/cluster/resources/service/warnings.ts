import { UNSIMULATED_SERVICE_FIELDS, unsimulatedWarnings } from '../unsimulated.ts';
import { isHeadless, type ServiceSpec } from './types.ts';

/** Warnings for a Service that is accepted and surely not meant so. Models: pkg/api/service.GetWarningsForService */
export function serviceWarnings(spec: ServiceSpec): readonly string[] {
  const warnings: string[] = [];
  const external = (spec.externalIPs ?? []).length > 0;
  if (isHeadless(spec)) {
    if (spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (external) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  if (external && !isHeadless(spec) && spec.type !== 'ExternalName')
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (spec.type === 'ExternalName' && external)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.type !== 'ExternalName' && spec.externalName)
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === 'PreferClose')
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return [...warnings, ...unsimulatedWarnings(spec, UNSIMULATED_SERVICE_FIELDS, 'spec')];
}
