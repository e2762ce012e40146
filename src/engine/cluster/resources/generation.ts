import type { KubeObject } from '../json.ts';

/** Starts `metadata.generation` at 1, for kinds that count theirs. */
export function startGeneration(object: KubeObject): KubeObject {
  return object.metadata.generation === 1 ? object : { ...object, metadata: { ...object.metadata, generation: 1 } };
}

/** Kinds that have no generation never raise it. */
export function neverRaises(): boolean {
  return false;
}

/** Takes away `metadata.generation`, for kinds that have none. */
export function withoutGeneration(object: KubeObject): KubeObject {
  if (object.metadata.generation === undefined) return object;
  const { generation: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
