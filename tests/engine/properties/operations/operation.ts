import fc from 'fast-check';
import type { Kind } from './kinds.ts';

export type Workload = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob';

/** What some workloads have besides. */
export type Extra = 'min-ready' | 'expires' | 'claims' | 'large' | 'vital' | 'apart' | 'deadline';

/** What a workload is made with. */
export interface Settings {
  readonly replicas: number;
  readonly variant: number;
  readonly crashes: boolean;
  /** Seconds until a pod is ready; 0: no probe. */
  readonly slowReady: number;
  readonly surge: number | string;
  readonly unavailable: number | string;
  /** Recreate, Parallel, OnDelete, Indexed. */
  readonly flag: boolean;
  readonly extra?: Extra;
}

export type Policy = 'Background' | 'Foreground' | 'Orphan';

/** One thing that somebody does to the cluster; plain data, so that a shrunk sequence can be pasted into a test. */
export type Operation =
  | { readonly op: 'wait'; readonly ms: number }
  | {
      readonly op: 'apply';
      readonly kind: Workload;
      readonly ns: string;
      readonly name: string;
      readonly settings: Settings;
    }
  | {
      readonly op: 'scale';
      readonly kind: Workload;
      readonly ns: string;
      readonly name: string;
      readonly replicas: number;
    }
  | {
      readonly op: 'retemplate';
      readonly kind: Workload;
      readonly ns: string;
      readonly name: string;
      readonly settings: Settings;
    }
  | { readonly op: 'pause'; readonly kind: Workload; readonly ns: string; readonly name: string; readonly on: boolean }
  | { readonly op: 'rollback'; readonly ns: string; readonly name: string }
  | { readonly op: 'delete'; readonly kind: Kind; readonly ns: string; readonly name: string; readonly policy: Policy }
  | { readonly op: 'make-pod'; readonly ns: string; readonly of: Workload; readonly name: string; readonly at: number }
  | { readonly op: 'delete-pod'; readonly ns: string; readonly at: number; readonly force: boolean }
  | { readonly op: 'evict'; readonly ns: string; readonly at: number }
  | { readonly op: 'label-pod'; readonly ns: string; readonly at: number; readonly app: string }
  | { readonly op: 'disown-pod'; readonly ns: string; readonly at: number }
  | { readonly op: 'service'; readonly ns: string; readonly name: string; readonly type: string; readonly app: string }
  | {
      readonly op: 'budget';
      readonly ns: string;
      readonly name: string;
      readonly app: string;
      readonly spec: { readonly [field: string]: number | string };
    }
  | {
      readonly op: 'quota';
      readonly ns: string;
      readonly name: string;
      readonly hard: { readonly [field: string]: string };
    }
  | {
      readonly op: 'autoscaler';
      readonly ns: string;
      readonly name: string;
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly op: 'dependent';
      readonly kind: 'ConfigMap' | 'Boat';
      readonly ns: string;
      readonly name: string;
      readonly owners: readonly number[];
      readonly blocks: boolean;
    }
  | { readonly op: 'boats'; readonly on: boolean }
  | { readonly op: 'volume'; readonly name: string; readonly on: boolean }
  | { readonly op: 'claim'; readonly ns: string; readonly name: string; readonly volume: string }
  | { readonly op: 'namespace'; readonly ns: string; readonly on: boolean }
  | { readonly op: 'cordon'; readonly node: string; readonly on: boolean }
  | { readonly op: 'drain'; readonly node: string }
  | { readonly op: 'taint'; readonly node: string; readonly on: boolean }
  | { readonly op: 'fault'; readonly kind: 'stop-node' | 'cut-node'; readonly node: string; readonly on: boolean }
  | { readonly op: 'finalizer'; readonly kind: Kind; readonly ns: string; readonly name: string; readonly on: boolean }
  | { readonly op: 'kill'; readonly ns: string; readonly at: number };

const ns = fc.constantFrom('default', 'default', 'team');
const name = fc.constantFrom('a', 'b');
const kind = fc.constantFrom<Workload[]>(
  'Deployment',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
);
const sized = fc.constantFrom<Workload[]>('Deployment', 'Deployment', 'ReplicaSet', 'StatefulSet');
const node = fc.constantFrom('worker-1', 'worker-2');
const at = fc.nat({ max: 9 });
const on = fc.boolean();
const portion = fc.constantFrom<(number | string)[]>(0, 1, 2, '25%', '50%', '100%');
export const settings: fc.Arbitrary<Settings> = fc.record({
  replicas: fc.nat({ max: 4 }),
  variant: fc.nat({ max: 2 }),
  crashes: fc.integer({ min: 0, max: 7 }).map((roll) => roll === 7),
  slowReady: fc.constantFrom(0, 0, 1, 4),
  surge: portion,
  unavailable: portion,
  flag: fc.integer({ min: 0, max: 3 }).map((roll) => roll === 3),
  extra: fc.constantFrom<(Extra | undefined)[]>(
    undefined,
    undefined,
    undefined,
    'min-ready',
    'expires',
    'claims',
    'large',
    'vital',
    'apart',
    'deadline',
  ),
}) as fc.Arbitrary<Settings>;
const app = fc
  .tuple(fc.constantFrom('deployment', 'deployment', 'replicaset', 'statefulset', 'stray'), name)
  .map(([of, which]) => (of === 'stray' ? of : `${of}-${which}`));
const budgetSpec = fc
  .tuple(fc.constantFrom('minAvailable', 'maxUnavailable'), portion)
  .map(([field, value]) => ({ [field]: value }));
const hard = fc.record(
  {
    pods: fc.constantFrom('0', '2', '4'),
    'requests.cpu': fc.constantFrom('25m', '40m'),
    'count/configmaps': fc.constantFrom('2', '3'),
    'services.nodeports': fc.constantFrom('0', '1'),
    'count/deployments.apps': fc.constant('1'),
  },
  { requiredKeys: [] },
);
export const wait: fc.Arbitrary<Operation> = fc
  .oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 8_000 }), fc.constantFrom(1, 20_000, 70_000))
  .map((ms) => ({ op: 'wait', ms }));

const record = <Op extends Operation['op']>(
  op: Op,
  fields: Loosely<Extract<Operation, { op: Op }>>,
): fc.Arbitrary<Operation> =>
  fc.record({ op: fc.constant(op), ...fields } as never) as fc.Arbitrary<unknown> as fc.Arbitrary<Operation>;
type Loosely<Fields> = { readonly [field in Exclude<keyof Fields, 'op'>]: fc.Arbitrary<Fields[field]> };

const policy = fc.constantFrom<Policy[]>('Background', 'Foreground', 'Orphan');
const deletable = fc.constantFrom<Kind[]>(
  'Deployment',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'ConfigMap',
  'ResourceQuota',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'Boat',
);

/** Everything that a user may do to a cluster. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { arbitrary: wait, weight: 9 },
  { arbitrary: record('apply', { kind, ns, name, settings }), weight: 8 },
  { arbitrary: record('scale', { kind: sized, ns, name, replicas: fc.nat({ max: 5 }) }), weight: 4 },
  { arbitrary: record('retemplate', { kind, ns, name, settings }), weight: 5 },
  {
    arbitrary: record('pause', { kind: fc.constantFrom<Workload[]>('Deployment', 'Job', 'CronJob'), ns, name, on }),
    weight: 2,
  },
  { arbitrary: record('rollback', { ns, name }), weight: 2 },
  { arbitrary: record('delete', { kind: deletable, ns, name, policy }), weight: 5 },
  { arbitrary: record('make-pod', { ns, of: kind, name, at: fc.nat({ max: 2 }) }), weight: 1 },
  { arbitrary: record('delete-pod', { ns, at, force: on }), weight: 3 },
  { arbitrary: record('evict', { ns, at }), weight: 3 },
  { arbitrary: record('label-pod', { ns, at, app }), weight: 2 },
  { arbitrary: record('disown-pod', { ns, at }), weight: 1 },
  {
    arbitrary: record('service', {
      ns,
      name,
      type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'headless'),
      app,
    }),
    weight: 2,
  },
  { arbitrary: record('budget', { ns, name, app, spec: budgetSpec }), weight: 2 },
  { arbitrary: record('quota', { ns, name, hard }), weight: 2 },
  {
    arbitrary: record('autoscaler', {
      ns,
      name,
      min: fc.integer({ min: 1, max: 2 }),
      max: fc.integer({ min: 2, max: 4 }),
    }),
    weight: 1,
  },
  {
    arbitrary: record('dependent', {
      kind: fc.constantFrom('ConfigMap', 'Boat'),
      ns,
      name,
      owners: fc.array(fc.nat({ max: 30 }), { maxLength: 2 }),
      blocks: on,
    }),
    weight: 3,
  },
  { arbitrary: record('boats', { on }), weight: 1 },
  { arbitrary: record('volume', { name: fc.constantFrom('pv-a', 'pv-b'), on }), weight: 1 },
  { arbitrary: record('claim', { ns, name, volume: fc.constantFrom('', 'pv-a') }), weight: 1 },
  { arbitrary: record('namespace', { ns: fc.constant('team'), on }), weight: 3 },
  { arbitrary: record('cordon', { node, on }), weight: 1 },
  { arbitrary: record('drain', { node }), weight: 1 },
  { arbitrary: record('taint', { node, on }), weight: 1 },
  { arbitrary: record('fault', { kind: fc.constantFrom('stop-node', 'cut-node'), node, on }), weight: 1 },
  { arbitrary: record('finalizer', { kind: deletable, ns, name, on }), weight: 2 },
  { arbitrary: record('kill', { ns, at }), weight: 2 },
);

const here = fc.constant('default');
const a = fc.constant('a');
const deployment = fc.constant<Workload>('Deployment');
/** Mostly healthy and of some size, so that bounds are near. */
const rolling = settings.map(
  (made) =>
    ({ ...made, replicas: made.replicas + 1, extra: made.extra === 'min-ready' ? made.extra : undefined }) as Settings,
);
const soon: fc.Arbitrary<Operation> = fc
  .oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 4_000 }))
  .map((ms) => ({ op: 'wait', ms }));

/** One deployment that is rolled out again and again. */
export const rollout: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    record('apply', { kind: deployment, ns: here, name: a, settings: rolling }),
    fc.array(
      fc.oneof(
        { arbitrary: soon, weight: 6 },
        { arbitrary: record('retemplate', { kind: deployment, ns: here, name: a, settings: rolling }), weight: 4 },
        {
          arbitrary: record('scale', { kind: deployment, ns: here, name: a, replicas: fc.nat({ max: 6 }) }),
          weight: 2,
        },
        { arbitrary: record('rollback', { ns: here, name: a }), weight: 1 },
        { arbitrary: record('pause', { kind: deployment, ns: here, name: a, on }), weight: 1 },
        { arbitrary: record('delete-pod', { ns: here, at, force: on }), weight: 1 },
        { arbitrary: record('kill', { ns: here, at }), weight: 1 },
      ),
      { minLength: 5, maxLength: 40, size: 'max' },
    ),
  )
  .map(([first, rest]) => [first, { op: 'wait', ms: 5_000 }, ...rest]);

/** Budgets, and evictions that they must bear. */
export const disruption: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    fc.constantFrom<Workload[]>('Deployment', 'ReplicaSet', 'StatefulSet').chain((of) =>
      fc.tuple(
        record('apply', {
          kind: fc.constant(of),
          ns: here,
          name: a,
          settings: rolling.map((made) => ({ ...made, crashes: false })),
        }),
        record('budget', { ns: here, name: a, app: fc.constant(`${of.toLowerCase()}-a`), spec: budgetSpec }),
      ),
    ),
    fc.array(
      fc.oneof(
        { arbitrary: soon, weight: 5 },
        { arbitrary: record('evict', { ns: here, at }), weight: 5 },
        { arbitrary: record('drain', { node }), weight: 1 },
        { arbitrary: record('cordon', { node, on }), weight: 1 },
        { arbitrary: record('kill', { ns: here, at }), weight: 1 },
        {
          arbitrary: record('scale', {
            kind: fc.constantFrom<Workload[]>('Deployment', 'ReplicaSet', 'StatefulSet'),
            ns: here,
            name: a,
            replicas: fc.nat({ max: 6 }),
          }),
          weight: 1,
        },
        { arbitrary: record('taint', { node, on }), weight: 1 },
      ),
      { minLength: 5, maxLength: 40, size: 'max' },
    ),
  )
  .map(([[first, budget], rest]) => [first, budget, { op: 'wait', ms: 15_000 }, ...rest]);
