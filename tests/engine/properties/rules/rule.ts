import type { Version } from '../../../../src/engine/cluster/store/version.ts';
import type { Loose } from '../../cluster/fake-cluster.ts';

/** Everything that lived after a version, by resource and then by `namespace/name`. */
export type Living = ReadonlyMap<string, ReadonlyMap<string, Loose>>;

/** A version with what was around it. */
export interface Moment {
  readonly version: Version;
  readonly object: Loose;
  /** The live object of this name just before; undefined for a new one. */
  readonly before: Loose | undefined;
  readonly living: Living;
  /** When something last kept the cluster from its ways: virtual time, milliseconds. */
  readonly nowMs: number;
}

/** What must hold at every version: says what does not. */
export type Rule = (moment: Moment) => string | undefined;

/** Those of a resource that lived then, in one namespace or all. */
export function all(living: Living, resource: string, namespace?: string): readonly Loose[] {
  const objects = [...(living.get(resource)?.values() ?? [])];
  return namespace === undefined ? objects : objects.filter(({ metadata }) => metadata.namespace === namespace);
}

export const isEnded = (pod: Loose): boolean => ['Succeeded', 'Failed'].includes(pod.status?.phase);
export const isReady = (pod: Loose): boolean =>
  pod.status?.conditions?.some((each: Loose) => each.type === 'Ready' && each.status === 'True') ?? false;
export const controllerOf = (object: Loose): Loose | undefined =>
  object.metadata.ownerReferences?.find((each: Loose) => each.controller === true);

/** A number or a percentage of a whole. */
export function portionOf(value: number | string, whole: number, round: (amount: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseInt(value, 10) * whole) / 100);
}
