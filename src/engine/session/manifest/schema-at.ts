import type { ResourceDefinition } from '../../cluster/resources/definition.ts';
import { isTypeSchema, resolveType, schemaOf } from '../../cluster/schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../cluster/schema/types.ts';
import type { Step } from './place.ts';

/** What a document says it is: the first words of its apiVersion and kind, '' where it says nothing yet. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A kind's apiVersion as a manifest writes it. */
export function apiVersionOf({ group, version }: Pick<ResourceDefinition, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Reads apiVersion and kind by line, so that a document that does not parse yet has them, too. */
export function identityOf(document: string): Identity {
  const value = (key: string): string => new RegExp(`^${key}:[ \\t]*["']?([^\\s"'#]+)`, 'm').exec(document)?.[1] ?? '';
  return { apiVersion: value('apiVersion'), kind: value('kind') };
}

/** The kind that a document is of, among those that the cluster serves. */
export function definitionOf(document: string, kinds: readonly ResourceDefinition[]): ResourceDefinition | undefined {
  const { apiVersion, kind } = identityOf(document);
  return kinds.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
}

/** What stands at the end of a path: the type of the value there, and the field that it is, with the type that has it. */
export interface Found {
  readonly type: ValueType | TypeSchema;
  readonly field: { readonly owner: TypeSchema; readonly schema: FieldSchema } | undefined;
  /** The names on the way, without the items of lists. */
  readonly names: readonly string[];
}

/** Follows a path through a kind's schema; undefined where the schema knows nothing of it. */
export function follow(definition: ResourceDefinition, path: readonly Step[]): Found | undefined {
  const root = schemaOf(definition.schema);
  if (root === undefined) return undefined;
  let found: Found = { type: root, field: undefined, names: [] };
  for (const step of path) {
    const type = 'fields' in found.type ? found.type : resolveType(found.type);
    if (step === 'item') {
      if (isTypeSchema(type) || type.kind !== 'array') return undefined;
      found = { ...found, type: type.items };
    } else if (isTypeSchema(type)) {
      const schema = type.fields.get(step.key);
      if (schema === undefined) return undefined;
      found = { type: schema.type, field: { owner: type, schema }, names: [...found.names, step.key] };
    } else if (type.kind === 'map') {
      found = { type: type.values, field: undefined, names: [...found.names, step.key] };
    } else return undefined;
  }
  return found;
}
