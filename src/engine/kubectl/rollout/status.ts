import type { JsonObject } from '../../cluster/json.ts';
import { at, items, number, object, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';
import type { Info } from '../resource/info.ts';
import { kindName } from './revisions.ts';

/** What is said of a rollout, and whether it is over. */
export interface RolloutStatus {
  readonly text: string;
  readonly done: boolean;
}

type Viewer = (workload: JsonObject, revision: number) => RolloutStatus;

/** The viewer of a kind's rollouts. Throws `CommandError` for kinds that have none. Models: polymorphichelpers.StatusViewerFor */
export function statusViewer(info: Info): Viewer {
  const { group, kind } = info.type;
  const viewer = group === 'apps' ? VIEWERS[kind] : undefined;
  if (viewer === undefined) throw new CommandError(`no status viewer has been implemented for ${kindName(info)}`);
  return viewer;
}

const waiting = (what: string): RolloutStatus => ({ text: `${what}\n`, done: false });
const over = (what: string): RolloutStatus => ({ text: `${what}\n`, done: true });
const observed = (workload: JsonObject): boolean =>
  number(workload, 'metadata', 'generation') <= number(workload, 'status', 'observedGeneration');
const nameOf = (workload: JsonObject): string => text(workload, 'metadata', 'name');

const ofDeployment: Viewer = (deployment, revision) => {
  const name = nameOf(deployment);
  const running = Number(text(deployment, 'metadata', 'annotations', 'deployment.kubernetes.io/revision') || '0');
  if (revision > 0 && revision !== running) {
    throw new CommandError(`desired revision (${revision}) is different from the running revision (${running})`);
  }
  if (!observed(deployment)) return waiting('Waiting for deployment spec update to be observed...');
  const progressing = items(deployment, 'status', 'conditions').find((each) => text(each, 'type') === 'Progressing');
  if (text(progressing, 'reason') === 'ProgressDeadlineExceeded') {
    throw new CommandError(`deployment "${name}" exceeded its progress deadline`);
  }
  const head = `Waiting for deployment "${name}" rollout to finish:`;
  const wanted = number(deployment, 'spec', 'replicas');
  const updated = number(deployment, 'status', 'updatedReplicas');
  const total = number(deployment, 'status', 'replicas');
  const available = number(deployment, 'status', 'availableReplicas');
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new replicas have been updated...`);
  if (total > updated) return waiting(`${head} ${total - updated} old replicas are pending termination...`);
  if (available < updated) return waiting(`${head} ${available} of ${updated} updated replicas are available...`);
  return over(`deployment "${name}" successfully rolled out`);
};

function requireRollingUpdate(workload: JsonObject): void {
  if (text(workload, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') {
    throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  }
}

const ofDaemonSet: Viewer = (set) => {
  const name = nameOf(set);
  requireRollingUpdate(set);
  if (!observed(set)) return waiting('Waiting for daemon set spec update to be observed...');
  const head = `Waiting for daemon set "${name}" rollout to finish:`;
  const wanted = number(set, 'status', 'desiredNumberScheduled');
  const updated = number(set, 'status', 'updatedNumberScheduled');
  const available = number(set, 'status', 'numberAvailable');
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new pods have been updated...`);
  if (available < wanted) return waiting(`${head} ${available} of ${wanted} updated pods are available...`);
  return over(`daemon set "${name}" successfully rolled out`);
};

const ofStatefulSet: Viewer = (set) => {
  requireRollingUpdate(set);
  const status = object(set, 'status');
  if (number(status, 'observedGeneration') === 0 || !observed(set)) {
    return waiting('Waiting for statefulset spec update to be observed...');
  }
  const wanted = number(set, 'spec', 'replicas');
  const ready = number(status, 'readyReplicas');
  const updated = number(status, 'updatedReplicas');
  if (ready < wanted) return waiting(`Waiting for ${wanted - ready} pods to be ready...`);
  const rolling = object(set, 'spec', 'updateStrategy', 'rollingUpdate');
  if (rolling !== undefined) {
    const partitioned = at(rolling, 'partition') !== undefined;
    const toUpdate = wanted - number(rolling, 'partition');
    if (partitioned && updated < toUpdate) {
      const progress = `${updated} out of ${toUpdate} new pods have been updated...`;
      return waiting(`Waiting for partitioned roll out to finish: ${progress}`);
    }
    return over(`partitioned roll out complete: ${updated} new pods have been updated...`);
  }
  const revision = text(status, 'updateRevision');
  const current = text(status, 'currentRevision');
  if (revision !== current) {
    return waiting(`waiting for statefulset rolling update to complete ${updated} pods at revision ${revision}...`);
  }
  const pods = number(status, 'currentReplicas');
  return over(`statefulset rolling update complete ${pods} pods at revision ${current}...`);
};

const VIEWERS: { readonly [kind: string]: Viewer | undefined } = {
  Deployment: ofDeployment,
  DaemonSet: ofDaemonSet,
  StatefulSet: ofStatefulSet,
};
