import { CORE_SCHEMA_TEXT } from './core-fields.generated.ts';
import { longName, parseSchemaLine } from './parse.ts';
import { schemaText } from './text.ts';
import type { FieldSchema, TypeSchema, ValueType } from './types.ts';

let core: Lines | undefined;
let others: Lines | undefined;
const parsed = new Map<string, TypeSchema>();

/** Lines by OpenAPI name; a line is parsed when its type is first asked for. */
type Lines = ReadonlyMap<string, string>;

const compactName = (line: string): string => line.slice(0, line.indexOf(';'));

function read(text: string): Lines {
  return new Map(text.split('\n').map((line) => [longName(compactName(line)), line]));
}

function coreLines(): Lines {
  core ??= read(CORE_SCHEMA_TEXT);
  return core;
}

function otherLines(): Lines {
  others ??= read(schemaText());
  return others;
}

/** The names of all types, as in OpenAPI, in alphabetical order of their compact form. */
export function schemaNames(): readonly string[] {
  return [...coreLines().keys(), ...otherLines().keys()].sort();
}

/**
 * Adds types of custom resources. Their names hold a digest of the schema that they were made of, so that whoever makes the same schema
 * makes the same types, and no cluster sees another's.
 */
export function addTypes(types: ReadonlyMap<string, TypeSchema>): void {
  for (const [name, type] of types) if (!parsed.has(name)) parsed.set(name, type);
}

/** The type of that OpenAPI name (`io.k8s.api.core.v1.Pod`), or undefined. */
export function schemaOf(name: string): TypeSchema | undefined {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const line = coreLines().get(name) ?? otherLines().get(name);
  if (line === undefined) return undefined;
  const schema = parseSchemaLine(line);
  parsed.set(name, schema);
  return schema;
}

/** Follows a reference: a named object type for one, otherwise the scalar behind the name, otherwise the type itself. */
export function resolveType(type: ValueType): TypeSchema | Exclude<ValueType, { kind: 'ref' }> {
  let at = type;
  while (at.kind === 'ref') {
    const schema = schemaOf(at.name);
    if (schema === undefined) return { kind: 'any' };
    if (schema.scalar === undefined) return schema;
    at = schema.scalar;
  }
  return at;
}

/** True for the object types that `resolveType` returns. */
export function isTypeSchema(type: TypeSchema | ValueType): type is TypeSchema {
  return 'fields' in type;
}

/** The object type that a value of `type` is or holds (in a list or map), or undefined where it holds none. */
export function heldType(type: ValueType): TypeSchema | undefined {
  const resolved = resolveType(type);
  if (isTypeSchema(resolved)) return resolved;
  if (resolved.kind === 'array') return heldType(resolved.items);
  if (resolved.kind === 'map') return heldType(resolved.values);
  return undefined;
}

/** A field of a type by a path of names that goes through lists and maps: `['spec', 'containers', 'image']`. */
export function fieldAt(typeName: string, path: readonly string[]): FieldSchema | undefined {
  let schema = schemaOf(typeName);
  let field: FieldSchema | undefined;
  for (const name of path) {
    field = schema?.fields.get(name);
    if (field === undefined) return undefined;
    schema = heldType(field.type);
  }
  return field;
}

/** The way kubectl explain writes a type: `<string>`, `<[]Container>`, `<map[string]string>`, `<Time>`, without the brackets. */
export function typeLabel(type: ValueType): string {
  switch (type.kind) {
    case 'ref':
      return type.name.slice(type.name.lastIndexOf('.') + 1);
    case 'array':
      return `[]${typeLabel(type.items)}`;
    case 'map':
      return `map[string]${typeLabel(type.values)}`;
    case 'int-or-string':
      return 'IntOrString';
    case 'quantity':
      return 'Quantity';
    case 'any':
      return 'Object';
    case 'object':
      return 'Object';
    default:
      return type.kind;
  }
}
