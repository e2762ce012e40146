import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiHandler, ApiRequest } from '../../../src/engine/cluster/apiserver/http.ts';
import type { Json } from '../../../src/engine/cluster/json.ts';
import { createWorld } from '../../../src/engine/session/world.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1500);
const START_MS = Date.UTC(2026, 10, 22, 9, 0, 0);

let handle: ApiHandler;
beforeAll(() => {
  const world = createWorld({
    seed: 7,
    startMs: START_MS,
    workers: 1,
    systemPods: false,
    files: {},
    jq: () => undefined,
  });
  handle = world.cluster.handle;
  handle({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods',
    body: { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  });
  handle({
    method: 'POST',
    path: '/apis/apps/v1/namespaces/default/deployments',
    body: {
      metadata: { name: 'd' },
      spec: {
        selector: { matchLabels: { app: 'd' } },
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      },
    },
  });
});

const segment = fc.oneof(
  fc.constantFrom(
    'api',
    'apis',
    'v1',
    'apps',
    'batch',
    'namespaces',
    'default',
    'pods',
    'p',
    'd',
    'deployments',
    'nodes',
  ),
  fc.constantFrom('status', 'scale', 'log', 'exec', 'binding', 'eviction', 'token', 'proxy', 'openapi', 'v3', 'watch'),
  fc.constantFrom('', '.', '..', '%', '%2F', '%00', '__proto__', 'constructor', ' ', '한국', 'a'.repeat(300)),
  fc.string({ maxLength: 12 }),
);
const query = fc.array(
  fc.tuple(
    fc.constantFrom(
      'watch',
      'limit',
      'continue',
      'labelSelector',
      'fieldSelector',
      'resourceVersion',
      'dryRun',
      'force',
      'fieldManager',
      'fieldValidation',
      'propagationPolicy',
      'gracePeriodSeconds',
      'timeoutSeconds',
      'resourceVersionMatch',
      'container',
      'command',
      'tailLines',
      'sendInitialEvents',
      'pretty',
    ),
    fc.oneof(
      fc.constantFrom('true', '1', '-1', 'All', 'a=b', 'a in (b,', 'spec.nodeName=x', '!', ',', '==', '9'.repeat(40)),
      fc.string({ maxLength: 10 }),
    ),
  ),
  { maxLength: 4 },
);
const path = fc
  .oneof(
    fc.tuple(fc.array(segment, { maxLength: 8 }), query),
    fc.tuple(
      fc
        .tuple(
          fc.constantFrom(
            'api/v1/namespaces/default/pods',
            'apis/apps/v1/namespaces/default/deployments',
            'api/v1/nodes',
            'api/v1/namespaces',
            'apis/batch/v1/namespaces/default/jobs',
            'api/v1/namespaces/default/services',
            'apis/apiextensions.k8s.io/v1/customresourcedefinitions',
            'apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          ),
          fc.array(segment, { maxLength: 3 }),
        )
        .map(([base, more]) => [...base.split('/'), ...more]),
      query,
    ),
  )
  .map(([parts, words]) => {
    const text = words.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    return `/${parts.join('/')}${text === '' ? '' : `?${text}`}`;
  });

const key = fc.oneof(
  fc.constantFrom(
    'apiVersion',
    'kind',
    'metadata',
    'name',
    'namespace',
    'labels',
    'annotations',
    'spec',
    'status',
    'containers',
    'image',
    'replicas',
    'selector',
    'matchLabels',
    'template',
    'ports',
    'data',
    'op',
    'path',
    'value',
    'finalizers',
    'ownerReferences',
    '$patch',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 6 }),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Json>(
      null,
      true,
      0,
      -1,
      1e300,
      1.5,
      '',
      'default',
      'v1',
      'Pod',
      'nginx',
      'replace',
      '/spec',
      '2Gi',
      '50%',
    ),
    fc.string({ maxLength: 8 }),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 5 }),
  ),
}));
const body = fc.oneof(
  json,
  fc.string({ maxLength: 60 }),
  json.map((value) => JSON.stringify(value)),
);
const request: fc.Arbitrary<ApiRequest> = fc.record({
  method: fc.constantFrom<ApiRequest['method']>('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  path,
  headers: fc.record({
    'content-type': fc.constantFrom(
      'application/json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/json-patch+json',
      'application/apply-patch+yaml',
      'text/plain',
      '',
    ),
    accept: fc.constantFrom(
      'application/json',
      'application/json;as=Table;v=v1;g=meta.k8s.io',
      'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
      '*/*',
      'application/cbor',
    ),
  }),
  body,
});

describe('requests that nobody should send', () => {
  it('are answered, never with 500, and touch no prototype', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const got = handle(asked);
        got.watch?.close();
        got.follow?.close();
        got.channels?.abort();
        if (got.status === 500) throw new Error(JSON.stringify(got.body));
        expect(Object.keys(Object.prototype)).toEqual([]);
        JSON.stringify(got.body);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
});
