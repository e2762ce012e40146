import type { Json, JsonObject } from '../json.ts';

const GROUP = 'flowcontrol.apiserver.k8s.io/v1';
const KEPT = { annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' }, generation: 1 };

/** `shares lendable queues hand length`; without queues, what finds no seat is refused. Models: apis/flowcontrol/bootstrap */
const LEVELS: readonly (readonly [name: string, shares: number, lendable: number, queues?: number, hand?: number])[] = [
  ['catch-all', 5, 0],
  ['global-default', 20, 50, 128, 6],
  ['leader-election', 10, 0, 16, 4],
  ['node-high', 40, 25, 64, 6],
  ['system', 30, 33, 64, 6],
  ['workload-high', 40, 50, 128, 6],
  ['workload-low', 100, 90, 128, 6],
];

const EVERYTHING = {
  nonResourceRules: [{ nonResourceURLs: ['*'], verbs: ['*'] }],
  resourceRules: [{ apiGroups: ['*'], clusterScope: true, namespaces: ['*'], resources: ['*'], verbs: ['*'] }],
};
const group = (name: string): JsonObject => ({ kind: 'Group', group: { name } });
const user = (name: string): JsonObject => ({ kind: 'User', user: { name } });
const SYSTEM_ACCOUNTS = { kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'kube-system' } };
const ANYBODY = [group('system:unauthenticated'), group('system:authenticated')];
const leases = (verbs: readonly string[]): JsonObject => ({
  apiGroups: ['coordination.k8s.io'],
  namespaces: ['*'],
  resources: ['leases'],
  verbs,
});

interface Schema {
  readonly name: string;
  readonly level: string;
  readonly rank: number;
  readonly by?: 'ByUser' | 'ByNamespace';
  readonly rules?: JsonObject;
  readonly subjects: readonly JsonObject[];
}

const SCHEMAS: readonly Schema[] = [
  { name: 'exempt', level: 'exempt', rank: 1, subjects: [group('system:masters')] },
  {
    name: 'probes',
    level: 'exempt',
    rank: 2,
    rules: { nonResourceRules: [{ nonResourceURLs: ['/healthz', '/readyz', '/livez'], verbs: ['get'] }] },
    subjects: ANYBODY,
  },
  {
    name: 'system-leader-election',
    level: 'leader-election',
    rank: 100,
    by: 'ByUser',
    rules: { resourceRules: [leases(['get', 'create', 'update'])] },
    subjects: [user('system:kube-controller-manager'), user('system:kube-scheduler'), SYSTEM_ACCOUNTS],
  },
  {
    name: 'system-node-high',
    level: 'node-high',
    rank: 400,
    by: 'ByUser',
    rules: {
      resourceRules: [
        { apiGroups: [''], clusterScope: true, namespaces: ['*'], resources: ['nodes', 'nodes/status'], verbs: ['*'] },
        leases(['*']),
      ],
    },
    subjects: [group('system:nodes')],
  },
  { name: 'system-nodes', level: 'system', rank: 500, by: 'ByUser', subjects: [group('system:nodes')] },
  {
    name: 'kube-controller-manager',
    level: 'workload-high',
    rank: 800,
    by: 'ByNamespace',
    subjects: [user('system:kube-controller-manager')],
  },
  {
    name: 'kube-scheduler',
    level: 'workload-high',
    rank: 800,
    by: 'ByNamespace',
    subjects: [user('system:kube-scheduler')],
  },
  {
    name: 'kube-system-service-accounts',
    level: 'workload-high',
    rank: 900,
    by: 'ByNamespace',
    subjects: [SYSTEM_ACCOUNTS],
  },
  {
    name: 'service-accounts',
    level: 'workload-low',
    rank: 9000,
    by: 'ByUser',
    subjects: [group('system:serviceaccounts')],
  },
  { name: 'global-default', level: 'global-default', rank: 9900, by: 'ByUser', subjects: ANYBODY },
  { name: 'catch-all', level: 'catch-all', rank: 10_000, by: 'ByUser', subjects: ANYBODY },
];

function levelObject([name, shares, lendable, queues, handSize]: (typeof LEVELS)[number]): JsonObject {
  const limitResponse: Json =
    queues === undefined || handSize === undefined
      ? { type: 'Reject' }
      : { type: 'Queue', queuing: { handSize, queueLengthLimit: 50, queues } };
  return {
    apiVersion: GROUP,
    kind: 'PriorityLevelConfiguration',
    metadata: { name, ...KEPT },
    spec: { type: 'Limited', limited: { lendablePercent: lendable, limitResponse, nominalConcurrencyShares: shares } },
    status: {},
  };
}

function schemaObject({ name, level, rank, by, rules, subjects }: Schema, now: string): JsonObject {
  return {
    apiVersion: GROUP,
    kind: 'FlowSchema',
    metadata: { name, ...KEPT },
    spec: {
      ...(by === undefined ? {} : { distinguisherMethod: { type: by } }),
      matchingPrecedence: rank,
      priorityLevelConfiguration: { name: level },
      rules: [{ ...(rules ?? EVERYTHING), subjects }],
    },
    status: {
      conditions: [
        {
          type: 'Dangling',
          status: 'False',
          lastTransitionTime: now,
          reason: 'Found',
          message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} and it exists`,
        },
      ],
    },
  };
}

/** How a fresh server shares its seats. Models: apiserver/pkg/apis/flowcontrol/bootstrap/default.go */
export function flowObjects(now: string): readonly JsonObject[] {
  const exempt: JsonObject = {
    apiVersion: GROUP,
    kind: 'PriorityLevelConfiguration',
    metadata: { name: 'exempt', ...KEPT },
    spec: { type: 'Exempt', exempt: { lendablePercent: 0, nominalConcurrencyShares: 0 } },
    status: {},
  };
  return [exempt, ...LEVELS.map(levelObject), ...SCHEMAS.map((schema) => schemaObject(schema, now))];
}
