import type { Json, JsonObject } from '../../../cluster/json.ts';
import { type WireField, type WireType, wireMessage, wireName } from './messages.ts';
import { WireReader } from './wire-reader.ts';

/** Bytes that are no Kubernetes object. The message is for the answer's text. */
export class ProtobufError extends Error {}

/** What stands before every object. Models: apimachinery/pkg/runtime/serializer/protobuf */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];
/** Messages inside messages: JSON schemas of custom resources are the deepest that exist. */
const DEEPEST = 100;
const NANOS_PER_MICRO = 1000;

type Members = { [name: string]: Json };

/** A decimal fraction as Go prints one: `1.5s`, `2m0s`. Models: time.Duration.String */
function durationText(nanos: number): string {
  const seconds = nanos / 1e9;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${Number((seconds % 60).toFixed(9))}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

function numberedFields(bytes: Uint8Array): Map<number, WireReader['value']> {
  const found = new Map<number, WireReader['value']>();
  const reader = new WireReader(bytes);
  while (reader.next()) found.set(reader.field, reader.value);
  return found;
}

const asText = (value: WireReader['value'] | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : '';
const asNumber = (value: WireReader['value'] | undefined): number => (typeof value === 'number' ? value : 0);

function timeText(bytes: Uint8Array, digits: 0 | 6): Json {
  const fields = numberedFields(bytes);
  const seconds = fields.get(1);
  if (seconds === undefined && !fields.has(2)) return null;
  const date = new Date(asNumber(seconds) * 1000);
  if (Number.isNaN(date.getTime())) throw new ProtobufError('a time is out of range');
  const base = date.toISOString().slice(0, 19);
  if (digits === 0) return `${base}Z`;
  return `${base}.${String(Math.floor(asNumber(fields.get(2)) / NANOS_PER_MICRO)).padStart(digits, '0')}Z`;
}

function jsonOf(bytes: Uint8Array | undefined): Json {
  const text = asText(bytes);
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ProtobufError(`a raw value is not JSON: ${text.slice(0, 40)}`);
  }
}

function scalar(letter: string, value: WireReader['value']): Json {
  if (value instanceof Uint8Array) {
    switch (letter) {
      case 's':
        return asText(value);
      case 'y':
        return Buffer.from(value).toString('base64');
      case 'q':
        return asText(numberedFields(value).get(1)) || '0';
      case 't':
        return timeText(value, 0);
      case 'u':
        return timeText(value, 6);
      case 'D':
        return durationText(asNumber(numberedFields(value).get(1)));
      case 'x': {
        const fields = numberedFields(value);
        return asNumber(fields.get(1)) === 1 ? asText(fields.get(3)) : asNumber(fields.get(2));
      }
      case 'r':
      case 'f':
        return jsonOf(numberedFields(value).get(1) as Uint8Array | undefined);
    }
  } else if (letter === 'b') return value !== 0;
  else if (letter === 'i' || letter === 'd') return value;
  throw new ProtobufError('a field has another wire type than its number says');
}

/** Where JSON has one of several forms and protobuf a field for each. Models: apiextensions/v1 marshal.go */
function oneOf(name: string, members: Members): Json | undefined {
  switch (name) {
    case 'apiextensions.v1.JSONSchemaPropsOrArray':
      return members['jSONSchemas'] ?? members['schema'] ?? {};
    case 'apiextensions.v1.JSONSchemaPropsOrBool':
      return members['schema'] ?? members['allows'] ?? false;
    case 'apiextensions.v1.JSONSchemaPropsOrStringArray':
      return members['property'] ?? members['schema'] ?? {};
    default:
      return undefined;
  }
}

function single(type: WireType, value: WireReader['value'], depth: number): Json {
  if (type.kind === 'scalar') return scalar(type.letter, value);
  if (!(value instanceof Uint8Array)) throw new ProtobufError('a field has another wire type than its number says');
  if (type.kind === 'message') {
    const members = message(type.name, value, depth + 1);
    return oneOf(type.name, members) ?? members;
  }
  if (type.kind === 'wrapped') {
    const items: Json[] = [];
    const reader = new WireReader(value);
    while (reader.next()) if (reader.field === 1) items.push(single(type.items, reader.value, depth + 1));
    return items;
  }
  throw new ProtobufError('a list in a list has no form');
}

/** Adds a value to a list; numbers may come packed. */
function append(list: Json[], items: WireType, value: WireReader['value'], depth: number): void {
  const packed = items.kind === 'scalar' && items.letter === 'i' && value instanceof Uint8Array;
  if (packed) list.push(...WireReader.varints(value));
  else list.push(single(items, value, depth));
}

function entry(members: Members, values: WireType, value: WireReader['value'], depth: number): void {
  if (!(value instanceof Uint8Array)) throw new ProtobufError('a map entry is no message');
  const fields = numberedFields(value);
  const empty = values.kind === 'scalar' && values.letter === 'i' ? 0 : new Uint8Array();
  members[asText(fields.get(1))] = single(values, fields.get(2) ?? empty, depth);
}

function isZero(field: WireField, value: Json): boolean {
  if (value === null) return true;
  return field.keep === 'unless-zero' && (value === '' || value === 0 || value === false);
}

function put(members: Members, field: WireField, value: WireReader['value'], depth: number): void {
  const { name, type } = field;
  if (name === undefined) Object.assign(members, single(type, value, depth));
  else if (type.kind === 'list') {
    if (!Array.isArray(members[name])) members[name] = [];
    append(members[name] as Json[], type.items, value, depth);
  } else if (type.kind === 'map') {
    members[name] ??= Object.create(null) as Members;
    entry(members[name] as Members, type.values, value, depth);
  } else {
    const json = single(type, value, depth);
    if (!isZero(field, json)) members[name] = json;
  }
}

/** Names that an object of the engine never has from outside. */
function withoutPrototype(members: Members): JsonObject {
  return JSON.parse(JSON.stringify(members)) as JsonObject;
}

function message(name: string, bytes: Uint8Array, depth: number): Members {
  if (depth > DEEPEST) throw new ProtobufError('messages are nested too deeply');
  const fields = wireMessage(name);
  if (fields === undefined) throw new ProtobufError(`${name} is no known message`);
  const members = Object.create(null) as Members;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    const field = fields.get(reader.field);
    if (field !== undefined) put(members, field, reader.value, depth);
  }
  return members;
}

/**
 * Reads an object that a typed client sent as `application/vnd.kubernetes.protobuf` into the JSON that the same object has. Fields that
 * the numbers do not name are left out, as Kubernetes leaves them out. Throws `ProtobufError`.
 * Models: apimachinery/pkg/runtime/serializer/protobuf.Serializer.Decode
 */
export function decodeProtobuf(bytes: Uint8Array): JsonObject {
  if (!MAGIC.every((byte, at) => bytes[at] === byte))
    throw new ProtobufError('provided data does not appear to be a protobuf message');
  const unknown = numberedFields(bytes.subarray(MAGIC.length));
  const type = unknown.get(1);
  const named = type instanceof Uint8Array ? numberedFields(type) : new Map<number, WireReader['value']>();
  const [apiVersion, kind] = [asText(named.get(1)), asText(named.get(2))];
  const name = wireName(apiVersion, kind);
  if (name === undefined) throw new ProtobufError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  const raw = unknown.get(2);
  return withoutPrototype({
    apiVersion,
    kind,
    ...message(name, raw instanceof Uint8Array ? raw : new Uint8Array(), 0),
  });
}
