import type { Json, JsonObject } from '../../json.ts';
import { sameJson } from '../write/same.ts';
import { isObject } from './merge-patch.ts';

/** A JSON patch that does not apply to the object. */
export class JsonPatchError extends Error {}

/** One operation of RFC 6902. */
interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: Json | undefined;
}

function pointer(text: Json | undefined): readonly string[] {
  if (typeof text !== 'string') throw new JsonPatchError('path is missing');
  if (text === '') return [];
  if (!text.startsWith('/')) throw new JsonPatchError(`path ${text} does not start with a slash`);
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function operation(value: Json): Operation {
  if (!isObject(value)) throw new JsonPatchError('an operation is not an object');
  const { op } = value;
  return {
    op: typeof op === 'string' ? op : '',
    path: pointer(value['path']),
    from: value['from'] === undefined ? undefined : pointer(value['from']),
    value: Object.hasOwn(value, 'value') ? value['value'] : undefined,
  };
}

function itemIndex(list: readonly Json[], part: string, end: number): number {
  // Negative numbers count from the end, as evanphx/json-patch allows.
  if (!/^-?\d+$/.test(part)) throw new JsonPatchError(`${part} is no index`);
  const at = Number(part) < 0 ? list.length + Number(part) : Number(part);
  if (at < 0 || at > end) throw new JsonPatchError(`index ${part} is out of bounds`);
  return at;
}

function get(document: Json, path: readonly string[]): Json {
  let at: Json = document;
  for (const part of path) {
    const next: Json | undefined = Array.isArray(at)
      ? (at as readonly Json[])[itemIndex(at, part, at.length - 1)]
      : isObject(at) && Object.hasOwn(at, part)
        ? at[part]
        : undefined;
    if (next === undefined) throw new JsonPatchError(`nothing at ${part}`);
    at = next;
  }
  return at;
}

/** A copy of the document along the path, with what `change` makes of the container and last part there. */
function change(document: Json, path: readonly string[], edit: (container: Json, part: string) => Json): Json {
  const [part = '', ...rest] = path;
  if (rest.length === 0) return edit(document, part);
  if (Array.isArray(document)) {
    const list = document as readonly Json[];
    const at = itemIndex(list, part, list.length - 1);
    return list.with(at, change(list[at] ?? null, rest, edit));
  }
  if (!isObject(document) || !Object.hasOwn(document, part)) throw new JsonPatchError(`nothing at ${part}`);
  return { ...document, [part]: change(document[part] ?? null, rest, edit) };
}

function add(document: Json, path: readonly string[], value: Json): Json {
  if (path.length === 0) return value;
  return change(document, path, (container, part) => {
    if (Array.isArray(container)) {
      const list = container as readonly Json[];
      const at = part === '-' ? list.length : itemIndex(list, part, list.length);
      return list.toSpliced(at, 0, value);
    }
    if (!isObject(container)) throw new JsonPatchError(`nothing holds ${part}`);
    return { ...container, [part]: value };
  });
}

function remove(document: Json, path: readonly string[]): Json {
  return change(document, path, (container, part) => {
    if (Array.isArray(container)) {
      const list = container as readonly Json[];
      return list.toSpliced(itemIndex(list, part, list.length - 1), 1);
    }
    if (!isObject(container) || !Object.hasOwn(container, part)) throw new JsonPatchError(`nothing at ${part}`);
    const { [part]: _, ...rest } = container;
    return rest as JsonObject;
  });
}

function replace(document: Json, path: readonly string[], value: Json): Json {
  get(document, path);
  if (path.length === 0) return value;
  return change(document, path, (container, part) => {
    if (Array.isArray(container))
      return (container as readonly Json[]).with(itemIndex(container, part, container.length - 1), value);
    return { ...(container as JsonObject), [part]: value };
  });
}

function apply(document: Json, { op, path, from, value }: Operation): Json {
  switch (op) {
    case 'add':
      return add(document, path, value ?? null);
    case 'remove':
      return remove(document, path);
    case 'replace':
      return replace(document, path, value ?? null);
    case 'move':
      return add(remove(document, from ?? pointer(undefined)), path, get(document, from ?? []));
    case 'copy':
      return add(document, path, get(document, from ?? pointer(undefined)));
    case 'test': {
      const isNull = value === undefined || value === null;
      let found: Json | undefined;
      try {
        found = get(document, path);
      } catch (error) {
        if (!isNull || !(error instanceof JsonPatchError)) throw error;
      }
      if (!sameJson(found, value)) throw new JsonPatchError(`testing value ${path.join('/')} failed`);
      return document;
    }
    default:
      throw new JsonPatchError(`unexpected operation ${op}`);
  }
}

/** Applies a JSON patch. Throws `JsonPatchError` when it does not apply. Models: RFC 6902 as evanphx/json-patch reads it */
export function jsonPatch(document: Json, patch: readonly Json[]): Json {
  return patch.map(operation).reduce(apply, document);
}
