import { expect, it } from 'vitest';
import { applied, pods, refusals, unready } from './harness.ts';

it('the demo shop of twelve services becomes ready unchanged and sells', () => {
  const { learner, answer } = applied('demo-shop');
  expect(refusals(answer)).toEqual([]);
  expect(answer.match(/created/g)).toHaveLength(35);
  learner.wait(90_000);
  expect(pods(learner)).toHaveLength(12);
  expect(unready(learner)).toEqual([]);
  expect(learner.run('kubectl get events --field-selector reason=GenericImage')).toContain('No resources found');
  learner.run('kubectl run visitor --image=curlimages/curl:8.10.1 --restart=Never -- -s http://frontend/');
  learner.run('kubectl wait --for=jsonpath={.status.phase}=Succeeded pod/visitor --timeout=60s');
  expect(learner.run('kubectl logs visitor')).toContain('Online Boutique');
  expect(learner.run('kubectl logs deploy/loadgenerator -c frontend-check')).toContain('The frontend answers.');
});

it('a shop without its catalogue answers 500 while its page stays ready', () => {
  const { learner } = applied('demo-shop');
  learner.wait(90_000);
  learner.run('kubectl scale deploy/productcatalogservice --replicas=0');
  learner.wait(10_000);
  learner.run('kubectl run visitor --image=curlimages/curl:8.10.1 --restart=Never -- -s http://frontend/');
  learner.run('kubectl wait --for=jsonpath={.status.phase}=Succeeded pod/visitor --timeout=60s');
  expect(learner.run('kubectl logs visitor')).toMatch(/500 Internal Server Error[\s\S]*productcatalogservice:3550/);
  expect(learner.run('kubectl get deploy frontend')).toContain('1/1');
});

it('a cart without its redis says through gRPC that it does not serve', () => {
  const { learner } = applied('demo-shop');
  learner.wait(90_000);
  learner.run('kubectl scale deploy/redis-cart --replicas=0');
  learner.wait(25_000);
  expect(learner.run('kubectl describe pod -l app=cartservice')).toContain(
    'Readiness probe failed: service unhealthy (responded with "NOT_SERVING")',
  );
});
