import type { KubeObject } from '../../json.ts';
import { schemaOf } from '../../schema/schema.ts';
import {
  asJson,
  type FieldError,
  type ResourceDefinition,
  type StrategyContext,
  type TableColumn,
} from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain, type NameRule } from '../validation/names.ts';
import { checkBySchema } from './schema-check.ts';

/** What makes one stored kind different from another. */
export interface StoredKindFacts {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly schema: string;
  readonly namespaced?: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly status?: boolean;
  /** Whether `metadata.generation` counts changes of the spec. */
  readonly generation?: boolean;
  readonly others?: ResourceDefinition['subresources']['others'];
  readonly name?: NameRule;
  /** Whether writing one tells that nothing acts on it; default yes. */
  readonly warns?: boolean;
  defaults?(object: KubeObject): KubeObject;
  /** What the server itself fills in at creation. */
  prepareForCreate?(object: KubeObject, context: StrategyContext): KubeObject;
  /** What an update may not change. */
  prepareForUpdate?(object: KubeObject, old: KubeObject): KubeObject;
  validate?(object: KubeObject): FieldError[];
  readonly columns: readonly TableColumn[];
  readonly cells: ResourceDefinition['cells'];
  readonly fieldSelectors?: ResourceDefinition['fieldSelectors'];
}

/** The one sentence that a write of a stored kind is answered with. */
export function storedOnlyWarning(kind: string): string {
  return `Skiff stores ${kind} objects; nothing in this cluster acts on them`;
}

/**
 * A kind that a real cluster has and that nothing here acts on: kept, listed, watched, checked by its schema, and every write is answered
 * with a warning that says so.
 */
export function storedKind(facts: StoredKindFacts): ResourceDefinition {
  const { group, kind, plural, schema, namespaced = false, status = false, warns = true } = facts;
  const rule = { namespaced, name: facts.name ?? dns1123Subdomain };
  let known: readonly string[] | undefined;
  /** Worked out when somebody writes one: a cluster that starts has none of these. */
  const members = (): readonly string[] => {
    known ??= [...(schemaOf(schema)?.fields.keys() ?? [])].filter(
      (name) => !['apiVersion', 'kind', 'metadata', 'status'].includes(name),
    );
    return known;
  };
  const tell = (context: StrategyContext): void => {
    if (warns) context.warn(storedOnlyWarning(kind));
  };
  const check = (object: KubeObject): FieldError[] => [
    ...checkBySchema(schema, asJson(object), members()),
    ...(facts.validate?.(object) ?? []),
  ];
  return {
    group,
    version: 'v1',
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: facts.shortNames ?? [],
    categories: facts.categories ?? [],
    namespaced,
    schema,
    subresources: { ...(status ? { status } : {}), ...(facts.others === undefined ? {} : { others: facts.others }) },
    ...(facts.defaults === undefined ? {} : { defaults: facts.defaults }),
    prepareForCreate: (object, context) => {
      tell(context);
      const { status: _, ...rest } = object;
      const bare = status ? { ...rest, apiVersion: object.apiVersion, kind, metadata: object.metadata } : object;
      const made = facts.prepareForCreate?.(bare, context) ?? bare;
      return facts.generation === true ? startGeneration(made) : made;
    },
    prepareForUpdate: (object, old, context) => {
      tell(context);
      return facts.prepareForUpdate?.(object, old) ?? object;
    },
    validate: (object) => [...validateObjectMeta(object, rule), ...check(object)],
    validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...check(object)],
    columns: facts.columns,
    cells: facts.cells,
    fieldSelectors: facts.fieldSelectors ?? {},
  };
}
