import { describe, expect, it } from 'vitest';
import { DeploymentController } from '../../../../src/engine/cluster/controllers/deployment/controller.ts';
import {
  REPLICA_SETS,
  ReplicaSetController,
} from '../../../../src/engine/cluster/controllers/replicaset/controller.ts';
import type { Loose } from '../../cluster/fake-cluster.ts';
import { controllerOf } from '../rules/rule.ts';
import { LIMIT_MS, RUNS } from '../world.ts';
import { explore, type Model } from './explore.ts';
import { ModelWorld, type PodState, stateOf } from './world.ts';

const template = (version: string): Loose => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: `web:${version}` }] },
});
const versionOf = (object: Loose): string => (object.spec.template ?? object).spec.containers[0].image.slice(4);

/**
 * A rollout without surge that was scaled to the size its one active set just had stands still in Kubernetes, too, until it is scaled
 * again: github.com/kubernetes/kubernetes/issues/102551.
 */
function standsStill(world: ModelWorld): boolean {
  const { replicas } = world.list('deployments.apps')[0].spec;
  const active = world.list('replicasets.apps').filter((set) => set.spec.replicas > 0);
  const told = (set: Loose): string | undefined =>
    set.metadata.annotations['deployment.kubernetes.io/desired-replicas'];
  return active.length === 1 && active[0].spec.replicas === replicas && told(active[0]) !== String(replicas);
}

/** A deployment of two pods with this strategy. */
function model(strategy: Loose): Model {
  const change = (world: ModelWorld, spec: Loose) => () => world.ask('PATCH', 'deployments/web', { spec });
  return {
    make() {
      const world = new ModelWorld(
        [(context) => new DeploymentController(context), (context) => new ReplicaSetController(context, REPLICA_SETS)],
        {},
      );
      const spec = { replicas: 2, strategy, selector: { matchLabels: { app: 'web' } }, template: template('1') };
      world.ask('POST', 'deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
      return world;
    },
    actions(world) {
      const actions = new Map<string, () => void>();
      const [deployment] = world.list('deployments.apps');
      const { replicas, paused = false } = deployment.spec;
      for (const size of [0, 1, 2, 3])
        if (size !== replicas) actions.set(`scale to ${size}`, change(world, { replicas: size }));
      for (const version of ['1', '2', '3'])
        if (version !== versionOf(deployment))
          actions.set(`roll to ${version}`, change(world, { template: template(version) }));
      actions.set(paused ? 'resume' : 'pause', change(world, { paused: !paused }));
      // Pods of one version in one state are alike.
      const acts: { readonly [state in PodState]: readonly (readonly [string, (pod: Loose) => void])[] } = {
        pending: [
          ['start', (pod) => world.start(pod)],
          ['delete', (pod) => world.delete(pod)],
        ],
        ready: [
          ['fail', (pod) => world.fail(pod)],
          ['unready', (pod) => world.unready(pod)],
          ['delete', (pod) => world.delete(pod)],
        ],
        failed: [],
        going: [['finish', (pod) => world.finish(pod)]],
      };
      for (const pod of world.list('pods')) {
        const state = stateOf(pod);
        for (const [what, act] of acts[state])
          actions.set(`${what} a ${state} pod of ${versionOf(pod)}`, () => act(pod));
      }
      return actions;
    },
    form(world) {
      const [deployment] = world.list('deployments.apps');
      const { replicas, paused = false } = deployment.spec;
      const pods = world.list('pods');
      const sets = world
        .list('replicasets.apps')
        .map((set) => {
          const own = pods.filter((pod) => controllerOf(pod)?.uid === set.metadata.uid);
          const { replicas: has = 0, availableReplicas = 0 } = set.status ?? {};
          const states = own.map((pod) => `${stateOf(pod)}${pod.spec.nodeName ? '' : '?'}`).sort();
          return `${versionOf(set)}#${set.metadata.annotations['deployment.kubernetes.io/revision']} wants ${set.spec.replicas} has ${has} ${availableReplicas}: ${states}`;
        })
        .sort();
      const { updatedReplicas = 0, observedGeneration } = deployment.status ?? {};
      const seen = observedGeneration === deployment.metadata.generation;
      return `${versionOf(deployment)} ${replicas} ${paused} ${updatedReplicas} ${seen}\n${sets.join('\n')}`.replace(
        /#(\d+)/g,
        (_, revision) =>
          `#${world.list('replicasets.apps').filter((set) => Number(set.metadata.annotations['deployment.kubernetes.io/revision']) < Number(revision)).length}`,
      );
    },
    unfinished(world) {
      let [deployment] = world.list('deployments.apps');
      if (deployment.spec.paused) {
        change(world, { paused: false })();
        world.letItRun();
        [deployment] = world.list('deployments.apps');
      }
      if (standsStill(world)) return [];
      const wrong: string[] = [];
      const { replicas } = deployment.spec;
      const pods = world.list('pods').filter((pod) => stateOf(pod) !== 'failed');
      const versions = pods.map(versionOf);
      if (versions.length !== replicas || versions.some((version) => version !== versionOf(deployment)))
        wrong.push(`pods of ${versions}, wanted ${replicas} of ${versionOf(deployment)}`);
      const { readyReplicas = 0, updatedReplicas = 0, unavailableReplicas = 0, conditions = [] } = deployment.status;
      if (readyReplicas !== replicas || updatedReplicas !== replicas || unavailableReplicas !== 0)
        wrong.push(`status is ${JSON.stringify(deployment.status)}`);
      for (const type of ['Progressing', 'Available'])
        if (conditions.find((each: Loose) => each.type === type)?.status !== 'True') wrong.push(`${type} is not True`);
      for (const set of world.list('replicasets.apps'))
        if (set.spec.replicas > 0 && versionOf(set) !== versionOf(deployment))
          wrong.push(`an old set wants ${set.spec.replicas}`);
      return wrong;
    },
  };
}

const STRATEGIES: { readonly [name: string]: Loose } = {
  'surge 1, none unavailable': { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  'no surge, 1 unavailable': { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
  'surge and unavailable half': { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: '50%' } },
  Recreate: { type: 'Recreate' },
};

describe('a deployment, whatever happens in whatever order', () => {
  for (const [name, strategy] of Object.entries(STRATEGIES)) {
    it(
      `keeps its bounds and comes to what is asked for: ${name}`,
      () => {
        const explored = explore(model(strategy), { depth: RUNS > 1 ? 8 : 4, states: 100 * RUNS, settled: true });
        expect(explored.depth).toBeGreaterThanOrEqual(RUNS < 20 ? 1 : 4);
      },
      LIMIT_MS,
    );

    it(
      `does so when controllers are interrupted anywhere: ${name}`,
      () => {
        const explored = explore(model(strategy), { depth: RUNS > 1 ? 10 : 4, states: 100 * RUNS, settled: false });
        expect(explored.depth).toBeGreaterThanOrEqual(RUNS < 20 ? 1 : 4);
      },
      LIMIT_MS,
    );
  }
});
