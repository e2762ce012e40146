import type { Json, JsonObject } from '../../json.ts';
import { sameJson } from '../write/same.ts';
import { isObject } from './merge-patch.ts';
import { own, put } from './put.ts';

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
      : isObject(at)
        ? own(at, part)
        : undefined;
    if (next === undefined) throw new JsonPatchError(`nothing at ${part}`);
    at = next;
  }
  return at;
}

type Container = Json[] | { [key: string]: Json | undefined };

/** Most characters that the `copy` operations of a patch may add up to. Models: apiserver/pkg/server.Config.JSONPatchMaxCopyBytes */
const MOST_COPIED = 3 * 1024 * 1024;
/** Most members that a patch may have copied, moved along or compared: what takes half a second is refused. */
const MOST_WORK = 500_000;
/** Items of a list that are moved along in the time in which one member is copied. */
const MOVED_AT_ONCE = 16;

/** A document while a patch is applied: containers are copied when they are first changed, and changed in place from then on. */
class Patched {
  private ours = new WeakSet<Container>();
  private work = 0;
  private copied = 0;

  constructor(private document: Json) {}

  apply({ op, path, from, value }: Operation): void {
    switch (op) {
      case 'add':
        this.add(path, value ?? null);
        break;
      case 'remove':
        this.remove(path);
        break;
      case 'replace':
        get(this.document, path);
        this.replace(path, value ?? null);
        break;
      case 'move': {
        const moved = get(this.document, from ?? pointer(undefined));
        this.remove(from ?? []);
        this.add(path, moved);
        break;
      }
      case 'copy': {
        const value = get(this.document, from ?? pointer(undefined));
        this.copied += JSON.stringify(value).length;
        if (this.copied > MOST_COPIED) throw new JsonPatchError('the copied values are too large');
        // What now stands in two places is no longer changed in place.
        this.ours = new WeakSet();
        this.add(path, value);
        break;
      }
      case 'test':
        this.test(path, value);
        break;
      default:
        throw new JsonPatchError(`unexpected operation ${op}`);
    }
  }

  result(): Json {
    return this.document;
  }

  private spend(members: number): void {
    this.work += members;
    if (this.work > MOST_WORK) throw new JsonPatchError('the patch takes too much work');
  }

  private owned(value: Json): Container | undefined {
    if (value === null || typeof value !== 'object') return undefined;
    const container = value as Container;
    if (this.ours.has(container)) return container;
    const copy: Container = Array.isArray(value) ? [...(value as readonly Json[])] : { ...(value as JsonObject) };
    this.spend(Array.isArray(copy) ? copy.length : Object.keys(copy).length);
    this.ours.add(copy);
    return copy;
  }

  /** The container that a path's last part is in, ours to change. */
  private holder(path: readonly string[]): Container {
    let holder = this.owned(this.document);
    if (holder === undefined) throw new JsonPatchError('the document holds nothing');
    this.document = holder as Json;
    for (const part of path.slice(0, -1)) {
      const key = Array.isArray(holder) ? itemIndex(holder, part, holder.length - 1) : part;
      const inner = this.owned((Array.isArray(holder) ? holder[Number(key)] : own(holder, part)) ?? null);
      if (inner === undefined) throw new JsonPatchError(`nothing at ${part}`);
      if (Array.isArray(holder)) holder[Number(key)] = inner as Json;
      else put(holder, part, inner as Json);
      holder = inner;
    }
    return holder;
  }

  private add(path: readonly string[], value: Json): void {
    if (path.length === 0) {
      this.document = value;
      return;
    }
    const part = path.at(-1) ?? '';
    const holder = this.holder(path);
    if (Array.isArray(holder)) {
      const at = part === '-' ? holder.length : itemIndex(holder, part, holder.length);
      this.spend((holder.length - at) / MOVED_AT_ONCE);
      holder.splice(at, 0, value);
    } else put(holder, part, value);
  }

  private remove(path: readonly string[]): void {
    const part = path.at(-1) ?? '';
    const holder = this.holder(path);
    if (Array.isArray(holder)) {
      const at = itemIndex(holder, part, holder.length - 1);
      this.spend((holder.length - at) / MOVED_AT_ONCE);
      holder.splice(at, 1);
      return;
    }
    if (!Object.hasOwn(holder, part)) throw new JsonPatchError(`nothing at ${part}`);
    delete holder[part];
  }

  private replace(path: readonly string[], value: Json): void {
    if (path.length === 0) {
      this.document = value;
      return;
    }
    const part = path.at(-1) ?? '';
    const holder = this.holder(path);
    if (Array.isArray(holder)) holder[itemIndex(holder, part, holder.length - 1)] = value;
    else put(holder, part, value);
  }

  private test(path: readonly string[], value: Json | undefined): void {
    const isNull = value === undefined || value === null;
    let found: Json | undefined;
    try {
      found = get(this.document, path);
    } catch (error) {
      if (!isNull || !(error instanceof JsonPatchError)) throw error;
    }
    if (!isNull && typeof value === 'object') this.weigh(found);
    if (!sameJson(found, value)) throw new JsonPatchError(`testing value ${path.join('/')} failed`);
  }

  private weigh(value: Json | undefined): void {
    this.spend(1);
    if (Array.isArray(value)) for (const item of value as readonly Json[]) this.weigh(item);
    else if (isObject(value)) for (const key of Object.keys(value)) this.weigh(value[key]);
  }
}

/** Applies a JSON patch. Throws `JsonPatchError` when it does not apply. Models: RFC 6902 as evanphx/json-patch reads it */
export function jsonPatch(document: Json, patch: readonly Json[]): Json {
  const patched = new Patched(document);
  for (const each of patch.map(operation)) patched.apply(each);
  return patched.result();
}
