import type { Json, JsonObject } from '../../json.ts';
import { canonicalQuantity, quantityError } from '../../resources/quantity.ts';
import { isTypeSchema, resolveType, schemaOf } from '../../schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../schema/types.ts';
import { parseTime } from '../../timestamp.ts';
import { goFieldType, goType, goValue } from './go-types.ts';

/** A value of the wrong type; the message is the one that the API server's decoder gives. */
export class TypeMismatchError extends Error {
  constructor(
    message: string,
    /** The value found and the Go type wanted, where the value could not be taken at all. */
    readonly mismatch?: { readonly found: Json; readonly wanted: string },
  ) {
    super(message);
  }
}

/** What decoding an object by its schema gave. */
export interface Decoded {
  /** The object with null and unknown fields left out and quantities in canonical form; the same object when nothing had to go. */
  readonly value: JsonObject;
  /** Paths of fields that the kind does not have, in the order they stand in the document. */
  readonly unknown: readonly string[];
}

/** Where the decoder is: for `unknown field "…"`, and for Go's way to name a field in a type error. */
interface Place {
  readonly path: string;
  readonly goPath: string;
  readonly struct: string;
  readonly type: string;
}

class Decoder {
  readonly unknown: string[] = [];

  object(schema: TypeSchema, value: Json, place: Place): Json {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw mismatch(value, place);
    const source = value as JsonObject;
    let out: { [key: string]: Json } | undefined;
    const start = (): { [key: string]: Json } => {
      out ??= { ...source } as { [key: string]: Json };
      return out;
    };
    for (const name of Object.keys(source)) {
      const member = source[name];
      const path = place.path === '' ? name : `${place.path}.${name}`;
      const field = schema.fields.get(name);
      if (field === undefined) {
        this.unknown.push(path);
        delete start()[name];
        continue;
      }
      if (member === null || member === undefined || isOmitted(field, member)) {
        delete start()[name];
        continue;
      }
      const goPath = place.goPath === '' ? name : `${place.goPath}.${name}`;
      const decoded = this.value(field.type, member, {
        path,
        goPath,
        struct: schema.shortName,
        type: goFieldType(schema, field),
      });
      if (decoded !== member) start()[name] = decoded;
    }
    return out ?? source;
  }

  value(type: ValueType, value: Json, place: Place): Json {
    const resolved = resolveType(type);
    if (isTypeSchema(resolved)) return this.object(resolved, value ?? {}, place);
    switch (resolved.kind) {
      case 'array':
        return this.array(resolved.items, value, place);
      case 'map':
        return this.map(resolved.values, value, place);
      case 'object':
        if (value === null || typeof value !== 'object' || Array.isArray(value)) throw mismatch(value, place);
        return value;
      case 'any':
        return value;
      default:
        return scalar(resolved, value, place);
    }
  }

  private array(items: ValueType, value: Json, place: Place): Json {
    if (!Array.isArray(value)) throw mismatch(value, place);
    const list = value as readonly Json[];
    let out: Json[] | undefined;
    list.forEach((item, at) => {
      const inner = { ...place, path: `${place.path}[${at}]`, type: goType(items) };
      const decoded = item === null ? zero(items) : this.value(items, item, inner);
      if (decoded === item) return;
      out ??= [...list];
      out[at] = decoded;
    });
    return out ?? value;
  }

  private map(values: ValueType, value: Json, place: Place): Json {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw mismatch(value, place);
    const source = value as JsonObject;
    let out: { [key: string]: Json } | undefined;
    for (const name of Object.keys(source)) {
      const member = source[name] ?? null;
      const inner = { ...place, path: `${place.path}.${name}`, type: goType(values) };
      const decoded = member === null ? zero(values) : this.value(values, member, inner);
      if (decoded === member) continue;
      out ??= { ...source } as { [key: string]: Json };
      out[name] = decoded;
    }
    return out ?? value;
  }
}

/** An empty list or map is nothing to a Go field marked `omitempty`, as every optional one is. */
function isOmitted(field: FieldSchema, value: Json): boolean {
  if (field.required || typeof value !== 'object' || value === null) return false;
  if (field.type.kind === 'array') return Array.isArray(value) && value.length === 0;
  return field.type.kind === 'map' && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Go's zero value, which `null` in a list or map becomes. */
function zero(type: ValueType): Json {
  const resolved = resolveType(type);
  if (isTypeSchema(resolved)) return {};
  switch (resolved.kind) {
    case 'string':
      return '';
    case 'integer':
    case 'number':
    case 'int-or-string':
      return 0;
    case 'quantity':
      return '0';
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function mismatch(value: Json, place: Place, detail = ''): TypeMismatchError {
  const where =
    place.struct === ''
      ? `value of type ${place.type}`
      : `struct field ${place.struct}.${place.goPath} of type ${place.type}`;
  return new TypeMismatchError(`json: cannot unmarshal ${goValue(value)}${detail} into Go ${where}`, {
    found: value,
    wanted: place.type,
  });
}

const INT_BOUNDS = { int32: 2 ** 31, int64: 2 ** 63 } as const;
const BASE64 = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/;

function base64Problem(text: string): string | undefined {
  const bare = text.replace(/[\r\n]/g, '');
  if (BASE64.test(text) && bare.length % 4 === 0) return undefined;
  const bad = bare.search(/[^A-Za-z0-9+/]/);
  const at = bad < 0 ? bare.length - (bare.length % 4) : bad;
  return `illegal base64 data at input byte ${at}`;
}

function scalar(
  type: Exclude<ValueType, { kind: 'ref' | 'array' | 'map' | 'object' | 'any' }>,
  value: Json,
  place: Place,
): Json {
  switch (type.kind) {
    case 'string': {
      if (typeof value !== 'string') throw mismatch(value, place);
      if (type.format === 'byte') {
        const problem = base64Problem(value);
        if (problem !== undefined) throw new TypeMismatchError(problem);
      }
      if (type.format === 'date-time' && parseTime(value) === undefined)
        throw new TypeMismatchError(
          `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`,
        );
      return value;
    }
    case 'integer':
      if (typeof value !== 'number') throw mismatch(value, place);
      if (!Number.isInteger(value) || Math.abs(value) > INT_BOUNDS[type.format])
        throw mismatch(value, place, ` ${value}`);
      return value;
    case 'number':
      if (typeof value !== 'number') throw mismatch(value, place);
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(value, place);
      return value;
    case 'int-or-string':
      if (typeof value === 'string') return value;
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      throw new TypeMismatchError(
        `json: cannot unmarshal ${goValue(value)}${typeof value === 'number' ? ` ${value}` : ''} into Go value of type int32`,
      );
    case 'quantity': {
      const text = typeof value === 'number' ? String(value) : value;
      const problem =
        typeof text === 'string'
          ? quantityError(text)
          : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
      if (typeof text !== 'string' || problem !== undefined) throw new TypeMismatchError(problem ?? '');
      return canonicalQuantity(text);
    }
  }
}

/** Decodes an object of a kind. Throws `TypeMismatchError`. A kind without a schema is taken as it is. */
export function decodeTyped(schemaName: string, value: Json): Decoded {
  const schema = schemaOf(schemaName);
  if (schema === undefined) return { value: value as JsonObject, unknown: [] };
  const decoder = new Decoder();
  const decoded = decoder.object(schema, value, {
    path: '',
    goPath: '',
    struct: '',
    type: goType({ kind: 'ref', name: schemaName }),
  });
  return { value: decoded as JsonObject, unknown: decoder.unknown };
}
