import { expect, it } from 'vitest';
import { applied, refusals, unready } from './harness.ts';

it('the guestbook keeps a message in its leader and reads it from a follower', () => {
  const { learner, answer } = applied('guestbook');
  expect(refusals(answer)).toEqual([]);
  learner.wait(30_000);
  expect(unready(learner)).toEqual([]);
  expect(learner.run('kubectl get events --field-selector reason=GenericImage')).toContain('No resources found');
  const ask = (query: string): string =>
    learner.run(`kubectl exec deploy/frontend -- curl -s 'localhost/guestbook.php?${query}'`);
  expect(ask('cmd=set&key=messages&value=hello')).toContain('{"message":"Updated"}');
  expect(ask('cmd=get&key=messages')).toContain('{"data":"hello"}');
  expect(learner.run('kubectl exec deploy/redis-follower -- redis-cli set x 1')).toContain('READONLY');
});

it('a follower that starts later has what was written before', () => {
  const { learner } = applied('guestbook');
  learner.wait(30_000);
  learner.run('kubectl exec deploy/redis-leader -- redis-cli rpush list a b');
  learner.run('kubectl delete pod -l role=follower');
  learner.wait(15_000);
  expect(learner.run('kubectl exec deploy/redis-follower -- redis-cli lrange list 0 -1')).toMatch(/a\s+b/);
});
