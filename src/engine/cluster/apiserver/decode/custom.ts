import type { Json, JsonObject } from '../../json.ts';
import type { CustomFacts } from '../../resources/definition.ts';
import { type Decoded, decodeTyped, TypeMismatchError } from './typed.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Decodes a custom resource: its metadata as of every object, the rest by its own schema, which also tells wrong types later. Throws `TypeMismatchError`. */
export function decodeCustom(custom: CustomFacts, value: Json): Decoded {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new TypeMismatchError('json: cannot unmarshal into Go value of type map[string]interface {}');
  const object = value as JsonObject;
  const pruned = custom.prune(object);
  const metadata = object['metadata'];
  if (metadata === undefined || metadata === null)
    return { value: pruned.value as JsonObject, unknown: pruned.unknown };
  const decoded = decodeTyped(META, metadata);
  const unknown = [...decoded.unknown.map((path) => `metadata.${path}`), ...pruned.unknown];
  const body = pruned.value as JsonObject;
  return { value: decoded.value === metadata ? body : { ...body, metadata: decoded.value }, unknown };
}
