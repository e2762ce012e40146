import { describe, expect, it } from 'vitest';
import { APPLY, type Loose, suite } from './suite.ts';

describe('what an API server brings along', () => {
  const test = suite();
  const { ok, run, namespace } = test;
  const names = (path: string): string[] => ok('GET', path).items.map((each: Loose) => each.metadata.name);
  const addresses = (): string[] => names('/apis/networking.k8s.io/v1/ipaddresses');

  it('is an APIService for each group and version that it serves, and they are available', () => {
    const { items } = ok('GET', '/apis/apiregistration.k8s.io/v1/apiservices');
    const listed = items.map((each: Loose) => each.metadata.name);
    expect(listed).toEqual(expect.arrayContaining(['v1.', 'v1.apps', 'v2.autoscaling', 'v1.networking.k8s.io']));
    const served: string[] = ok('GET', '/apis').groups.flatMap((group: Loose) =>
      group.versions.map(({ version }: Loose) => `${version}.${group.name}`),
    );
    expect(served.filter((name) => !listed.includes(name))).toEqual(['v1.apiregistration.k8s.io']);
    for (const { status } of items)
      expect(status.conditions).toMatchObject([{ type: 'Available', status: 'True', reason: 'Local' }]);
  });

  it('tells what is stored in which version', () => {
    const hashOf = (path: string, plural: string): unknown =>
      ok('GET', path).resources.find((each: Loose) => each.name === plural).storageVersionHash;
    expect(hashOf('/api/v1', 'pods')).toBe('xPOwRZ+Yhw8=');
    expect(hashOf('/apis/apps/v1', 'deployments')).toBe('8aSe+NMegvE=');
    expect(hashOf('/apis/events.k8s.io/v1', 'events')).toBe(hashOf('/api/v1', 'events'));
    expect(hashOf('/api/v1', 'pods/status')).toBeUndefined();
    expect(hashOf('/api/v1', 'componentstatuses')).toBeUndefined();
  });

  it('are flow schemas that lead to priority levels, and a range of service addresses', () => {
    const levels = names('/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations');
    const { items } = ok('GET', '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas');
    expect(items).toHaveLength(11);
    for (const { spec } of items) expect(levels).toContain(spec.priorityLevelConfiguration.name);
    expect(ok('GET', '/apis/networking.k8s.io/v1/servicecidrs/kubernetes')).toMatchObject({
      metadata: { finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
      spec: { cidrs: ['10.96.0.0/12'] },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });
  });

  it('is an IPAddress for every address of a Service, as long as it has it', () => {
    expect(addresses()).toContain('10.96.0.1');
    const services = `/api/v1/namespaces/${namespace}/services`;
    const { spec } = ok('POST', services, { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } });
    expect(ok('GET', `/apis/networking.k8s.io/v1/ipaddresses/${spec.clusterIP}`)).toMatchObject({
      metadata: { labels: { 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' } },
      spec: { parentRef: { resource: 'services', namespace, name: 'web' } },
    });
    ok('DELETE', `${services}/web`);
    expect(addresses()).not.toContain(spec.clusterIP);
  });

  it('is an APIService for what definitions add, as long as they serve it', () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const open = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const definition = (plural: string, kind: string): Loose => ({
      metadata: { name: `${plural}.added.example.com` },
      spec: {
        group: 'added.example.com',
        scope: 'Namespaced',
        names: { plural, kind, singular: kind.toLowerCase() },
        versions: [{ name: 'v1', served: true, storage: true, schema: open }],
      },
    });
    ok('POST', path, definition('ones', 'One'));
    ok('POST', path, definition('twos', 'Two'));
    run(2000);
    const services = (): string[] =>
      names('/apis/apiregistration.k8s.io/v1/apiservices').filter((name) => name.includes('example'));
    expect(services()).toEqual(['v1.added.example.com']);
    ok('DELETE', `${path}/ones.added.example.com`);
    run(2000);
    expect(services()).toEqual(['v1.added.example.com']);
    ok('DELETE', `${path}/twos.added.example.com`);
    run(2000);
    expect(services()).toEqual([]);
  });

  it('says who asked for a certificate, whatever they say of themselves', () => {
    const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    const spec = { request: btoa('x'), signerName: 'example.com/a', usages: ['client auth'] };
    const made = ok('POST', path, {
      metadata: { name: 'r' },
      spec: { ...spec, username: 'somebody', groups: ['else'] },
    });
    expect(made.spec).toMatchObject({
      username: 'kubernetes-admin',
      groups: ['system:masters', 'system:authenticated'],
    });
    const changed = ok('PUT', `${path}/r`, { metadata: { name: 'r' }, spec: { ...spec, signerName: 'example.com/b' } });
    expect(changed.spec).toEqual(made.spec);
  });

  it('checks the types in policies’ expressions, and tells in their status', () => {
    const path = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
    const policy = (name: string, validation: Loose): Loose => ({
      metadata: { name },
      spec: {
        matchConstraints: {
          resourceRules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
          ],
        },
        variables: [{ name: 'wanted', expression: 'object.spec.replicas' }],
        validations: [validation],
      },
    });
    ok('POST', path, policy('sound', { expression: 'variables.wanted > 1 && object.metadata.name != ""' }));
    ok(
      'POST',
      path,
      policy('confused', {
        expression: "object.spec.replicas > '1'",
        messageExpression: "'wants replicas > 1, got ' + variables.wanted",
      }),
    );
    run(1000);
    expect(ok('GET', `${path}/sound`).status).toEqual({ observedGeneration: 1, typeChecking: {} });
    const { expressionWarnings } = ok('GET', `${path}/confused`).status.typeChecking;
    expect(expressionWarnings).toHaveLength(2);
    expect(expressionWarnings[0].fieldRef).toBe('spec.validations[0].expression');
    expect(expressionWarnings[0].warning).toBe(
      "apps/v1, Kind=Deployment: compilation failed: ERROR: <input>:1:22: found no matching overload for '_>_' applied to '(int, string)'\n | object.spec.replicas > '1'\n | .....................^\n",
    );
    expect(expressionWarnings[1].warning).toContain("found no matching overload for '_+_' applied to '(string, int)'");
  });

  it('refuses expressions that name what is not there', () => {
    const path = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
    const said = (spec: Loose): string => test.fails('POST', path, { metadata: { name: 'no' }, spec });
    expect(said({ validations: [{ expression: 'objekt.spec.replicas > 1' }] })).toContain(
      "compilation failed: ERROR: <input>:1:1: undeclared reference to 'objekt' (in container '')",
    );
    expect(said({ validations: [{ expression: 'params.data.x == "y"' }] })).toContain(
      "undeclared reference to 'params'",
    );
    expect(
      said({
        variables: [
          { name: 'a', expression: 'variables.b' },
          { name: 'b', expression: '1' },
        ],
        validations: [{ expression: 'variables.a == 1' }],
      }),
    ).toContain(
      'spec.variables[0].expression: Invalid value: "variables.b": compilation failed: ERROR: <input>:1:10: undefined field \'b\'',
    );
    expect(said({ validations: [{ expression: 'nothing(object)' }] })).toContain("undeclared reference to 'nothing'");
  });

  it('takes whole objects within custom resources for what they are', () => {
    ok('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: 'holders.embed.example.com' },
      spec: {
        group: 'embed.example.com',
        scope: 'Namespaced',
        names: { plural: 'holders', kind: 'Holder' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  template: {
                    type: 'object',
                    'x-kubernetes-embedded-resource': true,
                    properties: { spec: { type: 'object' } },
                  },
                },
              },
            },
          },
        ],
      },
    });
    run(2000);
    const path = `/apis/embed.example.com/v1/namespaces/${namespace}/holders/h?fieldManager=m&fieldValidation=Strict`;
    const holder = (more: Loose): Loose => ({
      apiVersion: 'embed.example.com/v1',
      kind: 'Holder',
      metadata: { name: 'h' },
      template: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...more } },
    });
    ok('PATCH', path, JSON.stringify(holder({ labels: { a: 'b' } })), APPLY);
    expect(test.fails('PATCH', path, JSON.stringify(holder({ unknown: 'x' })), APPLY)).toContain(
      '.template.metadata.unknown: field not declared in schema',
    );
    const { components } = ok('GET', '/openapi/v3/apis/embed.example.com/v1');
    const { template } = components.schemas['com.example.embed.v1.Holder'].properties;
    expect(Object.keys(template.properties).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  });

  it('publishes definitions of custom resources as clients of version 2 understand them', () => {
    const definition = (plural: string, kind: string, schema: Loose): void =>
      ok('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
        metadata: { name: `${plural}.publish.example.com` },
        spec: {
          group: 'publish.example.com',
          scope: 'Namespaced',
          names: { plural, kind },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
        },
      });
    const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    definition('opens', 'Open', open);
    definition('shuts', 'Shut', {
      type: 'object',
      required: ['perhaps', 'inner'],
      oneOf: [{ required: ['inner'] }],
      properties: {
        inner: { ...open, properties: { a: { type: 'string' } } },
        perhaps: { type: 'string', nullable: true },
        plain: { type: 'string' },
      },
    });
    run(2000);
    const v2 = ok('GET', '/openapi/v2').definitions;
    const group = { group: 'publish.example.com', version: 'v1' };
    expect(v2['com.example.publish.v1.Open']).toEqual({
      type: 'object',
      'x-kubernetes-group-version-kind': [{ ...group, kind: 'Open' }],
    });
    const shut = v2['com.example.publish.v1.Shut'];
    expect(shut).toMatchObject({
      type: 'object',
      required: ['inner'],
      properties: { inner: { 'x-kubernetes-preserve-unknown-fields': true }, perhaps: {}, plain: { type: 'string' } },
    });
    expect(shut.properties.inner).toEqual({ 'x-kubernetes-preserve-unknown-fields': true });
    expect(shut.oneOf).toBeUndefined();
    const v3 = ok('GET', '/openapi/v3/apis/publish.example.com/v1').components.schemas;
    expect(v3['com.example.publish.v1.Open']).toMatchObject(open);
    ok('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/opens.publish.example.com');
    run(2000);
    expect(ok('GET', '/openapi/v2').definitions['com.example.publish.v1.Open']).toBeUndefined();
  });
});
