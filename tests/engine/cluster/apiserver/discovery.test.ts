import { describe, expect, it } from 'vitest';
import { fetchFor } from '../../../../src/engine/cluster/apiserver/fetch.ts';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import { CONFIG_MAPS, world } from './world.ts';

const AGGREGATED = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json' };
const body = (response: { body?: unknown }) => response.body as JsonObject;

describe('discovery', () => {
  it('answers in one piece to those who ask for it', () => {
    const { call } = world();
    const core = call('GET', '/api', undefined, AGGREGATED);
    expect(core.headers['content-type']).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    expect(body(core)).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      items: [{ metadata: {}, versions: [{ version: 'v1', freshness: 'Current' }] }],
    });
    const [group] = body(call('GET', '/apis', undefined, AGGREGATED))['items'] as unknown as [JsonObject];
    expect(group).toEqual({
      metadata: { name: 'apps' },
      versions: [
        {
          version: 'v1',
          freshness: 'Current',
          resources: [
            {
              resource: 'deployments',
              responseKind: { group: '', version: '', kind: 'Deployment' },
              scope: 'Namespaced',
              singularResource: 'deployment',
              verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
              subresources: [
                {
                  subresource: 'scale',
                  responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
                  verbs: ['get', 'patch', 'update'],
                },
                {
                  subresource: 'status',
                  responseKind: { group: '', version: '', kind: 'Deployment' },
                  verbs: ['get', 'patch', 'update'],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('answers list by list to the others', () => {
    const { call, fails } = world();
    expect(body(call('GET', '/api'))).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    expect(body(call('GET', '/apis'))).toMatchObject({
      kind: 'APIGroupList',
      groups: [
        { name: 'apps', preferredVersion: { groupVersion: 'apps/v1' } },
        { name: 'authentication.k8s.io' },
        { name: 'authorization.k8s.io' },
      ],
    });
    expect(body(call('GET', '/apis/apps'))).toMatchObject({ kind: 'APIGroup', name: 'apps' });
    const list = body(call('GET', '/api/v1'));
    expect(list['groupVersion']).toBe('v1');
    expect((list['resources'] as unknown as JsonObject[]).map(({ name }) => name)).toContain('pods/binding');
    expect(fails('GET', '/apis/nope/v1')).toBe('404 NotFound: the server could not find the requested resource');
    expect(fails('GET', '/api/v1/nopes')).toBe('404 NotFound: the server could not find the requested resource');
  });

  it('tells its version and health', () => {
    const { call } = world();
    expect(body(call('GET', '/version'))['gitVersion']).toBe('v1.36.2');
    expect(call('GET', '/healthz').text).toBe('ok');
    const verbose = call('GET', '/livez?verbose').text ?? '';
    expect(verbose.split('\n').slice(0, 2)).toEqual(['[+]ping ok', '[+]log ok']);
    expect(verbose).toMatch(/\nlivez check passed\n$/);
    expect(call('GET', '/readyz/etcd').text).toBe('ok');
    expect(call('GET', '/readyz/nope').status).toBe(404);
  });
});

describe('OpenAPI', () => {
  it('describes the kinds that are served, with the keys that apply needs', () => {
    const { call } = world();
    const index = body(call('GET', '/openapi/v3'))['paths'] as { [path: string]: { serverRelativeURL: string } };
    expect(Object.keys(index)).toEqual([
      'api/v1',
      'apis/apps/v1',
      'apis/authentication.k8s.io/v1',
      'apis/authorization.k8s.io/v1',
    ]);
    const document = body(call('GET', index['apis/apps/v1']!.serverRelativeURL)) as unknown as {
      paths: { [path: string]: { [method: string]: JsonObject } };
      components: { schemas: { [name: string]: { properties: { [field: string]: JsonObject } } } };
    };
    const { schemas } = document.components;
    expect(schemas['io.k8s.api.core.v1.PodSpec']?.properties['containers']).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/io.k8s.api.core.v1.Container' },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'name',
    });
    expect(schemas['io.k8s.api.apps.v1.DaemonSet']).toBeUndefined();
    const references = JSON.stringify(schemas).match(/#\/components\/schemas\/[^"]+/g) ?? [];
    expect([...new Set(references)].filter((name) => schemas[name.slice(21)] === undefined)).toEqual([]);
    const patch = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.['patch'];
    expect(JSON.stringify(patch)).toContain('fieldValidation');
    expect(patch?.['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
  });
});

describe('the fetch door', () => {
  it('answers, warns and refuses like the server behind it', async () => {
    const { server } = world();
    const fetch = fetchFor(server.handle);
    const path = `http://any.host${CONFIG_MAPS}`;
    const made = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"metadata":{"name":"a"},"nope":1}',
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('warning')).toBe('299 - "unknown field \\"nope\\""');
    expect(await made.json()).toMatchObject({ metadata: { name: 'a' } });
    expect((await fetch(`${path}/b`)).status).toBe(404);
    expect(await (await fetch('/healthz')).text()).toBe('ok');
    expect(await (await fetch(`${path}/a`, { method: 'HEAD' })).text()).toBe('');
  });

  it('streams a watch, a line an event, until it is cancelled', async () => {
    const { server, ok } = world();
    const response = await fetchFor(server.handle)(`${CONFIG_MAPS}?watch=1`);
    const reader = response.body!.getReader();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'a' } });
    const { value } = await reader.read();
    const line = new TextDecoder().decode(value);
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
    await reader.cancel();
    ok('POST', CONFIG_MAPS, { metadata: { name: 'b' } });
  });
});
