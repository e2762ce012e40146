import { beforeAll, describe, expect, test } from 'vitest';
import { Learner } from './learner.ts';

const TWO_CONTAINERS = `
apiVersion: v1
kind: Pod
metadata: { name: two }
spec:
  initContainers:
  - { name: setup, image: busybox:1.28, command: [sh, -c, echo prepared] }
  containers:
  - { name: first, image: busybox:1.28, command: [sh, -c, 'echo one; sleep 3600'] }
  - { name: second, image: busybox:1.28, command: [sh, -c, 'echo two; sleep 3600'] }
`;

let learner: Learner;
beforeAll(() => {
  learner = new Learner({ 'two.yaml': TWO_CONTAINERS }).does(
    'kubectl apply -f two.yaml',
    'kubectl create deployment web --image=nginx:1.25 --replicas=2',
    "kubectl run box --image=busybox:1.28 -- sh -c 'while true; do echo tick; sleep 1; done'",
    'kubectl wait --for=condition=Ready pod --all --timeout=60s',
  );
});

describe('kubectl logs', () => {
  test('takes the first container and says so', () => {
    expect(learner.run('kubectl logs two')).toEqual({
      out: 'one\n',
      err: 'Defaulted container "first" out of: first, second, setup (init)\n',
      exit: 0,
    });
  });

  test('prefixes the lines of all containers, init containers first', () => {
    expect(learner.run('kubectl logs two --all-containers --prefix').out).toBe(
      '[pod/two/setup] prepared\n[pod/two/first] one\n[pod/two/second] two\n',
    );
  });

  test('refuses a container that is not there', () => {
    expect(learner.run('kubectl logs two -c third')).toEqual({
      out: '',
      err: 'error: container third is not valid for pod two out of: first, second, setup (init)\n',
      exit: 1,
    });
  });

  test('takes a pod of a deployment and says which', () => {
    const { err, exit } = learner.run('kubectl logs deploy/web');
    expect(err).toMatch(/^Found 2 pods, using pod\/web-[a-z0-9]+-[a-z0-9]{5}\n$/);
    expect(exit).toBe(0);
  });

  test('follows several pods side by side', () => {
    const { out, exit } = learner.run('kubectl logs -f -l run=box --prefix --tail=1', 3);
    expect(out.split('\n').filter((line) => line === '[pod/box/box] tick').length).toBeGreaterThan(2);
    expect(exit).toBeUndefined();
  });

  test.each([
    ['kubectl logs', "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'."],
    ['kubectl logs nosuch', 'error: error from server (NotFound): pods "nosuch" not found in namespace "default"'],
    ['kubectl logs two --since=1s --since-time=2026-01-01T00:00:00Z', 'at most one of `sinceTime` or `sinceSeconds`'],
    [
      'kubectl logs cm/kube-root-ca.crt',
      'cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented',
    ],
    ['kubectl logs two --tail=-2', 'error: --tail must be greater than or equal to -1'],
  ])('%s is refused', (line, words) => {
    const { err, exit } = learner.run(line);
    expect(err).toContain(words);
    expect(exit).toBe(1);
  });
});

describe('kubectl exec', () => {
  test('gives the exit status of the command', () => {
    expect(learner.run("kubectl exec box -- sh -c 'echo oops >&2; exit 7'")).toEqual({
      out: '',
      err: 'oops\ncommand terminated with exit code 7\n',
      exit: 7,
    });
  });

  test('sends standard input over with -i', () => {
    expect(learner.run('printf "a\\nb\\n" | kubectl exec -i box -- wc -l').out.trim()).toBe('2');
  });

  test('goes on without a terminal when there is none', () => {
    expect(learner.run('kubectl exec -it box -- echo hi')).toEqual({
      out: 'hi\n',
      err: 'Unable to use a TTY - input is not a terminal or the right kind of file\n',
      exit: 0,
    });
  });

  test.each([
    ['kubectl exec', 'error: pod, type/name or --filename must be specified\n'],
    ['kubectl exec box', 'error: you must specify at least one command for the container\n'],
    [
      'kubectl exec box ls',
      "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples\n",
    ],
    ['kubectl exec nosuch -- ls', 'Error from server (NotFound): pods "nosuch" not found\n'],
  ])('%s is refused', (line, err) => {
    expect(learner.run(line)).toEqual({ out: '', err, exit: 1 });
  });
});

describe('kubectl cp', () => {
  test('copies a folder there and back', () => {
    learner.does('mkdir -p notes/deep; echo one > notes/a; echo two > notes/deep/b', 'kubectl cp notes box:/tmp/notes');
    expect(learner.run('kubectl exec box -- cat /tmp/notes/a /tmp/notes/deep/b').out).toBe('one\ntwo\n');
    learner.does('kubectl cp box:/tmp/notes back');
    expect(learner.run('cat back/a back/deep/b').out).toBe('one\ntwo\n');
  });

  test('copies a file into a folder that is there', () => {
    learner.does('kubectl cp two.yaml box:/tmp');
    expect(learner.run('kubectl exec box -- ls /tmp/two.yaml').out).toBe('/tmp/two.yaml\n');
  });

  test.each([
    ['kubectl cp nosuch.txt box:/tmp/', "error: nosuch.txt doesn't exist in local filesystem\n"],
    ['kubectl cp a', 'error: source and destination are required\n'],
    ['kubectl cp a b', 'error: one of src or dest must be a remote file specification\n'],
    ['kubectl cp box:/a two:/b', 'error: one of src or dest must be a local file specification\n'],
  ])('%s is refused', (line, err) => {
    expect(learner.run(line)).toEqual({ out: '', err, exit: 1 });
  });

  test('what is missing in the pod is told as tar tells it, on standard output', () => {
    expect(learner.run('kubectl cp box:/tmp/nosuch x.txt')).toEqual({
      out: 'tar: /tmp/nosuch: No such file or directory\ntar: error exit delayed from previous errors\n',
      err: '',
      exit: 0,
    });
  });
});

describe('kubectl attach', () => {
  test('shows what the container writes from now on', () => {
    const { out, err } = learner.run('kubectl attach box', 3);
    expect(out).toMatch(/^(tick\n){2,3}$/);
    expect(err).toContain("If you don't see a command prompt, try pressing enter.\n");
  });
});

describe('kubectl port-forward', () => {
  test('says where it listens, and ends with the pod', () => {
    learner.does('kubectl run gone --image=nginx:1.25', 'kubectl wait --for=condition=Ready pod/gone');
    const { out, err } = learner.run(
      'kubectl port-forward pod/gone 8080:80 & sleep 1; kubectl delete pod gone --now; wait',
    );
    expect(out).toContain('Forwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\n');
    expect(err).toBe('error: lost connection to pod\n');
  });

  test('joins a port here with one of a pod', () => {
    const { out } = learner.run(
      'kubectl port-forward deploy/web 8081:80 & sleep 1; curl -s localhost:8081 | grep title; kill %1',
    );
    expect(out).toContain('Handling connection for 8081\n<title>Welcome to nginx!</title>\n');
  });

  test('ends when nobody listens in the pod', () => {
    const { err } = learner.run('kubectl port-forward deploy/web 8082:81 & sleep 1; curl -s localhost:8082; wait');
    expect(err).toMatch(
      /^E1122 .* portforward.go:522\] "Unhandled Error" err="an error occurred forwarding 8082 -> 81: .*connection refused/,
    );
    expect(err).toContain('error: lost connection to pod\n');
  });

  test.each([
    ['kubectl port-forward box', 'error: TYPE/NAME and list of ports are required for port-forward\n'],
    ['kubectl port-forward box http', "error: Pod 'box' does not have a named port 'http'\n"],
    [
      'kubectl port-forward box abc:80',
      'error: error parsing local port \'abc\': strconv.ParseUint: parsing "abc": invalid syntax\n',
    ],
    ['kubectl port-forward pod/nosuch 1:2', 'Error from server (NotFound): pods "nosuch" not found\n'],
  ])('%s is refused', (line, words) => {
    const { err, exit } = learner.run(line);
    expect(err).toContain(words);
    expect(exit).toBe(1);
  });
});

describe('kubectl describe', () => {
  test('shows all pods whose names begin with a word, without events', () => {
    const { out, exit } = learner.run('kubectl describe pod web');
    expect(out.match(/^Name: +web-/gm)).toHaveLength(2);
    expect(out).not.toContain('Events:');
    expect(exit).toBe(0);
  });

  test('separates several objects by two empty lines', () => {
    expect(learner.run('kubectl describe pods -l app=web').out).toContain('for 300s\n\n\nName:');
  });

  test('shows events of a single object', () => {
    expect(learner.run('kubectl describe pod box').out).toMatch(/Events:\n {2}Type .*\n {2}---- .*\n {2}Normal /);
    expect(learner.run('kubectl describe pod box --show-events=false').out).not.toContain('Events:');
  });

  test.each([
    ['kubectl describe pod nosuch', 'Error from server (NotFound): pods "nosuch" not found\n'],
    ['kubectl describe nosuch', 'error: the server doesn\'t have a resource type "nosuch"\n'],
    [
      'kubectl describe',
      'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
    ],
  ])('%s is refused', (line, err) => {
    expect(learner.run(line)).toEqual({ out: '', err, exit: 1 });
  });
});
