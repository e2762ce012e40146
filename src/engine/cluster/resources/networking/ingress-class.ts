import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { FIELD_IMMUTABLE, invalid, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const DEFAULT_MARK = 'ingressclass.kubernetes.io/is-default-class';

interface IngressClassSpec {
  readonly controller?: string;
  readonly parameters?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
}

const specOf = (object: KubeObject): IngressClassSpec => (object['spec'] ?? {}) as IngressClassSpec;

/** Whether Ingresses without a class get this one. */
export function isDefaultIngressClass(object: KubeObject): boolean {
  return object.metadata.annotations?.[DEFAULT_MARK] === 'true';
}

/** Models: apis/networking/validation.validateIngressClassSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { controller = '', parameters } = specOf(object);
  const errors: FieldError[] = [];
  if (controller.length > 250)
    errors.push({
      type: 'FieldValueTooLong',
      field: 'spec.controller',
      detail: 'Too long: may not be more than 250 bytes',
    });
  const slash = controller.indexOf('/');
  if (controller === '') errors.push(required('spec.controller'));
  else if (slash <= 0 || slash === controller.length - 1)
    errors.push(invalid('spec.controller', controller, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  else errors.push(...validateText(controller.slice(0, slash), dns1123Subdomain, 'spec.controller'));
  for (const name of ['kind', 'name'] as const)
    if (parameters && !parameters[name]) errors.push(required(`spec.parameters.${name}`, `${name} is required`));
  return errors;
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
