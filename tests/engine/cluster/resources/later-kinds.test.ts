import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { parseCronSchedule } from '../../../../src/engine/cluster/resources/batch/cron-schedule.ts';
import { kind, object, World } from './strategy-world.ts';

const template = (spec: object = {}, labels: object = { app: 'x' }) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'c', image: 'busybox:1.28' }], ...spec },
});
const withSpec = (from: KubeObject, spec: object): KubeObject => ({
  ...from,
  spec: { ...(from['spec'] as object), ...spec },
});
const row = (from: KubeObject, nowMs = Date.parse('2026-11-22T01:00:00Z')) => kind(from.kind).cells(from, { nowMs });

describe('a job', () => {
  const job = (spec: object = {}) =>
    object('Job', 'j', { spec: { template: { spec: { ...template().spec, restartPolicy: 'Never' } }, ...spec } });

  it('finds its pods by its own uid', () => {
    const created = new World().create(job());
    expect(created.metadata.labels).toEqual({
      'controller-uid': 'uid-j',
      'job-name': 'j',
      'batch.kubernetes.io/controller-uid': 'uid-j',
      'batch.kubernetes.io/job-name': 'j',
    });
    expect(created['spec']).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'uid-j' } },
    });
  });

  it('says what restart policy it wants', () => {
    expect(new World().refusals(job({ template: template() }))).toEqual([
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ]);
  });

  it('keeps completions and template', () => {
    const world = new World();
    const old = world.create(job());
    expect(world.changeRefusals(withSpec(old, { completions: 3 }), old)).toEqual([
      'spec.completions: Invalid value: 3: field is immutable',
    ]);
    const changed = structuredClone(old) as unknown as { spec: { template: { spec: { restartPolicy: string } } } };
    changed.spec.template.spec.restartPolicy = 'OnFailure';
    expect(world.changeRefusals(changed as unknown as KubeObject, old)[0]).toMatch(
      /^spec\.template: Invalid value: \{"labels":\{.*\},"Spec":\{"Volumes":null,"InitContainers":null,"Containers":\[\{"Name":"c".*"SchedulingGroup":null\}\}: field is immutable$/,
    );
  });
});

describe('a cron schedule', () => {
  it.each([
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['CRON_TZ=Asia/Seoul * * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['TZ=Asia/Soul * * * * *', 'provided bad location Asia/Soul: unknown time zone Asia/Soul'],
    ['@never', 'unrecognized descriptor: @never'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
  ])('%s is refused: %s', (text, error) => {
    expect(parseCronSchedule(text)).toEqual({ error });
  });

  it('is refused once for a zone, whatever else it says', () => {
    const cronJob = object('CronJob', 'tide', {
      spec: {
        schedule: 'CRON_TZ=Asia/Seoul * * * * *',
        jobTemplate: { spec: { template: template({ restartPolicy: 'Never' }) } },
      },
    });
    expect(new World().refusals(cronJob)).toEqual([
      'spec.schedule: Invalid value: "CRON_TZ=Asia/Seoul * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ]);
  });

  it('reads steps, lists, ranges and names', () => {
    const parsed = parseCronSchedule('*/20 9-11 1,15 jan mon-fri');
    expect('schedule' in parsed && [...parsed.schedule.minute]).toEqual([0, 20, 40]);
    expect('schedule' in parsed && [...parsed.schedule.dayOfWeek]).toEqual([1, 2, 3, 4, 5]);
    expect('schedule' in parsed && [...parsed.schedule.month]).toEqual([1]);
    expect('schedule' in parsed && parsed.schedule.anyDayOfMonth).toBe(false);
  });
});

describe('a stateful set', () => {
  const set = (spec: object = {}) =>
    object('StatefulSet', 'web', {
      spec: { selector: { matchLabels: { app: 'x' } }, serviceName: 'web', template: template(), ...spec },
    });

  it('lets its pods mount its claims', () => {
    const volumeClaimTemplates = [{ metadata: { name: 'www' }, spec: { accessModes: ['ReadWriteOnce'] } }];
    const mounted = template({
      containers: [{ name: 'c', image: 'x', volumeMounts: [{ name: 'www', mountPath: '/d' }] }],
    });
    expect(new World().refusals(set({ volumeClaimTemplates, template: mounted }))).toEqual([]);
  });

  it('keeps what ties it to its pods', () => {
    const world = new World();
    const old = world.create(set());
    expect(world.changeRefusals(withSpec(old, { serviceName: 'other' }), old)).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ]);
    expect(world.changeRefusals(withSpec(old, { replicas: 5 }), old)).toEqual([]);
  });
});

describe('a limit range', () => {
  it('takes a default from the maximum, and a request from the default', () => {
    const created = new World().create(
      object('LimitRange', 'l', {
        spec: { limits: [{ type: 'Container', max: { cpu: '1' }, min: { memory: '8Mi' } }] },
      }),
    );
    expect(created['spec']).toEqual({
      limits: [
        {
          type: 'Container',
          max: { cpu: '1' },
          min: { memory: '8Mi' },
          default: { cpu: '1' },
          defaultRequest: { cpu: '1', memory: '8Mi' },
        },
      ],
    });
  });

  it('refuses a minimum above the maximum', () => {
    const limits = [
      { type: 'Container', max: { cpu: '1' }, min: { cpu: '2' }, default: { cpu: '1' }, defaultRequest: { cpu: '1' } },
    ];
    expect(new World().refusals(object('LimitRange', 'l', { spec: { limits } }))[0]).toBe(
      'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
    );
  });
});

describe('a quota', () => {
  it('shows what is used of what is allowed', () => {
    const hard = { pods: '3', 'requests.cpu': '1', 'limits.cpu': '2' };
    const quota = object('ResourceQuota', 'q', {
      spec: { hard },
      status: { hard, used: { pods: '1', 'requests.cpu': '200m' } },
    });
    expect(row(quota).slice(1, 3)).toEqual(['pods: 1/3, requests.cpu: 200m/1', 'limits.cpu: 0/2']);
  });
});

describe('an ingress', () => {
  const paths = [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }];
  const ingress = (spec: object) => object('Ingress', 'i', { spec });

  it.each([
    ['nothing', {}, ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified']],
    [
      'no path type',
      { rules: [{ http: { paths: [{ path: '/' }] } }] },
      ['spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified'],
    ],
    [
      'an address for a host',
      { rules: [{ host: '1.2.3.4', http: { paths } }] },
      ['spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address'],
    ],
    [
      'a relative path',
      { rules: [{ http: { paths: [{ ...paths[0], path: 'x' }] } }] },
      ['spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path'],
    ],
  ])('is refused with %s', (_, spec, expected) => {
    expect(new World().refusals(ingress(spec))).toEqual(expected);
  });

  it('gets the default class', () => {
    const nginx = object(
      'IngressClass',
      'nginx',
      { spec: { controller: 'k8s.io/x' } },
      { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    );
    const world = new World().put('ingressclasses.networking.k8s.io', nginx);
    expect(world.create(ingress({ rules: [{ http: { paths } }] }))['spec']).toMatchObject({
      ingressClassName: 'nginx',
    });
    expect(row(nginx)[0]).toBe('nginx (default)');
  });

  it('shows hosts, and both ports with TLS', () => {
    const rules = ['a.com', 'b.com'].map((host) => ({ host, http: { paths } }));
    expect(row(ingress({ rules, tls: [{ secretName: 't' }] })).slice(1, 5)).toEqual([
      '<none>',
      'a.com,b.com',
      '',
      '80, 443',
    ]);
    expect(row(ingress({ rules: [{ http: { paths } }] }))[2]).toBe('*');
  });
});

describe('an autoscaler and a budget', () => {
  it('show targets and allowances', () => {
    const hpa = new World().create(
      object('HorizontalPodAutoscaler', 'h', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
      }),
    );
    expect(row(hpa).slice(1, 6)).toEqual(['Deployment/web', 'cpu: <unknown>/80%', '1', 5, 0]);
    const pdb = object('PodDisruptionBudget', 'p', {
      spec: { maxUnavailable: '50%' },
      status: { disruptionsAllowed: 2 },
    });
    expect(row(pdb).slice(1, 4)).toEqual(['N/A', '50%', 2]);
  });

  it('refuse what cannot be', () => {
    const world = new World();
    expect(
      world.refusals(object('PodDisruptionBudget', 'p', { spec: { minAvailable: 1, maxUnavailable: 1 } }))[0],
    ).toMatch(/minAvailable and maxUnavailable cannot be both set$/);
    expect(
      world.refusals(
        object('HorizontalPodAutoscaler', 'h', {
          spec: { scaleTargetRef: { kind: 'D', name: 'w' }, minReplicas: 3, maxReplicas: 2 },
        }),
      ),
    ).toEqual(['spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`']);
  });
});

describe('roles and bindings', () => {
  it('mean their own group where they say none, or none but an empty one', () => {
    const world = new World();
    for (const group of [{}, { apiGroup: '' }]) {
      const roleRef = { kind: 'ClusterRole', name: 'r', ...group };
      const subjects = [{ kind: 'Group', name: 'g', ...group }];
      expect(world.refusals(object('ClusterRoleBinding', 'b', { roleRef, subjects }))).toEqual([]);
    }
  });

  it('refuse rules without verbs and bindings to nobody’s role', () => {
    const world = new World();
    expect(world.refusals(object('Role', 'r', { rules: [{ apiGroups: [''], resources: ['pods'] }] }))).toEqual([
      'rules[0].verbs: Required value: verbs must contain at least one value',
    ]);
    expect(world.refusals(object('ClusterRoleBinding', 'b', { roleRef: { kind: 'Role', name: 'r' } }))).toEqual([
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
    ]);
  });
});
