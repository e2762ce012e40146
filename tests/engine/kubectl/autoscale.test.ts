import { beforeAll, expect, test } from 'vitest';
import { Learner } from './learner.ts';

let learner: Learner;

beforeAll(() => {
  learner = new Learner().does('kubectl create deployment web --image=nginx:1.25');
});

test('an autoscaler is made for a deployment', () => {
  expect(learner.run('kubectl autoscale deployment web --min=2 --max=5 --cpu=50%').out).toBe(
    'horizontalpodautoscaler.autoscaling/web autoscaled\n',
  );
  const { out } = learner.run('kubectl describe hpa web');
  expect(out).toMatch(/^Reference: +Deployment\/web$/m);
  expect(out).toMatch(/^ {2}resource cpu on pods {2}\(as a percentage of request\): +<unknown> \/ 50%$/m);
});

test('a dry run shows what would be made', () => {
  const { out } = learner.run('kubectl autoscale deploy web --max=3 --memory=100Mi --name=m --dry-run=client -o yaml');
  expect(out).toContain('        averageValue: 100Mi\n        type: AverageValue\n');
  expect(out).toContain('status:\n  currentMetrics: null\n  desiredReplicas: 0\n');
});

test.each([
  ['kubectl autoscale deploy web', 'error: required flag(s) "max" not set'],
  ['kubectl autoscale deploy web --max=0', 'error: --max=MAXPODS is required and must be at least 1, max: 0'],
  [
    'kubectl autoscale deploy web --min=3 --max=2',
    'error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 2, min: 3',
  ],
  ['kubectl autoscale deploy nosuch --max=2', 'Error from server (NotFound): deployments.apps "nosuch" not found'],
])('%s is refused', (line, words) => {
  expect(learner.run(line)).toMatchObject({ err: `${words}\n`, exit: 1 });
});
