import type { Json, JsonObject } from '../../json.ts';
import { additionalOf, type JsonSchema, keepsUnknown } from './json-schema.ts';

/** Members of an object with metadata that no schema has to name. */
const OBJECT_MEMBERS = new Set(['apiVersion', 'kind', 'metadata']);

const isMap = (value: Json | undefined): value is JsonObject =>
  value !== null && value !== undefined && typeof value === 'object' && !Array.isArray(value);

/** An object without what its schema does not know. */
export interface Pruned {
  readonly value: Json;
  /** Paths of what went, in the order in which it stood. */
  readonly unknown: readonly string[];
}

/** Copies an object only when something in it changes. */
class Editor {
  private out: { [name: string]: Json | undefined } | undefined;

  constructor(private readonly source: JsonObject) {}

  set(name: string, value: Json): void {
    if (value === this.source[name]) return;
    this.out ??= { ...this.source };
    Object.defineProperty(this.out, name, { value, enumerable: true, writable: true, configurable: true });
  }

  remove(name: string): void {
    this.out ??= { ...this.source };
    delete this.out[name];
  }

  get value(): JsonObject {
    return (this.out as JsonObject | undefined) ?? this.source;
  }
}

/** The schema of a member: named, or that of all others. */
export function memberSchema(schema: JsonSchema, name: string): JsonSchema | undefined {
  const named = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
  return named ? schema.properties[name] : additionalOf(schema);
}

class Pruner {
  readonly unknown: string[] = [];

  prune(schema: JsonSchema, value: Json, path: string, isObject: boolean): Json {
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items === undefined) return value;
      let changed = false;
      const out = (value as readonly Json[]).map((item, at) => {
        const next = this.prune(items, item, `${path}[${at}]`, items['x-kubernetes-embedded-resource'] === true);
        changed ||= next !== item;
        return next;
      });
      return changed ? out : value;
    }
    if (!isMap(value)) return value;
    const editor = new Editor(value);
    for (const name of Object.keys(value)) {
      if (isObject && OBJECT_MEMBERS.has(name)) continue;
      const where = path === '' ? name : `${path}.${name}`;
      const member = memberSchema(schema, name);
      if (member === undefined) {
        if (keepsUnknown(schema)) continue;
        this.unknown.push(where);
        editor.remove(name);
        continue;
      }
      const child = value[name] ?? null;
      // A null where none may be is as if it were not there: the default takes its place.
      if (child === null && member.nullable !== true && schema.additionalProperties === undefined) editor.remove(name);
      else editor.set(name, this.prune(member, child, where, member['x-kubernetes-embedded-resource'] === true));
    }
    return editor.value;
  }
}

/** Leaves out what the schema of a custom resource does not name. Models: apiextensions/pkg/apiserver/schema/pruning.PruneWithOptions */
export function prune(schema: JsonSchema, object: JsonObject): Pruned {
  const pruner = new Pruner();
  const value = pruner.prune(schema, object, '', true);
  return { value, unknown: pruner.unknown };
}

/** Fills what is missing with the schema's defaults. Models: apiextensions/pkg/apiserver/schema/defaulting.Default */
export function withDefaults(schema: JsonSchema, value: Json): Json {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    let changed = false;
    const out = (value as readonly Json[]).map((item) => {
      const next = withDefaults(items, item);
      changed ||= next !== item;
      return next;
    });
    return changed ? out : value;
  }
  if (!isMap(value)) return value;
  const editor = new Editor(value);
  for (const [name, member] of Object.entries(schema.properties ?? {}))
    if (member?.default !== undefined && value[name] === undefined) editor.set(name, member.default);
  const filled = editor.value;
  const deeper = new Editor(filled);
  for (const name of Object.keys(filled)) {
    const member = memberSchema(schema, name);
    const child = filled[name];
    if (member !== undefined && child !== undefined) deeper.set(name, withDefaults(member, child));
  }
  return deeper.value;
}
