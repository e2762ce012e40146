import { MESSAGES_TEXT } from './messages.generated.ts';

/*
 * The compact form that scripts/protobuf.mjs writes, a line a message: `package.Name;number name[mark]:type,…`.
 *
 * name   none where the fields of the message inside stand in the outer object (an embedded Go struct)
 * mark   `*` a pointer: there when sent, whatever its value; `!` always there; none: left out when it is Go's zero value
 * type   s string, y bytes, b boolean, i integer, d double, q Quantity, t Time, u MicroTime, D Duration, x IntOrString,
 *        r RawExtension, f free JSON, [T] list, {T} map with string keys, w[T] a list in a message of its own, otherwise a message;
 *        `.Name` is in the package of the line
 */

/** What a field holds. */
export type WireType =
  | { readonly kind: 'scalar'; readonly letter: string }
  | { readonly kind: 'message'; readonly name: string }
  | { readonly kind: 'list'; readonly items: WireType }
  | { readonly kind: 'map'; readonly values: WireType }
  | { readonly kind: 'wrapped'; readonly items: WireType };

/** One field of a message. */
export interface WireField {
  /** Its name in JSON; undefined where the fields inside belong to the outer object. */
  readonly name: string | undefined;
  readonly keep: 'pointer' | 'always' | 'unless-zero';
  readonly type: WireType;
}

/** The fields of a message by their numbers. */
export type WireMessage = ReadonlyMap<number, WireField>;

function parseType(text: string, home: string): WireType {
  const inside = (): WireType => parseType(text.slice(1, -1), home);
  if (text.startsWith('[')) return { kind: 'list', items: inside() };
  if (text.startsWith('{')) return { kind: 'map', values: inside() };
  if (text.startsWith('w[')) return { kind: 'wrapped', items: parseType(text.slice(2, -1), home) };
  if (text.length === 1) return { kind: 'scalar', letter: text };
  return { kind: 'message', name: text.startsWith('.') ? home + text : text };
}

const FIELD = /^(\d+)(?: ([^:]*?))?([*!]?):(.*)$/;

function parseMessage(line: string): WireMessage {
  const [name = '', fields = ''] = line.split(';');
  const home = name.slice(0, name.lastIndexOf('.'));
  const found = new Map<number, WireField>();
  for (const text of fields.split(',')) {
    const [, number, field, mark, type = 's'] = FIELD.exec(text) ?? [];
    if (number === undefined) continue;
    const keep = mark === '*' ? 'pointer' : mark === '!' ? 'always' : 'unless-zero';
    found.set(Number(number), { name: field, keep, type: parseType(type, home) });
  }
  return found;
}

let lines: Map<string, string> | undefined;
const parsed = new Map<string, WireMessage>();

/** The message of that short name (`core.v1.Pod`), or undefined. Parsed when first asked for. */
export function wireMessage(name: string): WireMessage | undefined {
  lines ??= new Map(MESSAGES_TEXT.split('\n').map((line) => [line.slice(0, line.indexOf(';')), line]));
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const line = lines.get(name);
  if (line === undefined) return undefined;
  const message = parseMessage(line);
  parsed.set(name, message);
  return message;
}

/** The short name of an object's type, as it says itself; kinds that belong to every group (DeleteOptions, …) are meta's. */
export function wireName(apiVersion: string, kind: string): string | undefined {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const own = `${group.split('.')[0] ?? ''}.${version}.${kind}`;
  if (wireMessage(own) !== undefined) return own;
  return wireMessage(`meta.${kind}`) === undefined ? undefined : `meta.${kind}`;
}
