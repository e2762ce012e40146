import type { Json } from '../../json.ts';
import type { FieldError } from '../definition.ts';
import { forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { additionalOf, type JsonSchema, propertiesOf } from './json-schema.ts';
import { validateValue } from './validate-value.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Where a schema stands decides what its missing type is called. */
type Role = 'root' | 'field' | 'item' | 'additional';

const MISSING_TYPE: { readonly [role in Role]: string } = {
  root: 'must not be empty at the root',
  field: 'must not be empty for specified object fields',
  item: 'must not be empty for specified array items',
  additional: 'must not be empty for specified object fields',
};

function typeErrors(schema: JsonSchema, path: string, role: Role): FieldError[] {
  const { type = '' } = schema;
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema['x-kubernetes-int-or-string'] === true && type !== '')
    return [invalid(`${path}.type`, type, 'must be empty if x-kubernetes-int-or-string is true')];
  if (type === '') return role !== 'root' && isFree ? [] : [required(`${path}.type`, MISSING_TYPE[role])];
  if (!TYPES.includes(type)) return [notSupported(`${path}.type`, type, TYPES)];
  if (role === 'root' && type !== 'object') return [invalid(`${path}.type`, type, 'must be object at the root')];
  return [];
}

/** Parts of a schema that may not say what they say elsewhere. Models: apiextensions/pkg/apiserver/schema.validateNestedValueValidation */
function nestedErrors(schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const visit = (each: JsonSchema, where: string): void => {
    for (const key of ['type', 'description', 'default', 'nullable', 'additionalProperties'] as const) {
      const value = each[key] as Json | undefined;
      if (value !== undefined && value !== '' && value !== false)
        errors.push(
          forbidden(
            `${where}.${key}`,
            key === 'type' ? 'must be empty to be structural' : 'must be undefined to be structural',
          ),
        );
    }
    for (const [name, member] of propertiesOf(each)) visit(member, `${where}.properties[${name}]`);
    if (each.items !== undefined) visit(each.items, `${where}.items`);
    combine(each, where);
  };
  const isIntOrString = (each: JsonSchema): boolean => each.type === 'integer' || each.type === 'string';
  const combine = (each: JsonSchema, where: string): void => {
    const allowsTypes = each['x-kubernetes-int-or-string'] === true;
    for (const key of ['allOf', 'anyOf', 'oneOf'] as const)
      for (const [at, part] of (each[key] ?? []).entries())
        if (!(allowsTypes && isIntOrString(part))) visit(part, `${where}.${key}[${at}]`);
    if (each.not !== undefined) visit(each.not, `${where}.not`);
  };
  combine(schema, path);
  return errors;
}

function listErrors(schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema.type === 'array' && schema.items === undefined)
    errors.push(required(`${path}.items`, 'must be specified'));
  if (schema.uniqueItems === true)
    errors.push(
      forbidden(
        `${path}.uniqueItems`,
        'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
      ),
    );
  if (listType !== undefined) {
    if (schema.type !== 'array')
      errors.push(
        schema.type === undefined
          ? required(`${path}.type`, 'must be array if x-kubernetes-list-type is specified')
          : invalid(`${path}.type`, schema.type, 'must be array if x-kubernetes-list-type is specified'),
      );
    if (!['atomic', 'set', 'map'].includes(listType))
      errors.push(notSupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'map', 'set']));
  }
  if (keys !== undefined && listType !== 'map')
    errors.push(
      listType === undefined
        ? required(`${path}.x-kubernetes-list-type`, 'must be map if x-kubernetes-list-map-keys is non-empty')
        : invalid(`${path}.x-kubernetes-list-type`, listType, 'must be map if x-kubernetes-list-map-keys is non-empty'),
    );
  if (listType !== 'map') return errors;
  if (keys === undefined || keys.length === 0)
    errors.push(required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'));
  for (const [at, key] of (keys ?? []).entries()) {
    const member = schema.items?.properties?.[key];
    if (member === undefined)
      errors.push(
        invalid(`${path}.x-kubernetes-list-map-keys[${at}]`, key, 'entries must all be names of item properties'),
      );
    else if (schema.items?.required?.includes(key) !== true && member.default === undefined)
      errors.push(
        required(
          `${path}.items.properties[${key}].default`,
          'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
        ),
      );
  }
  return errors;
}

/** Parts of JSON schema that no schema here may have. Models: apiextensions/validation.specStandardValidatorV3 */
const UNSUPPORTED = ['$ref', 'additionalItems', 'definitions', 'dependencies', 'id', 'patternProperties'] as const;

function unsupported(schema: JsonSchema, path: string): FieldError[] {
  const errors = UNSUPPORTED.filter((name) => schema[name] !== undefined).map((name) =>
    forbidden(`${path}.${name}`, `${name} is not supported`),
  );
  if (schema.type === 'null')
    errors.push(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  return errors;
}

function check(schema: JsonSchema, path: string, role: Role): FieldError[] {
  const errors = [
    ...unsupported(schema, path),
    ...typeErrors(schema, path, role),
    ...listErrors(schema, path),
    ...nestedErrors(schema, path),
  ];
  const additional = additionalOf(schema);
  if (schema.properties !== undefined && (additional !== undefined || schema.additionalProperties === true))
    errors.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  if (role === 'root' && additional !== undefined)
    errors.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'));
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  if (schema['x-kubernetes-embedded-resource'] === true && schema.type !== 'object')
    errors.push(invalid(`${path}.type`, schema.type ?? '', 'must be object if x-kubernetes-embedded-resource is true'));
  if (schema.default !== undefined) {
    if (role === 'root') errors.push(forbidden(`${path}.default`, 'must not be set'));
    else
      errors.push(
        ...validateValue({ ...schema }, schema.default).map((error) => ({
          ...error,
          field: error.field === '<nil>' ? `${path}.default` : `${path}.default.${error.field}`,
        })),
      );
  }
  for (const [name, member] of propertiesOf(schema)) {
    if (role === 'root' && name === 'metadata') continue;
    errors.push(...check(member, `${path}.properties[${name}]`, 'field'));
  }
  if (schema.items !== undefined) {
    if (Array.isArray(schema.items))
      errors.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'));
    else errors.push(...check(schema.items, `${path}.items`, 'item'));
  }
  if (additional !== undefined) errors.push(...check(additional, `${path}.additionalProperties`, 'additional'));
  return errors;
}

/** Whether a schema is structural, and what is wrong where it is not. Models: apiextensions/pkg/apiserver/schema.ValidateStructural */
export function validateStructural(schema: JsonSchema, path: string): FieldError[] {
  return check(schema, path, 'root');
}
