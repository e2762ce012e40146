import type { KubeObject } from '../json.ts';

/** Starts `metadata.generation` at 1, for kinds that count theirs. */
export function startGeneration(object: KubeObject): KubeObject {
  return object.metadata.generation === 1 ? object : { ...object, metadata: { ...object.metadata, generation: 1 } };
}
