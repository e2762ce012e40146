import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/engine/cluster/json.ts';
import { kinds } from '../../../../src/engine/cluster/resources/registry.ts';
import { type World, world } from './world.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';
const NAME = 'crontabs.stable.example.com';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const MERGE = { 'content-type': 'application/merge-patch+json' };
const APPLY = { 'content-type': 'application/apply-patch+yaml' };

const SPEC: JsonObject = {
  type: 'object',
  required: ['cronSpec'],
  properties: {
    cronSpec: { type: 'string', pattern: '^\\S+ \\S+$' },
    image: { type: 'string', maxLength: 8 },
    size: { type: 'string', enum: ['small', 'large'] },
    replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
    port: { 'x-kubernetes-int-or-string': true },
    hosts: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, weight: { type: 'integer' } },
      },
    },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

function definition(version: JsonObject = {}, spec: JsonObject = SPEC): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: NAME },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec, status: { type: 'object', properties: { replicas: { type: 'integer' } } } },
            },
          },
          ...version,
        },
      ],
    },
  };
}

function defined(version: JsonObject = {}, spec: JsonObject = SPEC): World {
  const made = world(kinds);
  made.ok('POST', CRDS, definition(version, spec));
  made.clock.runUntil(made.clock.nowMs() + 1_000);
  return made;
}

const tab = (spec: JsonObject, name = 'a'): JsonObject => ({ metadata: { name }, spec });
const rows = (body: unknown): unknown[] =>
  ((body as JsonObject)['rows'] as unknown as { cells: unknown[] }[]).map(({ cells }) => cells);

describe('a definition', () => {
  it('is filled, accepted and established', () => {
    const { ok } = defined();
    const crd = ok('GET', `${CRDS}/${NAME}`);
    expect(crd['spec']).toMatchObject({
      names: { singular: 'crontab', listKind: 'CronTabList' },
      conversion: { strategy: 'None' },
    });
    const { conditions, acceptedNames, storedVersions } = crd['status'] as {
      conditions: JsonObject[];
      acceptedNames: JsonObject;
      storedVersions: string[];
    };
    expect(conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
      'NamesAccepted True NoConflicts',
      'Established True InitialNamesAccepted',
    ]);
    expect(acceptedNames['plural']).toBe('crontabs');
    expect(storedVersions).toEqual(['v1']);
  });

  it('is refused with the sentences of a real server', () => {
    const { fails } = world(kinds);
    const wrong = definition() as { metadata: { name: string } };
    expect(fails('POST', CRDS, { ...wrong, metadata: { name: 'x' } } as unknown as Json)).toContain(
      'metadata.name: Invalid value: "x": must be spec.names.plural+"."+spec.group',
    );
    expect(
      fails('POST', CRDS, definition({ schema: { openAPIV3Schema: { type: 'object', properties: { spec: {} } } } })),
    ).toContain(
      'spec.versions[0].schema.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields',
    );
    expect(fails('POST', CRDS, definition({ storage: false }))).toContain(
      'must have exactly one version marked as storage version',
    );
    expect(fails('POST', CRDS, definition({ schema: {} }))).toContain(
      'spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required',
    );
  });

  it('with parts of JSON schema that Kubernetes does not have is refused', () => {
    const { fails } = world(kinds);
    for (const [name, value] of [
      ['id', 'x'],
      ['$ref', 'x'],
      ['patternProperties', { a: {} }],
      ['definitions', { a: {} }],
      ['dependencies', { a: ['b'] }],
      ['additionalItems', true],
    ] as const)
      expect(fails('POST', CRDS, definition({}, { ...SPEC, [name]: value } as JsonObject))).toContain(
        `spec.versions[0].schema.openAPIV3Schema.properties[spec].${name}: Forbidden: ${name} is not supported`,
      );
    const webhook = definition() as unknown as { spec: JsonObject };
    const spec = { ...webhook.spec, conversion: { strategy: 'Webhook' }, preserveUnknownFields: true };
    const said = fails('POST', CRDS, { ...webhook, spec } as unknown as Json);
    expect(said).toContain(
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
    );
    expect(said).toContain('spec.preserveUnknownFields: Invalid value: true');
  });

  it('waits for names that another one has', () => {
    const { ok, clock } = defined();
    const other = { ...definition(), metadata: { name: 'tabs.stable.example.com' } } as unknown as { spec: JsonObject };
    const spec = { ...other.spec, names: { plural: 'tabs', kind: 'Tab', shortNames: ['ct'] } };
    ok('POST', CRDS, { ...other, spec } as unknown as Json);
    clock.runUntil(clock.nowMs() + 1_000);
    const { conditions } = ok('GET', `${CRDS}/tabs.stable.example.com`)['status'] as { conditions: JsonObject[] };
    expect(conditions.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      'ShortNamesConflict: "ct" is already in use',
      'NotAccepted: not all names are accepted',
    ]);
    ok('DELETE', `${CRDS}/${NAME}`);
    clock.runUntil(clock.nowMs() + 10_000);
    ok('GET', '/apis/stable.example.com/v1/tabs');
  });

  it('takes its objects along when it is deleted', () => {
    const { ok, fails, clock } = defined();
    ok('POST', TABS, tab({ cronSpec: 'a b' }));
    ok('DELETE', `${CRDS}/${NAME}`);
    expect(ok('GET', `${CRDS}/${NAME}`).metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    clock.runUntil(clock.nowMs() + 10_000);
    expect(fails('GET', `${CRDS}/${NAME}`)).toContain('404 NotFound');
    expect(fails('GET', TABS)).toBe('404 NotFound: the server could not find the requested resource');
  });

  it('ends the watches of its objects when it goes', () => {
    const { ok, call, clock } = defined();
    const types: unknown[] = [];
    let ended = 0;
    call('GET', `${TABS}?watch=true`).watch?.subscribe(
      (event) => types.push(event['type']),
      () => ended++,
    );
    ok('POST', TABS, tab({ cronSpec: 'a b' }));
    ok('DELETE', `${CRDS}/${NAME}`);
    clock.runUntil(clock.nowMs() + 10_000);
    expect([types, ended]).toEqual([['ADDED', 'DELETED'], 1]);
  });
});

describe('custom resources', () => {
  it('get defaults, a generation and the columns of their definition', () => {
    const { ok, call } = defined({
      additionalPrinterColumns: [
        { name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' },
        { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' },
        { name: 'First', type: 'integer', priority: 1, jsonPath: '.spec.hosts[?(@.name=="x")].weight' },
        { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
      ],
    });
    const made = ok('POST', TABS, tab({ cronSpec: 'a b', hosts: [{ name: 'x', weight: 7 }] }));
    expect(made).toMatchObject({ apiVersion: 'stable.example.com/v1', kind: 'CronTab', spec: { replicas: 1 } });
    expect(made.metadata.generation).toBe(1);
    expect(rows(call('GET', TABS, undefined, TABLE).body)).toEqual([['a', 'a b', 1, 7, '0s']]);
    expect(ok('PATCH', `${TABS}/a`, { spec: { replicas: 2 } }, MERGE).metadata.generation).toBe(2);
    expect(ok('PATCH', `${TABS}/a`, { metadata: { labels: { a: 'b' } } }, MERGE).metadata.generation).toBe(2);
  });

  it('are checked by their schema', () => {
    const { fails } = defined();
    const said = (spec: JsonObject): string =>
      fails('POST', TABS, tab(spec)).replace('422 Invalid: CronTab.stable.example.com "a" is invalid: ', '');
    expect(said({})).toBe('spec.cronSpec: Required value');
    expect(said({ cronSpec: 'x' })).toBe(
      `spec.cronSpec: Invalid value: "x": spec.cronSpec in body should match '^\\S+ \\S+$'`,
    );
    expect(said({ cronSpec: 'a b', replicas: 11 })).toBe(
      'spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10',
    );
    expect(said({ cronSpec: 'a b', replicas: 'two' })).toBe(
      'spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"',
    );
    expect(said({ cronSpec: 'a b', size: 'huge' })).toBe(
      'spec.size: Unsupported value: "huge": supported values: "small", "large"',
    );
    expect(said({ cronSpec: 'a b', image: 'far-too-long' })).toBe('spec.image: Too long: may not be more than 8 bytes');
    expect(said({ cronSpec: 'a b', hosts: [{ name: 'x' }, { name: 'x' }] })).toBe(
      'spec.hosts[1]: Duplicate value: {"name":"x"}',
    );
    expect(said({ cronSpec: 'a b', port: true })).toContain(
      'spec.port in body must be of type integer,string: "boolean"',
    );
  });

  it('combine schemas', () => {
    const { fails, ok } = defined({}, {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    } as unknown as JsonObject);
    ok('POST', TABS, tab({ a: 'x' }));
    expect(fails('POST', TABS, tab({ a: 'x', b: 'y' }, 'z'))).toContain(
      '<nil>: Invalid value: "": "spec" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    );
  });

  it('lose or refuse fields that the schema does not have', () => {
    const { ok, fails, call } = defined();
    const body = tab({ cronSpec: 'a b', nope: 1, free: { any: { thing: true } } });
    expect(fails('POST', `${TABS}?fieldValidation=Strict`, body)).toBe(
      '400 BadRequest: CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.nope"',
    );
    expect(call('POST', TABS, body).warnings).toEqual(['unknown field "spec.nope"']);
    expect(ok('GET', `${TABS}/a`)['spec']).toEqual({ cronSpec: 'a b', replicas: 1, free: { any: { thing: true } } });
  });

  it('have no strategic merge patch', () => {
    const { ok, fails } = defined();
    ok('POST', TABS, tab({ cronSpec: 'a b' }));
    const type = { 'content-type': 'application/strategic-merge-patch+json' };
    expect(fails('PATCH', `${TABS}/a`, {}, type)).toBe(
      '415 UnsupportedMediaType: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  });

  it('are applied item by item, with owners', () => {
    const { ok, fails } = defined();
    const config = (weight: number): JsonObject => ({
      apiVersion: 'stable.example.com/v1',
      kind: 'CronTab',
      metadata: { name: 'a' },
      spec: { cronSpec: 'a b', hosts: [{ name: 'x', weight }] },
    });
    ok('PATCH', `${TABS}/a?fieldManager=one`, config(1), APPLY);
    expect(fails('PATCH', `${TABS}/a?fieldManager=two`, config(2), APPLY)).toContain('.spec.hosts[name="x"].weight');
    const forced = ok('PATCH', `${TABS}/a?fieldManager=two&force=true`, config(2), APPLY);
    expect(forced['spec']).toMatchObject({ hosts: [{ name: 'x', weight: 2 }] });
    expect(forced.metadata.managedFields?.map((entry) => (entry as JsonObject)['manager'])).toEqual(['one', 'two']);
  });

  it('keep status and scale apart where the definition says so', () => {
    const { ok, fails } = defined({
      subresources: {
        status: {},
        scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
      },
    });
    ok('POST', TABS, { ...tab({ cronSpec: 'a b' }), status: { replicas: 5 } });
    expect(ok('GET', `${TABS}/a`)['status']).toBeUndefined();
    ok('PATCH', `${TABS}/a/status`, { status: { replicas: 3 } }, MERGE);
    expect(fails('PATCH', `${TABS}/a/status`, { status: { replicas: 'x' } }, MERGE)).toContain('status.replicas');
    ok('PATCH', `${TABS}/a/scale`, { spec: { replicas: 4 } }, MERGE);
    expect(ok('GET', `${TABS}/a/scale`)).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 4 },
      status: { replicas: 3 },
    });
    expect(ok('GET', `${TABS}/a`).metadata.generation).toBe(2);
  });

  it('are served in every version', () => {
    const { ok, clock, call } = world(kinds);
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const base = definition() as unknown as { spec: { versions: unknown } };
    const versions = [
      { name: 'v1beta1', served: true, storage: false, deprecated: true, schema },
      { name: 'v1', served: true, storage: true, schema },
      { name: 'v1alpha1', served: false, storage: false, schema },
    ];
    ok('POST', CRDS, { ...base, spec: { ...base.spec, versions } } as unknown as Json);
    clock.runUntil(clock.nowMs() + 1_000);
    const beta = call('POST', TABS.replace('v1', 'v1beta1'), tab({ x: 1 }));
    expect(beta.warnings).toEqual(['stable.example.com/v1beta1 CronTab is deprecated']);
    expect(beta.body).toMatchObject({ apiVersion: 'stable.example.com/v1beta1' });
    expect(ok('GET', `${TABS}/a`)).toMatchObject({ apiVersion: 'stable.example.com/v1', spec: { x: 1 } });
    expect(call('GET', TABS.replace('v1', 'v1alpha1')).status).toBe(404);
    expect(call('GET', '/apis/stable.example.com').body).toMatchObject({ preferredVersion: { version: 'v1' } });
  });

  it('are selected by their own fields', () => {
    const { call, ok } = defined({ selectableFields: [{ jsonPath: '.spec.cronSpec' }] });
    ok('POST', TABS, tab({ cronSpec: 'a b' }, 'one'));
    ok('POST', TABS, tab({ cronSpec: 'c d' }, 'two'));
    const { body } = call('GET', `${TABS}?fieldSelector=${encodeURIComponent('spec.cronSpec=c d')}`);
    expect(
      (body as unknown as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name),
    ).toEqual(['two']);
  });

  it('are described to clients', () => {
    const { call } = defined();
    const { body } = call('GET', '/openapi/v3/apis/stable.example.com/v1');
    const { components } = body as unknown as { components: { schemas: { [name: string]: JsonObject } } };
    expect(components.schemas['com.example.stable.v1.CronTab']).toMatchObject({
      'x-kubernetes-group-version-kind': [{ group: 'stable.example.com', version: 'v1', kind: 'CronTab' }],
    });
  });
});
