import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { longList } from '../printing/long-list.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1035Label, dns1123Subdomain, pathSegmentName, regexError } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import { isIpv4, isIpv6, portName, portNumber } from '../validation/values.ts';
import { isDefaultIngressClass } from './ingress-class.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDINGS = ['/..', '/.'];

interface Backend {
  readonly service?: { readonly name?: string; readonly port?: { readonly number?: number; readonly name?: string } };
  readonly resource?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
}

interface IngressPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend?: Backend;
}

interface IngressSpec {
  readonly ingressClassName?: string;
  readonly defaultBackend?: Backend;
  readonly rules?: readonly { readonly host?: string; readonly http?: { readonly paths?: readonly IngressPath[] } }[];
  readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
}

const specOf = (object: KubeObject): IngressSpec => (object['spec'] ?? {}) as IngressSpec;

/** An Ingress that names no class gets the default one. Models: plugin/pkg/admission/network/defaultingressclass */
function prepareForCreate(object: KubeObject, context: StrategyContext): KubeObject {
  const out = startGeneration({ ...object, status: { loadBalancer: {} } });
  const spec = specOf(out);
  if (spec.ingressClassName !== undefined || out.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return out;
  const defaults = [...context.list('ingressclasses.networking.k8s.io', '')].filter(isDefaultIngressClass);
  if (defaults.length > 1)
    throw forbiddenByAdmission(
      'ingresses',
      'networking.k8s.io',
      object.metadata.name,
      `${defaults.length} default IngressClasses were found, only 1 allowed`,
    );
  const [only] = defaults;
  return only ? { ...out, spec: { ...spec, ingressClassName: only.metadata.name } } : out;
}

/** Models: apis/networking/validation.validateIngressTypedLocalObjectReference */
function validateResource(resource: NonNullable<Backend['resource']>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (resource.apiGroup !== undefined)
    errors.push(...validateText(resource.apiGroup, dns1123Subdomain, `${field}.apiGroup`));
  for (const name of ['kind', 'name'] as const) {
    const value = resource[name] ?? '';
    errors.push(
      ...(value === '' ? [required(`${field}.${name}`)] : validateText(value, pathSegmentName, `${field}.${name}`)),
    );
  }
  return errors;
}

/** Models: apis/networking/validation.validateIngressBackend */
function validateBackend(backend: Backend | undefined, field: string): FieldError[] {
  const { service, resource } = backend ?? {};
  if (service && resource) return [invalid(field, '', 'cannot set both resource and service backends')];
  if (resource) return validateResource(resource, `${field}.resource`);
  if (!service) return [invalid(field, '', 'resource or service backend is required')];
  const errors: FieldError[] = [];
  if (!service.name) errors.push(required(`${field}.service.name`));
  else errors.push(...validateText(service.name, dns1035Label, `${field}.service.name`));
  const { number = 0, name = '' } = service.port ?? {};
  if (number !== 0 && name !== '') errors.push(invalid(field, '', 'cannot set both port name & port number'));
  else if (name !== '') errors.push(...validateText(name, portName, `${field}.service.port.name`));
  else if (number !== 0)
    for (const message of portNumber(number)) errors.push(invalid(`${field}.service.port.number`, number, message));
  else errors.push(required(field, 'port name or number is required'));
  return errors;
}

/** Models: apis/networking/validation.validateHTTPIngressPath */
function validatePath({ path = '', pathType, backend }: IngressPath, field: string): FieldError[] {
  if (pathType === undefined) return [required(`${field}.pathType`, 'pathType must be specified')];
  const errors: FieldError[] = [];
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) errors.push(invalid(`${field}.path`, path, 'must be an absolute path'));
    for (const sequence of BAD_SEQUENCES)
      if (path.includes(sequence)) errors.push(invalid(`${field}.path`, path, `must not contain '${sequence}'`));
    for (const ending of BAD_ENDINGS)
      if (path.endsWith(ending)) errors.push(invalid(`${field}.path`, path, `cannot end with '${ending}'`));
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) errors.push(invalid(`${field}.path`, path, 'must be an absolute path'));
  } else errors.push(notSupported(`${field}.pathType`, pathType, PATH_TYPES));
  return errors.concat(validateBackend(backend, `${field}.backend`));
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const WILDCARD = `\\*\\.${LABEL}(\\.${LABEL})*`;
const wildcardPattern = new RegExp(`^${WILDCARD}$`);

function validateHost(host: string, field: string): FieldError[] {
  const address = isIpv4(host) || isIpv6(host);
  const errors = address ? [invalid(field, host, 'must be a DNS name, not an IP address')] : [];
  if (!host.includes('*')) return errors.concat(validateText(host, dns1123Subdomain, field));
  if (wildcardPattern.test(host)) return [];
  const message = regexError(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    WILDCARD,
    '*.example.com',
  );
  return [invalid(field, host, message)];
}

/** Models: apis/networking/validation.ValidateIngressSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { rules, defaultBackend, tls = [], ingressClassName } = specOf(object);
  const errors: FieldError[] = [];
  if ((rules ?? []).length === 0 && defaultBackend === undefined)
    errors.push(invalid('spec', rules ?? null, 'either `defaultBackend` or `rules` must be specified'));
  if (defaultBackend) errors.push(...validateBackend(defaultBackend, 'spec.defaultBackend'));
  for (const [at, { host, http }] of (rules ?? []).entries()) {
    const field = `spec.rules[${at}]`;
    if (host) errors.push(...validateHost(host, `${field}.host`));
    if (!http) continue;
    const paths = http.paths ?? [];
    if (paths.length === 0) errors.push(required(`${field}.http.paths`));
    for (const [pathAt, path] of paths.entries()) errors.push(...validatePath(path, `${field}.http.paths[${pathAt}]`));
  }
  for (const [at, { hosts = [], secretName }] of tls.entries()) {
    for (const [hostAt, host] of hosts.entries())
      errors.push(...validateHost(host, `spec.tls[${at}].hosts[${hostAt}]`));
    if (secretName) errors.push(...validateText(secretName, dns1123Subdomain, `spec.tls[${at}].secretName`));
  }
  if (ingressClassName !== undefined)
    errors.push(...validateText(ingressClassName, dns1123Subdomain, 'spec.ingressClassName'));
  return errors;
}

function validate(object: KubeObject): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  const annotated = object.metadata.annotations?.[CLASS_ANNOTATION];
  const { ingressClassName } = specOf(object);
  if (annotated !== undefined && ingressClassName !== undefined && annotated !== ingressClassName)
    errors.push(
      invalid(`annotations.${CLASS_ANNOTATION}`, annotated, 'must match `ingressClassName` when both are specified'),
    );
  return errors;
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return [...validateObjectMetaUpdate(object, old), ...validateSpec(object)];
}

function hostsText({ rules = [] }: IngressSpec): string {
  return longList(
    rules.map(({ host = '' }) => host).filter((host) => host !== ''),
    '*',
  );
}

function addressText(object: KubeObject): string {
  const { loadBalancer } = (object['status'] ?? {}) as {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
  };
  const all = (loadBalancer?.ingress ?? []).map((each) => each.ip || each.hostname || '');
  return [...new Set(all.filter((each) => each !== ''))].sort().join(',');
}

/** Models: pkg/registry/networking/ingress */
export const ingress: ResourceDefinition = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.networking.v1.Ingress',
  subresources: { status: true },
  prepareForCreate,
  validate,
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Class', 'The class that acts on it.'),
    column('Hosts', 'Hosts that it answers for.'),
    column('Address', 'Where it answers.'),
    column('Ports', 'Ports on which it answers.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    return [
      object.metadata.name,
      spec.ingressClassName ?? object.metadata.annotations?.[CLASS_ANNOTATION] ?? '<none>',
      hostsText(spec),
      addressText(object),
      (spec.tls ?? []).length > 0 ? '80, 443' : '80',
      ageText(object.metadata.creationTimestamp, nowMs),
    ];
  },
  fieldSelectors: {},
};
