import { expect, it } from 'vitest';
import { applied } from './harness.ts';

it('the liveness-exec example fails after half a minute and restarts after 75 seconds, as documented', () => {
  const { learner } = applied('liveness-exec');
  const events = (): string => learner.run('kubectl describe pod liveness-exec');
  learner.wait(30_000);
  expect(events()).not.toContain('Unhealthy');
  learner.wait(8000);
  expect(events()).toContain("Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory");
  learner.wait(10_000);
  expect(events()).toContain('Container liveness failed liveness probe, will be restarted');
  expect(learner.run('kubectl get pod liveness-exec')).toMatch(/1\/1 +Running +0 /);
  // The shell ignores SIGTERM: the kubelet kills it when the 30 s of grace are over.
  learner.wait(30_000);
  expect(learner.run('kubectl get pod liveness-exec')).toMatch(/1\/1 +Running +1 /);
  learner.wait(75_000);
  expect(learner.run('kubectl get pod liveness-exec')).toMatch(/1\/1 +Running +2 /);
});
