import { describe, expect, it } from 'vitest';
import type { Explanation, Step } from '../../../../src/engine/session/past/explain/step.ts';
import { recorded } from './recorded.ts';

const did = ({ what }: Step): string => {
  if (what.is === 'status') return what.facts.map(({ fact }) => fact).join('+');
  return what.is === 'event' ? what.reason : what.is;
};

/** A line for each step: who, what, about which kind of object, and what they had seen. */
function lines({ steps }: Explanation): string[] {
  return steps.map(
    (step) =>
      `${step.actor.name}: ${did(step)} ${step.object.split('/')[0]}${step.n > 1 ? ` ×${step.n}` : ''}${step.saw === undefined ? '' : ` after ${step.saw.object.split('/')[0]}`}`,
  );
}

describe('the explanation of a moment', () => {
  it('tells the way of a pod from kubectl run to a running container, in its order', () => {
    const { learner, past } = recorded();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(10_000);
    const told = past.explainMoment(learner.clock.nowMs());
    expect(told.command).toBe('kubectl run web --image=nginx:1.25');
    expect(lines(told)).toEqual([
      'kubectl run: created pods',
      'kube-scheduler: bound pods after pods',
      'kubelet: accepted pods after pods',
      'kubelet: sandbox pods',
      'kubelet: Pulled pods',
      'kubelet: Created pods',
      'kubelet: Started pods',
      'kubelet: running+ready pods',
    ]);
    const times = told.steps.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const [created, bound, accepted] = told.steps;
    expect(created).toMatchObject({ verb: 'create', code: 201, object: 'pods/default/web', kind: 'Pod' });
    expect(bound?.saw?.revision).toBe(created?.revision);
    expect(bound?.what).toMatchObject({ is: 'bound', feasible: 2, nodes: 3 });
    expect(accepted?.actor.node).toBe(bound?.what.is === 'bound' ? bound.what.node : '');
  });

  it('tells what controllers do for a deployment, and pods of one sort together', () => {
    const { learner, past } = recorded();
    learner.run('kubectl create deployment shop --image=nginx:1.25 --replicas=3');
    learner.wait(10_000);
    const told = lines(past.explainMoment(learner.clock.nowMs()));
    expect(told.slice(0, 3)).toEqual([
      'kubectl create: created deployments.apps',
      'deployment-controller: created replicasets.apps after deployments.apps',
      'replicaset-controller: created pods ×3 after replicasets.apps',
    ]);
    expect(told).toContain('deployment-controller: replicas deployments.apps after replicasets.apps');
    learner.run('kubectl set image deployment/shop nginx=nginx:1.26');
    learner.wait(60_000);
    const rolled = lines(past.explainMoment(learner.clock.nowMs()));
    expect(rolled.slice(0, 2)).toEqual(['kubectl: read deployments.apps', 'kubectl set: rolled deployments.apps']);
    expect(rolled.some((line) => line.startsWith('deployment-controller: scaled replicasets.apps'))).toBe(true);
    expect(rolled.some((line) => line.startsWith('replicaset-controller: deleting pods'))).toBe(true);
  });

  it('ends a command’s story where the next command begins, and says what was only read and what was refused', () => {
    const { learner, past } = recorded();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(5_000);
    learner.run('kubectl get pods');
    learner.wait(5_000);
    const readAt = learner.clock.nowMs() - 1_000;
    learner.run('kubectl run web --image=nginx:1.26');
    learner.wait(2_000);
    expect(lines(past.explainMoment(readAt))).toEqual(['kubectl: read pods']);
    expect(past.explainMoment(learner.clock.nowMs()).steps[0]?.what).toEqual({ is: 'refused', code: 409 });
    expect(past.explainMoment(readAt - 6_000).command).toContain('1.25');
  });

  it('hides what the page itself asks', () => {
    const { learner, past } = recorded();
    learner.wait(40_000);
    const asked = () =>
      learner.session.world.cluster.handle({ method: 'GET', path: '/api/v1/namespaces/default/pods' });
    past.requests.without(asked);
    expect(lines(past.explainMoment(learner.clock.nowMs()))).toEqual([]);
    asked();
    expect(lines(past.explainMoment(learner.clock.nowMs()))).toHaveLength(1);
  });
});

describe('the explanation of an object', () => {
  it('begins with the command that made its owners, and leaves its siblings out', () => {
    const { learner, past } = recorded();
    learner.run('kubectl run other --image=nginx:1.25');
    learner.run('kubectl create deployment shop --image=nginx:1.25 --replicas=2');
    learner.wait(10_000);
    const { history } = learner.session.world.cluster;
    const pods = history.listAt('pods', { revision: history.revision }).map(({ metadata }) => metadata.name);
    const [mine = '', sibling = ''] = pods.filter((name) => name.startsWith('shop-'));
    const told = past.explainObject('pods', 'default', mine, learner.clock.nowMs());
    expect(told?.command).toContain('create deployment shop');
    expect(told?.steps[0]).toMatchObject({ resource: 'deployments.apps', verb: 'create' });
    const objects = new Set(told?.steps.map(({ object }) => object));
    expect(objects).toContain(`pods/default/${mine}`);
    expect(objects).not.toContain(`pods/default/${sibling}`);
    expect(objects).not.toContain('pods/default/other');
    expect(past.explainObject('pods', 'default', 'nobody', learner.clock.nowMs())).toBeUndefined();
  });

  it('of a deployment includes all that it owns', () => {
    const { learner, past } = recorded();
    learner.run('kubectl create deployment shop --image=nginx:1.25 --replicas=2');
    learner.wait(10_000);
    const told = past.explainObject('deployments.apps', 'default', 'shop', learner.clock.nowMs());
    const resources = new Set(told?.steps.map(({ resource }) => resource));
    expect([...resources]).toEqual(expect.arrayContaining(['deployments.apps', 'replicasets.apps', 'pods', 'events']));
  });
});
