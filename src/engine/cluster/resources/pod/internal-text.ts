import type { Json, JsonObject } from '../../json.ts';
import { INTERNAL_FIELDS } from './internal-fields.ts';
import type { PodSpec, PodTemplate } from './types.ts';

interface InternalField {
  readonly goName: string;
  readonly jsonName: string;
  /** As in `INTERNAL_FIELDS`: '' text, n, b, q, v, p, l, s. */
  readonly kind: string;
  readonly type: string | undefined;
}

let types: Map<string, readonly InternalField[]> | undefined;

function lowerFirst(name: string): string {
  return name === 'IP' ? 'ip' : name.charAt(0).toLowerCase() + name.slice(1);
}

function internalTypes(): Map<string, readonly InternalField[]> {
  if (types) return types;
  types = new Map();
  for (const line of INTERNAL_FIELDS.trim().split('\n')) {
    const colon = line.indexOf(': ');
    const fields = line
      .slice(colon + 2)
      .split(' ')
      .map((text): InternalField => {
        const [names = '', kind = '', type] = text.split(':');
        const [goName = '', jsonName] = names.split('=');
        return { goName, jsonName: jsonName ?? lowerFirst(goName), kind, type };
      });
    types.set(line.slice(0, colon), fields);
  }
  return types;
}

function unset(field: InternalField): Json {
  switch (field.kind) {
    case '':
      return '';
    case 'n':
      return 0;
    case 'b':
      return false;
    case 'q':
      return '0';
    case 's':
      return toInternal({}, field.type ?? '');
    default:
      return null;
  }
}

/** Go prints maps by sorted key. */
function sortedMap(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const map = value as JsonObject;
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, map[key]]),
  );
}

function fieldValue(field: InternalField, value: Json | undefined): Json {
  if (value === undefined || value === null) return unset(field);
  if (field.type === undefined) return sortedMap(value);
  if (field.kind === 'l')
    return (value as readonly Json[]).map((each) => toInternal(each as JsonObject, field.type ?? ''));
  return toInternal(value as JsonObject, field.type);
}

/** One value as the internal Go type of that name holds it: every field present, in Go's order. */
function toInternal(value: JsonObject, type: string): JsonObject {
  const out: { [key: string]: Json } = {};
  for (const field of internalTypes().get(type) ?? []) out[field.goName] = fieldValue(field, value[field.jsonName]);
  return out;
}

/** The host's namespaces live in the security context there. */
const MOVED = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'] as const;

/** A pod spec as the API server prints it in errors. */
export function internalPodSpec(spec: PodSpec): JsonObject {
  const source = spec as unknown as JsonObject;
  const security: { [key: string]: Json | undefined } = { ...(source['securityContext'] as JsonObject | undefined) };
  for (const name of MOVED) security[name] = source[name];
  return toInternal({ ...source, securityContext: security }, 'PodSpec');
}

/** A pod template as the API server prints it in errors: metadata in its public form, the spec in the internal one. */
export function internalTemplate(template: PodTemplate): JsonObject {
  const metadata = Object.fromEntries(
    Object.entries((template.metadata ?? {}) as unknown as JsonObject).map(([name, value]) => [
      name,
      sortedMap(value ?? null),
    ]),
  );
  return { ...metadata, Spec: internalPodSpec(template.spec ?? {}) };
}

/** JSON with an indent of one blank, by lines, maps sorted as Go sorts them. */
export function jsonLines(value: Json): readonly string[] {
  return JSON.stringify(value, undefined, 1).split('\n');
}
