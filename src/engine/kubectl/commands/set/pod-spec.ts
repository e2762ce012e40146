import type { Json, JsonObject } from '../../../cluster/json.ts';
import { isObject, objects, record } from '../../../cluster/json-readers.ts';
import type { ResourceType } from '../../discovery.ts';
import { CommandError } from '../../errors.ts';

const PATHS: { readonly [kind: string]: readonly string[] | undefined } = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
};

/** The object with its pod spec changed. Throws for a kind that has none. Models: polymorphichelpers.UpdatePodSpecForObject */
export function withPodSpec(
  type: ResourceType,
  object: JsonObject,
  change: (spec: JsonObject) => JsonObject,
): JsonObject {
  const path = PATHS[type.kind];
  if (path === undefined) {
    throw new CommandError(`the object is not a pod or does not have a pod template: *${type.version}.${type.kind}`);
  }
  return changeAt(object, path, change);
}

/** The containers of a pod spec, init containers first when asked for. */
export function containersOf(spec: JsonObject): readonly JsonObject[] {
  return objects(spec['containers']);
}

/** The pod spec with containers changed that fit; init containers too. */
export function mapContainers(spec: JsonObject, change: (container: JsonObject) => JsonObject): JsonObject {
  const list = (field: string): { readonly [field: string]: Json } =>
    Array.isArray(spec[field]) ? { [field]: objects(spec[field]).map(change) } : {};
  return { ...spec, ...list('initContainers'), ...list('containers') };
}

function changeAt(value: JsonObject, path: readonly string[], change: (spec: JsonObject) => JsonObject): JsonObject {
  const [field, ...rest] = path;
  if (field === undefined) return change(value);
  return { ...value, [field]: changeAt(isObject(value[field]) ? record(value[field]) : {}, rest, change) };
}
