import { beforeEach, describe, expect, it } from 'vitest';
import { JSON_PATCH, type Loose, MERGE, type Suite, suite } from './suite.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const CA = btoa('ca');

let test: Suite;
let maps: string;

/** The server of the conformance tests, behind a Service. */
function deploy(): void {
  const { ok, run, namespace } = test;
  const labels = { app: 'sample-webhook', webhook: 'true' };
  const container = {
    name: 'sample-webhook',
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
    args: ['webhook', '--tls-cert-file=/c/tls.crt', '--tls-private-key-file=/c/tls.key', '-v=4', '--port=8444'],
    readinessProbe: {
      httpGet: { scheme: 'HTTPS', port: 8444, path: '/readyz' },
      periodSeconds: 1,
      successThreshold: 1,
      failureThreshold: 30,
    },
    ports: [{ containerPort: 8444 }],
  };
  ok('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, {
    metadata: { name: 'sample-webhook-deployment', labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [container] } },
    },
  });
  ok('POST', `/api/v1/namespaces/${namespace}/services`, {
    metadata: { name: 'e2e-test-webhook' },
    spec: { selector: { webhook: 'true' }, ports: [{ protocol: 'TCP', port: 8443, targetPort: 8444 }] },
  });
  run(15_000);
}

function webhook(path: string, resources: readonly string[], over: Loose = {}): Loose {
  return {
    name: `${path.slice(1).replaceAll('/', '-')}.k8s.io`,
    rules: [{ operations: ['CREATE', 'UPDATE', 'DELETE'], apiGroups: ['*'], apiVersions: ['*'], resources }],
    clientConfig: { service: { namespace: test.namespace, name: 'e2e-test-webhook', path, port: 8443 }, caBundle: CA },
    sideEffects: 'None',
    admissionReviewVersions: ['v1', 'v1beta1'],
    namespaceSelector: { matchLabels: { [test.namespace]: 'true' } },
    ...over,
  };
}

function register(kind: 'validating' | 'mutating', ...webhooks: Loose[]): Loose {
  const labels = { 'e2e-list-test-uuid': 'x' };
  return test.ok('POST', `${GROUP}/${kind}webhookconfigurations`, {
    metadata: { generateName: 'e2e-', labels },
    webhooks,
  });
}

const map = (name: string, data: Loose = {}): Loose => ({ metadata: { name }, data });
const DISALLOWED = { 'webhook-e2e-test': 'webhook-disallow' };

beforeEach(() => {
  test = suite();
  maps = `/api/v1/namespaces/${test.namespace}/configmaps`;
  deploy();
});

describe('admission webhooks', () => {
  it('deny pods and config maps, at creation and at updates', () => {
    const { ok, fails, namespace } = test;
    register('validating', webhook('/pods', ['pods']), webhook('/configmaps', ['configmaps']));
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const pod = (name: string, labels: Loose, container = 'c'): Loose => ({
      metadata: { name, labels },
      spec: { containers: [{ name: container, image: 'registry.k8s.io/pause:3.10' }] },
    });
    expect(fails('POST', pods, pod('disallowed', DISALLOWED, 'webhook-disallow'))).toBe(
      '400 : admission webhook "pods.k8s.io" denied the request: the pod contains unwanted label; the pod contains unwanted container name;',
    );
    expect(fails('POST', pods, pod('hanging', { 'webhook-e2e-test': 'wait-forever' }))).toMatch(
      /^500 InternalError: .*context deadline exceeded/,
    );
    expect(fails('POST', maps, map('no', DISALLOWED))).toBe(
      '400 the configmap contains unwanted key and value: admission webhook "configmaps.k8s.io" denied the request: the configmap contains unwanted key and value',
    );
    ok('POST', maps, map('yes', { a: 'b' }));
    expect(fails('PATCH', `${maps}/yes`, { data: DISALLOWED }, MERGE)).toContain('denied the request');
    ok('POST', '/api/v1/namespaces/default/configmaps', map('elsewhere', DISALLOWED));
  });

  it('mutate config maps one after the other', () => {
    register(
      'mutating',
      webhook('/mutating-configmaps', ['configmaps']),
      webhook('/mutating-configmaps', ['configmaps'], { name: 'again.k8s.io' }),
    );
    expect(test.ok('POST', maps, map('to-be-mutated', { 'mutation-start': 'yes' })).data).toEqual({
      'mutation-start': 'yes',
      'mutation-stage-1': 'yes',
      'mutation-stage-2': 'yes',
    });
  });

  it('mutate a pod, whose new parts get their defaults', () => {
    register('mutating', webhook('/mutating-pods', ['pods']));
    const made = test.ok('POST', `/api/v1/namespaces/${test.namespace}/pods`, {
      metadata: { name: 'webhook-to-be-mutated' },
      spec: { containers: [{ name: 'example', image: 'registry.k8s.io/pause:3.10' }] },
    });
    const [init] = made.spec.initContainers;
    expect([init.name, init.terminationMessagePolicy]).toEqual(['webhook-added-init-container', 'File']);
  });

  it('deny what cannot be asked, where they fail closed, and let it pass where they fail open', () => {
    const closed = webhook('/configmaps', ['configmaps'], { name: 'fail-closed.k8s.io', failurePolicy: 'Fail' });
    const { caBundle: _, ...clientConfig } = closed.clientConfig;
    const { metadata } = register('validating', { ...closed, clientConfig });
    expect(test.fails('POST', maps, map('foo'))).toMatch(
      /^500 InternalError: Internal error occurred: failed calling webhook "fail-closed.k8s.io": failed to call webhook: Post "https:\/\/e2e-test-webhook.e2e.svc:8443\/configmaps\?timeout=10s": tls: failed to verify certificate/,
    );
    test.ok(
      'PATCH',
      `${GROUP}/validatingwebhookconfigurations/${metadata.name}`,
      [{ op: 'replace', path: '/webhooks/0/failurePolicy', value: 'Ignore' }],
      JSON_PATCH,
    );
    test.ok('POST', maps, map('foo'));
  });

  it('deny attaching to a pod', () => {
    const { ok, fails, run, namespace } = test;
    const rules = [{ operations: ['CONNECT'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods/attach'] }];
    register('validating', webhook('/pods/attach', [], { rules }));
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    ok('POST', pods, {
      metadata: { name: 'to-be-attached-pod' },
      spec: { containers: [{ name: 'container1', image: 'nginx' }] },
    });
    run(5000);
    expect(fails('POST', `${pods}/to-be-attached-pod/attach?stdin=true&stdout=true&container=container1`)).toContain(
      "attaching to pod 'to-be-attached-pod' is not allowed",
    );
  });

  it('leave the configuration of webhooks alone', () => {
    register('validating', webhook('/always-deny', ['*'], { namespaceSelector: {} }));
    register('mutating', webhook('/add-label', ['*'], { namespaceSelector: {} }));
    const made = register('validating', webhook('/always-deny', ['nothings']));
    expect(made.metadata.labels).toEqual({ 'e2e-list-test-uuid': 'x' });
    test.ok('DELETE', `${GROUP}/validatingwebhookconfigurations/${made.metadata.name}`);
  });

  it('deny and mutate custom resources and their definitions', () => {
    const { ok, fails, run } = test;
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const properties = {
      data: {
        type: 'object',
        properties: {
          'mutation-start': { type: 'string' },
          'mutation-stage-1': { type: 'string' },
          'webhook-e2e-test': { type: 'string' },
        },
      },
    };
    const crd = (labels: Loose): Loose => ({
      metadata: { name: 'noxus.x.example.com', labels },
      spec: {
        group: 'x.example.com',
        names: { plural: 'noxus', kind: 'Noxu' },
        scope: 'Namespaced',
        versions: [
          { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } },
        ],
      },
    });
    register(
      'validating',
      webhook('/crd', ['customresourcedefinitions'], { objectSelector: { matchLabels: DISALLOWED } }),
    );
    expect(fails('POST', crds, crd(DISALLOWED))).toContain('the crd contains unwanted label');
    ok('POST', crds, crd({}));
    run(2000);
    register('validating', webhook('/custom-resource', ['noxus']));
    register(
      'mutating',
      webhook('/mutating-custom-resource', ['noxus']),
      webhook('/mutating-custom-resource', ['noxus'], { name: 'again.k8s.io' }),
    );
    const noxus = `/apis/x.example.com/v1/namespaces/${test.namespace}/noxus`;
    const noxu = (name: string, data: Loose): Loose => ({
      apiVersion: 'x.example.com/v1',
      kind: 'Noxu',
      metadata: { name },
      data,
    });
    expect(fails('POST', noxus, noxu('bad', DISALLOWED))).toContain('the custom resource contains unwanted data');
    // What the second one adds is not in the schema: it is pruned.
    expect(ok('POST', noxus, noxu('good', { 'mutation-start': 'yes' })).data).toEqual({
      'mutation-start': 'yes',
      'mutation-stage-1': 'yes',
    });
    ok('POST', noxus, noxu('kept', { 'webhook-e2e-test': 'webhook-nondeletable' }));
    expect(fails('DELETE', `${noxus}/kept`)).toContain('cannot be deleted because it contains unwanted key and value');
    ok('PATCH', `${noxus}/kept`, { data: { 'webhook-e2e-test': 'webhook-allow' } }, MERGE);
    ok('DELETE', `${noxus}/kept`);
  });

  it('mutate a custom resource whose stored version changes', () => {
    const { ok, run, namespace } = test;
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    ok('POST', crds, {
      metadata: { name: 'noxus.y.example.com' },
      spec: {
        group: 'y.example.com',
        names: { plural: 'noxus', kind: 'Noxu' },
        scope: 'Namespaced',
        versions: [
          { name: 'v1', served: true, storage: true, schema },
          { name: 'v2', served: true, storage: false, schema },
        ],
      },
    });
    run(2000);
    const rules = [
      { operations: ['CREATE', 'UPDATE'], apiGroups: ['y.example.com'], apiVersions: ['v1'], resources: ['noxus'] },
    ];
    register('mutating', webhook('/mutating-custom-resource', [], { rules }));
    const noxus = (version: string): string => `/apis/y.example.com/${version}/namespaces/${namespace}/noxus`;
    const object = { kind: 'Noxu', metadata: { name: 'cr' }, data: { 'mutation-start': 'yes' } };
    ok('POST', noxus('v1'), { apiVersion: 'y.example.com/v1', ...object });
    const storage = (at: number, value: boolean): Loose => ({
      op: 'replace',
      path: `/spec/versions/${at}/storage`,
      value,
    });
    ok('PATCH', `${crds}/noxus.y.example.com`, [storage(0, false), storage(1, true)], JSON_PATCH);
    expect(ok('PATCH', `${noxus('v1')}/cr`, { data: { dummy: 'test' } }, MERGE)).toMatchObject({
      apiVersion: 'y.example.com/v1',
      data: { 'mutation-start': 'yes', 'mutation-stage-1': 'yes', 'mutation-stage-2': 'yes', dummy: 'test' },
    });
    expect(ok('GET', `${noxus('v2')}/cr`).apiVersion).toBe('y.example.com/v2');
  });

  it('are listed by label, deleted together, patched to and fro, and asked under conditions', () => {
    const { ok, fails } = test;
    const path = `${GROUP}/validatingwebhookconfigurations`;
    for (let at = 0; at < 3; at++) register('validating', webhook('/configmaps', ['configmaps']));
    expect(ok('GET', `${path}?labelSelector=e2e-list-test-uuid%3Dx`).items).toHaveLength(3);
    expect(fails('POST', maps, map('no', DISALLOWED))).toContain('denied');
    ok('DELETE', `${path}?labelSelector=e2e-list-test-uuid%3Dx`);
    ok('POST', maps, map('no', DISALLOWED));
    const matchConditions = [{ name: 'excluded-by-name', expression: "object.metadata.name != 'skip-me'" }];
    const { metadata } = register('validating', webhook('/configmaps', ['configmaps'], { matchConditions }));
    ok('POST', maps, map('skip-me', DISALLOWED));
    expect(fails('POST', maps, map('not-me', DISALLOWED))).toContain('denied');
    const operations = [{ op: 'replace', path: '/webhooks/0/rules/0/operations', value: ['UPDATE'] }];
    ok('PATCH', `${path}/${metadata.name}`, operations, JSON_PATCH);
    ok('POST', maps, map('now-me', DISALLOWED));
  });

  it('are waited for as long as they may take, by those who can wait', () => {
    const { world, ok, fails, run } = test;
    const slow = (over: Loose): Loose => webhook('/always-allow-delay-5s', ['configmaps'], over);
    const send = (name: string): Loose => {
      let got: Loose;
      const began = world.clock.nowMs();
      const first = world.cluster.handle({ method: 'POST', path: maps, body: map(name), waits: true });
      const done = (answer: Loose): void => {
        got = { status: answer.status, message: answer.body.message, tookMs: world.clock.nowMs() - began };
      };
      if (first.later === undefined) done(first);
      else first.later.subscribe(done);
      run(20_000);
      return got;
    };
    const { metadata } = register('validating', slow({ timeoutSeconds: 1 }));
    expect(send('too-slow')).toEqual({
      status: 500,
      message: expect.stringMatching(/^Internal error occurred: failed calling webhook .*context deadline exceeded$/),
      tookMs: 1000,
    });
    // Whoever cannot wait, as a controller, takes it for too slow at once.
    expect(fails('POST', maps, map('at-once'))).toContain('context deadline exceeded');
    const path = `${GROUP}/validatingwebhookconfigurations/${metadata.name}`;
    const change = (over: Loose): void => {
      ok('PUT', path, { metadata: { name: metadata.name }, webhooks: [slow(over)] });
    };
    change({ timeoutSeconds: 1, failurePolicy: 'Ignore' });
    expect(send('ignored')).toMatchObject({ status: 201, tookMs: 1000 });
    change({ timeoutSeconds: 10 });
    expect(send('long-enough')).toMatchObject({ status: 201, tookMs: 5000 });
    change({});
    expect(send('by-default')).toMatchObject({ status: 201, tookMs: 5000 });
    register('mutating', slow({ timeoutSeconds: 6 }));
    register('validating', webhook('/configmaps', ['configmaps']));
    expect(send('both')).toMatchObject({ status: 201, tookMs: 10_000 });
    expect(ok('GET', `${maps}/both`).metadata.name).toBe('both');
  });

  it('of servers that are not simulated let requests pass, and say so', () => {
    const labels = { app: 'generic' };
    const { ok, call, run, namespace } = test;
    ok('POST', `/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: 'generic', labels },
      spec: { containers: [{ name: 'c', image: 'example.org/policy/engine:v1', ports: [{ containerPort: 9443 }] }] },
    });
    ok('POST', `/api/v1/namespaces/${namespace}/services`, {
      metadata: { name: 'engine' },
      spec: { selector: labels, ports: [{ port: 443, targetPort: 9443 }] },
    });
    run(20_000);
    const service = { namespace, name: 'engine', path: '/validate', port: 443 };
    register('validating', webhook('/configmaps', ['configmaps'], { clientConfig: { service, caBundle: CA } }));
    expect(call('POST', maps, map('x'))).toMatchObject({
      status: 201,
      warnings: ['Skiff does not simulate what the webhook "configmaps.k8s.io" calls; the request passed without it'],
    });
  });
});
