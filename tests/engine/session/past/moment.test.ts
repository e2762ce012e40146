import { describe, expect, it } from 'vitest';
import { RevisionError } from '../../../../src/engine/cluster/store.ts';
import { mapAt } from '../../../../src/engine/session/past/map-at.ts';
import { Moment } from '../../../../src/engine/session/past/moment.ts';
import { runQuestion } from '../../../../src/engine/session/question.ts';
import { Learner } from '../learner.ts';

/** Nanoseconds of the machine, for a bound that is far from what it takes. */
const wallMs = (): number => Number(process.hrtime.bigint()) / 1e6;

describe('a moment of the past', () => {
  it('shows the map as it was, and then the map as it is', () => {
    const learner = new Learner();
    const { cluster, columns } = learner.session.world;
    learner.run('kubectl run web --image=nginx:1.25');
    const created = learner.clock.nowMs();
    learner.wait(10_000);
    const running = learner.clock.nowMs();
    learner.run('kubectl delete pod web --now');
    learner.wait(5_000);
    const podsAt = (ms: number) =>
      mapAt(new Moment(cluster, ms), columns)
        .filter(({ namespace, resource }) => resource === 'pods' && namespace === 'default')
        .map(({ name, status, node }) => `${name} ${status} ${node ?? '-'}`);
    expect(podsAt(learner.session.arrivedMs)).toEqual([]);
    expect(podsAt(created)[0]).toMatch(/^web (Pending -|ContainerCreating worker-\d)$/);
    expect(podsAt(running)[0]).toMatch(/^web Running worker-\d$/);
    expect(podsAt(learner.clock.nowMs())).toEqual([]);
  });

  it('answers kubectl with ages and events as of then', () => {
    const learner = new Learner();
    const { cluster, columns } = learner.session.world;
    learner.run('kubectl create deployment shop --image=nginx:1.25');
    learner.wait(20_000);
    const early = learner.clock.nowMs();
    learner.run('kubectl scale deployment shop --replicas=3');
    learner.wait(600_000);
    const at = new Moment(cluster, early);
    const asked = (...words: string[]) => runQuestion(at, words);
    expect(asked('get', 'pods')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^NAME.*\nshop-\S+ +1\/1 +Running +0 +\d\ds\n$/),
    });
    const described = asked('describe', 'deployment', 'shop').stdout;
    expect(described).toContain('1 desired | 1 updated | 1 total | 1 available');
    expect(described).toContain('Scaled up replica set');
    expect(described).not.toContain('from 1 to 3');
    const yaml = asked('get', 'deployment', 'shop', '-o', 'yaml', '--show-managed-fields').stdout;
    expect(yaml).toContain('manager: kubectl-create');
    expect(yaml).not.toContain('manager: kubectl-scale');
    expect(yaml).toContain('replicas: 1');
    const now = runQuestion({ clock: learner.clock, handle: cluster.handle }, ['get', 'pods', '-o', 'name']).stdout;
    expect(now.trim().split('\n')).toHaveLength(3);
    expect(mapAt(at, columns).find(({ kind }) => kind === 'Deployment')?.ready).toBe('1/1');
  });

  it('takes no writes and says nothing of a time that compaction has dropped', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(10_000);
    const { cluster } = learner.session.world;
    const { revision } = cluster.history;
    const at = new Moment(cluster, learner.clock.nowMs());
    expect(runQuestion(at, ['delete', 'pod', 'web']).exit).not.toBe(0);
    expect(at.handle({ method: 'DELETE', path: '/api/v1/namespaces/default/pods/web' }).status).toBe(404);
    expect(at.informers.get('pods', 'default', 'web')).toBeDefined();
    expect(cluster.history.revision).toBe(revision);
    cluster.server.core.store.compact(revision - 1);
    expect(() => new Moment(cluster, learner.session.arrivedMs)).toThrow(RevisionError);
    expect(() => cluster.server.core.store.asOf(revision - 2, learner.clock)).toThrow(RevisionError);
  });

  it('serves the custom resources of then', () => {
    const learner = new Learner();
    learner.write(
      'crd.yaml',
      `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: boats.sea.example }
spec:
  group: sea.example
  scope: Namespaced
  names: { plural: boats, singular: boat, kind: Boat }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
`,
    );
    learner.write(
      'boat.yaml',
      'apiVersion: sea.example/v1\nkind: Boat\nmetadata: { name: skiff }\nspec: { oars: 2 }\n',
    );
    learner.run('kubectl apply -f crd.yaml');
    learner.wait(3_000);
    learner.run('kubectl apply -f boat.yaml');
    const then = learner.clock.nowMs();
    learner.wait(3_000);
    learner.run('kubectl delete crd boats.sea.example');
    learner.wait(10_000);
    const asked = runQuestion(new Moment(learner.session.world.cluster, then), ['get', 'boat', 'skiff', '-o', 'yaml']);
    expect(asked.stdout).toContain('oars: 2');
  });

  it('costs little, anywhere in ten busy minutes', () => {
    const learner = new Learner();
    const { cluster, columns } = learner.session.world;
    learner.run('kubectl create deployment big --image=nginx:1.25 --replicas=100');
    for (const image of ['1.26', '1.25', '1.27', '1.26', '1.25']) {
      learner.wait(110_000);
      learner.run(`kubectl set image deployment/big nginx=nginx:${image}`);
    }
    learner.wait(60_000);
    const from = learner.session.arrivedMs;
    const span = learner.clock.nowMs() - from;
    expect(span).toBeGreaterThan(600_000);
    const took = Array.from({ length: 40 }, (_, at) => {
      const began = wallMs();
      mapAt(new Moment(cluster, from + (span * at) / 40), columns);
      return wallMs() - began;
    }).sort((a, b) => a - b);
    // Far above what it takes, for a machine that is busy with other things.
    expect(took[20]).toBeLessThan(100);
  });
});
