import { canonicalJson } from '../../canonical.ts';
import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { customTypes, type ShapeSchema } from '../../schema/custom.ts';
import { addTypes, schemaOf } from '../../schema/schema.ts';
import { sha256Hex } from '../../sha256.ts';
import { parseTime } from '../../timestamp.ts';
import { asJson, type FieldError, type ResourceDefinition, type TableColumn } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, NAME_COLUMN } from '../printing/columns.ts';
import { humanDuration } from '../printing/duration.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { type Convert, convertedTo } from './conversion.ts';
import { parseJsonPath, valuesAt } from './json-path.ts';
import { type JsonSchema, walkSchema } from './json-schema.ts';
import { prune, withDefaults } from './prune.ts';
import { rulesOf, withRules } from './rules/rules.ts';
import type { Crd, CrdColumn, CrdVersion } from './types.ts';
import { validateValue } from './validate-value.ts';

/** What a definition without columns shows. Models: apiextensions/pkg/apiserver/helpers.go:GetColumnsForVersion */
const AGE: CrdColumn = { name: AGE_COLUMN.name, type: 'date', jsonPath: '.metadata.creationTimestamp' };

function textAt(path: string | undefined, object: unknown): Json | undefined {
  const parsed = path === undefined || path === '' ? undefined : parseJsonPath(path);
  return parsed === undefined ? undefined : valuesAt(parsed, object)[0];
}

/** Models: apiextensions/pkg/registry/customresource/tableconvertor.cellForJSONValue */
function cell(column: CrdColumn, object: KubeObject, nowMs: number): Json {
  const value = textAt(column.jsonPath, object);
  if (value === undefined || value === null) return null;
  switch (column.type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date': {
      if (typeof value !== 'string') return null;
      const ms = parseTime(value);
      return ms === undefined ? '<invalid>' : humanDuration(nowMs - ms);
    }
    default:
      return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function columnOf({ name, type, format = '', description = '', priority = 0 }: CrdColumn): TableColumn {
  return {
    name,
    type,
    format,
    description: description || 'Custom resource definition column (in JSONPath format)',
    priority,
  };
}

/** `com.example.stable.v1.CronTab`: the group reversed, as OpenAPI names types. */
function openApiName(group: string, version: string, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

function withoutMembers(object: KubeObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name))) as JsonObject;
}

function scaleOf(version: CrdVersion): ResourceDefinition['subresources']['scale'] {
  const scale = version.subresources?.scale;
  if (scale === undefined) return undefined;
  return {
    specReplicasPath: scale.specReplicasPath ?? '',
    statusReplicasPath: scale.statusReplicasPath ?? '',
    selector: (object) => {
      const value = textAt(scale.labelSelectorPath, object);
      return typeof value === 'string' ? value : '';
    },
  };
}

function definitionOf(crd: Crd, version: CrdVersion, storedVersion: string, convert?: Convert): ResourceDefinition {
  const { group, names, scope } = crd.spec;
  const { kind, plural, singular = kind.toLowerCase(), shortNames = [], categories = [] } = names;
  const apiVersion = `${group}/${version.name}`;
  const schema: JsonSchema = version.schema?.openAPIV3Schema ?? {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  };
  const digest = sha256Hex(canonicalJson(schema)).slice(0, 16);
  const typeName = `${openApiName(group, version.name, kind)}:${digest}.${kind}`;
  if (schemaOf(typeName) === undefined)
    addTypes(customTypes(typeName, schema as ShapeSchema, { group, version: version.name, kind }).types);
  const namespaced = scope === 'Namespaced';
  const rule = { namespaced, name: dns1123Subdomain };
  const hasStatus = version.subresources?.status !== undefined;
  const scale = scaleOf(version);
  const columns = version.additionalPrinterColumns ?? [AGE];
  const rules = rulesOf(schema);
  const check = (object: KubeObject, warn: (text: string) => void, old?: KubeObject): FieldError[] => {
    const errors = validateValue(schema, asJson(object));
    if (rules === undefined) return errors;
    return withRules(errors, () => rules(asJson(object), old === undefined ? undefined : asJson(old), warn));
  };
  const ignored = hasStatus ? ['metadata', 'status'] : ['metadata'];
  const { metadata: _, ...properties } = schema.properties ?? {};
  let hasDefaults = false;
  walkSchema(schema, '', (each) => {
    hasDefaults ||= each.default !== undefined;
  });
  return {
    group,
    version: version.name,
    kind,
    plural,
    singular,
    shortNames,
    categories,
    namespaced,
    schema: typeName,
    subresources: { ...(hasStatus ? { status: true } : {}), ...(scale === undefined ? {} : { scale }) },
    defaults: (object) => withDefaults(schema, asJson(object)) as unknown as KubeObject,
    prepareForCreate: (object) => {
      if (!hasStatus || object['status'] === undefined) return startGeneration(object);
      const { status: _gone, ...rest } = object;
      return startGeneration({ ...rest, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata });
    },
    raisesGeneration: (object, old) => !equalJson(withoutMembers(object, ignored), withoutMembers(old, ignored)),
    validate: (object, { warn }) => [...validateObjectMeta(object, rule), ...check(object, warn)],
    validateUpdate: (object, old, { warn }) => [...validateObjectMetaUpdate(object, old), ...check(object, warn, old)],
    columns: [NAME_COLUMN, ...columns.map(columnOf)],
    cells: (object, { nowMs }) => [object.metadata.name, ...columns.map((column) => cell(column, object, nowMs))],
    fieldSelectors: Object.fromEntries(
      (version.selectableFields ?? []).map(({ jsonPath }) => [
        jsonPath.replace(/^\./, ''),
        (object: KubeObject) => {
          const value = textAt(jsonPath, object);
          return value === undefined || value === null ? '' : String(value);
        },
      ]),
    ),
    view: {
      of: `${plural}.${group}`,
      // What was stored before the schema had a default gets it when it is read.
      show: (object) => {
        const shown = convertedTo(convert, crd.spec.conversion, kind, object, apiVersion);
        return hasDefaults ? (withDefaults(schema, asJson(shown)) as unknown as KubeObject) : shown;
      },
      take: (object) => {
        const stored = `${group}/${storedVersion}`;
        const sent = object as unknown as KubeObject;
        return asJson(convertedTo(convert, crd.spec.conversion, kind, sent, stored));
      },
    },
    custom: {
      prune: (object) => prune(schema, object),
      validateStatus: (object, old, warn) => [...validateObjectMetaUpdate(object, old), ...check(object, warn, old)],
      openApi: {
        name: openApiName(group, version.name, kind),
        schema: { ...(schema as unknown as JsonObject), properties: properties as unknown as Json },
      },
      deprecation:
        version.deprecated === true ? (version.deprecationWarning ?? `${apiVersion} ${kind} is deprecated`) : undefined,
    },
  };
}

/** The resources that a definition serves: the stored version first. Nothing for a definition that stores none. */
export function servedBy(crd: Crd, convert?: Convert): readonly ResourceDefinition[] {
  const stored = crd.spec.versions.find(({ storage }) => storage === true);
  if (stored === undefined) return [];
  const served = crd.spec.versions.filter((version) => version.served === true && version !== stored);
  // A stored version that is not served is there for the store alone: it is first, and has no path.
  const first = definitionOf(crd, stored, stored.name, convert);
  return [
    stored.served === true ? first : { ...first, isHidden: true },
    ...served.map((version) => definitionOf(crd, version, stored.name, convert)),
  ];
}

/** Where the objects of a definition are stored. */
export function resourceOf(crd: Crd): string {
  return `${crd.spec.names.plural}.${crd.spec.group}`;
}
