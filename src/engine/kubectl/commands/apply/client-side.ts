import type { Json, JsonObject } from '../../../cluster/json.ts';
import { isObject, record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { patchToward } from '../../apply/patcher.ts';
import {
  changePrinter,
  createObject,
  lastAppliedAnnotation,
  type WriteOptions,
  withLastApplied,
  withType,
} from '../../changes.ts';
import type { CommandContext } from '../../command.ts';
import { addSource, CommandError, isCommandFailure, isNotFound } from '../../errors.ts';
import { metadataOf, nameOf } from '../../json.ts';
import { fetchInfo, type Info, infoText } from '../../resource/info.ts';
import type { Deletion } from '../deletion.ts';

/** How one object is applied. */
export interface ApplyOptions extends WriteOptions {
  readonly deletion: Deletion;
  /** Results are printed at the end, by `-o`. */
  readonly quiet: boolean;
}

/** Creates an object, or patches it toward its configuration, and says which. Models: ApplyOptions.applyOneObject */
export function* applyClientSide(context: CommandContext, info: Info, options: ApplyOptions): Task<JsonObject> {
  const configured = info.object ?? {};
  refuseGenerateName(info, configured);
  const say = (operation: string, object: JsonObject): JsonObject => {
    const shown = withType(object, info.type);
    if (!options.quiet) changePrinter(context, operation, options.dryRun).print(shown);
    return shown;
  };
  const modified = withLastApplied(configured);
  const current = currentState(context, info);
  if (current === undefined) {
    const made = withoutNulls(modified) as JsonObject;
    if (options.dryRun === 'client') return say('created', made);
    try {
      return say('created', createObject(context, info.type, info.namespace, made, options));
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      throw addSource('creating', info.source, error);
    }
  }
  if (!(lastAppliedAnnotation in record(metadataOf(current)['annotations']))) {
    context.err(
      `Warning: resource ${info.type.resource}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  }
  const { object, unchanged } = yield* patchToward(context, info, current, modified, options);
  if (metadataOf(object)['deletionTimestamp'] !== undefined) {
    context.err(`Warning: Detected changes to resource ${nameOf(object)} which is currently being deleted.\n`);
  }
  return say(unchanged ? 'unchanged' : 'configured', object);
}

/** An object without a name cannot be applied: its name would be another each time. */
export function refuseGenerateName(info: Info, configured: JsonObject): void {
  const generateName = text(metadataOf(configured)['generateName']);
  if (info.name === '' && generateName !== '') {
    throw new CommandError(`from ${generateName}: cannot use generate name with apply`);
  }
}

function currentState(context: CommandContext, info: Info): JsonObject | undefined {
  const retrieving = `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`;
  if (info.name === '') throw addSource(retrieving, info.source, new CommandError('resource name may not be empty'));
  try {
    return fetchInfo(context, info);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (!isCommandFailure(error)) throw error;
    throw addSource(retrieving, info.source, error);
  }
}

/** A created object has no null members: what an update would remove is left out. Models: apply.pruneNullsFromMap */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === null || item === undefined ? [] : [[key, withoutNulls(item)]],
    ),
  );
}
