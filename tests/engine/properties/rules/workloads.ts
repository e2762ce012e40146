import { all, controllerOf, isEnded, isReady, type Living, portionOf, type Rule } from './rule.ts';

const DESIRED = 'deployment.kubernetes.io/desired-replicas';

function ownerIn(living: Living, resource: string, object: { metadata: { uid: string } }) {
  const reference = controllerOf(object);
  if (reference === undefined) return undefined;
  return all(living, resource).find(({ metadata }) => metadata.uid === reference.uid);
}

/** A deployment's sets never want more pods together than replicas and surge allow, nor fewer available ones than it must keep. */
export const rolloutsKeepBounds: Rule = ({ version, object: set, before, living }) => {
  if (
    version.resource !== 'replicasets.apps' ||
    version.type === 'DELETED' ||
    version.writer.manager !== 'kube-controller-manager'
  )
    return undefined;
  const deployment = ownerIn(living, 'deployments.apps', set);
  if (deployment === undefined) return undefined;
  const { replicas, strategy } = deployment.spec;
  const change = set.spec.replicas - (before?.spec.replicas ?? 0);
  const sets = all(living, 'replicasets.apps', set.metadata.namespace).filter(
    (each) => controllerOf(each)?.uid === deployment.metadata.uid,
  );
  const surge = strategy.type === 'Recreate' ? 0 : portionOf(strategy.rollingUpdate.maxSurge, replicas, Math.ceil);
  if (change > 0) {
    const total = sets.reduce((sum, each) => sum + each.spec.replicas, 0);
    return total > replicas + surge ? `${total} replicas wanted, ${replicas} and ${surge} allowed` : undefined;
  }
  // A change of the deployment's own size is shared out whatever is available.
  if (change === 0 || strategy.type === 'Recreate' || before?.metadata.annotations?.[DESIRED] !== String(replicas))
    return undefined;
  const unavailable = Math.min(portionOf(strategy.rollingUpdate.maxUnavailable, replicas, Math.floor), replicas);
  const least = replicas - (surge === 0 && unavailable === 0 ? 1 : unavailable);
  const available = (each: typeof set): number => Math.min(each.status?.availableReplicas ?? 0, each.spec.replicas);
  // Kubernetes, too, still counts the pods of a set that was just emptied, until the set says that they are gone.
  if (sets.some((each) => each !== set && each.spec.replicas === 0 && (each.status?.availableReplicas ?? 0) > 0))
    return undefined;
  const now = sets.reduce((sum, each) => sum + available(each), 0);
  const then = now - available(set) + available(before);
  return now < Math.min(then, least) ? `${now} available of ${then}, at least ${least} must stay` : undefined;
};

/** With Recreate no pod of a new template comes while one of an old one is there. */
export const recreateWaits: Rule = ({ version, object: pod, living }) => {
  if (version.resource !== 'pods' || version.type !== 'ADDED') return undefined;
  const set = ownerIn(living, 'replicasets.apps', pod);
  const deployment = set === undefined ? undefined : ownerIn(living, 'deployments.apps', set);
  if (deployment?.spec.strategy.type !== 'Recreate' || deployment.metadata.deletionTimestamp !== undefined)
    return undefined;
  const sets = all(living, 'replicasets.apps', pod.metadata.namespace).filter(
    (each) => controllerOf(each)?.uid === deployment.metadata.uid && each.metadata.uid !== set.metadata.uid,
  );
  // Sets that grow: those are new. A set of an earlier template that fills up its own size is not of the rollout.
  const revision = (each: typeof set): number =>
    Number(each.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  if (sets.some((each) => revision(each) > revision(set))) return undefined;
  const old = all(living, 'pods', pod.metadata.namespace).find(
    (each) => !isEnded(each) && sets.some((other) => other.metadata.uid === controllerOf(each)?.uid),
  );
  return old === undefined ? undefined : `made while ${old.metadata.name} is there`;
};

/** Pods of a stateful set that keeps order come only when all before them run and are ready. */
export const ordinalsInOrder: Rule = ({ version, object: pod, living }) => {
  if (version.resource !== 'pods' || version.type !== 'ADDED' || controllerOf(pod)?.kind !== 'StatefulSet')
    return undefined;
  const set = ownerIn(living, 'statefulsets.apps', pod);
  if (set === undefined || set.spec.podManagementPolicy === 'Parallel') return undefined;
  const ordinal = Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
  for (let at = set.spec.ordinals?.start ?? 0; at < ordinal; at++) {
    const earlier = living.get('pods')?.get(`${pod.metadata.namespace}/${set.metadata.name}-${at}`);
    if (earlier === undefined || !isReady(earlier) || earlier.metadata.deletionTimestamp !== undefined)
      return `made while ${set.metadata.name}-${at} is ${earlier === undefined ? 'missing' : 'not ready'}`;
  }
  return undefined;
};

/** A daemon set without surge never has two pods on their way on one node. */
export const oneDaemonANode: Rule = ({ version, object: pod, living }) => {
  if (version.resource !== 'pods' || version.type !== 'ADDED' || controllerOf(pod)?.kind !== 'DaemonSet')
    return undefined;
  const where = (each: typeof pod): string =>
    each.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.[0]
      ?.matchFields?.[0]?.values?.[0];
  const other = all(living, 'pods', pod.metadata.namespace).find(
    (each) =>
      each.metadata.uid !== pod.metadata.uid &&
      controllerOf(each)?.uid === controllerOf(pod)?.uid &&
      (each.spec.nodeName ?? where(each)) === where(pod) &&
      !isEnded(each) &&
      each.metadata.deletionTimestamp === undefined,
  );
  return other === undefined ? undefined : `made while ${other.metadata.name} is on the node`;
};

/** A job never has more pods at work than it may, none twice for an index, and does not end twice. */
export const jobsKeepBounds: Rule = ({ version, object, before, living }) => {
  if (version.resource === 'jobs.batch') {
    const holds = (job: typeof object, type: string): boolean =>
      job?.status?.conditions?.some((each: typeof object) => each.type === type && each.status === 'True') ?? false;
    if (holds(object, 'Complete') && holds(object, 'Failed')) return 'complete and failed';
    for (const type of ['Complete', 'Failed'])
      if (holds(before, type) && !holds(object, type)) return `${type} was taken back`;
    for (const field of ['succeeded', 'failed'])
      if ((object.status?.[field] ?? 0) < (before?.status?.[field] ?? 0)) return `${field} fell`;
    if ((object.status?.succeeded ?? 0) > object.spec.completions) return 'succeeded more often than asked for';
    return undefined;
  }
  if (version.resource !== 'pods' || version.type !== 'ADDED' || controllerOf(object)?.kind !== 'Job') return undefined;
  const job = ownerIn(living, 'jobs.batch', object);
  if (job === undefined) return undefined;
  const active = all(living, 'pods', object.metadata.namespace).filter(
    (pod) =>
      controllerOf(pod)?.uid === job.metadata.uid && !isEnded(pod) && pod.metadata.deletionTimestamp === undefined,
  );
  if (active.length > job.spec.parallelism) return `${active.length} pods at work, ${job.spec.parallelism} allowed`;
  const index = (pod: typeof object): string | undefined =>
    pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index'];
  const twin = active.find(
    (pod) => pod.metadata.uid !== object.metadata.uid && index(pod) !== undefined && index(pod) === index(object),
  );
  return twin === undefined ? undefined : `index ${index(object)} is at work in ${twin.metadata.name}`;
};

/** A schedule that forbids it, or replaces, never has two jobs at work. */
export const schedulesKeepConcurrency: Rule = ({ version, object: job, living }) => {
  if (version.resource !== 'jobs.batch' || version.type !== 'ADDED') return undefined;
  const schedule = ownerIn(living, 'cronjobs.batch', job);
  if (schedule === undefined || schedule.spec.concurrencyPolicy === 'Allow') return undefined;
  const ended = (each: typeof job): boolean =>
    each.status?.conditions?.some(
      (one: typeof job) => ['Complete', 'Failed'].includes(one.type) && one.status === 'True',
    ) ?? false;
  const other = all(living, 'jobs.batch', job.metadata.namespace).find(
    (each) =>
      each.metadata.uid !== job.metadata.uid &&
      controllerOf(each)?.uid === schedule.metadata.uid &&
      !ended(each) &&
      each.metadata.deletionTimestamp === undefined,
  );
  return other === undefined ? undefined : `made while ${other.metadata.name} is at work`;
};
