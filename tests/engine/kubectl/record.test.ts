import { beforeEach, describe, expect, test } from 'vitest';
import { Learner } from './learner.ts';

const DEPRECATED = 'Flag --record has been deprecated, --record will be removed in the future\n';
const CAUSE = "kubectl get deploy web -o jsonpath='{.metadata.annotations.kubernetes\\.io/change-cause}'";

let learner: Learner;
beforeEach(() => {
  learner = new Learner().does(
    'kubectl create deployment web --image=nginx:1.25',
    'kubectl rollout status deploy/web --timeout=60s',
  );
});

describe('--record', () => {
  test('writes the command as the reason of the revision, and says that it is deprecated', () => {
    const set = learner.run('kubectl set image deployment/web nginx=nginx:1.26 --record');
    expect(set).toMatchObject({ out: 'deployment.apps/web image updated\n', err: DEPRECATED, exit: 0 });
    learner.does('kubectl rollout status deploy/web');
    expect(learner.run('kubectl rollout history deploy/web').out).toBe(
      'deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         kubectl set image deployment/web nginx=nginx:1.26 --record=true\n\n',
    );
  });

  test('puts flags after the words, by their long names', () => {
    learner.does('kubectl scale --record -n default deploy/web --replicas 2');
    expect(learner.run(CAUSE).out).toBe('kubectl scale deploy/web --record=true --namespace=default --replicas=2');
  });

  test('works beside a patch, labels and annotations of its own', () => {
    learner.does(`kubectl patch deploy web -p '{"spec":{"replicas":2}}' --record`);
    expect(learner.run(CAUSE).out).toContain('kubectl patch deploy web --patch=');
    learner.does('kubectl label deploy web tier=front --record');
    expect(learner.run(CAUSE).out).toBe('kubectl label deploy web tier=front --record=true');
    learner.does('kubectl annotate deploy web team=blue --record');
    expect(learner.run(CAUSE).out).toBe('kubectl annotate deploy web team=blue --record=true');
    expect(learner.run("kubectl get deploy web -o jsonpath='{.metadata.annotations.team}'").out).toBe('blue');
  });

  test('writes nothing when it is false or not given', () => {
    learner.does(
      'kubectl set image deploy/web nginx=nginx:1.26 --record=false',
      'kubectl scale deploy/web --replicas=2',
    );
    expect(learner.run(CAUSE).out).toBe('');
  });

  test.each(['create deployment x --image=y', 'rollout undo deploy/web', 'set env deploy/web A=b', 'delete pod x'])(
    'is no flag of kubectl %s',
    (command) => {
      expect(learner.run(`kubectl ${command} --record`).err).toMatch(/^error: unknown flag: --record\n/);
    },
  );

  test('is left out of help', () => {
    expect(learner.run('kubectl set image --help').out).not.toContain('--record');
  });
});
