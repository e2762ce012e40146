import type { Deployment, ReplicaSet } from '../kinds.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** Annotations of the deployment that its replica sets do not take over. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);
const MAX_HISTORY_LENGTH = 2000;

export type Annotations = { readonly [key: string]: string };

/** The revision in an object's annotations, an int64; 0 when it has none. Models: deploymentutil.Revision */
export function revisionOf(object: Deployment | ReplicaSet): bigint {
  return parseRevision(object.metadata.annotations?.[REVISION]) ?? 0n;
}

function parseRevision(text = '0'): bigint | undefined {
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
}

/** The revision that follows those of the sets. */
export function revisionAfter(sets: readonly ReplicaSet[]): bigint {
  return sets.map(revisionOf).reduce((max, revision) => (revision > max ? revision : max), 0n) + 1n;
}

/** Orders sets by revision, lowest first. */
export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const before = revisionOf(a);
  const after = revisionOf(b);
  return before < after ? -1 : before > after ? 1 : 0;
}

/** The annotation as a number; undefined when absent or no number. */
export function numberAnnotation(set: ReplicaSet, key: string): number | undefined {
  const value = set.metadata.annotations?.[key];
  return value !== undefined && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** Desired and greatest size of the deployment, as its sets carry them for proportional scaling. Models: SetReplicasAnnotations */
export function replicasAnnotations(desired: number, max: number): Annotations {
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
}

/**
 * The annotations of the deployment's new set: the deployment's own, the revision where it is higher, and the revisions the set had
 * before. The same object when nothing changes. Models: deploymentutil.SetNewReplicaSetAnnotations
 */
export function newSetAnnotations(deployment: Deployment, current: Annotations, revision: bigint): Annotations {
  const out: { [key: string]: string } = { ...current };
  let changed = false;
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (NOT_COPIED.has(key) || out[key] === value) continue;
    out[key] = value;
    changed = true;
  }
  const old = current[REVISION];
  const oldRevision = parseRevision(old);
  if (oldRevision !== undefined && oldRevision < revision) {
    out[REVISION] = String(revision);
    changed = true;
    if (old !== undefined) {
      const history = current[REVISION_HISTORY] ? `${current[REVISION_HISTORY]},${old}` : old;
      if (history.length <= MAX_HISTORY_LENGTH) out[REVISION_HISTORY] = history;
    }
  }
  return changed ? out : current;
}
