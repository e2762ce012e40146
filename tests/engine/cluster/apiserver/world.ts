import type { ApiRequest, ApiResponse } from '../../../../src/engine/cluster/apiserver/http.ts';
import { ApiServer } from '../../../../src/engine/cluster/apiserver/server.ts';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { StoreInformers } from '../../../../src/engine/cluster/informers.ts';
import type { Json, JsonObject, KubeObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { asJson, type ResourceDefinition } from '../../../../src/engine/cluster/resources/definition.ts';
import { Store } from '../../../../src/engine/cluster/store.ts';

/** A kind with nothing special about it. */
export function plainKind(
  over: Partial<ResourceDefinition> & Pick<ResourceDefinition, 'kind' | 'plural'>,
): ResourceDefinition {
  const group = over.group ?? '';
  return {
    group,
    version: 'v1',
    singular: over.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    schema: `io.k8s.api.${group === '' ? 'core' : group}.v1.${over.kind}`,
    subresources: {},
    columns: [
      { name: 'Name', type: 'string', format: 'name', description: '', priority: 0 },
      { name: 'Age', type: 'string', format: '', description: '', priority: 0 },
    ],
    cells: (object, { nowMs }) => [object.metadata.name, String(nowMs)],
    fieldSelectors: {},
    ...over,
  };
}

/** Small stand-ins for the kinds, so that these tests say what the server does and not what a kind does. */
const KINDS: readonly ResourceDefinition[] = [
  plainKind({
    kind: 'Namespace',
    plural: 'namespaces',
    namespaced: false,
    subresources: { status: true, others: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }] },
    prepareForCreate: (object) => ({ ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
  }),
  plainKind({ kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm'] }),
  plainKind({ kind: 'Secret', plural: 'secrets' }),
  plainKind({ kind: 'Service', plural: 'services', subresources: { status: true } }),
  plainKind({
    kind: 'Pod',
    plural: 'pods',
    subresources: {
      status: true,
      others: [
        { name: 'binding', kind: 'Binding', verbs: ['create'] },
        { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
        { name: 'log', kind: 'Pod', verbs: ['get'] },
      ],
    },
    fieldSelectors: {
      'spec.nodeName': (object) => String((object['spec'] as JsonObject | undefined)?.['nodeName'] ?? ''),
    },
    indexes: { node: (object) => (object['spec'] as { nodeName?: string } | undefined)?.nodeName },
    graceSeconds: (object, requested) => ((object['spec'] as { nodeName?: string }).nodeName ? (requested ?? 30) : 0),
    prepareForCreate: (object) => ({
      ...object,
      metadata: { ...object.metadata, generation: 1 },
      status: { phase: 'Pending' },
    }),
  }),
  plainKind({
    group: 'apps',
    kind: 'Deployment',
    plural: 'deployments',
    subresources: {
      status: true,
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        selector: (object) =>
          Object.entries(
            ((asJson(object)['spec'] as JsonObject)['selector'] as { matchLabels: Record<string, string> }).matchLabels,
          )
            .map(([key, value]) => `${key}=${value}`)
            .join(','),
      },
    },
    prepareForCreate: (object) => ({ ...object, metadata: { ...object.metadata, generation: 1 } }),
    validate: (object) => {
      const spec = asJson(object)['spec'] as JsonObject | undefined;
      return spec?.['selector'] === undefined
        ? [{ type: 'FieldValueRequired', field: 'spec.selector', detail: 'Required value' }]
        : [];
    },
  }),
];

export interface World {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly server: ApiServer;
  readonly informers: StoreInformers;
  call(method: ApiRequest['method'], path: string, body?: Json | string, headers?: Record<string, string>): ApiResponse;
  /** The body of a call that must succeed. */
  ok(method: ApiRequest['method'], path: string, body?: Json | string, headers?: Record<string, string>): KubeObject;
  /** The message of a call that must fail. */
  fails(method: ApiRequest['method'], path: string, body?: Json | string, headers?: Record<string, string>): string;
}

/** A server with a few kinds and the namespace `default`. */
export function world(definitions: readonly ResourceDefinition[] = KINDS, historyLimit = 50_000): World {
  const clock = new VirtualClock(1_800_000_000_000);
  const store = new Store(clock, { historyLimit });
  const server = new ApiServer({ clock, random: new Random(1).fork('apiserver'), store, definitions });
  const call: World['call'] = (method, path, body, headers) =>
    server.handle({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
  const ok: World['ok'] = (...request) => {
    const response = call(...request);
    if (response.status >= 300) throw new Error(JSON.stringify(response.body));
    return response.body as unknown as KubeObject;
  };
  const fails: World['fails'] = (...request) => {
    const { status, body } = call(...request);
    if (status < 300) throw new Error(`succeeded: ${JSON.stringify(body)}`);
    return `${status} ${(body as JsonObject)['reason'] ?? ''}: ${(body as JsonObject)['message']}`;
  };
  ok('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
  return { clock, store, server, informers: new StoreInformers(store), call, ok, fails };
}

export const PODS = '/api/v1/namespaces/default/pods';
export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

export function pod(name: string, labels: Record<string, string> = {}, nodeName?: string): JsonObject {
  return {
    metadata: { name, labels },
    spec: { containers: [{ name: 'c', image: 'nginx' }], ...(nodeName ? { nodeName } : {}) },
  };
}

export function deployment(name: string, replicas = 1): JsonObject {
  return {
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.25' }] } },
    },
  };
}

/** The events of a watch so far. */
export function events(response: ApiResponse): JsonObject[] {
  const seen: JsonObject[] = [];
  response.watch?.subscribe(
    (event) => seen.push(event),
    () => seen.push({ type: 'END' }),
  );
  return seen;
}

export const nameOf = (event: JsonObject | undefined): string =>
  `${event?.['type']} ${((event?.['object'] as JsonObject)?.['metadata'] as JsonObject)?.['name']}`;
