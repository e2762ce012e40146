import { strategicMergePatch } from '../../cluster/apiserver/patch/strategic-merge.ts';
import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject } from '../../cluster/json-readers.ts';
import { schemaOf } from '../../cluster/schema/schema.ts';
import type { CommandContext } from '../command.ts';
import { items, object, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';
import { YamlError, yamlToJson } from '../yaml/decode.ts';
import type { DebugStyle } from './profiles.ts';

const CONTAINER = 'io.k8s.api.core.v1.Container';
const FIXED = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'];

/** Reads `--custom`: a partial container. Throws `CommandError`. Models: debug.DebugOptions.Complete */
export function readCustomProfile(context: CommandContext, file: string): JsonObject {
  const { fs, cwd } = context.process;
  const path = fs.resolve(cwd, file);
  if (!fs.exists(path)) {
    const why = `open ${file}: no such file or directory`;
    throw new CommandError(`must pass a container spec json file for custom profile: ${why}`);
  }
  const refuse = (why: string): never => {
    throw new CommandError(`${file} does not contain a valid container spec: ${why}`);
  };
  let read: Json;
  try {
    read = yamlToJson(fs.read(path));
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return refuse(`error converting YAML to JSON: ${error.message}`);
  }
  if (read === null) return {};
  if (!isObject(read)) {
    const type = Array.isArray(read) ? 'array' : typeof read === 'boolean' ? 'bool' : typeof read;
    const why = `json: cannot unmarshal ${type} into Go value of type v1.Container`;
    return refuse(`error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  const known = schemaOf(CONTAINER)?.fields;
  return Object.fromEntries(Object.entries(read).filter(([key]) => known?.has(key) ?? true));
}

/** Refuses what is the command's own to say. Models: debug.DebugOptions.Validate */
export function checkCustomProfile(custom: JsonObject): void {
  if (FIXED.some((field) => custom[field] !== undefined && custom[field] !== '')) {
    throw new CommandError('name, command, image, lifecycle and volume devices are not modifiable via custom profile');
  }
}

/** Lays the custom profile over the debugging container. Models: debug.applyCustomProfile, applyCustomProfileEphemeral */
export function withCustomProfile(
  custom: JsonObject,
  style: DebugStyle,
  pod: JsonObject,
  container: string,
): JsonObject {
  const list = style === 'ephemeral' ? 'ephemeralContainers' : 'containers';
  const changed = items(pod, 'spec', list).map((each) =>
    text(each, 'name') === container ? strategicMergePatch(CONTAINER, each, { ...custom, name: container }) : each,
  );
  return { ...pod, spec: { ...object(pod, 'spec'), [list]: changed } };
}
