import type { ResourceDefinition } from '../../cluster/resources/definition.ts';
import { isTypeSchema, resolveType, schemaOf } from '../../cluster/schema/schema.ts';
import type { Descriptions } from '../../kubectl/explain/descriptions.ts';
import { typeText } from '../../kubectl/explain/render.ts';
import { type Place, placeAt } from './place.ts';
import { definitionOf, type Found, follow } from './schema-at.ts';

/** What `kubectl explain` says of a field in a manifest. */
export type ManifestHelp = {
  /** Offsets of the word that it is about. */
  readonly from: number;
  readonly to: number;
  /** As kubectl explain takes it: `pod.spec.containers.image`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  /** The values of an enumeration. */
  readonly values: readonly string[];
  /** '' where there is none, or none was loaded. */
  readonly description: string;
};

function described(found: Found, descriptions: Descriptions | undefined): string {
  const { field } = found;
  if (field === undefined) return '';
  const own = descriptions?.[field.owner.name]?.fields[field.schema.name] ?? '';
  if (own !== '') return own;
  let type = field.schema.type;
  while (type.kind === 'array' || type.kind === 'map') type = type.kind === 'array' ? type.items : type.values;
  return type.kind === 'ref' ? (descriptions?.[schemaOf(type.name)?.name ?? '']?.description ?? '') : '';
}

/** The field of a place: the key itself, or the key whose value it is. */
function fieldOf(place: Place, definition: ResourceDefinition): Found | undefined {
  return follow(definition, place.at === 'key' ? [...place.path, { key: place.word }] : place.path);
}

/** What there is to say of the field at an offset of a manifest; undefined where there is nothing. */
export function explainManifest(
  text: string,
  offset: number,
  kinds: readonly ResourceDefinition[],
  descriptions: Descriptions | undefined,
): ManifestHelp | undefined {
  const place = placeAt(text, offset);
  const definition = place === undefined ? undefined : definitionOf(place.document, kinds);
  if (place === undefined || definition === undefined || place.word === '') return undefined;
  const found = fieldOf(place, definition);
  if (found?.field === undefined) return undefined;
  const resolved = resolveType(found.field.schema.type);
  return {
    from: place.from,
    to: place.to,
    path: [definition.kind.toLowerCase(), ...found.names].join('.'),
    type: typeText(found.field.schema.type),
    required: found.field.schema.required,
    values: !isTypeSchema(resolved) && resolved.kind === 'string' ? (resolved.enum ?? []) : [],
    description: described(found, descriptions),
  };
}
