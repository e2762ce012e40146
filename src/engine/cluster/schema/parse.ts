import type { Json } from '../json.ts';
import type { FieldSchema, TypeSchema, ValueType } from './types.ts';

/*
 * The compact form that scripts/schema.mjs writes, a line a type: `name;options;field,field,…`.
 *
 * field     name[!]:type[ option]…           `!` = required
 * type      s string, y bytes, t date-time, i int32, l int64, d double, b boolean, x int-or-string, q quantity, o free object,
 *           a anything, [T] list, {T} map, otherwise the name of a type; `.Name` is in the package of the line
 * option    d=JSON default, e=A|B enum, t=list type, k=list map keys, m=patch merge key, p=patch strategy, g=map type
 * of types  v=group/version/kind, g=map type, s=scalar type, u=discriminator:field:Value|field:Value
 * names     `~` apimachinery meta v1, `~~` the rest of apimachinery, `^` apiextensions, `%` the aggregator, otherwise io.k8s.api.
 */

const LETTERS: { readonly [letter: string]: ValueType } = {
  s: { kind: 'string' },
  y: { kind: 'string', format: 'byte' },
  t: { kind: 'string', format: 'date-time' },
  i: { kind: 'integer', format: 'int32' },
  l: { kind: 'integer', format: 'int64' },
  d: { kind: 'number' },
  b: { kind: 'boolean' },
  x: { kind: 'int-or-string' },
  q: { kind: 'quantity' },
  o: { kind: 'object' },
  a: { kind: 'any' },
};

/** The OpenAPI name of a shortened one. */
export function longName(name: string): string {
  if (name.startsWith('~~')) return `io.k8s.apimachinery.pkg.${name.slice(2)}`;
  if (name.startsWith('~')) return `io.k8s.apimachinery.pkg.apis.meta.v1.${name.slice(1)}`;
  if (name.startsWith('^')) return `io.k8s.apiextensions-apiserver.pkg.apis.${name.slice(1)}`;
  if (name.startsWith('%')) return `io.k8s.kube-aggregator.pkg.apis.${name.slice(1)}`;
  return `io.k8s.api.${name}`;
}

function parseType(text: string, home: string, choices: readonly string[] | undefined): ValueType {
  const letter = LETTERS[text];
  if (letter !== undefined)
    return letter.kind === 'string' && choices !== undefined ? { ...letter, enum: choices } : letter;
  const inner = text.slice(1, -1);
  if (text.startsWith('[')) return { kind: 'array', items: parseType(inner, home, choices) };
  if (text.startsWith('{')) return { kind: 'map', values: parseType(inner, home, choices) };
  return { kind: 'ref', name: text.startsWith('.') ? home + text.slice(1) : longName(text) };
}

function parseOptions(words: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (const word of words) if (word !== '') options.set(word.charAt(0), word.slice(2).replaceAll('%20', ' '));
  return options;
}

const split = (text: string | undefined): readonly string[] => (text === undefined ? [] : text.split('|'));

function parseField(text: string, home: string): FieldSchema {
  const colon = text.indexOf(':');
  const required = text.charAt(colon - 1) === '!';
  const [type = 's', ...words] = text.slice(colon + 1).split(' ');
  const options = parseOptions(words);
  const keys = options.get('k');
  const choices = options.get('e');
  const preset = options.get('d');
  return {
    name: text.slice(0, required ? colon - 1 : colon),
    type: parseType(type, home, choices === undefined ? undefined : split(choices)),
    required,
    default: preset === undefined ? undefined : (JSON.parse(preset) as Json),
    listType: keys === undefined ? (options.get('t') as 'atomic' | 'set' | undefined) : 'map',
    listMapKeys: split(keys),
    mapType: options.get('g') as 'atomic' | 'granular' | undefined,
    patchStrategy: split(options.get('p')),
    patchMergeKey: options.get('m'),
  };
}

function parseUnion(text: string | undefined): TypeSchema['union'] {
  if (text === undefined) return undefined;
  const colon = text.indexOf(':');
  const pairs = split(text.slice(colon + 1)).map((pair) => pair.split(':') as [string, string]);
  return { discriminator: text.slice(0, colon), fields: Object.fromEntries(pairs) };
}

/** Reads one line of the compact form. */
export function parseSchemaLine(line: string): TypeSchema {
  const [shortened = '', optionText = '', ...rest] = line.split(';');
  const fieldText = rest.join(';');
  const name = longName(shortened);
  const home = name.slice(0, name.lastIndexOf('.') + 1);
  const options = parseOptions(optionText.split(' '));
  const scalar = options.get('s');
  const [group, version, kind] = (options.get('v') ?? '').split('/');
  const fields = fieldText === '' ? [] : fieldText.split(/,(?=[^,:]+:)/).map((text) => parseField(text, home));
  return {
    name,
    shortName: name.slice(home.length),
    fields: new Map(fields.map((field) => [field.name, field])),
    scalar: scalar === undefined ? undefined : parseType(scalar, home, undefined),
    mapType: options.get('g') as 'atomic' | 'granular' | undefined,
    gvk: group === undefined || version === undefined || kind === undefined ? undefined : { group, version, kind },
    union: parseUnion(options.get('u')),
  };
}
