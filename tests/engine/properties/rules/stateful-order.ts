import type { Loose } from '../../cluster/fake-cluster.ts';
import { all, controllerOf, isEnded, isReady, type Living, type Rule } from './rule.ts';

const ordinalOf = (pod: Loose): number => Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
const revisionOf = (pod: Loose): string | undefined => pod.metadata.labels?.['controller-revision-hash'];
const isWell = (pod: Loose | undefined): boolean =>
  pod !== undefined && isReady(pod) && !isEnded(pod) && pod.metadata.deletionTimestamp === undefined;

/** The revision that the set's template is stored under. */
function newest(living: Living, set: Loose): string | undefined {
  const revisions = all(living, 'controllerrevisions.apps', set.metadata.namespace)
    .filter((each) => controllerOf(each)?.uid === set.metadata.uid)
    .sort((a, b) => b.revision - a.revision);
  return revisions[0]?.metadata.name;
}

/**
 * A stateful set takes its pods away from the top: those beyond its size one at a time where it keeps order, those of an older revision
 * only when all above are new and well, none below the partition, and in order only while every pod is well.
 */
export const takenFromTheTop: Rule = ({ version, object, before, living }) => {
  const isFirst = before?.metadata.deletionTimestamp === undefined;
  const isTold = version.type === 'DELETED' || object.metadata.deletionTimestamp !== undefined;
  if (version.resource !== 'pods' || before === undefined || !isFirst || !isTold) return undefined;
  if (version.writer.manager !== 'kube-controller-manager' || controllerOf(before)?.kind !== 'StatefulSet')
    return undefined;
  const set = all(living, 'statefulsets.apps').find(({ metadata }) => metadata.uid === controllerOf(before)?.uid);
  if (set === undefined) return undefined;
  const inOrder = set.spec.podManagementPolicy !== 'Parallel';
  const first = set.spec.ordinals?.start ?? 0;
  const end = first + set.spec.replicas;
  const ordinal = ordinalOf(before);
  const at = (each: number): Loose | undefined =>
    each === ordinal ? before : living.get('pods')?.get(`${before.metadata.namespace}/${set.metadata.name}-${each}`);
  const others = all(living, 'pods', before.metadata.namespace).filter(
    (pod) => controllerOf(pod)?.uid === set.metadata.uid && pod.metadata.uid !== before.metadata.uid,
  );
  if (ordinal >= end) {
    if (!inOrder) return undefined;
    const above = others.find((pod) => ordinalOf(pod) > ordinal);
    if (above !== undefined) return `taken while ${above.metadata.name} is there`;
    for (let each = first; each < end; each++) if (!isWell(at(each))) return `taken while ${each} is not well`;
    return undefined;
  }
  // One that has ended is replaced whatever the others do.
  if (isEnded(before)) return undefined;
  const { type, rollingUpdate } = set.spec.updateStrategy;
  const wanted = newest(living, set);
  if (type === 'OnDelete') return 'taken though updates wait for deletions';
  if (revisionOf(before) === wanted) return 'taken though it is new';
  if (ordinal < first + (rollingUpdate?.partition ?? 0)) return 'taken though it is below the partition';
  if ((rollingUpdate?.maxUnavailable ?? 1) !== 1) return undefined;
  for (let each = ordinal + 1; each < end; each++) {
    const pod = at(each);
    if (!isWell(pod) || (pod !== undefined && revisionOf(pod) !== wanted))
      return `taken while ${each} is not new and well`;
  }
  if (inOrder)
    for (let each = first; each < end; each++) if (!isWell(at(each))) return `taken while ${each} is not well`;
  return undefined;
};
