import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { FIELD_IMMUTABLE, forbidden, invalid, notSupported, required, tooLong } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Label, dns1123Subdomain, pathSegmentName, regexError } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const SCOPES = ['Cluster', 'Namespace'];
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const httpPathPattern = new RegExp(`^${HTTP_PATH}$`);
const DEFAULT_MARK = 'ingressclass.kubernetes.io/is-default-class';

interface IngressClassSpec {
  readonly controller?: string;
  readonly parameters?: {
    readonly apiGroup?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly scope?: string;
    readonly namespace?: string;
  };
}

const specOf = (object: KubeObject): IngressClassSpec => (object['spec'] ?? {}) as IngressClassSpec;

/** Whether Ingresses without a class get this one. */
export function isDefaultIngressClass(object: KubeObject): boolean {
  return object.metadata.annotations?.[DEFAULT_MARK] === 'true';
}

/** Models: apis/networking/v1.SetDefaults_IngressClass */
function defaults(object: KubeObject): KubeObject {
  const spec = specOf(object);
  if (!spec.parameters || spec.parameters.scope !== undefined) return object;
  return { ...object, spec: { ...spec, parameters: { ...spec.parameters, scope: 'Cluster' } } };
}

/** Models: apimachinery/pkg/util/validation.IsDomainPrefixedPath */
function validateController(controller: string): FieldError[] {
  const field = 'spec.controller';
  const slash = controller.indexOf('/');
  if (slash <= 0 || slash === controller.length - 1)
    return [invalid(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const errors = validateText(controller.slice(0, slash), dns1123Subdomain, field);
  const path = controller.slice(slash + 1);
  if (!httpPathPattern.test(path)) errors.push(invalid(field, path, regexError('Invalid path', HTTP_PATH)));
  return errors;
}

/** Models: apis/networking/validation.validateIngressClassParametersReference */
function validateParameters({ parameters }: IngressClassSpec): FieldError[] {
  if (!parameters) return [];
  const at = 'spec.parameters';
  const { apiGroup, scope = '', namespace } = parameters;
  const errors = apiGroup === undefined ? [] : validateText(apiGroup, dns1123Subdomain, `${at}.apiGroup`);
  for (const name of ['kind', 'name'] as const) {
    const value = parameters[name] ?? '';
    errors.push(
      ...(value === '' ? [required(`${at}.${name}`)] : validateText(value, pathSegmentName, `${at}.${name}`)),
    );
  }
  if (scope !== 'Cluster' && scope !== 'Namespace') errors.push(notSupported(`${at}.scope`, scope, SCOPES));
  else if (scope === 'Cluster' && namespace !== undefined)
    errors.push(forbidden(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  else if (scope === 'Namespace') {
    if (namespace === undefined) errors.push(required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'"));
    else errors.push(...validateText(namespace, dns1123Label, `${at}.namespace`));
  }
  return errors;
}

/** Models: apis/networking/validation.validateIngressClassSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { controller = '' } = spec;
  const errors: FieldError[] = [];
  if (controller.length > 250) errors.push(tooLong('spec.controller', 250));
  errors.push(...(controller === '' ? [required('spec.controller')] : validateController(controller)));
  return errors.concat(validateParameters(spec));
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old)];
  if (specOf(object).controller !== specOf(old).controller)
    errors.push(invalid('spec.controller', specOf(object).controller, FIELD_IMMUTABLE));
  return errors.concat(validateSpec(object));
}

function parametersText({ parameters }: IngressClassSpec): string {
  if (!parameters) return '<none>';
  const group = parameters.apiGroup ? `.${parameters.apiGroup}` : '';
  return `${parameters.kind ?? ''}${group}/${parameters.name ?? ''}`;
}

/** Models: pkg/registry/networking/ingressclass */
export const ingressClass: ResourceDefinition = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  shortNames: [],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.networking.v1.IngressClass',
  subresources: {},
  defaults,
  prepareForCreate: startGeneration,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Controller', 'Who acts on Ingresses of this class.'),
    column('Parameters', 'Where the controller finds more settings.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => [
    isDefaultIngressClass(object) ? `${object.metadata.name} (default)` : object.metadata.name,
    specOf(object).controller ?? '',
    parametersText(specOf(object)),
    ageText(object.metadata.creationTimestamp, nowMs),
  ],
  fieldSelectors: {},
};
