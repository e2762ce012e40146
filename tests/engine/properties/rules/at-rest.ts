import type { Loose } from '../../cluster/fake-cluster.ts';
import type { PropertyWorld } from '../world.ts';
import { needs } from './budget.ts';
import { bound, used } from './quota.ts';
import { all, controllerOf, isEnded, isReady, type Living } from './rule.ts';

type RestRule = (living: Living, world: PropertyWorld) => readonly string[];

const nameOf = (object: Loose): string => `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
const podsOf = (living: Living, owner: Loose): readonly Loose[] =>
  all(living, 'pods', owner.metadata.namespace).filter((pod) => controllerOf(pod)?.uid === owner.metadata.uid);
/** Of a pod or a template. */
const crashes = ({ spec }: Loose): boolean => spec.containers[0].command?.[2] === 'exit 1';

/** Nothing is on its way out for ever, but a volume that a claim still has. */
const nothingLingers: RestRule = (living) =>
  [...living.values()].flatMap((objects) =>
    [...objects.values()]
      .filter(
        ({ metadata, kind, status }) =>
          metadata.deletionTimestamp !== undefined && !(kind === 'PersistentVolume' && status?.phase === 'Bound'),
      )
      .map((object) => `${nameOf(object)} lingers with ${JSON.stringify(object.metadata.finalizers ?? [])}`),
  );

/** What names owners has one that lives, and none that does not. */
const noOrphans: RestRule = (living) => {
  const uids = new Set(
    [...living.values()].flatMap((objects) => [...objects.values()].map(({ metadata }) => metadata.uid)),
  );
  return [...living.values()].flatMap((objects) =>
    [...objects.values()].flatMap((object) => {
      const owners: readonly Loose[] = object.metadata.ownerReferences ?? [];
      const gone = owners.filter(({ uid }) => !uids.has(uid));
      return gone.length === 0
        ? []
        : [`${nameOf(object)} names owners that are gone: ${gone.map(({ kind, name }) => `${kind} ${name}`)}`];
    }),
  );
};

const everythingHasItsNamespace: RestRule = (living) =>
  [...living.values()].flatMap((objects) =>
    [...objects.values()]
      .filter(
        ({ metadata }) => metadata.namespace !== undefined && !living.get('namespaces')?.has(`/${metadata.namespace}`),
      )
      .map((object) => `${nameOf(object)} outlived its namespace`),
  );

const replicaSets: RestRule = (living) =>
  all(living, 'replicasets.apps').flatMap((set) => {
    const pods = podsOf(living, set).filter((pod) => !isEnded(pod));
    const { replicas = 0, readyReplicas = 0, observedGeneration } = set.status ?? {};
    const ready = pods.filter(isReady).length;
    const wrong: string[] = [];
    if (pods.length !== set.spec.replicas) wrong.push(`has ${pods.length} pods of ${set.spec.replicas}`);
    if (replicas !== pods.length || readyReplicas !== ready)
      wrong.push(`reports ${replicas} pods, ${readyReplicas} ready; there are ${pods.length}, ${ready} ready`);
    if (observedGeneration !== set.metadata.generation) wrong.push('has not been looked at since its last change');
    if (!crashes(set.spec.template) && !pods.some((pod) => crashes(pod) || waits(pod)) && ready !== set.spec.replicas)
      wrong.push(`has ${ready} ready pods of ${set.spec.replicas}`);
    return wrong.map((why) => `${nameOf(set)} ${why}`);
  });

const deployments: RestRule = (living) =>
  all(living, 'deployments.apps').flatMap((deployment) => {
    const { replicas, paused, template } = deployment.spec;
    const status = deployment.status ?? {};
    const sets = all(living, 'replicasets.apps', deployment.metadata.namespace).filter(
      (set) => controllerOf(set)?.uid === deployment.metadata.uid,
    );
    const total = sets.reduce((sum, set) => sum + set.spec.replicas, 0);
    const ready = sets.flatMap((set) => podsOf(living, set)).filter((pod) => !isEnded(pod) && isReady(pod)).length;
    const wrong: string[] = [];
    if (status.observedGeneration !== deployment.metadata.generation)
      wrong.push('has not been looked at since its last change');
    if ((status.readyReplicas ?? 0) !== ready)
      wrong.push(`reports ${status.readyReplicas ?? 0} ready, there are ${ready}`);
    const old = sets.filter((set) => set.spec.replicas === 0).length;
    // Stands still in Kubernetes, too: github.com/kubernetes/kubernetes/issues/102551.
    const told = sets
      .filter((set) => set.spec.replicas > 0)
      .map((set) => set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas']);
    const standsStill = told.length === 1 && total === replicas && told[0] !== String(replicas);
    const stuck = sets.flatMap((set) => podsOf(living, set)).some((pod) => waits(pod));
    if (!standsStill && !stuck && !paused && !crashes(template)) {
      if (total !== replicas) wrong.push(`wants ${replicas}, its sets want ${total}`);
      if ((status.updatedReplicas ?? 0) !== replicas)
        wrong.push(`${status.updatedReplicas ?? 0} of ${replicas} are new`);
      if (old > deployment.spec.revisionHistoryLimit + 1) wrong.push(`keeps ${old} old sets`);
      if (sets.filter((set) => set.spec.replicas > 0).length > 1) wrong.push('keeps more than one set at work');
    }
    return wrong.map((why) => `${nameOf(deployment)} ${why}`);
  });

const statefulSets: RestRule = (living) =>
  all(living, 'statefulsets.apps').flatMap((set) => {
    const pods = podsOf(living, set);
    const names = pods.map(({ metadata }) => metadata.name).sort();
    const wanted = Array.from({ length: set.spec.replicas }, (_, at) => `${set.metadata.name}-${at}`);
    // A pod that never becomes ready holds up its set, as it does in Kubernetes, until somebody deletes it.
    if (crashes(set.spec.template) || pods.some((pod) => crashes(pod) || waits(pod))) return [];
    const stranger = all(living, 'pods', set.metadata.namespace).some(
      (pod) => wanted.includes(pod.metadata.name) && controllerOf(pod)?.uid !== set.metadata.uid,
    );
    if (stranger) return [];
    const wrong: string[] = [];
    if (names.join() !== wanted.join()) wrong.push(`has ${names}, wants ${wanted}`);
    if ((set.status?.readyReplicas ?? 0) !== set.spec.replicas)
      wrong.push(`reports ${set.status?.readyReplicas ?? 0} ready of ${set.spec.replicas}`);
    if (set.status?.currentRevision !== set.status?.updateRevision) wrong.push('is between two revisions');
    if (set.status?.observedGeneration !== set.metadata.generation)
      wrong.push('has not been looked at since its last change');
    return wrong.map((why) => `${nameOf(set)} ${why}`);
  });

const daemonSets: RestRule = (living) =>
  all(living, 'daemonsets.apps').flatMap((set) => {
    const open = all(living, 'nodes').filter(
      ({ spec }) => !spec.taints?.some(({ effect }: Loose) => effect !== 'PreferNoSchedule'),
    );
    const where = podsOf(living, set)
      .filter((pod) => !isEnded(pod))
      .map(({ spec }) => spec.nodeName)
      .sort();
    const wanted = open.map(({ metadata }) => metadata.name).sort();
    const { desiredNumberScheduled = 0, numberReady = 0 } = set.status ?? {};
    const ready = podsOf(living, set).filter((pod) => !isEnded(pod) && isReady(pod)).length;
    if (podsOf(living, set).some(waits)) return [];
    const wrong: string[] = [];
    if (where.join() !== wanted.join()) wrong.push(`runs on ${where}, should on ${wanted}`);
    if (desiredNumberScheduled !== wanted.length || numberReady !== ready)
      wrong.push(`reports ${desiredNumberScheduled} wanted, ${numberReady} ready of ${ready}`);
    return wrong.map((why) => `${nameOf(set)} ${why}`);
  });

const jobs: RestRule = (living) =>
  all(living, 'jobs.batch').flatMap((job) => {
    const conditions: readonly Loose[] = job.status?.conditions ?? [];
    const has = (type: string): boolean => conditions.some((each) => each.type === type && each.status === 'True');
    const { active = 0, uncountedTerminatedPods: open } = job.status ?? {};
    if (podsOf(living, job).some(waits)) return [];
    const wrong: string[] = [];
    if (job.spec.suspend ? !has('Suspended') && !has('Complete') && !has('Failed') : !has('Complete') && !has('Failed'))
      wrong.push(`neither ended nor suspended: ${JSON.stringify(job.status)}`);
    if (active !== 0) wrong.push(`has ${active} active pods at rest`);
    if ((open?.succeeded?.length ?? 0) + (open?.failed?.length ?? 0) > 0) wrong.push('has uncounted pods');
    if (has('Complete') && !crashes(job.spec.template) && job.status.succeeded !== job.spec.completions)
      wrong.push(`is complete with ${job.status.succeeded} of ${job.spec.completions}`);
    return wrong.map((why) => `${nameOf(job)} ${why}`);
  });

const podsOfFinishedJobs: RestRule = (living) =>
  all(living, 'pods')
    .filter(
      (pod) =>
        pod.metadata.finalizers?.includes('batch.kubernetes.io/job-tracking') &&
        (isEnded(pod) || controllerOf(pod)?.kind !== 'Job'),
    )
    .map((pod) => `${nameOf(pod)} is still tracked by a job`);

const endpoints: RestRule = (living) =>
  all(living, 'services').flatMap((service) => {
    const { namespace, name } = service.metadata;
    const app = service.spec.selector?.app;
    if (app === undefined || service.spec.type === 'ExternalName') return [];
    const ready = all(living, 'pods', namespace)
      .filter((pod) => pod.metadata.labels?.app === app && isReady(pod) && !isEnded(pod))
      .map((pod) => pod.status.podIP)
      .sort();
    const listed = all(living, 'endpointslices.discovery.k8s.io', namespace)
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
      .flatMap(({ endpoints: each }) => each ?? [])
      .filter(({ conditions }: Loose) => conditions.ready)
      .flatMap(({ addresses }: Loose) => addresses)
      .sort();
    const old = (living.get('endpoints')?.get(`${namespace}/${name}`)?.subsets ?? [])
      .flatMap((subset: Loose) => subset.addresses ?? [])
      .map(({ ip }: Loose) => ip)
      .sort();
    const wrong: string[] = [];
    if (ready.join() !== listed.join()) wrong.push(`slices show ${listed}, ready are ${ready}`);
    if (ready.join() !== old.join()) wrong.push(`endpoints show ${old}, ready are ${ready}`);
    return wrong.map((why) => `${nameOf(service)} ${why}`);
  });

const budgets: RestRule = (living) =>
  all(living, 'poddisruptionbudgets.policy').flatMap((budget) => {
    const bare = all(living, 'pods', budget.metadata.namespace).some(
      (pod) => pod.metadata.labels?.app === budget.spec.selector?.matchLabels?.app && controllerOf(pod) === undefined,
    );
    const { healthy, least, expected } = needs(living, budget);
    const { currentHealthy, desiredHealthy, disruptionsAllowed, disruptedPods, expectedPods } = budget.status ?? {};
    // Of pods that nothing controls only a number can be asked.
    if (bare && typeof budget.spec.minAvailable !== 'number') return [];
    const allowed = expected > 0 ? Math.max(0, healthy - least) : 0;
    const wrong: string[] = [];
    if (
      currentHealthy !== healthy ||
      desiredHealthy !== least ||
      disruptionsAllowed !== allowed ||
      expectedPods !== expected
    )
      wrong.push(`reports ${JSON.stringify(budget.status)}; healthy ${healthy}, needed ${least}, expected ${expected}`);
    if (Object.keys(disruptedPods ?? {}).length > 0) wrong.push('still waits for evicted pods');
    return wrong.map((why) => `${nameOf(budget)} ${why}`);
  });

const quotas: RestRule = (living) =>
  all(living, 'resourcequotas').flatMap((quota) => {
    const now = used(living, quota.metadata.namespace);
    return Object.entries(quota.spec.hard ?? {})
      .filter(([name]) => bound(name, quota.status?.used?.[name] ?? '-1') !== now[name])
      .map(([name]) => `${nameOf(quota)} reports ${name} ${quota.status?.used?.[name]}, it is ${now[name]}`);
  });

const volumes: RestRule = (living) => [
  ...all(living, 'persistentvolumeclaims').flatMap((claim) => {
    if (claim.status?.phase !== 'Bound') return [];
    const volume = living.get('persistentvolumes')?.get(`/${claim.spec.volumeName}`);
    return volume?.spec.claimRef?.uid === claim.metadata.uid
      ? []
      : [`${nameOf(claim)} is bound to what is not bound to it`];
  }),
  ...all(living, 'persistentvolumes').flatMap((volume) => {
    if (volume.status?.phase !== 'Bound') return [];
    const { namespace, name, uid } = volume.spec.claimRef;
    const claim = living.get('persistentvolumeclaims')?.get(`${namespace}/${name}`);
    return claim?.metadata.uid === uid ? [] : [`${nameOf(volume)} is bound to a claim that is gone`];
  }),
];

const nodes: RestRule = (living) =>
  all(living, 'nodes')
    .filter((node) => !isReady(node))
    .map((node) => `${nameOf(node)} is not ready`);

/** A pod that waits for a node has a reason: too little room, or a claim that no volume fits. */
const waits = (pod: Loose): boolean =>
  pod.spec.nodeName === undefined &&
  (pod.spec.containers[0].resources?.requests?.cpu === '3' ||
    (pod.spec.volumes ?? []).some((each: Loose) => each.persistentVolumeClaim !== undefined));

/** Every pod that can run does. */
const pods: RestRule = (living) =>
  all(living, 'pods')
    .filter((pod) => !isEnded(pod) && !crashes(pod) && !isReady(pod) && !waits(pod))
    .map((pod) => `${nameOf(pod)} is not ready: ${JSON.stringify(pod.status.conditions ?? pod.status)}`);

/** Timers of a cluster at rest come from what is there; none is forgotten. */
const noTimerLeaks: RestRule = (living, world) => {
  const count = (resource: string): number => all(living, resource).length;
  const most =
    40 +
    8 * count('nodes') +
    12 * count('pods') +
    4 *
      (count('cronjobs.batch') +
        count('jobs.batch') +
        count('horizontalpodautoscalers.autoscaling') +
        count('deployments.apps'));
  const queued = (world.clock as unknown as { readonly heap: readonly unknown[] }).heap.length;
  return queued > most ? [`${queued} calls are queued, at most ${most} expected`] : [];
};

const RULES: readonly RestRule[] = [
  nothingLingers,
  noOrphans,
  everythingHasItsNamespace,
  replicaSets,
  deployments,
  statefulSets,
  daemonSets,
  jobs,
  podsOfFinishedJobs,
  endpoints,
  budgets,
  quotas,
  volumes,
  nodes,
  pods,
  noTimerLeaks,
];

/** What is not as it should be in a cluster that nothing disturbs any more. */
export function notAtRest(living: Living, world: PropertyWorld): readonly string[] {
  return RULES.flatMap((rule) => rule(living, world));
}
