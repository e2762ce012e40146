import { describe, expect, it } from 'vitest';
import { StatefulSetController } from '../../../../src/engine/cluster/controllers/statefulset/controller.ts';
import type { Loose } from '../../cluster/fake-cluster.ts';
import { takenFromTheTop } from '../rules/stateful-order.ts';
import { LIMIT_MS, RUNS } from '../world.ts';
import { explore, type Model } from './explore.ts';
import { ModelWorld, stateOf } from './world.ts';

const template = (version: string): Loose => ({
  metadata: { labels: { app: 'db' } },
  spec: { containers: [{ name: 'c', image: `db:${version}` }] },
});
const versionOf = (object: Loose): string => (object.spec.template ?? object).spec.containers[0].image.slice(3);

interface Choice {
  readonly podManagementPolicy: 'OrderedReady' | 'Parallel';
  readonly updateStrategy: Loose;
}

/** A stateful set of two pods. */
function model(choice: Choice): Model {
  const change = (world: ModelWorld, spec: Loose) => () => world.ask('PATCH', 'statefulsets/db', { spec });
  const revision = (world: ModelWorld, name: string | undefined): string =>
    name === undefined
      ? '-'
      : String(
          world
            .list('controllerrevisions.apps')
            .map(({ metadata }) => metadata.name)
            .indexOf(name) < 0
            ? '?'
            : versionOfRevision(world, name),
        );
  const versionOfRevision = (world: ModelWorld, name: string): string => {
    const found = world.list('controllerrevisions.apps').find(({ metadata }) => metadata.name === name);
    return versionOf(found.data);
  };
  return {
    make() {
      const world = new ModelWorld([(context) => new StatefulSetController(context)], { takenFromTheTop });
      const spec = {
        ...choice,
        replicas: 2,
        serviceName: 'db',
        selector: { matchLabels: { app: 'db' } },
        template: template('1'),
      };
      world.ask('POST', 'statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec });
      return world;
    },
    actions(world) {
      const actions = new Map<string, () => void>();
      const [set] = world.list('statefulsets.apps');
      const { replicas, updateStrategy } = set.spec;
      for (const size of [0, 1, 2, 3])
        if (size !== replicas) actions.set(`scale to ${size}`, change(world, { replicas: size }));
      for (const version of ['1', '2'])
        if (version !== versionOf(set))
          actions.set(`roll to ${version}`, change(world, { template: template(version) }));
      if (updateStrategy.type === 'RollingUpdate') {
        const now = updateStrategy.rollingUpdate?.partition ?? 0;
        for (const partition of [0, 1])
          if (partition !== now)
            actions.set(
              `partition at ${partition}`,
              change(world, { updateStrategy: { rollingUpdate: { partition } } }),
            );
      }
      for (const pod of world.list('pods')) {
        const state = stateOf(pod);
        const { name } = pod.metadata;
        if (state === 'pending') actions.set(`start ${name}`, () => world.start(pod));
        if (state === 'ready')
          actions.set(`unready ${name}`, () => world.unready(pod)).set(`fail ${name}`, () => world.fail(pod));
        if (state === 'going') actions.set(`finish ${name}`, () => world.finish(pod));
        else actions.set(`delete ${name}`, () => world.delete(pod));
      }
      return actions;
    },
    form(world) {
      const [set] = world.list('statefulsets.apps');
      const { replicas, updateStrategy } = set.spec;
      const {
        currentRevision,
        updateRevision,
        conditions: _,
        observedGeneration,
        collisionCount: __,
        ...counts
      } = set.status ?? {};
      const pods = world
        .list('pods')
        .map(
          (pod) =>
            `${pod.metadata.name} ${revision(world, pod.metadata.labels['controller-revision-hash'])} ${stateOf(pod)}${pod.spec.nodeName ? '' : '?'}`,
        );
      const seen = observedGeneration === set.metadata.generation;
      const partition = updateStrategy.rollingUpdate?.partition ?? 0;
      return `${versionOf(set)} ${replicas} ${partition} ${seen} ${revision(world, currentRevision)}>${revision(world, updateRevision)} ${JSON.stringify(counts)}\n${pods.join('\n')}`;
    },
    unfinished(world) {
      const [set] = world.list('statefulsets.apps');
      const { replicas, updateStrategy } = set.spec;
      const pods = world.list('pods');
      const names = pods.map(({ metadata }) => metadata.name).join();
      const wrong: string[] = [];
      const wanted = Array.from({ length: replicas }, (_, at) => `db-${at}`).join();
      if (names !== wanted) wrong.push(`has ${names}, wanted ${wanted}`);
      if (pods.some((pod) => stateOf(pod) !== 'ready')) wrong.push('a pod is not ready');
      const { readyReplicas = 0, availableReplicas = 0, currentRevision, updateRevision } = set.status;
      if (readyReplicas !== replicas || availableReplicas !== replicas)
        wrong.push(`status is ${JSON.stringify(set.status)}`);
      if (updateStrategy.type !== 'RollingUpdate') return wrong;
      const partition = updateStrategy.rollingUpdate?.partition ?? 0;
      for (const [at, pod] of pods.entries())
        if (at >= partition && versionOf(pod) !== versionOf(set))
          wrong.push(`${pod.metadata.name} is of ${versionOf(pod)}`);
      if (partition === 0 && currentRevision !== updateRevision) wrong.push('is between two revisions');
      return wrong;
    },
  };
}

const CHOICES: { readonly [name: string]: Choice } = {
  'in order': { podManagementPolicy: 'OrderedReady', updateStrategy: { type: 'RollingUpdate' } },
  'all at once': { podManagementPolicy: 'Parallel', updateStrategy: { type: 'RollingUpdate' } },
  'in order, updates on deletion': { podManagementPolicy: 'OrderedReady', updateStrategy: { type: 'OnDelete' } },
};

describe('a stateful set, whatever happens in whatever order', () => {
  for (const [name, choice] of Object.entries(CHOICES)) {
    it(
      `keeps its order and comes to what is asked for: ${name}`,
      () => {
        const explored = explore(model(choice), { depth: RUNS > 1 ? 10 : 4, states: 100 * RUNS, settled: true });
        expect(explored.depth).toBeGreaterThanOrEqual(RUNS < 20 ? 1 : 4);
      },
      LIMIT_MS,
    );

    it(
      `does so when its controller is interrupted anywhere: ${name}`,
      () => {
        const explored = explore(model(choice), { depth: RUNS > 1 ? 10 : 4, states: 100 * RUNS, settled: false });
        expect(explored.depth).toBeGreaterThanOrEqual(RUNS < 20 ? 1 : 4);
      },
      LIMIT_MS,
    );
  }
});
