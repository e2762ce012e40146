import { beforeEach, expect, test } from 'vitest';
import { Learner } from './learner.ts';

let learner: Learner;

beforeEach(() => {
  learner = new Learner().does('kubectl run web --image=nginx:1.25', 'kubectl wait --for=condition=Ready pod/web');
});

test('an ephemeral container joins a pod', () => {
  const { out } = learner.run('kubectl debug web --image=busybox:1.28 -c tools --target=web -- sleep 100');
  expect(out).toContain('Targeting container "web".');
  learner.waits(3);
  const { out: described } = learner.run('kubectl describe pod web');
  expect(described).toMatch(/^Ephemeral Containers:\n {2}tools:\n/m);
  expect(learner.run('kubectl exec web -c tools -- wget -qO- localhost').out).toContain('Welcome to nginx!');
});

test('a name is taken once', () => {
  learner.does('kubectl debug web --image=busybox:1.28 -c tools -- sleep 100');
  expect(learner.run('kubectl debug web --image=busybox:1.28 -c tools -- sleep 9').err).toContain(
    'existing ephemeral containers "tools" may not be changed',
  );
});

test('a copy of a pod has other images and shares its processes', () => {
  learner.does(
    'kubectl debug web --copy-to=other --set-image=*=nginx:1.26',
    'kubectl debug web --copy-to=shared --image=busybox:1.28 -c tools --share-processes -- sleep 100',
  );
  const columns = '-o custom-columns=I:.spec.containers[*].image,S:.spec.shareProcessNamespace --no-headers';
  expect(learner.run(`kubectl get pod other ${columns}`).out).toMatch(/^nginx:1\.26 +<none>\n$/);
  expect(learner.run(`kubectl get pod shared ${columns}`).out).toMatch(/^nginx:1\.25,busybox:1\.28 +true\n$/);
});

test('a node is looked into from a pod on it', () => {
  const { out } = learner.run('kubectl debug node/worker-1 --image=busybox:1.28 -- sleep 100');
  const name = /^Creating debugging pod (\S+) with container debugger on node worker-1\.\n$/.exec(out)?.[1];
  const { out: spec } = learner.run(`kubectl get pod ${name} -o jsonpath='{.spec.nodeName} {.spec.hostNetwork}'`);
  expect(spec).toBe('worker-1 true');
});

test.each([
  ['kubectl debug', 'error: you must specify --image when not using --copy-to.'],
  ['kubectl debug nosuch --image=busybox', 'Error from server (NotFound): pods "nosuch" not found'],
  ['kubectl debug node/nosuch --image=busybox', 'Error from server (NotFound): nodes "nosuch" not found'],
  ['kubectl debug web --image=busybox --profile=nosuch', 'error: unknown profile: nosuch'],
])('%s is refused', (line, words) => {
  expect(learner.run(line)).toMatchObject({ err: `${words}\n`, exit: 1 });
});
