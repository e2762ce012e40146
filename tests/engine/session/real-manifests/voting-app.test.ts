import { expect, it } from 'vitest';
import { applied, refusals, unready } from './harness.ts';

it('the voting app counts a vote that passes redis, the worker and the database', () => {
  const { learner, answer } = applied('voting-app');
  expect(refusals(answer)).toEqual([]);
  learner.wait(60_000);
  expect(unready(learner)).toEqual([]);
  expect(learner.run('kubectl logs deploy/worker')).toContain('Connected to db');
  learner.run('kubectl run voter --image=curlimages/curl:8.10.1 --restart=Never -- -s -d vote=b http://vote:8080/');
  learner.wait(20_000);
  expect(learner.run('kubectl logs voter')).toContain('Dogs');
  expect(learner.run('kubectl logs deploy/vote')).toContain('Received vote for b');
  expect(learner.run('kubectl logs deploy/worker')).toContain("Processing vote for 'b'");
  expect(
    learner.run('kubectl exec deploy/db -- psql -U postgres -t -c "select vote, count(id) from votes group by vote"'),
  ).toMatch(/b\s+1/);
  learner.run('kubectl run reader --image=curlimages/curl:8.10.1 --restart=Never -- -s http://result:8081/');
  learner.wait(10_000);
  expect(learner.run('kubectl logs reader')).toContain('<span>Dogs</span> 1');
});
