import type { FieldError } from '../definition.ts';
import { duplicate, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateLabels } from '../validation/metadata.ts';
import { dns1123Label, dns1123Subdomain, qualifiedNameRule } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import { ipAddress, rangeError } from '../validation/values.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './container-validation.ts';
import { validateResources } from './resource-validation.ts';
import { validateAffinity, validateSpread, validateTolerations } from './scheduling-validation.ts';
import { validatePodSecurityContext } from './security-validation.ts';
import type { PodSpec } from './types.ts';
import { validateVolumes } from './volume-validation.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const MAX_INT32 = 2147483647;

/** Whether the spec is a pod's or a template's: a few rules are for pods only. */
export interface PodSpecOptions {
  readonly isPod: boolean;
}

function validateHostNetworkPorts(spec: PodSpec, options: PodSpecOptions, field: string): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  const errors: FieldError[] = [];
  for (const [at, container] of (spec.containers ?? []).entries())
    for (const [portAt, port] of (container.ports ?? []).entries()) {
      const hostPort = port.hostPort ?? 0;
      if ((options.isPod || hostPort !== 0) && hostPort !== port.containerPort)
        errors.push(
          invalid(
            `${field}.containers[${at}].ports[${portAt}].hostPort`,
            hostPort,
            'must match `containerPort` when `hostNetwork` is true',
          ),
        );
    }
  return errors;
}

function validateDns(spec: PodSpec, field: string): FieldError[] {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None') {
    if (!config) return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if ((config.nameservers ?? []).length === 0)
      return [required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  if (!config) return [];
  const servers = config.nameservers ?? [];
  const errors: FieldError[] = [];
  if (servers.length > 3)
    errors.push(invalid(`${field}.nameservers`, servers, 'must not have more than 3 nameservers'));
  for (const [at, server] of servers.entries())
    errors.push(...validateText(server, ipAddress, `${field}.nameservers[${at}]`));
  if ((config.searches ?? []).length > 32)
    errors.push(invalid(`${field}.searches`, config.searches, 'must not have more than 32 search paths'));
  for (const [at, option] of (config.options ?? []).entries())
    if (!option.name) errors.push(required(`${field}.options[${at}]`, 'must not be empty'));
  return errors;
}

function validateGates(spec: PodSpec, field: string): FieldError[] {
  const errors = (spec.readinessGates ?? []).flatMap((gate, at) =>
    validateText(gate.conditionType ?? '', qualifiedNameRule, `${field}.readinessGates[${at}].conditionType`),
  );
  const seen = new Set<string>();
  for (const [at, { name = '' }] of (spec.schedulingGates ?? []).entries()) {
    const where = `${field}.schedulingGates[${at}]`;
    errors.push(...validateText(name, qualifiedNameRule, where));
    if (seen.has(name)) errors.push(duplicate(where, name));
    seen.add(name);
  }
  return errors;
}

/** Names and small fields, checked after the containers. */
function validateRest(spec: PodSpec, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.serviceAccountName)
    errors.push(...validateText(spec.serviceAccountName, dns1123Subdomain, `${field}.serviceAccountName`));
  if (spec.nodeName) errors.push(...validateText(spec.nodeName, dns1123Subdomain, `${field}.nodeName`));
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32))
    errors.push(invalid(`${field}.activeDeadlineSeconds`, deadline, rangeError(1, MAX_INT32)));
  if (spec.hostname) errors.push(...validateText(spec.hostname, dns1123Label, `${field}.hostname`));
  if (spec.subdomain) errors.push(...validateText(spec.subdomain, dns1123Label, `${field}.subdomain`));
  errors.push(...validateTolerations(spec.tolerations, `${field}.tolerations`));
  for (const [at, alias] of (spec.hostAliases ?? []).entries()) {
    const where = `${field}.hostAliases[${at}]`;
    errors.push(...validateText(alias.ip ?? '', ipAddress, `${where}.ip`));
    for (const [nameAt, name] of (alias.hostnames ?? []).entries())
      errors.push(...validateText(name, dns1123Subdomain, `${where}.hostnames[${nameAt}]`));
  }
  if (spec.priorityClassName)
    errors.push(...validateText(spec.priorityClassName, dns1123Subdomain, `${field}.priorityClassName`));
  if (spec.runtimeClassName)
    errors.push(...validateText(spec.runtimeClassName, dns1123Subdomain, `${field}.runtimeClassName`));
  const preemption = spec.preemptionPolicy;
  if (preemption !== undefined && !PREEMPTION_POLICIES.includes(preemption))
    errors.push(notSupported(`${field}.preemptionPolicy`, preemption, PREEMPTION_POLICIES));
  if (spec.overhead) errors.push(...validateResources({ limits: spec.overhead }, `${field}.overhead`));
  return errors;
}

/** Checks the spec of a pod or of a pod template, in Kubernetes' order. Models: apis/core/validation.ValidatePodSpec */
export function validatePodSpec(spec: PodSpec, field: string, options: PodSpecOptions): FieldError[] {
  const { errors: found, byName: volumes } = validateVolumes(spec.volumes, `${field}.volumes`);
  const errors = found;
  const context = { volumes, gracePeriod: spec.terminationGracePeriodSeconds, isPod: options.isPod };
  errors.push(...validateContainers(spec.containers, context, `${field}.containers`));
  errors.push(...validateInitContainers(spec.initContainers, spec.containers, context, `${field}.initContainers`));
  const others = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  errors.push(
    ...validateEphemeralContainers(spec.ephemeralContainers, others, context, `${field}.ephemeralContainers`),
  );
  errors.push(...validateResources(spec.resources, `${field}.resources`));
  errors.push(...validateHostNetworkPorts(spec, options, field));
  if (!RESTART_POLICIES.includes(spec.restartPolicy ?? ''))
    errors.push(notSupported(`${field}.restartPolicy`, spec.restartPolicy ?? '', RESTART_POLICIES));
  if (!DNS_POLICIES.includes(spec.dnsPolicy ?? ''))
    errors.push(notSupported(`${field}.dnsPolicy`, spec.dnsPolicy ?? '', DNS_POLICIES));
  errors.push(...validateLabels(spec.nodeSelector, `${field}.nodeSelector`));
  errors.push(...validatePodSecurityContext(spec.securityContext, `${field}.securityContext`));
  errors.push(...validateAffinity(spec.affinity, `${field}.affinity`));
  errors.push(...validateDns(spec, `${field}.dnsConfig`));
  errors.push(...validateGates(spec, field));
  errors.push(...validateSpread(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`));
  errors.push(...validateRest(spec, field));
  return errors;
}
