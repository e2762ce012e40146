import { expect, it } from 'vitest';
import type { Learner } from '../learner.ts';
import { applied, refusals, unready } from './harness.ts';

function page(learner: Learner, path: string, flags = ''): string {
  return learner.run(`kubectl exec deploy/wordpress -- curl -s ${flags} http://localhost${path}`);
}

it('WordPress and MySQL bind their claims, become ready and offer to install', () => {
  const { learner, answer } = applied('wordpress-mysql');
  expect(refusals(answer)).toEqual([]);
  learner.wait(60_000);
  expect(unready(learner)).toEqual([]);
  expect(learner.run('kubectl get pvc').match(/Bound/g)).toHaveLength(2);
  expect(page(learner, '/', '-o /dev/null -w "%{http_code}"')).toContain('302');
  expect(page(learner, '/wp-admin/install.php')).toContain('WordPress &rsaquo; Installation');
});

it('what was written into the database outlives its pod', () => {
  const { learner } = applied('wordpress-mysql');
  learner.wait(60_000);
  expect(page(learner, '/wp-admin/install.php?step=2', '-X POST')).toContain('Success!');
  learner.run('kubectl delete pod -l tier=mysql');
  learner.wait(5000);
  learner.wait(30_000);
  expect(page(learner, '/')).toContain('Hello world!');
  expect(learner.run('kubectl logs deploy/wordpress-mysql')).not.toContain('Initializing database files');
});

it('without its database WordPress shows the error page', () => {
  const { learner } = applied('wordpress-mysql');
  learner.wait(60_000);
  learner.run('kubectl scale deploy/wordpress-mysql --replicas=0');
  learner.wait(10_000);
  expect(page(learner, '/', '-w "%{http_code}"')).toMatch(/Error establishing a database connection[\s\S]*500/);
});
