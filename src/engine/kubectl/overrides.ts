import { JsonPatchError, jsonPatch } from '../cluster/apiserver/patch/json-patch.ts';
import { mergePatch } from '../cluster/apiserver/patch/merge-patch.ts';
import { strategicMergePatch } from '../cluster/apiserver/patch/strategic-merge.ts';
import type { Json, JsonObject } from '../cluster/json.ts';
import { isObject } from '../cluster/json-readers.ts';
import { schemaOfType } from './apply/schema.ts';
import type { CommandContext } from './command.ts';
import { CommandError } from './errors.ts';
import type { FlagSpec } from './flags.ts';
import { localType } from './resource/outcome.ts';
import { YamlError, yamlToJson } from './yaml/decode.ts';

/** `--overrides` and `--override-type`. Models: kubectl/pkg/cmd/util/override_options.go */
export const overrideFlags: readonly FlagSpec[] = [
  {
    name: 'override-type',
    type: 'string',
    default: 'merge',
    usage: 'The method used to override the generated object: json, merge, or strategic.',
  },
  {
    name: 'overrides',
    type: 'string',
    usage:
      'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
  },
];

/** A generated object with what `--overrides` says. Throws `CommandError`. */
export function overridden(context: CommandContext, object: JsonObject): JsonObject {
  const fragment = context.flags.string('overrides');
  if (fragment === '') return object;
  const type = context.flags.string('override-type');
  const patch = parsed(fragment);
  if (type === 'json') {
    if (!Array.isArray(patch)) throw new CommandError('invalid JSON Patch');
    try {
      return objectOf(jsonPatch(object, patch as readonly Json[]));
    } catch (error) {
      if (error instanceof JsonPatchError) throw new CommandError(error.message);
      throw error;
    }
  }
  if (!isObject(patch)) throw new CommandError('Invalid JSON Patch');
  if (type === 'merge') return objectOf(mergePatch(object, patch));
  const schema = schemaOfType(localType(object));
  if (type === 'strategic' && schema !== undefined) return strategicMergePatch(schema.name, object, patch);
  throw new CommandError(`invalid override type: ${type}`);
}

function parsed(fragment: string): Json {
  try {
    return yamlToJson(fragment);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`Invalid JSON Patch`);
  }
}

function objectOf(value: Json): JsonObject {
  if (!isObject(value)) throw new CommandError('Invalid JSON Patch');
  return value;
}
