import type { FieldError } from '../definition.ts';
import { duplicate, forbidden, invalid, notFound, notSupported, required } from '../validation/field-error.ts';
import { dns1123Label } from '../validation/names.ts';
import { portName, portNumber } from '../validation/values.ts';
import { validateEnv, validateEnvFrom } from './env-validation.ts';
import { validateLifecycle, validateProbes } from './handler-validation.ts';
import { validateMounts } from './mount-validation.ts';
import { validateResources } from './resource-validation.ts';
import { validateSecurityContext } from './security-validation.ts';
import type { Container, ContainerPort, EphemeralContainer, Volume } from './types.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];

/** What checks of one container need to know of its pod. */
export interface ContainerContext {
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly gracePeriod: number | undefined;
  readonly isPod: boolean;
}

function validatePorts(ports: readonly ContainerPort[] | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!ports) return errors;
  const names = new Set<string>();
  for (const [at, port] of ports.entries()) {
    const where = `${field}[${at}]`;
    if (port.name) {
      const messages = portName(port.name);
      for (const message of messages) errors.push(invalid(`${where}.name`, port.name, message));
      if (messages.length === 0 && names.has(port.name)) errors.push(duplicate(`${where}.name`, port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${where}.containerPort`));
    else
      for (const message of portNumber(port.containerPort))
        errors.push(invalid(`${where}.containerPort`, port.containerPort, message));
    if (port.hostPort)
      for (const message of portNumber(port.hostPort))
        errors.push(invalid(`${where}.hostPort`, port.hostPort, message));
    if (!port.protocol) errors.push(required(`${where}.protocol`));
    else if (!PROTOCOLS.includes(port.protocol))
      errors.push(notSupported(`${where}.protocol`, port.protocol, PROTOCOLS));
  }
  return errors;
}

/** What holds for containers of every sort. Models: apis/core/validation.validateContainerCommon */
function validateCommon(container: Container, context: ContainerContext, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!container.name) errors.push(required(`${field}.name`));
  else
    for (const message of dns1123Label(container.name)) errors.push(invalid(`${field}.name`, container.name, message));
  if (!container.image) errors.push(required(`${field}.image`));
  const policy = container.terminationMessagePolicy ?? '';
  if (!MESSAGE_POLICIES.includes(policy))
    errors.push(notSupported(`${field}.terminationMessagePolicy`, policy, MESSAGE_POLICIES));
  if (container.ports) errors.push(...validatePorts(container.ports, `${field}.ports`));
  if (container.env) errors.push(...validateEnv(container.env, `${field}.env`));
  if (container.envFrom) errors.push(...validateEnvFrom(container.envFrom, `${field}.envFrom`));
  if (container.volumeMounts) errors.push(...validateMounts(container, context.volumes, `${field}.volumeMounts`));
  const pull = container.imagePullPolicy ?? '';
  if (!PULL_POLICIES.includes(pull)) errors.push(notSupported(`${field}.imagePullPolicy`, pull, PULL_POLICIES));
  errors.push(...validateResources(container.resources, `${field}.resources`));
  errors.push(...validateSecurityContext(container.securityContext, `${field}.securityContext`));
  return errors;
}

function hostPortConflicts(containers: readonly Container[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  for (const [at, container] of containers.entries())
    for (const [portAt, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const identity = `${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(identity)) errors.push(duplicate(`${field}[${at}].ports[${portAt}].hostPort`, identity));
      taken.add(identity);
    }
  return errors;
}

/** Spaces around an image's name: pods only, templates may hold them. */
function imageWhitespace(container: Container, context: ContainerContext, field: string): FieldError[] {
  const image = container.image ?? '';
  if (!context.isPod || image === image.trim()) return [];
  return [invalid(`${field}.image`, image, 'must not have leading or trailing whitespace')];
}

function validateRestartRules(container: Container, field: string): FieldError[] {
  const policy = container.restartPolicy;
  const errors: FieldError[] = [];
  if (policy !== undefined && !RESTART_POLICIES.includes(policy))
    errors.push(notSupported(`${field}.restartPolicy`, policy, RESTART_POLICIES));
  if (policy === undefined && (container.restartPolicyRules ?? []).length > 0)
    errors.push(required(`${field}.restartPolicy`, 'must specify restartPolicy when restart rules are used'));
  return errors;
}

/** Models: apis/core/validation.validateContainers */
export function validateContainers(
  containers: readonly Container[] | undefined,
  context: ContainerContext,
  field: string,
): FieldError[] {
  if (!containers || containers.length === 0) return [required(field)];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [at, container] of containers.entries()) {
    const where = `${field}[${at}]`;
    errors.push(...validateCommon(container, context, where));
    const name = container.name ?? '';
    if (names.has(name)) errors.push(duplicate(`${where}.name`, name));
    names.add(name);
    errors.push(...validateLifecycle(container.lifecycle, context.gracePeriod, `${where}.lifecycle`));
    errors.push(...validateProbes(container, context.gracePeriod, where));
    errors.push(...validateRestartRules(container, where));
    errors.push(...imageWhitespace(container, context, where));
  }
  return errors.concat(hostPortConflicts(containers, field));
}

const SIDECAR_ONLY = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** Models: apis/core/validation.validateInitContainers */
export function validateInitContainers(
  containers: readonly Container[] | undefined,
  regular: readonly Container[] | undefined,
  context: ContainerContext,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set((regular ?? []).map((container) => container.name));
  for (const [at, container] of (containers ?? []).entries()) {
    const where = `${field}[${at}]`;
    errors.push(...validateCommon(container, context, where));
    errors.push(...validateRestartRules(container, where));
    if (names.has(container.name)) errors.push(duplicate(`${where}.name`, container.name));
    else if (container.name) names.add(container.name);
    errors.push(...hostPortConflicts([container], field));
    if (container.restartPolicy === 'Always') {
      errors.push(...validateLifecycle(container.lifecycle, context.gracePeriod, `${where}.lifecycle`));
      errors.push(...validateProbes(container, context.gracePeriod, where));
    } else
      for (const name of SIDECAR_ONLY)
        if (container[name])
          errors.push(forbidden(`${where}.${name}`, 'may not be set for init containers without restartPolicy=Always'));
    errors.push(...imageWhitespace(container, context, where));
  }
  return errors;
}

const NOT_EPHEMERAL = [
  'ports',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resizePolicy',
  'restartPolicy',
] as const;

/** Models: apis/core/validation.validateEphemeralContainers */
export function validateEphemeralContainers(
  containers: readonly EphemeralContainer[] | undefined,
  others: readonly Container[],
  context: ContainerContext,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const otherNames = new Set(others.map((container) => container.name));
  const names = new Set(otherNames);
  for (const [at, container] of (containers ?? []).entries()) {
    const where = `${field}[${at}]`;
    errors.push(...validateCommon(container, context, where), ...imageWhitespace(container, context, where));
    if (names.has(container.name)) errors.push(duplicate(`${where}.name`, container.name));
    names.add(container.name);
    const target = container.targetContainerName;
    if (target && !otherNames.has(target)) errors.push(notFound(`${where}.targetContainerName`, target));
    const refuse = (name: string): void => {
      errors.push(forbidden(`${where}.${name}`, 'cannot be set for an Ephemeral Container'));
    };
    for (const name of NOT_EPHEMERAL) if (container[name]) refuse(name);
    if (container.resources?.limits || container.resources?.requests) refuse('resources');
    for (const [mountAt, mount] of (container.volumeMounts ?? []).entries()) {
      if (mount.subPath) refuse(`volumeMounts[${mountAt}].subPath`);
      if (mount.subPathExpr) refuse(`volumeMounts[${mountAt}].subPathExpr`);
    }
  }
  return errors;
}
