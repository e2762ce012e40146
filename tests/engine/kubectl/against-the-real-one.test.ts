import { describe, expect, it, test } from 'vitest';
import { Learner } from './learner.ts';

// What the lists of tests/wire/differential showed, kept where no real kubectl runs.

describe('kubectl debug --custom', () => {
  const files = {
    'custom.yaml': 'env: [{name: FROM, value: custom}]\nsecurityContext: {runAsUser: 1000}\n',
    'named.yaml': 'name: other\n',
    'list.yaml': '- a\n',
  };

  it('lays a partial container over the one of the profile', () => {
    const learner = new Learner(files).does(
      'kubectl run web --image=nginx:1.25',
      'kubectl wait --for=condition=Ready pod/web',
      'kubectl debug web --image=busybox:1.28 -c tools --custom=custom.yaml -- sleep 100',
      'kubectl debug web --copy-to=copy --image=busybox:1.28 -c tools --custom=custom.yaml -- sleep 100',
    );
    const wanted = '[{"name":"FROM","value":"custom"}] {"capabilities":{"add":["SYS_PTRACE"]},"runAsUser":1000}';
    const show = (list: string): string =>
      `-o jsonpath='{.spec.${list}[?(@.name=="tools")].env} {.spec.${list}[?(@.name=="tools")].securityContext}'`;
    expect(learner.run(`kubectl get pod web ${show('ephemeralContainers')}`).out).toBe(wanted);
    expect(learner.run(`kubectl get pod copy ${show('containers')}`).out).toBe(wanted);
  });

  it.each([
    [
      'nosuch.yaml',
      'must pass a container spec json file for custom profile: open nosuch.yaml: no such file or directory',
    ],
    ['named.yaml', 'name, command, image, lifecycle and volume devices are not modifiable via custom profile'],
    [
      'list.yaml',
      'list.yaml does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type v1.Container',
    ],
  ])('refuses %s', (file, why) => {
    expect(new Learner(files).run(`kubectl debug web --image=busybox --custom=${file}`).err).toBe(`error: ${why}\n`);
  });
});

describe('a list of pairs', () => {
  it('is refused where a flag is read', () => {
    expect(new Learner().run('kubectl debug web --copy-to=x --set-image=first').err).toBe(
      'error: invalid argument "first" for "--set-image" flag: first must be formatted as key=value\nSee \'kubectl debug --help\' for usage.\n',
    );
  });
});

test.each([
  [
    'kubectl auth whoami --as-group=devs',
    'error: requesting uid, groups or user-extra for kubernetes-admin without impersonating a user',
  ],
  ['kubectl --nosuch get pods', 'Error: flags cannot be placed before plugin name: --nosuch'],
  ['kubectl get pods --profile=nosuch', "error: unknown profile 'nosuch'"],
  ['kubectl certificate approve', 'error: one or more CSRs must be specified as <name> or -f <filename>'],
  ["kubectl top pod -l 'a b'", "error: unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  [
    "kubectl logs -l 'app in (talk'",
    'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "app in (talk", field selector "": unable to parse requirement: found \'\', expected: \',\' or \')\'',
  ],
  ['kubectl proxy --port=-1', 'error: listen tcp: address -1: invalid port'],
])('%s is refused', (line, words) => {
  expect(new Learner().run(line)).toMatchObject({ err: `${words}\n`, exit: 1 });
});

test.each([
  ['[', 'missing closing ]: `[`'],
  ['a)', 'unexpected ): `a)`'],
  ['(', 'missing closing ): `(`'],
  ['*', 'missing argument to repetition operator: `*`'],
])('kubectl proxy says why it cannot read %s', (pattern, why) => {
  const { err, exit } = new Learner().run(`kubectl proxy --accept-hosts='${pattern}'`);
  expect(err).toMatch(/^F\d{4} .* proxy_server\.go:83\] Error compiling re: error parsing regexp: /);
  expect(err).toContain(`${why}\n`);
  expect(exit).toBe(255);
});

test('a short name of several resources is told', () => {
  expect(new Learner().run('kubectl get ev nosuch').err).toBe(
    'Warning: short name "ev" could also match lower priority resource events.events.k8s.io\nError from server (NotFound): events "nosuch" not found\n',
  );
});

test('label tells what it does not find before it refuses, and takes a name with --all', () => {
  const learner = new Learner().does('kubectl create cm d', 'kubectl label cm d y=3');
  expect(learner.run('kubectl label cm d x- y=5')).toMatchObject({ out: 'label "x" not found.\n', exit: 1 });
  expect(learner.run('kubectl label cm d --all y=3').out).toBe('configmap/d not labeled\n');
});

test('port-forward listens where it is told', () => {
  const learner = new Learner().does(
    'kubectl run web --image=nginx:1.25',
    'kubectl wait --for=condition=Ready pod/web',
  );
  const { out } = learner.run('kubectl port-forward web 8080:80 --address=127.0.0.1', 2);
  expect(out).toBe('Forwarding from 127.0.0.1:8080 -> 80\n');
  expect(learner.run('kubectl port-forward web 8080:80 --address=').err).toBe(
    'error: you must specify at least 1 address\n',
  );
});

test('events without a name in --for are all events, and have no names to print', () => {
  const learner = new Learner().does(
    'kubectl run web --image=nginx:1.25',
    'kubectl wait --for=condition=Ready pod/web',
  );
  expect(learner.run('kubectl events --for=pod/').out).toContain('Started');
  expect(learner.run('kubectl events -o name')).toMatchObject({ out: '', exit: 0 });
});

describe('without a server', () => {
  const refused = 'dial tcp 127.0.0.1:1: connect: connection refused';
  const files = { 'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\n' };
  const said = (line: string): readonly string[] =>
    new Learner(files).run(`kubectl -s https://127.0.0.1:1 ${line}`).err.trimEnd().split('\n');

  it.each([
    ['get pods', 5],
    ['get pod/x', 4],
    ['get deploy,po', 6],
    ['explain pod', 2],
    ['get --raw /healthz', 0],
  ])('%s logs each try', (line, tries) => {
    const lines = said(line);
    expect(lines.filter((each) => each.includes('memcache.go:265'))).toHaveLength(tries);
    expect(lines).toHaveLength(tries + 1);
    expect(lines.at(-1)).toBe(
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
    );
  });

  it.each([
    [
      'apply -f cm.yaml',
      `error: error validating "cm.yaml": error validating data: failed to download openapi: Get "https://127.0.0.1:1/openapi/v2?timeout=32s": ${refused}; if you choose to ignore these errors, turn validation off with --validate=false`,
    ],
    ['diff -f cm.yaml', `error: unable to recognize "cm.yaml": Get "https://127.0.0.1:1/api?timeout=32s": ${refused}`],
    [
      'create cm x',
      `error: failed to create configmap: Post "https://127.0.0.1:1/api/v1/namespaces/default/configmaps?fieldManager=kubectl-create&fieldValidation=Strict": ${refused}`,
    ],
  ])('%s says what it could not ask', (line, words) => {
    expect(said(line).at(-1)).toBe(words);
  });

  it('version tells its own', () => {
    expect(new Learner().run('kubectl version -s https://127.0.0.1:1').out).toMatch(/^Client Version: v1\.36/);
  });
});

test('a token ends a line at a terminal only', () => {
  expect(new Learner().run('kubectl create token default | wc -l').out.trim()).toBe('0');
});

test('diff --prune shows what apply --prune would delete', () => {
  const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, labels: {set: x}}\n';
  const learner = new Learner({ 'both.yaml': `${one}---\n${one.replace('one', 'two')}`, 'one.yaml': one })
    .does('kubectl apply -f both.yaml', 'kubectl create cm other')
    .waits(1);
  const { out, exit } = learner.run('kubectl diff -f one.yaml --prune -l set=x');
  expect(exit).toBe(1);
  expect(out).toMatch(/^diff -u -N \/tmp\/LIVE-\d+\/v1\.ConfigMap\.default\.two /);
  expect(out).toMatch(/^-kind: ConfigMap$/m);
  expect(out).not.toMatch(/^\+[^+]/m);
  expect(learner.run('kubectl apply -f one.yaml --prune -l set=x').out).toContain('configmap/two pruned\n');
  expect(learner.run('kubectl diff -f one.yaml --prune -l set=x').exit).toBe(0);
});
