import type { FieldError } from '../definition.ts';
import { canonicalQuantity } from '../quantity.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { dns1123Subdomain, qualifiedNameRule } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import { configMapKey, environmentName } from '../validation/values.ts';
import type { EnvFromSource, EnvVar, FieldSelector, KeySelector, ResourceFieldSelector } from './types.ts';

/** Pod fields that an environment variable may show. */
const ENV_FIELD_PATHS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Pod fields that a file may show. */
export const VOLUME_FIELD_PATHS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** Everything that the downward API knows by name. Models: core/pods.ConvertDownwardAPIFieldLabel */
const KNOWN_FIELD_PATHS = new Set([
  ...ENV_FIELD_PATHS,
  ...VOLUME_FIELD_PATHS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
]);

const RESOURCES: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const CPU_DIVISORS = ['1m', '1'];
const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** Models: apis/core/validation.validateObjectFieldSelector */
export function validateFieldSelector(ref: FieldSelector, allowed: readonly string[], field: string): FieldError[] {
  if (!ref.apiVersion) return [required(`${field}.apiVersion`)];
  if (!ref.fieldPath) return [required(`${field}.fieldPath`)];
  const path = ref.fieldPath;
  const refuse = (why: string): FieldError[] => [
    invalid(`${field}.fieldPath`, path, `error converting fieldPath: ${why}`),
  ];
  if (ref.apiVersion !== 'v1') return refuse(`unsupported pod version: ${ref.apiVersion}`);
  const subscripted = /^(.*)\['(.*)'\]$/.exec(path);
  if (subscripted) {
    const [, base = '', key = ''] = subscripted;
    if (base === 'metadata.annotations') return validateText(key.toLowerCase(), qualifiedNameRule, field);
    if (base === 'metadata.labels') return validateText(key, qualifiedNameRule, field);
    return refuse(`field label does not support subscript: ${path}`);
  }
  if (!KNOWN_FIELD_PATHS.has(path)) return refuse(`field label not supported: ${path}`);
  return allowed.includes(path) ? [] : [notSupported(`${field}.fieldPath`, path, allowed)];
}

/** Models: apis/core/validation.validateContainerResourceFieldSelector */
export function validateResourceSelector(ref: ResourceFieldSelector, field: string, inVolume: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const resource = ref.resource ?? '';
  const hugePages = resource.startsWith('limits.hugepages-') || resource.startsWith('requests.hugepages-');
  if (inVolume && !ref.containerName) errors.push(required(`${field}.containerName`));
  else if (resource === '') errors.push(required(`${field}.resource`));
  else if (!RESOURCES.includes(resource) && !hugePages)
    errors.push(notSupported(`${field}.resource`, resource, RESOURCES));
  const divisor = canonicalQuantity(ref.divisor ?? '0');
  if (divisor === '0') return errors;
  const cpu = resource.endsWith('.cpu');
  if ((cpu ? CPU_DIVISORS : BYTE_DIVISORS).includes(divisor)) return errors;
  if (cpu)
    errors.push(
      invalid(`${field}.divisor`, resource, "only divisor's values 1m and 1 are supported with the cpu resource"),
    );
  else if (RESOURCES.includes(resource) || hugePages) {
    const noun = hugePages ? 'hugepages' : resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage';
    errors.push(
      invalid(
        `${field}.divisor`,
        resource,
        `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the ${noun} resource`,
      ),
    );
  }
  return errors;
}

function validateKeySelector(ref: KeySelector, field: string): FieldError[] {
  const errors = validateText(ref.name ?? '', dns1123Subdomain, `${field}.name`);
  return errors.concat(ref.key ? validateText(ref.key, configMapKey, `${field}.key`) : [required(`${field}.key`)]);
}

function validateValueFrom(env: EnvVar, field: string): FieldError[] {
  const from = env.valueFrom;
  if (!from) return [];
  const errors: FieldError[] = [];
  let sources = 0;
  if (from.fieldRef) {
    sources++;
    errors.push(...validateFieldSelector(from.fieldRef, ENV_FIELD_PATHS, `${field}.fieldRef`));
  }
  if (from.resourceFieldRef) {
    sources++;
    errors.push(...validateResourceSelector(from.resourceFieldRef, `${field}.resourceFieldRef`, false));
  }
  if (from.configMapKeyRef) {
    sources++;
    errors.push(...validateKeySelector(from.configMapKeyRef, `${field}.configMapKeyRef`));
  }
  if (from.secretKeyRef) {
    sources++;
    errors.push(...validateKeySelector(from.secretKeyRef, `${field}.secretKeyRef`));
  }
  if (from.fileKeyRef) sources++;
  if (sources === 0)
    errors.push(
      invalid(
        field,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    );
  else if (env.value) errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  return errors;
}

/** Models: apis/core/validation.ValidateEnv */
export function validateEnv(vars: readonly EnvVar[] | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!vars) return errors;
  for (const [at, env] of vars.entries()) {
    const where = `${field}[${at}]`;
    if (!env.name) errors.push(required(`${where}.name`));
    else for (const message of environmentName(env.name)) errors.push(invalid(`${where}.name`, env.name, message));
    if (env.valueFrom) errors.push(...validateValueFrom(env, `${where}.valueFrom`));
  }
  return errors;
}

function validateReference(ref: { readonly name?: string }, field: string): FieldError[] {
  return ref.name ? validateText(ref.name, dns1123Subdomain, `${field}.name`) : [required(`${field}.name`)];
}

/** Models: apis/core/validation.ValidateEnvFrom */
export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!sources) return errors;
  for (const [at, source] of sources.entries()) {
    const where = `${field}[${at}]`;
    if (source.prefix) errors.push(...validateText(source.prefix, environmentName, `${where}.prefix`));
    if (source.configMapRef) errors.push(...validateReference(source.configMapRef, `${where}.configMapRef`));
    if (source.secretRef) errors.push(...validateReference(source.secretRef, `${where}.secretRef`));
    const count = Number(Boolean(source.configMapRef)) + Number(Boolean(source.secretRef));
    if (count === 0) errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (count > 1) errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}
