import { beforeEach, describe, expect, test } from 'vitest';
import { Learner } from './learner.ts';

let learner: Learner;
beforeEach(() => {
  learner = new Learner();
});

describe('kubectl cordon and drain', () => {
  test('cordon says whether there was something to do', () => {
    expect(learner.run('kubectl cordon worker-1').out).toBe('node/worker-1 cordoned\n');
    expect(learner.run('kubectl cordon worker-1').out).toBe('node/worker-1 already cordoned\n');
    expect(learner.run('kubectl uncordon worker-1').out).toBe('node/worker-1 uncordoned\n');
    expect(learner.run('kubectl uncordon node/worker-1').out).toBe('node/worker-1 already uncordoned\n');
  });

  test('drain leaves pods alone that nothing would replace, unless forced', () => {
    learner.does(
      'kubectl cordon worker-2',
      'kubectl run bare --image=nginx:1.25',
      'kubectl wait --for=condition=Ready pod/bare',
    );
    const why = 'cannot delete Pods that declare no controller (use --force to override): default/bare';
    expect(learner.run('kubectl drain worker-1')).toEqual({
      out: 'node/worker-1 cordoned\n',
      err: `error: unable to drain node "worker-1" due to error: ${why}, continuing command...\nThere are pending nodes to be drained:\n worker-1\n${why}\n`,
      exit: 1,
    });
    expect(learner.run('kubectl drain worker-1 --force')).toEqual({
      out: 'node/worker-1 already cordoned\nevicting pod default/bare\npod/bare evicted\nnode/worker-1 drained\n',
      err: 'Warning: deleting Pods that declare no controller: default/bare\n',
      exit: 0,
    });
  });

  test.each([
    ['kubectl drain nosuch', 'Error from server (NotFound): nodes "nosuch" not found\n'],
    ['kubectl drain', "error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples\n"],
    ['kubectl cordon ns/default', 'error: expected resource of type node, got "/v1, Resource=namespaces"\n'],
  ])('%s is refused', (line, err) => {
    expect(learner.run(line)).toEqual({ out: '', err, exit: 1 });
  });
});

describe('kubectl taint', () => {
  test('adds, changes and removes', () => {
    expect(learner.run('kubectl taint nodes worker-1 app=blue:NoSchedule').out).toBe('node/worker-1 tainted\n');
    expect(learner.run('kubectl taint nodes worker-1 app=green:NoSchedule --overwrite').out).toBe(
      'node/worker-1 modified\n',
    );
    expect(learner.run('kubectl describe node worker-1 | grep Taints').out).toMatch(/^Taints: +app=green:NoSchedule$/m);
    expect(learner.run('kubectl taint node worker-1 app-').out).toBe('node/worker-1 untainted\n');
    expect(learner.run('kubectl describe node worker-1 | grep Taints').out).toMatch(/^Taints: +<none>$/m);
  });

  test('names every taint that is not there', () => {
    expect(learner.run('kubectl taint node worker-1 maint:NoExecute- maint:NoSchedule-')).toEqual({
      out: '',
      err: 'taint "maint:NoExecute" not found\ntaint "maint:NoSchedule" not found\n',
      exit: 1,
    });
  });

  test.each([
    ['kubectl taint node worker-1 a=b:Bad', 'error: invalid taint effect: Bad, unsupported taint effect\n'],
    ['kubectl taint node worker-1', 'error: at least one taint update is required\n'],
    ['kubectl taint node a=b:NoSchedule', "error: at least one resource name must be specified since 'all' parameter"],
    [
      'kubectl taint node a=b:NoSchedule worker-1',
      'error: all resources must be specified before taint changes: worker-1',
    ],
    ['kubectl taint pod x a=b:NoSchedule', 'error: invalid resource type pod, only node types are supported\n'],
    ['kubectl taint foo x a=b:NoSchedule', 'the server doesn\'t have a resource type "foo"\n'],
  ])('%s is refused', (line, words) => {
    const { err, exit } = learner.run(line);
    expect(err.startsWith(words)).toBe(true);
    expect(exit).toBe(1);
  });
});

describe('kubectl events and top', () => {
  test('events lists what happened, and about one object', () => {
    learner.does('kubectl run web --image=nginx:1.25', 'kubectl wait --for=condition=Ready pod/web');
    const { out } = learner.run('kubectl events --for pod/web');
    expect(out).toMatch(/^LAST SEEN {3}TYPE {5}REASON {6}OBJECT {4}MESSAGE\n/);
    expect(out).toContain('Pod/web   Container started\n');
    expect(learner.run('kubectl events -n kube-public').err).toBe('No events found in kube-public namespace.\n');
    expect(learner.run('kubectl events --types=Odd').err).toBe('error: valid --types are Normal or Warning\n');
  });

  test('top says that there is no metrics server', () => {
    expect(learner.run('kubectl top nodes')).toEqual({ out: '', err: 'error: Metrics API not available\n', exit: 1 });
  });
});
