import type { FieldError } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { FIELD_IMMUTABLE, invalid, notSupported, required } from '../validation/field-error.ts';
import { dns1035Label, dns1123Subdomain } from '../validation/names.ts';
import { conversionErrors } from './conversion.ts';
import { parseJsonPath } from './json-path.ts';
import { ruleErrors } from './rules/definition-errors.ts';
import { validateStructural } from './schema-validation.ts';
import { type Crd, type CrdColumn, type CrdNames, type CrdVersion, isTrue } from './types.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const APPROVAL = 'api-approved.kubernetes.io';
const PROTECTED = /(^|\.)(k8s|kubernetes)\.io$/;

function labels(value: string | undefined, field: string, isRequired = true): FieldError[] {
  if (!value) return isRequired ? [required(field)] : [];
  return dns1035Label(value).map((message) => invalid(field, value, message));
}

function mixedCase(value: string | undefined, field: string): FieldError[] {
  if (!value) return [required(field)];
  return dns1035Label(value.toLowerCase()).map((message) =>
    invalid(field, value, `may have mixed case, but should otherwise match: ${message}`),
  );
}

/** Models: apiextensions/validation.ValidateCustomResourceDefinitionNames */
function namesErrors(names: CrdNames, path: string): FieldError[] {
  const errors = [
    ...labels(names.plural, `${path}.plural`),
    ...labels(names.singular, `${path}.singular`, false),
    ...mixedCase(names.kind, `${path}.kind`),
    ...mixedCase(names.listKind, `${path}.listKind`),
  ];
  for (const [at, name] of (names.shortNames ?? []).entries())
    errors.push(...labels(name, `${path}.shortNames[${at}]`));
  if (names.kind && names.kind === names.listKind)
    errors.push(invalid(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same'));
  for (const [at, name] of (names.categories ?? []).entries())
    errors.push(...labels(name, `${path}.categories[${at}]`));
  return errors;
}

function columnErrors(column: CrdColumn, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!column.name) errors.push(required(`${path}.name`));
  if (!column.type) errors.push(required(`${path}.type`, `must be one of ${COLUMN_TYPES.join(',')}`));
  else if (!COLUMN_TYPES.includes(column.type))
    errors.push(invalid(`${path}.type`, column.type, `must be one of ${COLUMN_TYPES.join(',')}`));
  if (!column.jsonPath) errors.push(required(`${path}.jsonPath`));
  else if (parseJsonPath(column.jsonPath) === undefined)
    errors.push(invalid(`${path}.jsonPath`, column.jsonPath, `is an invalid path: ${column.jsonPath}`));
  return errors;
}

function pathErrors(value: string | undefined, field: string, roots: readonly string[], rule: string): FieldError[] {
  if (!value) return [required(field)];
  const isBelow = roots.some((root) => value.startsWith(`${root}.`));
  return isBelow && parseJsonPath(value) !== undefined ? [] : [invalid(field, value, rule)];
}

function versionErrors(version: CrdVersion, path: string): FieldError[] {
  const errors = dns1035Label(version.name ?? '').map((message) => invalid(`${path}.name`, version.name, message));
  if (version.deprecationWarning !== undefined && version.deprecated !== true)
    errors.push(
      invalid(`${path}.deprecationWarning`, version.deprecationWarning, 'can only be set for deprecated versions'),
    );
  const schema = version.schema?.openAPIV3Schema;
  if (schema === undefined) errors.push(required(`${path}.schema.openAPIV3Schema`, 'schemas are required'));
  else {
    const wrong = validateStructural(schema, `${path}.schema.openAPIV3Schema`);
    // Rules are about values of a sound schema.
    errors.push(...(wrong.length > 0 ? wrong : ruleErrors(schema, `${path}.schema.openAPIV3Schema`)));
  }
  const scale = version.subresources?.scale;
  if (scale !== undefined) {
    const at = `${path}.subresources.scale`;
    errors.push(
      ...pathErrors(scale.specReplicasPath, `${at}.specReplicasPath`, ['.spec'], 'should be a json path under .spec'),
      ...pathErrors(
        scale.statusReplicasPath,
        `${at}.statusReplicasPath`,
        ['.status'],
        'should be a json path under .status',
      ),
      ...(scale.labelSelectorPath
        ? pathErrors(
            scale.labelSelectorPath,
            `${at}.labelSelectorPath`,
            ['.spec', '.status'],
            'should be a json path under either .spec or .status',
          )
        : []),
    );
  }
  for (const [at, column] of (version.additionalPrinterColumns ?? []).entries())
    errors.push(...columnErrors(column, `${path}.additionalPrinterColumns[${at}]`));
  return errors;
}

function specErrors(crd: Crd): FieldError[] {
  const { group, scope, versions = [], names, conversion, preserveUnknownFields } = crd.spec;
  const errors: FieldError[] = [];
  if (!group) errors.push(required('spec.group'));
  else {
    for (const message of dns1123Subdomain(group)) errors.push(invalid('spec.group', group, message));
    if (!group.includes('.')) errors.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  }
  if (!scope) errors.push(required('spec.scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespaced')
    errors.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  const seen = new Set<string>();
  let isUnique = true;
  for (const [at, version] of versions.entries()) {
    if (seen.has(version.name)) isUnique = false;
    seen.add(version.name);
    errors.push(...versionErrors(version, `spec.versions[${at}]`));
  }
  if (!isUnique) errors.push(invalid('spec.versions', versions, 'must contain unique version names'));
  if (versions.filter(({ storage }) => storage === true).length !== 1)
    errors.push(invalid('spec.versions', versions, 'must have exactly one version marked as storage version'));
  if (preserveUnknownFields === true)
    errors.push(
      invalid(
        'spec.preserveUnknownFields',
        true,
        'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ),
    );
  errors.push(...namesErrors(names, 'spec.names'));
  const strategy = conversion?.strategy ?? 'None';
  if (strategy !== 'None' && strategy !== 'Webhook')
    errors.push(notSupported('spec.conversion.strategy', strategy, ['None', 'Webhook']));
  else if (strategy === 'Webhook') errors.push(...conversionErrors(conversion ?? {}));
  else if (conversion?.webhook !== undefined)
    errors.push({
      type: 'FieldValueForbidden',
      field: 'spec.conversion.webhook',
      detail: 'Forbidden: should not be set when strategy is not set to Webhook',
    });
  return errors;
}

/** The definition as Go holds it: a specification that was not sent is an empty one. */
function withSpec(crd: Crd): Crd {
  const spec: Partial<Crd['spec']> = crd.spec ?? {};
  return { ...crd, spec: { ...spec, names: spec.names ?? {}, versions: spec.versions ?? [] } as Crd['spec'] };
}

/** Models: apiextensions/validation.ValidateCustomResourceDefinition */
export function validateCrd(sent: Crd): FieldError[] {
  const crd = withSpec(sent);
  const { group, names } = crd.spec;
  const errors: FieldError[] = [];
  if (crd.metadata.name !== `${names?.plural ?? ''}.${group ?? ''}`)
    errors.push(invalid('metadata.name', crd.metadata.name, 'must be spec.names.plural+"."+spec.group'));
  errors.push(...specErrors(crd));
  if (group && PROTECTED.test(group) && !crd.metadata.annotations?.[APPROVAL])
    errors.push(
      required(
        `metadata.annotations[${APPROVAL}]`,
        `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`,
      ),
    );
  return errors;
}

/** What may not change. Models: apiextensions/validation.ValidateCustomResourceDefinitionUpdate */
export function validateCrdUpdate(sent: Crd, old: Crd): FieldError[] {
  const crd = withSpec(sent);
  const errors = validateCrd(crd);
  const fixed = (field: string, now: unknown, before: unknown): void => {
    if (!equalJson(now, before)) errors.push(invalid(field, now, FIELD_IMMUTABLE));
  };
  if (isTrue(old, 'Established')) {
    fixed('spec.scope', crd.spec.scope, old.spec.scope);
    fixed('spec.names.kind', crd.spec.names.kind, old.spec.names.kind);
  }
  fixed('spec.group', crd.spec.group, old.spec.group);
  fixed('spec.names.plural', crd.spec.names.plural, old.spec.names.plural);
  for (const [at, version] of (old.status?.storedVersions ?? []).entries())
    if (!crd.spec.versions.some(({ name }) => name === version))
      errors.push(
        invalid(
          `status.storedVersions[${at}]`,
          version,
          'missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions'.replaceAll(
            'v1',
            version,
          ),
        ),
      );
  return errors;
}
