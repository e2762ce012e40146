import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { checkSize, type FieldValidation, mediaType } from '../decode/body.ts';
import { decodeCustom } from '../decode/custom.ts';
import { JsonSyntaxError, type ParsedJson, parseJson } from '../decode/json-text.ts';
import { decodeTyped, TypeMismatchError } from '../decode/typed.ts';
import type { Resource } from '../definitions.ts';
import type { ApiRequest } from '../http.ts';
import { badRequest, failure, invalid, plainMistake, unprocessable, unsupportedMediaType } from '../status.ts';
import { converterMessage } from './converter-message.ts';
import { goMap } from './go-map.ts';
import { JsonPatchError, jsonPatch } from './json-patch.ts';
import { isObject, mergePatch } from './merge-patch.ts';
import { StrategicMergeError, strategicMergePatch } from './strategic-merge.ts';

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_TYPES: { readonly [mediaType: string]: PatchType } = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};
const MAX_JSON_PATCH_OPERATIONS = 10_000;

/** The patch type of a request. Throws 415 for others: custom resources have no Go type that a strategic patch could go by. */
export function patchTypeOf(request: ApiRequest, isCustom = false): PatchType {
  const type = PATCH_TYPES[mediaType(request)];
  const offered = Object.keys(PATCH_TYPES).filter((name) => !isCustom || PATCH_TYPES[name] !== 'strategic');
  if (type === undefined || (isCustom && type === 'strategic')) throw unsupportedMediaType(offered);
  return type;
}

/** The parsed patch. Throws 400 and 413. */
export function patchBody(request: ApiRequest, type: PatchType): ParsedJson {
  checkSize(request.body);
  if (typeof request.body !== 'string') return { value: request.body ?? null, duplicates: [] };
  try {
    return parseJson(request.body);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw badRequest(type === 'strategic' ? error.message : `error decoding patch: ${error.message}`);
  }
}

/** A patch that leaves something which is not an object of the kind: a 422 about `patch`. Models: handlers.applyPatchToObject */
function patchInvalid(shown: string, why: string): Error {
  const detail = `Invalid value: ${JSON.stringify(shown)}: ${why}`;
  return invalid('', '', '', [{ type: 'FieldValueInvalid', field: 'patch', detail }]);
}

interface PatchContext {
  readonly resource: Resource;
  /** The schema of what is patched: the kind's, or that of a subresource such as Scale. */
  readonly schema: string;
  readonly validation: FieldValidation;
  warn(text: string): void;
}

function strict(context: PatchContext, shown: string, duplicates: readonly string[], unknown: readonly string[]): void {
  const problems = [
    ...duplicates.map((path) => `duplicate field "${path}"`),
    ...unknown.map((path) => `unknown field "${path}"`),
  ];
  if (problems.length === 0 || context.validation === 'Ignore') return;
  if (context.validation === 'Strict') throw patchInvalid(shown, `strict decoding error: ${problems.join(', ')}`);
  for (const problem of problems) context.warn(problem);
}

/** Applies a JSON, merge or strategic merge patch to an object. Throws 400 and 422. Models: handlers.jsonPatcher, handlers.smpPatcher */
export function applyPatch(
  context: PatchContext,
  type: 'json' | 'merge' | 'strategic',
  current: KubeObject | JsonObject,
  { value: patch, duplicates }: ParsedJson,
): JsonObject {
  const object = current as unknown as JsonObject;
  let patched: Json;
  if (type === 'json') {
    if (!Array.isArray(patch))
      throw badRequest(
        'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
      );
    if (patch.length > MAX_JSON_PATCH_OPERATIONS)
      throw failure(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_JSON_PATCH_OPERATIONS}, got ${patch.length}`,
      );
    try {
      patched = jsonPatch(object, patch as readonly Json[]);
    } catch (error) {
      if (error instanceof JsonPatchError) throw unprocessable();
      throw error;
    }
  } else {
    if (!isObject(patch))
      throw badRequest(
        `${type === 'merge' ? 'error decoding patch: ' : ''}json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type map[string]interface {}`,
      );
    try {
      patched = type === 'merge' ? mergePatch(object, patch) : strategicMergePatch(context.schema, object, patch);
    } catch (error) {
      if (error instanceof StrategicMergeError)
        throw error.isBadRequest ? badRequest(error.message) : plainMistake(error.message);
      throw error;
    }
  }
  const shown = (): string => (type === 'strategic' ? goMap(patch) : JSON.stringify(patched));
  try {
    const { custom } = context.resource.definition;
    const isWhole = context.schema === context.resource.definition.schema;
    const decoded =
      custom !== undefined && isWhole ? decodeCustom(custom, patched) : decodeTyped(context.schema, patched);
    if (duplicates.length > 0 || decoded.unknown.length > 0) strict(context, shown(), duplicates, decoded.unknown);
    return decoded.value;
  } catch (error) {
    if (!(error instanceof TypeMismatchError)) throw error;
    throw patchInvalid(shown(), type === 'strategic' ? converterMessage(error) : error.message);
  }
}
