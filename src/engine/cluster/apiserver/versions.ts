import type { Json, JsonObject, KubeObject } from '../json.ts';
import type { Resource } from './definitions.ts';

/** A stored object as the version of the resource that was asked for shows it. */
export function shownAs({ definition }: Resource, object: KubeObject): KubeObject {
  return definition.view === undefined ? object : definition.view.show(object);
}

/** An object sent in the resource's version, as it is stored. */
export function takenAs({ definition }: Resource, object: JsonObject): JsonObject {
  return definition.view === undefined ? object : definition.view.take(object);
}

/** As `takenAs`, for an applied configuration, which may be no object at all or one of another version: that is refused later. */
export function takenConfig(resource: Resource, config: Json): Json {
  if (resource.definition.view === undefined || config === null || typeof config !== 'object' || Array.isArray(config))
    return config;
  const object = config as JsonObject;
  const isOurs = object['apiVersion'] === resource.apiVersion && object['kind'] === resource.definition.kind;
  return isOurs ? takenAs(resource, object) : config;
}
