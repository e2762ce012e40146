import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiHandler, ApiRequest } from '../../../src/engine/cluster/apiserver/http.ts';
import type { Json } from '../../../src/engine/cluster/json.ts';
import { createWorld, type World } from '../../../src/engine/session/world.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1500);
const START_MS = Date.UTC(2026, 10, 22, 9, 0, 0);

let handle: ApiHandler;
let world: World;
beforeAll(() => {
  world = createWorld({
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
/** Objects that are right; one of their values will be replaced. */
const RIGHT: readonly Json[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x', labels: { a: 'b' } },
    spec: {
      initContainers: [{ name: 'i', image: 'busybox', command: ['true'] }],
      containers: [
        {
          name: 'c',
          image: 'nginx',
          ports: [{ containerPort: 80, name: 'web' }],
          env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          resources: { requests: { cpu: '1m' }, limits: { cpu: '1', memory: '1Gi' } },
          livenessProbe: { httpGet: { path: '/', port: 'web' }, periodSeconds: 1 },
          lifecycle: { preStop: { exec: { command: ['sleep', '1'] } } },
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
        },
      ],
      volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Mi' } }],
      tolerations: [{ key: 'k', operator: 'Exists' }],
      terminationGracePeriodSeconds: 3,
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] } },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'y' },
    spec: {
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
      selector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'c', operator: 'Exists' }] },
      template: { metadata: { labels: { a: 'b', c: 'd' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: {
      type: 'NodePort',
      selector: { a: 'b' },
      ports: [{ name: 'x', port: 80, targetPort: 'web', nodePort: 30080 }],
    },
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'cats.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'cats', singular: 'cat', kind: 'Cat', listKind: 'CatList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { age: { type: 'integer', default: 1 } } } },
            },
          },
          additionalPrinterColumns: [{ name: 'Age', type: 'integer', jsonPath: '.spec.age' }],
        },
      ],
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'j' },
    spec: {
      schedule: '* * * * *',
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } },
        },
      },
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'st' },
    spec: {
      serviceName: 's',
      replicas: 2,
      selector: { matchLabels: { a: 'st' } },
      template: { metadata: { labels: { a: 'st' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'np' },
    spec: {
      podSelector: { matchLabels: { a: 'b' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80 }] }],
    },
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'y' },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  },
];

/** Where objects of a kind are made. */
const COLLECTIONS: { readonly [kind: string]: string } = {
  Pod: '/api/v1/namespaces/default/pods',
  Deployment: '/apis/apps/v1/namespaces/default/deployments',
  StatefulSet: '/apis/apps/v1/namespaces/default/statefulsets',
  Service: '/api/v1/namespaces/default/services',
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  CronJob: '/apis/batch/v1/namespaces/default/cronjobs',
  NetworkPolicy: '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
};

/** The object with its value number `at`, in the order of a walk, replaced. */
function replaced(object: Json, at: number, value: Json): Json {
  let left = at;
  const walk = (node: Json): Json => {
    if (left-- === 0) return value;
    if (Array.isArray(node)) return node.map(walk);
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, walk(child as Json)]));
  };
  return walk(object);
}

const odd = fc.oneof(
  json,
  fc.constantFrom<Json>(
    '',
    '0',
    '-1',
    'a b',
    '100%',
    '101%',
    '1e9',
    'x'.repeat(70),
    0,
    -1,
    1,
    65536,
    2 ** 31,
    2 ** 53,
    true,
    [],
    {},
  ),
);
const nearly = fc
  .tuple(fc.constantFrom(...RIGHT), fc.nat({ max: 60 }), odd)
  .map(([object, at, value]) => replaced(object, at, value));
const body = fc.oneof(
  json,
  nearly,
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

  it('leave controllers, scheduler and kubelets at work, whatever odd object the server took', () => {
    const accepted = { count: 0 };
    fc.assert(
      fc.property(fc.array(nearly, { minLength: 1, maxLength: 4 }), (objects) => {
        for (const object of objects) {
          const { kind } = (object ?? {}) as { readonly kind?: Json };
          const collection = typeof kind === 'string' ? COLLECTIONS[kind] : undefined;
          if (collection === undefined) continue;
          if (handle({ method: 'POST', path: collection, body: object }).status < 300) accepted.count++;
        }
        world.clock.runUntil(world.clock.nowMs() + 90_000);
        for (const collection of Object.values(COLLECTIONS)) handle({ method: 'DELETE', path: collection });
        world.clock.runUntil(world.clock.nowMs() + 60_000);
      }),
      { numRuns: Math.ceil(RUNS / 15) },
    );
    expect(accepted.count).toBeGreaterThan(10);
  }, 60_000);
});
