import type { Json, JsonObject } from '../../../../cluster/json.ts';

/** How a field is written: a scalar, a list of them, `any` (its JSON as YAML), or a message by name; `*` repeats, `map` names each. */
type Kind =
  | 'string'
  | 'strings'
  | 'bool'
  | 'integer'
  | 'double'
  | 'any'
  | 'anys'
  | { readonly message: string; readonly as?: 'map' | 'list' };

interface Message {
  readonly fields: { readonly [word: string]: readonly [number: number, kind: Kind] };
  /** The field that holds words beginning with `x-`. */
  readonly extension?: number;
}

const schema = { message: 'schema' } as const;

/** Field numbers. Models: gnostic's openapi.v2 */
const MESSAGES: { readonly [name: string]: Message } = {
  document: {
    fields: {
      swagger: [1, 'string'],
      info: [2, { message: 'info' }],
      paths: [8, { message: 'paths' }],
      definitions: [9, { message: 'schemas' }],
    },
    extension: 16,
  },
  info: { fields: { title: [1, 'string'], version: [2, 'string'] }, extension: 7 },
  schemas: { fields: { '*': [1, { message: 'schema', as: 'map' }] } },
  paths: { fields: { '*': [2, { message: 'path', as: 'map' }] } },
  path: {
    fields: Object.fromEntries(
      ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map((method, at) => [
        method,
        [at + 2, { message: 'operation' }] as const,
      ]),
    ),
  },
  operation: {
    fields: {
      description: [3, 'string'],
      operationId: [5, 'string'],
      produces: [6, 'strings'],
      consumes: [7, 'strings'],
      parameters: [8, { message: 'parametersItem', as: 'list' }],
      schemes: [10, 'strings'],
    },
    extension: 13,
  },
  query: {
    fields: {
      required: [1, 'bool'],
      in: [2, 'string'],
      description: [3, 'string'],
      name: [4, 'string'],
      type: [6, 'string'],
      uniqueItems: [20, 'bool'],
    },
  },
  schema: {
    fields: {
      $ref: [1, 'string'],
      format: [2, 'string'],
      title: [3, 'string'],
      description: [4, 'string'],
      default: [5, 'any'],
      multipleOf: [6, 'double'],
      maximum: [7, 'double'],
      exclusiveMaximum: [8, 'bool'],
      minimum: [9, 'double'],
      exclusiveMinimum: [10, 'bool'],
      maxLength: [11, 'integer'],
      minLength: [12, 'integer'],
      pattern: [13, 'string'],
      maxItems: [14, 'integer'],
      minItems: [15, 'integer'],
      uniqueItems: [16, 'bool'],
      maxProperties: [17, 'integer'],
      minProperties: [18, 'integer'],
      required: [19, 'strings'],
      enum: [20, 'anys'],
      additionalProperties: [21, { message: 'additional' }],
      type: [22, { message: 'type' }],
      items: [23, { message: 'items' }],
      allOf: [24, { message: 'schema', as: 'list' }],
      properties: [25, { message: 'schemas' }],
    },
    extension: 31,
  },
};

const text = new TextEncoder();

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) | 0x80);
    left = Math.floor(left / 0x80);
  }
  bytes.push(left);
  return Buffer.from(bytes);
}

function chunk(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

const chars = (number: number, value: string): Buffer => chunk(number, text.encode(value));

/** A value as its YAML text, of which JSON is a part. */
const any = (value: Json | undefined): Buffer => chars(2, JSON.stringify(value ?? null));

function field(number: number, kind: Kind, value: Json | undefined): Buffer[] {
  if (value === undefined) return [];
  if (kind === 'string') return typeof value === 'string' ? [chars(number, value)] : [];
  if (kind === 'strings')
    return Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [chars(number, each)] : [])) : [];
  if (kind === 'bool') return value === true ? [varint(number * 8), varint(1)] : [];
  if (kind === 'integer')
    return typeof value === 'number' && value >= 0 ? [varint(number * 8), varint(Math.floor(value))] : [];
  if (kind === 'double') {
    if (typeof value !== 'number') return [];
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return [varint(number * 8 + 1), bytes];
  }
  if (kind === 'any') return [chunk(number, any(value))];
  if (kind === 'anys') return Array.isArray(value) ? value.map((each: Json) => chunk(number, any(each))) : [];
  if (kind.as === 'list')
    return Array.isArray(value) ? value.map((each: Json) => chunk(number, message(kind.message, each))) : [];
  return [chunk(number, message(kind.message, value))];
}

function message(name: string, value: Json | undefined): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  switch (name) {
    case 'additional':
      return typeof value === 'boolean'
        ? Buffer.concat([varint(2 * 8), varint(value ? 1 : 0)])
        : chunk(1, message('schema', value));
    case 'type':
      return Buffer.concat((Array.isArray(value) ? value : [value]).map((each) => chars(1, String(each))));
    case 'items':
      return Buffer.concat(
        (Array.isArray(value) ? value : [value]).map((each: Json) => chunk(1, message(schema.message, each))),
      );
    // ParametersItem, Parameter and NonBodyParameter are each a choice of one.
    case 'parametersItem':
      return chunk(1, chunk(2, chunk(3, message('query', value))));
  }
  const known = MESSAGES[name];
  if (known === undefined || typeof value !== 'object' || value === null || Array.isArray(value))
    return Buffer.alloc(0);
  const pieces: Buffer[] = [];
  const each = known.fields['*'];
  for (const [word, own] of Object.entries(value as JsonObject)) {
    if (each !== undefined) {
      const [number, kind] = each;
      if (typeof kind === 'object')
        pieces.push(chunk(number, Buffer.concat([chars(1, word), chunk(2, message(kind.message, own))])));
    } else if (known.extension !== undefined && word.startsWith('x-'))
      pieces.push(chunk(known.extension, Buffer.concat([chars(1, word), chunk(2, any(own))])));
    else if (Object.hasOwn(known.fields, word)) {
      const [number, kind] = known.fields[word] ?? [0, 'string'];
      pieces.push(...field(number, kind, own));
    }
  }
  return Buffer.concat(pieces);
}

/** An OpenAPI document of version 2 in the form that client-go asks for. Models: gnostic's openapi.v2.Document */
export function encodeSwagger(document: JsonObject): Buffer {
  return message('document', document);
}
