import { parseDuration } from '../../../cel/functions.ts';
import { JsonView, Timestamp, type Value } from '../../../cel/values.ts';
import type { Json, JsonObject } from '../../../json.ts';
import { parseTime } from '../../../timestamp.ts';
import { additionalOf, type JsonSchema } from '../json-schema.ts';
import { namedMembers, seenSchema } from './types.ts';

/** An object as its schema lets expressions see it: by escaped names, and no further. Models: cel.UnstructuredToVal */
class SchemaView extends JsonView {
  private readonly members: ReadonlyMap<string, readonly [name: string, schema: JsonSchema]>;

  constructor(object: JsonObject, schema: JsonSchema) {
    super(object);
    this.members = namedMembers(schema);
  }

  override has(name: string): boolean {
    const member = this.members.get(name);
    if (member === undefined) return false;
    const value = Object.hasOwn(this.object, member[0]) ? this.object[member[0]] : undefined;
    return value !== undefined && (value !== null || member[1].nullable === true);
  }

  override get(name: string): Value | undefined {
    const member = this.members.get(name);
    if (member === undefined || !this.has(name)) return undefined;
    return ruleValue(this.object[member[0]] ?? null, member[1], false);
  }

  override keys(): readonly string[] {
    return [...this.members.keys()].filter((name) => this.has(name));
  }
}

/** A map: every key is a text, every value has one schema. */
class MapView extends JsonView {
  constructor(
    object: JsonObject,
    private readonly schema: JsonSchema,
  ) {
    super(object);
  }

  override get(name: string): Value | undefined {
    return this.has(name) ? ruleValue(this.object[name] ?? null, this.schema, false) : undefined;
  }
}

function textValue(text: string, format: string | undefined): Value {
  if (format === 'duration') return parseDuration(text) ?? text;
  if (format !== 'date' && format !== 'date-time') return text;
  const ms = parseTime(format === 'date' ? `${text}T00:00:00Z` : text);
  return ms === undefined ? text : new Timestamp(ms);
}

/** A value of a custom resource as an expression about it sees it. */
export function ruleValue(value: Json, given: JsonSchema, isRoot: boolean): Value {
  const schema = seenSchema(given, isRoot);
  if (value === null) return null;
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return (value as readonly Json[]).map((item) => ruleValue(item, items, false));
  }
  if (typeof value === 'object') {
    const additional = additionalOf(schema);
    return additional === undefined
      ? new SchemaView(value as JsonObject, schema)
      : new MapView(value as JsonObject, additional);
  }
  if (typeof value === 'number') return schema.type === 'number' || !Number.isInteger(value) ? value : BigInt(value);
  return typeof value === 'string' ? textValue(value, schema.format) : value;
}
