import { describe, expect, it } from 'vitest';
import { repeatedKeys } from '../../../src/engine/kubectl/yaml/repeated-keys.ts';
import { APPLY, JSON_PATCH, type Loose, MERGE, STRATEGIC, suite } from './suite.ts';

const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function crd(properties: Loose, over: Loose = {}): Loose {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'noxus.mygroup.example.com', ...over.metadata },
    spec: {
      group: 'mygroup.example.com',
      names: { plural: 'noxus', singular: 'noxu', kind: 'Noxu', listKind: 'NoxuList' },
      scope: 'Cluster',
      versions: [
        {
          name: 'v1beta1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              ...(over.isClosed ? {} : { 'x-kubernetes-preserve-unknown-fields': true }),
              properties,
            },
          },
        },
      ],
    },
  };
}

describe('chunked lists', () => {
  it('come in pages of one version, and go on inconsistently once that is compacted', () => {
    const { ok, call, run, namespace } = suite();
    const templates = `/api/v1/namespaces/${namespace}/podtemplates`;
    const make = (at: number): Loose =>
      ok('POST', templates, {
        metadata: { name: `template-${String(at).padStart(4, '0')}` },
        template: { spec: { containers: [{ name: 'test', image: 'test2' }] } },
      });
    for (let at = 0; at < 40; at++) make(at);
    const first = ok('GET', `${templates}?limit=13`);
    expect(first.items).toHaveLength(13);
    expect(first.metadata.remainingItemCount).toBe(27);
    make(1000);
    const next = `${templates}?limit=13&continue=${encodeURIComponent(first.metadata.continue)}`;
    const second = ok('GET', next);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    expect(second.metadata.remainingItemCount).toBe(14);
    run(4 * 60_000);
    expect(call('GET', next).status).toBe(200);
    run(7 * 60_000);
    const gone = call('GET', next);
    expect([gone.status, (gone.body as Loose).reason]).toEqual([410, 'Expired']);
    const token = (gone.body as Loose).metadata.continue;
    const rest = ok('GET', `${templates}?limit=13&continue=${encodeURIComponent(token)}`);
    expect(rest.items[0].metadata.name).toBe('template-0013');
    expect(rest.metadata.remainingItemCount).toBe(15);
    expect(rest.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
    const all = ok('GET', templates);
    expect(all.items).toHaveLength(41);
    expect(all.metadata.continue).toBeUndefined();
  });
});

describe('tables', () => {
  it('are not made of what is only asked: 406', () => {
    const { fails, ok } = suite();
    const review = { spec: { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } } };
    expect(fails('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review, TABLE)).toBe(
      '406 NotAcceptable: only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/cbor',
    );
    const nodes = ok('GET', '/api/v1/nodes', undefined, TABLE);
    expect([nodes.kind, nodes.rows.length, nodes.rows[0].cells.length]).toEqual([
      'Table',
      3,
      nodes.columnDefinitions.length,
    ]);
  });
});

describe('field validation', () => {
  it('tells unknown and repeated fields of a typed object in the order of its text', () => {
    const { fails, namespace } = suite();
    const text = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"my-dep"},"spec":{"unknownField":"foo",
      "replicas":2,"replicas":3,"selector":{"matchLabels":{"app":"nginx"}},"template":{"metadata":{"labels":{"app":"nginx"}},
      "spec":{"containers":[{"name":"nginx","image":"nginx:latest"}]}}}}`;
    expect(fails('POST', `/apis/apps/v1/namespaces/${namespace}/deployments?fieldValidation=Strict`, text)).toContain(
      'strict decoding error: unknown field "spec.unknownField", duplicate field "spec.replicas"',
    );
  });

  it('refuses fields of an applied custom resource that its schema does not declare', () => {
    const { ok, fails, run } = suite();
    ok('POST', CRDS, crd({ spec: { type: 'object', properties: { foo: { type: 'string' } } } }, { isClosed: true }));
    run(2000);
    const path = '/apis/mygroup.example.com/v1beta1/noxus/mytest?fieldManager=mgr&fieldValidation=Strict';
    const object = {
      apiVersion: 'mygroup.example.com/v1beta1',
      kind: 'Noxu',
      metadata: { name: 'mytest', finalizers: ['test-finalizer'] },
    };
    expect(ok('PATCH', path, { ...object, spec: { foo: 'foo1' } }, APPLY).spec).toEqual({ foo: 'foo1' });
    expect(fails('PATCH', path, { ...object, unknownField: 'unknown' }, APPLY)).toContain(
      '.unknownField: field not declared in schema',
    );
  });

  it('names the line of a key that YAML has twice', () => {
    expect(repeatedKeys('\na: 1\nspec:\n  foo: foo1\n  foo: foo2\n')).toEqual(['line 5: key "foo" already set in map']);
    expect(repeatedKeys('a: 1\nb: 2\n')).toEqual([]);
  });
});

describe('custom resource definitions', () => {
  it('give defaults to requests and to what is read from storage', () => {
    const { ok, run } = suite();
    ok('POST', CRDS, crd({ a: { type: 'string' }, b: { type: 'string' } }));
    run(2000);
    const noxus = '/apis/mygroup.example.com/v1beta1/noxus';
    const make = (name: string): Loose =>
      ok('POST', noxus, { apiVersion: 'mygroup.example.com/v1beta1', kind: 'Noxu', metadata: { name } });
    const at = (property: string): string => `/spec/versions/0/schema/openAPIV3Schema/properties/${property}/default`;
    const read = (name: string): Loose => ok('GET', `${noxus}/${name}`);
    make('cr-1');
    ok('PATCH', `${CRDS}/noxus.mygroup.example.com`, [{ op: 'add', path: at('a'), value: 'A' }], JSON_PATCH);
    expect(read('cr-1').a).toBe('A');
    expect(make('cr-2').a).toBe('A');
    ok(
      'PATCH',
      `${CRDS}/noxus.mygroup.example.com`,
      [
        { op: 'remove', path: at('a') },
        { op: 'add', path: at('b'), value: 'B' },
      ],
      JSON_PATCH,
    );
    expect([read('cr-1').a, read('cr-1').b]).toEqual([undefined, 'B']);
    expect([read('cr-2').a, read('cr-2').b]).toEqual(['A', 'B']);
    expect(ok('GET', noxus).items.map(({ b }: Loose) => b)).toEqual(['B', 'B']);
  });

  it('have a status that is read, written and patched', () => {
    const { ok, run } = suite();
    ok('POST', CRDS, crd({}));
    run(2000);
    const path = `${CRDS}/noxus.mygroup.example.com/status`;
    const status = ok('GET', path);
    const updated = ok('PUT', path, {
      ...status,
      status: { ...status.status, conditions: [...status.status.conditions, { message: 'updated' }] },
    });
    expect(updated.status.conditions.map(({ message }: Loose) => message)).toContain('updated');
    const patched = ok(
      'PATCH',
      path,
      [{ op: 'add', path: '/status/conditions', value: [{ message: 'patched' }] }],
      JSON_PATCH,
    );
    expect(patched.status.conditions.map(({ message }: Loose) => message)).toContain('patched');
  });
});

describe('status subresources', () => {
  it('let annotations and labels ride along', () => {
    const { ok, namespace } = suite();
    const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
    ok('POST', quotas, { metadata: { name: 'q' }, spec: { hard: { cpu: '1' } } });
    const patch = { metadata: { labels: { q: 'patched' }, annotations: { a: 'b' } }, status: { hard: { cpu: '2' } } };
    const got = ok('PATCH', `${quotas}/q/status`, patch, STRATEGIC);
    expect([got.metadata.labels, got.metadata.annotations, got.status.hard, got.spec.hard]).toEqual([
      { q: 'patched' },
      { a: 'b' },
      { cpu: '2' },
      { cpu: '1' },
    ]);
  });

  it('approve a certificate signing request, annotations included', () => {
    const { ok } = suite();
    const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    const made = ok('POST', requests, {
      metadata: { generateName: 'e2e-example-csr-' },
      spec: { request: btoa('csr'), signerName: 'example.com/e2e', expirationSeconds: 3600, usages: ['server auth'] },
    });
    const path = `${requests}/${made.metadata.name}`;
    const patched = ok(
      'PATCH',
      `${path}/approval`,
      {
        metadata: { annotations: { patchedapproval: 'true' } },
        status: { conditions: [{ type: 'ApprovalPatch', status: 'True', reason: 'e2e' }] },
      },
      MERGE,
    );
    expect([patched.metadata.annotations, patched.status.conditions.length]).toEqual([{ patchedapproval: 'true' }, 1]);
    const approved = ok('PUT', `${path}/approval`, {
      ...patched,
      status: { conditions: [...patched.status.conditions, { type: 'Approved', status: 'True', reason: 'E2E' }] },
    });
    expect(approved.status.conditions[1].type).toBe('Approved');
    const status = ok(
      'PATCH',
      `${path}/status`,
      { metadata: { annotations: { patchedstatus: 'true' } }, status: { certificate: btoa('cert') } },
      MERGE,
    );
    expect([
      status.status.certificate,
      status.metadata.annotations.patchedstatus,
      status.status.conditions.length,
    ]).toEqual([btoa('cert'), 'true', 2]);
  });
});

it('counts generations of webhook configurations by their webhooks alone', () => {
  const { ok } = suite();
  const path = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
  const webhook = {
    name: 'a.b.c',
    clientConfig: { url: 'https://x.example' },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  };
  expect(ok('POST', path, { metadata: { name: 'w' }, webhooks: [webhook] }).metadata.generation).toBe(1);
  expect(ok('PATCH', `${path}/w`, { metadata: { labels: { a: 'b' } } }, MERGE).metadata.generation).toBe(1);
  expect(
    ok('PATCH', `${path}/w`, [{ op: 'add', path: '/webhooks/0/failurePolicy', value: 'Ignore' }], JSON_PATCH).metadata
      .generation,
  ).toBe(2);
});
