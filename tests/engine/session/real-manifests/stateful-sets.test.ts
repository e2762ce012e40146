import { expect, it } from 'vitest';
import { applied, refusals, unready } from './harness.ts';

it.each([
  ['cassandra', 3],
  ['zookeeper', 2],
])('the %s StatefulSet becomes ready in order as a generic program that says so', (name, replicas) => {
  const { learner, answer } = applied(name);
  expect(refusals(answer)).toEqual([]);
  learner.wait(180_000);
  expect(unready(learner)).toEqual([]);
  expect(learner.run('kubectl get sts')).toContain(`${replicas}/${replicas}`);
  const pod = name === 'cassandra' ? 'cassandra-0' : 'zk-0';
  expect(learner.run(`kubectl describe pod ${pod}`)).toMatch(
    /Warning +GenericImage .*Skiff does not have the program of image/,
  );
  expect(learner.run(`kubectl logs ${pod}`)).toContain('is not simulated; this is a generic program in its place');
});
