import { beforeEach, describe, expect, test } from 'vitest';
import { Learner } from './learner.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner().does(
    'kubectl create deployment web --image=nginx:1.25 --replicas=3',
    'kubectl rollout status deploy/web --timeout=60s',
  );
});

describe('kubectl rollout', () => {
  test('status tells how far it is, and ends when it is done', () => {
    learner.does('kubectl set image deploy/web nginx=nginx:1.16');
    const { out, exit } = learner.run('kubectl rollout status deploy/web');
    expect(out).toMatch(/^Waiting for deployment "web" rollout to finish: /);
    expect(out).toMatch(/\ndeployment "web" successfully rolled out\n$/);
    expect(exit).toBe(0);
  });

  test('undo goes back one revision, and history counts it as a new one', () => {
    learner.does('kubectl set image deploy/web nginx=nginx:1.16', 'kubectl rollout status deploy/web');
    expect(learner.run('kubectl rollout undo deploy/web').out).toBe('deployment.apps/web rolled back\n');
    learner.does('kubectl rollout status deploy/web');
    expect(learner.run("kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].image}'").out).toBe(
      'nginx:1.25',
    );
    expect(learner.run('kubectl rollout history deploy/web').out).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n2         <none>\n3         <none>\n\n',
    );
  });

  test('history shows the template of a revision', () => {
    const { out } = learner.run('kubectl rollout history deploy/web --revision=1');
    expect(out).toMatch(/^deployment\.apps\/web with revision #1\nPod Template:\n {2}Labels:\tapp=web\n/);
    expect(out).toContain('   nginx:\n    Image:\tnginx:1.25\n');
  });

  test('pause and resume say what they found', () => {
    expect(learner.run('kubectl rollout pause deploy/web').out).toBe('deployment.apps/web paused\n');
    expect(learner.run('kubectl rollout pause deploy/web').err).toBe(
      'error: deployments.apps "web" is already paused\n',
    );
    expect(learner.run('kubectl rollout restart deploy/web').err).toBe(
      'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)\n',
    );
    expect(learner.run('kubectl rollout undo deploy/web').exit).toBe(1);
    expect(learner.run('kubectl rollout resume deploy/web').out).toBe('deployment.apps/web resumed\n');
  });

  test('restart replaces the pods', () => {
    const before = learner.run('kubectl get pods -o name').out;
    expect(learner.run('kubectl rollout restart deploy web').out).toBe('deployment.apps/web restarted\n');
    learner.does('kubectl rollout status deploy/web').waits(40);
    const after = learner.run('kubectl get pods -o name').out;
    expect(after.split('\n').filter((name) => name !== '' && before.includes(name))).toEqual([]);
  });

  test.each([
    ['kubectl rollout undo deploy/web --to-revision=99', 'error: unable to find specified revision 99 in history\n'],
    ['kubectl rollout undo deploy/web', 'error: no rollout history found for deployment "web"\n'],
    ['kubectl rollout history deploy/web --revision=9', 'error: unable to find the specified revision\n'],
    ['kubectl rollout history deploy/web --revision=-1', 'error: revision must be a positive integer: -1\n'],
    ['kubectl rollout status', 'error: required resource not specified\n'],
    ['kubectl rollout status deploy/nosuch', 'Error from server (NotFound): deployments.apps "nosuch" not found\n'],
    ['kubectl rollout status cm/kube-root-ca.crt', 'error: no status viewer has been implemented for ConfigMap\n'],
    ['kubectl rollout undo rs -l app=web', 'error: no rollbacker has been implemented for "ReplicaSet.apps"\n'],
    ['kubectl rollout nosuch', 'error: unknown command "nosuch"\nSee \'kubectl rollout -h\' for help and examples\n'],
  ])('%s is refused', (line, err) => {
    expect(learner.run(line)).toEqual({ out: '', err, exit: 1 });
  });
});
