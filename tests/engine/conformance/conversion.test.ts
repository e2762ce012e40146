import { describe, expect, it } from 'vitest';
import { type Loose, suite } from './suite.ts';

// CustomResourceConversionWebhook: `agnhost crd-conversion-webhook` behind a Service.
describe('custom resources converted by a webhook', () => {
  const test = suite();
  const { ok, fails, run, namespace } = test;
  const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const tests = (version: string): string => `/apis/stable.example.com/${version}/namespaces/${namespace}/converted`;
  const properties = (...names: readonly string[]): Loose => ({
    openAPIV3Schema: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    },
  });
  const definition = (storage: 'v1' | 'v2', webhook: Loose = {}): Loose => ({
    metadata: { name: 'converted.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'converted', kind: 'Converted' },
      conversion: {
        strategy: 'Webhook',
        webhook: {
          clientConfig: {
            caBundle: btoa('ca'),
            service: { namespace, name: 'e2e-test-crd-conversion-webhook', path: '/crdconvert', port: 9443 },
          },
          conversionReviewVersions: ['v1', 'v1beta1'],
          ...webhook,
        },
      },
      versions: [
        { name: 'v1', served: true, storage: storage === 'v1', schema: properties('hostPort') },
        { name: 'v2', served: true, storage: storage === 'v2', schema: properties('host', 'port') },
      ],
    },
  });
  const instance = (name: string): Loose => ({
    apiVersion: 'stable.example.com/v1',
    kind: 'Converted',
    metadata: { name, labels: { of: name } },
    hostPort: 'localhost:8080',
  });

  it('are refused without anybody to convert them', () => {
    expect(fails('POST', crds, definition('v1', { clientConfig: undefined }))).toContain(
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
    );
    expect(fails('POST', crds, definition('v1', { conversionReviewVersions: ['v9'] }))).toContain(
      'must include at least one of v1, v1beta1',
    );
  });

  it('cannot be read in another version while nobody answers', () => {
    ok('POST', crds, definition('v1'));
    run(2000);
    ok('POST', tests('v1'), instance('first'));
    expect(ok('GET', `${tests('v1')}/first`).hostPort).toBe('localhost:8080');
    expect(fails('GET', `${tests('v2')}/first`)).toContain(
      'conversion webhook for stable.example.com/v1, Kind=Converted failed: Post "https://e2e-test-crd-conversion-webhook',
    );
    const events = test.watch(`${tests('v2')}?watch=true`);
    ok('POST', tests('v1'), instance('second'));
    run(100);
    expect(events.map(({ type }) => type)).toContain('ERROR');
    ok('DELETE', `${tests('v1')}/second`);
  });

  it('are what the webhook makes of them, one by one and in lists of both', () => {
    const labels = { app: 'sample-crd-conversion-webhook', 'crd-webhook': 'true' };
    ok('POST', `/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: 'converter', labels },
      spec: {
        containers: [
          {
            name: 'c',
            image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
            args: ['crd-conversion-webhook', '--alsologtostderr', '-v=4', '--port=9444'],
            readinessProbe: { httpGet: { scheme: 'HTTPS', port: 9444, path: '/readyz' }, periodSeconds: 1 },
          },
        ],
      },
    });
    ok('POST', `/api/v1/namespaces/${namespace}/services`, {
      metadata: { name: 'e2e-test-crd-conversion-webhook' },
      spec: { selector: labels, ports: [{ port: 9443, targetPort: 9444 }] },
    });
    run(15_000);
    const both = { host: 'localhost', port: '8080', apiVersion: 'stable.example.com/v2' };
    const second = ok('GET', `${tests('v2')}/first`);
    expect(second).toMatchObject(both);
    expect(second.hostPort).toBeUndefined();
    expect(second.metadata).toEqual(ok('GET', `${tests('v1')}/first`).metadata);
    const { metadata } = ok('GET', `${crds}/converted.stable.example.com`);
    ok('PUT', `${crds}/converted.stable.example.com`, { ...definition('v2'), metadata });
    ok('POST', tests('v1'), instance('other'));
    for (const [version, wanted] of [
      ['v1', { hostPort: 'localhost:8080', apiVersion: 'stable.example.com/v1' }],
      ['v2', both],
    ] as const) {
      const { items } = ok('GET', tests(version));
      expect(items).toHaveLength(2);
      for (const each of items) expect(each).toMatchObject(wanted);
    }
    ok(
      'PATCH',
      `${tests('v1')}/other`,
      { hostPort: 'example.com:1' },
      { 'content-type': 'application/merge-patch+json' },
    );
    expect(ok('GET', `${tests('v2')}/other`)).toMatchObject({ host: 'example.com', port: '1' });
    expect(
      fails(
        'PATCH',
        `${tests('v1')}/other`,
        { hostPort: 'nonsense' },
        { 'content-type': 'application/merge-patch+json' },
      ),
    ).toContain('invalid hostPort value `nonsense`');
  });
});
