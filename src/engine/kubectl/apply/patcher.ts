import { mergePatch } from '../../cluster/apiserver/patch/merge-patch.ts';
import { strategicMergePatch } from '../../cluster/apiserver/patch/strategic-merge.ts';
import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { createObject, lastAppliedAnnotation, patchObject, type WriteOptions } from '../changes.ts';
import type { CommandContext } from '../command.ts';
import { deleteOne } from '../commands/delete.ts';
import type { Deletion } from '../commands/deletion.ts';
import { waitUntilGone } from '../commands/wait/until-gone.ts';
import { addSource, CommandError, isCommandFailure, isConflict, StatusError } from '../errors.ts';
import { goJson } from '../go/json.ts';
import { metadataOf, withMetadata } from '../json.ts';
import { fetchInfo, type Info, infoText } from '../resource/info.ts';
import { schemaOfType } from './schema.ts';
import { threeWayMergePatch, threeWayPatch } from './three-way.ts';

/** What a patch did. */
export interface Patched {
  readonly object: JsonObject;
  /** Nothing differed. */
  readonly unchanged: boolean;
}

/**
 * Brings an object to its configuration: computes the three-way patch and sends it, again when someone else was faster; with `--force`
 * an object that cannot be patched is deleted and made anew. Throws what the server refused, with where it came from.
 * Models: kubectl/pkg/cmd/apply.Patcher
 */
export function* patchToward(
  context: CommandContext,
  info: Info,
  current: JsonObject,
  modified: JsonObject,
  options: WriteOptions & { readonly deletion: Deletion },
): Task<Patched> {
  let live = current;
  let patch: JsonObject = {};
  for (let attempt = 0; ; attempt++) {
    try {
      const strategic = schemaOfType(info.type);
      patch = computePatch(info, live, modified);
      if (Object.keys(patch).length === 0) return { object: live, unchanged: true };
      if (options.dryRun === 'client') return { object: patchedLocally(info, live, patch), unchanged: false };
      const object = patchObject(context, info, strategic === undefined ? 'merge' : 'strategic', patch, options);
      return { object, unchanged: false };
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      if (isConflict(error) && attempt < 5) {
        if (attempt > 0) yield* context.process.sleep(1000);
        live = fetchInfo(context, info);
        continue;
      }
      const replaceable = error instanceof StatusError && ['Conflict', 'Invalid'].includes(error.reason);
      if (replaceable && options.deletion.force)
        return { object: yield* recreate(context, info, live, modified, options), unchanged: false };
      const source = addSource('patching', info.source, error);
      throw addSource(`applying patch:\n${goJson(patch)}\nto:\n${infoText(info)}\nfor:`, info.source, source);
    }
  }
}

/** The patch from the live object to the configuration. Throws `CommandError` when the annotation cannot be read. */
export function computePatch(info: Info, current: JsonObject, modified: JsonObject): JsonObject {
  const original = originalConfiguration(current);
  const schema = schemaOfType(info.type);
  return schema === undefined
    ? threeWayMergePatch(original, modified, current)
    : threeWayPatch(original, modified, current, schema);
}

/** The live object with a patch applied here, as `--dry-run=client` shows it. */
export function patchedLocally(info: Info, current: JsonObject, patch: JsonObject): JsonObject {
  const schema = schemaOfType(info.type);
  if (schema !== undefined) return strategicMergePatch(schema.name, current, patch);
  const merged = mergePatch(current, patch);
  return isObject(merged) ? merged : current;
}

/** What the annotation of an object says was applied last; an empty object without it. */
export function originalConfiguration(object: JsonObject): JsonObject {
  const annotation = text(record(metadataOf(object)['annotations'])[lastAppliedAnnotation]);
  if (annotation === '') return {};
  try {
    return record(JSON.parse(annotation) as Json);
  } catch {
    throw new CommandError(
      `retrieving original configuration: the annotation ${lastAppliedAnnotation} is not valid JSON`,
    );
  }
}

function* recreate(
  context: CommandContext,
  info: Info,
  current: JsonObject,
  modified: JsonObject,
  options: WriteOptions & { readonly deletion: Deletion },
): Task<JsonObject> {
  const uid = deleteOne(context, info, options.deletion, 'none');
  const timeoutMs = options.deletion.timeoutMs === 0 ? 30_000 : options.deletion.timeoutMs;
  yield* waitUntilGone(context, info, uid, context.process.machine.clock.nowMs() + timeoutMs);
  try {
    return createObject(context, info.type, info.namespace, modified, options);
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    const restored = withMetadata(current, { resourceVersion: undefined, uid: undefined });
    createObject(context, info.type, info.namespace, restored, options);
    throw error;
  }
}
