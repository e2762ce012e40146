import { describe, expect, it } from 'vitest';
import { versionRows } from '../../../../src/engine/session/past/versions.ts';
import { Learner } from '../learner.ts';

describe('the history of one object', () => {
  it('tells of each version who wrote it and which fields', () => {
    const learner = new Learner();
    learner.run('kubectl create deployment shop --image=nginx:1.25');
    learner.wait(10_000);
    learner.run('kubectl scale deployment shop --replicas=2');
    learner.wait(10_000);
    learner.run('kubectl delete deployment shop');
    learner.wait(5_000);
    const { history } = learner.session.world.cluster;
    const { rows, older } = versionRows(history, 'deployments.apps', 'default', 'shop');
    expect(older).toBe(0);
    expect(rows[0]).toMatchObject({ type: 'ADDED', manager: 'kubectl-create', paths: [] });
    const scaled = rows.find(({ paths }) => paths.includes('spec.replicas'));
    expect(scaled).toMatchObject({ type: 'MODIFIED', manager: 'kubectl' });
    expect(rows[rows.length - 1]?.type).toBe('DELETED');
    expect(rows.every((row, at) => at === 0 || row.revision > (rows[at - 1]?.revision ?? 0))).toBe(true);
    expect(versionRows(history, 'deployments.apps', 'default', 'nobody').rows).toEqual([]);
  });
});
