import type { ResourceDefinition } from '../../cluster/resources/definition.ts';
import { isTypeSchema, resolveType, typeLabel } from '../../cluster/schema/schema.ts';
import type { FieldSchema, TypeSchema, ValueType } from '../../cluster/schema/types.ts';
import { type Place, placeAt } from './place.ts';
import { apiVersionOf, follow, identityOf } from './schema-at.ts';

/** One way to go on in a manifest. */
export type ManifestCandidate = {
  readonly text: string;
  /** What is put in: a key comes with its colon, and with what its value begins with. */
  readonly insert: string;
  /** `<[]Container>`, or what group a kind is of. */
  readonly detail: string;
  readonly required: boolean;
  readonly is: 'field' | 'value';
};

/** What can stand at a place; `from` and `to` are offsets of what it takes the place of. */
export type ManifestCompletion = {
  readonly from: number;
  readonly to: number;
  readonly candidates: readonly ManifestCandidate[];
};

/** Fields that the server writes: nobody puts them into a manifest. */
const SERVERS = new Set([
  'status',
  'managedFields',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'uid',
  'resourceVersion',
  'generation',
  'selfLink',
]);
/** Objects are read from their names down. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'spec'];

/** What a value of a type begins with, after `key:`; `indent` is the key's column. */
function opening(type: ValueType | TypeSchema, indent: number): string {
  const resolved = 'fields' in type ? type : resolveType(type);
  const deeper = `\n${' '.repeat(indent + 2)}`;
  if (isTypeSchema(resolved) || resolved.kind === 'map' || resolved.kind === 'object') return deeper;
  return resolved.kind === 'array' ? `${deeper}- ` : ' ';
}

function byUse(a: FieldSchema, b: FieldSchema): number {
  const place = ({ name }: FieldSchema): number => {
    const at = FIRST.indexOf(name);
    return at < 0 ? FIRST.length : at;
  };
  return (
    place(a) - place(b) || Number(b.required) - Number(a.required) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function fieldCandidates(schema: TypeSchema, place: Place, prefix = ''): readonly ManifestCandidate[] {
  const indent = place.column + prefix.length;
  return [...schema.fields.values()]
    .filter(({ name }) => !SERVERS.has(name) && !place.siblings.includes(name))
    .sort(byUse)
    .map(({ name, type, required }) => ({
      text: prefix + name,
      insert: `${prefix}${name}:${opening(type, indent)}`,
      detail: `<${typeLabel(type)}>`,
      required,
      is: 'field' as const,
    }));
}

function values(texts: readonly string[], detail = ''): readonly ManifestCandidate[] {
  return texts.map((text) => ({
    text,
    insert: text === '' ? '""' : text,
    detail,
    required: false,
    is: 'value' as const,
  }));
}

function valuesOf(type: ValueType | TypeSchema, place: Place): readonly ManifestCandidate[] {
  const resolved = 'fields' in type ? type : resolveType(type);
  if (isTypeSchema(resolved)) return [];
  if (resolved.kind === 'boolean') return values(['true', 'false']);
  if (resolved.kind === 'string') return values(resolved.enum ?? []);
  // `key:` of a list of objects, on the same line: nothing stands there
  return resolved.kind === 'array' && place.at === 'key' ? valuesOf(resolved.items, place) : [];
}

function topValues(place: Place, kinds: readonly ResourceDefinition[]): readonly ManifestCandidate[] | undefined {
  const [step] = place.path;
  if (place.path.length !== 1 || step === 'item' || step === undefined) return undefined;
  const { apiVersion, kind } = identityOf(place.document);
  if (step.key === 'kind') {
    const known = kinds.some((each) => apiVersionOf(each) === apiVersion);
    return kinds
      .filter((each) => !known || apiVersionOf(each) === apiVersion)
      .map((each) => ({
        text: each.kind,
        insert: each.kind,
        detail: apiVersionOf(each),
        required: false,
        is: 'value' as const,
      }));
  }
  if (step.key !== 'apiVersion') return undefined;
  const fitting = kinds.filter((each) => each.kind === kind);
  return values([...new Set((fitting.length > 0 ? fitting : kinds).map(apiVersionOf))]);
}

/** What a document without a known kind begins with. */
const BEGINNING: readonly ManifestCandidate[] = ['apiVersion', 'kind', 'metadata', 'spec'].map((text) => ({
  text,
  insert: text === 'metadata' || text === 'spec' ? `${text}:\n  ` : `${text}: `,
  detail: '',
  required: text !== 'spec',
  is: 'field',
}));

function candidatesAt(place: Place, kinds: readonly ResourceDefinition[]): readonly ManifestCandidate[] {
  const top = place.at === 'value' ? topValues(place, kinds) : undefined;
  if (top !== undefined) return top;
  const { apiVersion, kind } = identityOf(place.document);
  const definition = kinds.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
  if (definition === undefined)
    return place.path.length === 0 && place.at === 'key'
      ? BEGINNING.filter(({ text }) => !place.siblings.includes(text))
      : [];
  const found = follow(definition, place.path);
  if (found === undefined) return [];
  if (place.at === 'value') return valuesOf(found.type, place);
  const type = 'fields' in found.type ? found.type : resolveType(found.type);
  if (isTypeSchema(type)) return fieldCandidates(type, place);
  if (type.kind !== 'array') return valuesOf(type, place);
  // under `containers:` a new item begins
  const item = resolveType(type.items);
  if (isTypeSchema(item)) return fieldCandidates(item, { ...place, siblings: [] }, '- ');
  return valuesOf(type, place).map((each) => ({ ...each, text: `- ${each.text}`, insert: `- ${each.insert}` }));
}

/** What can be written at an offset of a manifest: fields, kinds, values. Undefined where nothing is known. */
export function completeManifest(
  text: string,
  offset: number,
  kinds: readonly ResourceDefinition[],
): ManifestCompletion | undefined {
  const place = placeAt(text, offset);
  if (place === undefined) return undefined;
  const candidates = candidatesAt(place, kinds);
  return candidates.length === 0 ? undefined : { from: place.from, to: place.to, candidates };
}
