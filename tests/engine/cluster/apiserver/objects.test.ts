import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import { CONFIG_MAPS, DEPLOYMENTS, deployment, PODS, pod, world } from './world.ts';

describe('creating', () => {
  it('sets what only the server sets', () => {
    const { ok, store } = world();
    const made = ok('POST', PODS, { ...pod('a'), metadata: { name: 'a', uid: 'mine', generation: 7 } });
    expect(made.metadata).toMatchObject({
      name: 'a',
      namespace: 'default',
      generation: 1,
      creationTimestamp: '2027-01-15T08:00:00Z',
    });
    expect(made.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.metadata.resourceVersion).toBe(String(store.revision));
    expect(made['status']).toEqual({ phase: 'Pending' });
  });

  it('refuses a name that is taken, a missing namespace and one that is going', () => {
    const { ok, fails } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    expect(fails('POST', CONFIG_MAPS, { metadata: { name: 'a' } })).toBe(
      '409 AlreadyExists: configmaps "a" already exists',
    );
    expect(fails('POST', '/api/v1/namespaces/nope/configmaps', { metadata: { name: 'a' } })).toBe(
      '404 NotFound: namespaces "nope" not found',
    );
    ok('POST', '/api/v1/namespaces', { metadata: { name: 'going' } });
    ok('DELETE', '/api/v1/namespaces/going');
    expect(fails('POST', '/api/v1/namespaces/going/configmaps', { metadata: { name: 'a' } })).toBe(
      '403 Forbidden: configmaps "a" is forbidden: unable to create new content in namespace going because it is being terminated',
    );
    expect(fails('POST', CONFIG_MAPS, { metadata: { name: 'b', namespace: 'other' } })).toBe(
      '400 BadRequest: the namespace of the provided object does not match the namespace sent on the request',
    );
  });

  it('generates names and tells a dry run from a real one', () => {
    const { ok, store } = world();
    const made = ok('POST', CONFIG_MAPS, { metadata: { generateName: 'web-' } });
    expect(made.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    const before = store.revision;
    expect(ok('POST', `${CONFIG_MAPS}?dryRun=All`, { metadata: { name: 'dry' } }).metadata.name).toBe('dry');
    expect(store.revision).toBe(before);
  });

  it('refuses, warns of or drops unknown and repeated fields as asked', () => {
    const { call, fails } = world();
    const text =
      '{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","imagee":"x"}],"restartpolicy":"Never","hostname":"a","hostname":"b"}}';
    expect(fails('POST', `${PODS}?fieldValidation=Strict`, text)).toBe(
      '400 BadRequest: Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagee", unknown field "spec.restartpolicy", duplicate field "spec.hostname"',
    );
    const warned = call('POST', PODS, text);
    expect(warned.status).toBe(201);
    expect(warned.warnings).toEqual([
      'unknown field "spec.containers[0].imagee"',
      'unknown field "spec.restartpolicy"',
      'duplicate field "spec.hostname"',
    ]);
    expect((warned.body as JsonObject)['spec']).toEqual({ containers: [{ name: 'c' }], hostname: 'b' });
    expect(call('POST', `${PODS}?fieldValidation=Ignore`, text.replace('"a"', '"b"')).warnings).toEqual([]);
  });

  it('names the field of a value of the wrong type as Go does', () => {
    const { fails } = world();
    const create = (spec: JsonObject, meta: JsonObject = {}) =>
      fails('POST', DEPLOYMENTS, { metadata: { name: 'a', ...meta }, spec });
    const head = '400 BadRequest: Deployment in version "v1" cannot be handled as a Deployment: ';
    expect(create({ replicas: 'two' })).toBe(
      `${head}json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`,
    );
    expect(create({}, { labels: { a: 1 } })).toBe(
      `${head}json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string`,
    );
    expect(create({ template: { spec: { containers: {} } } })).toBe(
      `${head}json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container`,
    );
    expect(create({ template: { spec: { containers: ['c'] } } })).toBe(
      `${head}json: cannot unmarshal string into Go struct field PodSpec.spec.template.spec.containers of type v1.Container`,
    );
    expect(create({ template: { spec: { restartPolicy: 1 } } })).toBe(
      `${head}json: cannot unmarshal number into Go struct field PodSpec.spec.template.spec.restartPolicy of type v1.RestartPolicy`,
    );
    expect(create({ template: { spec: { containers: [{ resources: { limits: { cpu: 'lots' } } }] } } })).toBe(
      `${head}quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    );
  });

  it('explains bodies that are no objects of the kind', () => {
    const { fails } = world();
    expect(fails('POST', CONFIG_MAPS, '{bad')).toBe(
      "400 BadRequest: the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string ({bad)",
    );
    expect(fails('POST', CONFIG_MAPS, { apiVersion: 'apps/v1', kind: 'Deployment' })).toBe(
      '400 BadRequest: the API version in the data (apps/v1) does not match the expected API version (v1)',
    );
    expect(fails('POST', CONFIG_MAPS, 'a: b', { 'content-type': 'text/plain' })).toContain(
      '415 UnsupportedMediaType: the body of the request was in an unknown format',
    );
    expect(fails('POST', CONFIG_MAPS, `{"data":{"a":"${'x'.repeat(4_000_000)}"}}`)).toBe(
      '413 RequestEntityTooLarge: Request entity too large: limit is 3145728',
    );
    expect(fails('POST', `${PODS}?dryRun=Some`, pod('a'))).toContain(
      '422 Invalid: CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value',
    );
  });

  it('reports every invalid field with its cause', () => {
    const { call } = world();
    const { body } = call('POST', DEPLOYMENTS, { metadata: { name: 'd' }, spec: {} });
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Deployment.apps "d" is invalid: spec.selector: Required value',
      reason: 'Invalid',
      details: {
        name: 'd',
        group: 'apps',
        kind: 'Deployment',
        causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.selector' }],
      },
      code: 422,
    });
  });
});

describe('updating', () => {
  it('keeps status and system metadata, and raises generation with the spec', () => {
    const { ok } = world();
    const made = ok('POST', DEPLOYMENTS, deployment('d'));
    const path = `${DEPLOYMENTS}/d`;
    const same = ok('PUT', path, { ...deployment('d'), status: { replicas: 9 } });
    expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
    const updated = ok('PUT', path, {
      ...deployment('d', 3),
      metadata: { name: 'd', labels: { a: 'b' }, creationTimestamp: '2001-01-01T00:00:00Z' },
    });
    expect(updated.metadata).toMatchObject({
      generation: 2,
      uid: made.metadata.uid,
      creationTimestamp: made.metadata.creationTimestamp,
      labels: { a: 'b' },
    });
    expect(updated['status']).toBeUndefined();
    const status = ok('PUT', `${path}/status`, {
      ...updated,
      spec: {},
      status: { replicas: 3 },
    } as unknown as JsonObject);
    expect(status['status']).toEqual({ replicas: 3 });
    expect(status['spec']).toEqual(updated['spec']);
    expect(status.metadata.generation).toBe(2);
  });

  it('refuses what was made from an older version, another object or another name', () => {
    const { ok, fails } = world();
    const made = ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    const path = `${CONFIG_MAPS}/a`;
    ok('PUT', path, { metadata: { name: 'a' }, data: { k: 'v' } });
    expect(fails('PUT', path, { metadata: { name: 'a', resourceVersion: made.metadata.resourceVersion } })).toBe(
      '409 Conflict: Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect(fails('PUT', path, { metadata: { name: 'a', uid: 'other' } })).toContain(
      'Precondition failed: UID in precondition: other, UID in object meta: ',
    );
    expect(fails('PUT', path, { metadata: { name: 'b' } })).toBe(
      '400 BadRequest: the name of the object (b) does not match the name on the URL (a)',
    );
    expect(fails('PUT', `${CONFIG_MAPS}/z`, { metadata: { name: 'z' } })).toBe(
      '404 NotFound: configmaps "z" not found',
    );
  });
});

describe('deleting', () => {
  it('answers with a Status, or with the object for the kinds that do', () => {
    const { ok, fails } = world();
    const made = ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    expect(ok('DELETE', `${CONFIG_MAPS}/a`)).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: made.metadata.uid },
    });
    expect(fails('GET', `${CONFIG_MAPS}/a`)).toBe('404 NotFound: configmaps "a" not found');
    ok('POST', PODS, pod('p'));
    expect(ok('DELETE', `${PODS}/p`).kind).toBe('Pod');
    expect(fails('GET', `${PODS}/p`)).toContain('404');
  });

  it('waits out the grace period of a pod on a node, which may be cut short', () => {
    const { ok, clock, fails } = world();
    ok('POST', PODS, pod('p', {}, 'n'));
    const going = ok('DELETE', `${PODS}/p`);
    expect(going.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      deletionTimestamp: '2027-01-15T08:00:30Z',
      generation: 2,
    });
    clock.runUntil(clock.nowMs() + 5_000);
    expect(ok('DELETE', `${PODS}/p`).metadata.resourceVersion).toBe(going.metadata.resourceVersion);
    expect(ok('DELETE', `${PODS}/p?gracePeriodSeconds=10`).metadata.deletionTimestamp).toBe('2027-01-15T08:00:10Z');
    ok('DELETE', `${PODS}/p`, { gracePeriodSeconds: 0 });
    expect(fails('GET', `${PODS}/p`)).toContain('404');
  });

  it('waits for finalizers, and goes with the last one', () => {
    const { ok, fails } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a', finalizers: ['x.io/f'] } });
    const held = ok('DELETE', `${CONFIG_MAPS}/a`);
    expect(held.metadata).toMatchObject({
      deletionTimestamp: '2027-01-15T08:00:00Z',
      deletionGracePeriodSeconds: 0,
      finalizers: ['x.io/f'],
    });
    ok(
      'PATCH',
      `${CONFIG_MAPS}/a`,
      { metadata: { finalizers: null } },
      { 'content-type': 'application/merge-patch+json' },
    );
    expect(fails('GET', `${CONFIG_MAPS}/a`)).toContain('404');
  });

  it('puts the garbage collector’s finalizers where the propagation policy asks for them', () => {
    const { ok } = world();
    for (const name of ['f', 'o', 'b']) ok('POST', DEPLOYMENTS, deployment(name));
    expect(ok('DELETE', `${DEPLOYMENTS}/f`, { propagationPolicy: 'Foreground' }).metadata.finalizers).toEqual([
      'foregroundDeletion',
    ]);
    expect(ok('DELETE', `${DEPLOYMENTS}/o`, { propagationPolicy: 'Orphan' }).metadata.finalizers).toEqual(['orphan']);
    expect(ok('DELETE', `${DEPLOYMENTS}/b`, { propagationPolicy: 'Background' })['status']).toBe('Success');
  });

  it('heeds preconditions', () => {
    const { ok, fails } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    expect(fails('DELETE', `${CONFIG_MAPS}/a`, { preconditions: { uid: 'x' } })).toContain(
      '409 Conflict: Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (x)',
    );
  });

  it('empties a namespace only through its finalizer, and keeps the system’s', () => {
    const { ok, fails } = world();
    ok('POST', '/api/v1/namespaces', { metadata: { name: 'n' } });
    const going = ok('DELETE', '/api/v1/namespaces/n');
    expect(going['status']).toEqual({ phase: 'Terminating' });
    expect(fails('DELETE', '/api/v1/namespaces/default')).toBe(
      '403 Forbidden: namespaces "default" is forbidden: this namespace may not be deleted',
    );
    ok('PUT', '/api/v1/namespaces/n/finalize', { metadata: { name: 'n' }, spec: {} });
    expect(fails('GET', '/api/v1/namespaces/n')).toContain('404');
  });

  it('deletes collections by selector', () => {
    const { ok } = world();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a', labels: { x: '1' } } });
    ok('POST', CONFIG_MAPS, { metadata: { name: 'b' } });
    ok('DELETE', `${CONFIG_MAPS}?labelSelector=x%3D1`);
    expect(
      (ok('GET', CONFIG_MAPS)['items'] as unknown as JsonObject[]).map(
        (each) => (each['metadata'] as JsonObject)['name'],
      ),
    ).toEqual(['b']);
  });
});

describe('subresources', () => {
  it('binds a pod once', () => {
    const { ok, fails } = world();
    ok('POST', PODS, pod('p'));
    ok('POST', `${PODS}/p/binding`, { target: { kind: 'Node', name: 'n' } });
    const bound = ok('GET', `${PODS}/p`);
    expect((bound['spec'] as JsonObject)['nodeName']).toBe('n');
    expect(bound['status']).toMatchObject({
      conditions: [{ type: 'PodScheduled', status: 'True', observedGeneration: 1 }],
    });
    expect(fails('POST', `${PODS}/p/binding`, { target: { name: 'm' } })).toBe(
      '409 Conflict: Operation cannot be fulfilled on pods/binding "p": pod p is already assigned to node "n"',
    );
  });

  it('scales through the scale subresource', () => {
    const { ok } = world();
    ok('POST', DEPLOYMENTS, deployment('d', 2));
    expect(ok('GET', `${DEPLOYMENTS}/d/scale`)).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 2 },
      status: { replicas: 0, selector: 'app=d' },
    });
    expect(
      ok(
        'PATCH',
        `${DEPLOYMENTS}/d/scale`,
        { spec: { replicas: 5 } },
        { 'content-type': 'application/merge-patch+json' },
      )['spec'],
    ).toEqual({ replicas: 5 });
    expect((ok('GET', `${DEPLOYMENTS}/d`)['spec'] as JsonObject)['replicas']).toBe(5);
    expect(ok('GET', `${DEPLOYMENTS}/d`).metadata.generation).toBe(2);
  });

  it('lets another room serve one, and knows no others', () => {
    const { server, call, fails, ok } = world();
    ok('POST', PODS, pod('p'));
    expect(fails('GET', `${PODS}/p/log`)).toBe('404 NotFound: the server could not find the requested resource');
    server.serveSubresource('pods', 'log', ({ name, query }) => ({
      status: 200,
      headers: {},
      warnings: [],
      text: `${name} ${query.get('tailLines')}`,
    }));
    expect(call('GET', `${PODS}/p/log?tailLines=5`).text).toBe('p 5');
    expect(fails('POST', `${PODS}/p/log`)).toContain('405 MethodNotAllowed');
    expect(fails('GET', `${PODS}/q/log`)).toBe('404 NotFound: pods "q" not found');
  });
});

describe('the audit', () => {
  it('tells who did what with which result', () => {
    const { server, ok, fails, store } = world();
    const seen: string[] = [];
    server.onAudit(({ verb, manager, resource, name, code, revision, user }) =>
      seen.push([verb, manager, resource, name, code, revision - store.revision, user.name].join(' ')),
    );
    ok('POST', `${CONFIG_MAPS}?fieldManager=kubectl-create`, { metadata: { name: 'a' } });
    fails('GET', `${CONFIG_MAPS}/b`);
    const client = server.client('tester', { name: 'system:tester', groups: [] });
    client.delete('configmaps', 'default', 'a');
    expect(seen).toEqual([
      'create kubectl-create configmaps a 201 0 kubernetes-admin',
      'get  configmaps b 404 0 kubernetes-admin',
      'delete tester configmaps a 200 0 system:tester',
    ]);
  });
});
