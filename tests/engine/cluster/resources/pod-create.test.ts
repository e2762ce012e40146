import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../../../../src/engine/cluster/resources/pod/types.ts';
import {
  UNSIMULATED_POD_FIELDS,
  UNSIMULATED_SERVICE_FIELDS,
} from '../../../../src/engine/cluster/resources/unsimulated.ts';
import { fieldAt } from '../../../../src/engine/cluster/schema/schema.ts';
import { kind, object, podOf, World } from './strategy-world.ts';

const specOf = (pod: { readonly [field: string]: unknown }): PodSpec => pod['spec'] as PodSpec;

describe('a new pod', () => {
  it('pulls :latest and untagged images always, others when they are missing', () => {
    const pull = (image: string) => specOf(new World().create(podOf({ image }))).containers?.[0]?.imagePullPolicy;
    expect(['nginx', 'nginx:latest', 'localhost:5000/nginx'].map(pull)).toEqual(['Always', 'Always', 'Always']);
    expect(['nginx:1.25', 'nginx@sha256:abc', 'host:5000/nginx:1'].map(pull)).toEqual([
      'IfNotPresent',
      'IfNotPresent',
      'IfNotPresent',
    ]);
  });

  it('asks for what it is limited to', () => {
    const spec = specOf(
      new World().create(podOf({ resources: { limits: { cpu: '1000m', memory: '0.5Gi' }, requests: { cpu: 0.5 } } })),
    );
    expect(spec.containers?.[0]?.resources).toEqual({
      limits: { cpu: '1', memory: '512Mi' },
      requests: { cpu: '500m', memory: '512Mi' },
    });
  });

  it.each([
    ['BestEffort', {}],
    ['Burstable', { requests: { cpu: '100m' } }],
    ['Burstable', { limits: { memory: '1Gi' } }],
    ['Guaranteed', { limits: { cpu: '1', memory: '1Gi' } }],
    ['Burstable', { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }],
  ])('is %s with %j', (qosClass, resources) => {
    expect(new World().create(podOf({ resources }))['status']).toEqual({ phase: 'Pending', qosClass });
  });

  it('fills probes, hooks and volumes', () => {
    const spec = specOf(
      new World().create(
        podOf(
          { readinessProbe: { httpGet: { port: 80 } }, lifecycle: { preStop: { httpGet: { port: 80 } } } },
          { volumes: [{ name: 'a' }, { name: 'b', configMap: { name: 'x' } }] },
        ),
      ),
    );
    expect(spec.containers?.[0]?.readinessProbe).toEqual({
      httpGet: { port: 80, path: '/', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
    expect(spec.containers?.[0]?.lifecycle?.preStop?.httpGet).toEqual({ port: 80, path: '/', scheme: 'HTTP' });
    expect(spec.volumes?.slice(0, 2)).toEqual([
      { name: 'a', emptyDir: {} },
      { name: 'b', configMap: { name: 'x', defaultMode: 420 } },
    ]);
  });

  it('runs as the default service account, whose token it mounts', () => {
    const spec = specOf(new World().create(podOf()));
    expect(spec.serviceAccountName).toBe('default');
    const volume = spec.volumes?.at(-1)?.name;
    expect(volume).toMatch(/^kube-api-access-\w{5}$/);
    expect(spec.containers?.[0]?.volumeMounts).toEqual([
      { name: volume, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ]);
    const without = specOf(new World().create(podOf({}, { automountServiceAccountToken: false })));
    expect(without.volumes).toBeUndefined();
  });

  it('is forbidden without its service account', () => {
    expect(() => new World().create(podOf({}, { serviceAccountName: 'robot' }))).toThrow(
      'pods "p" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found',
    );
  });

  it('takes its priority from its class, or from the class that is everyone’s', () => {
    const high = object('PriorityClass', 'high', { value: 1000, preemptionPolicy: 'Never' });
    const world = new World().put('priorityclasses.scheduling.k8s.io', high);
    expect(specOf(world.create(podOf({}, { priorityClassName: 'high' })))).toMatchObject({
      priority: 1000,
      preemptionPolicy: 'Never',
    });
    expect(specOf(world.create(podOf()))).toMatchObject({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
    expect(() => world.create(podOf({}, { priorityClassName: 'low' }))).toThrow(
      'pods "p" is forbidden: no PriorityClass with name low was found',
    );
    expect(() => world.create(podOf({}, { priority: 7 }))).toThrow(
      'the integer value of priority (7) must not be provided in pod spec',
    );
    world.put('priorityclasses.scheduling.k8s.io', object('PriorityClass', 'usual', { value: 5, globalDefault: true }));
    expect(specOf(world.create(podOf()))).toMatchObject({ priority: 5, priorityClassName: 'usual' });
  });

  it('tolerates a lost node for five minutes, unless it says otherwise', () => {
    const own = {
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 10,
    };
    const spec = specOf(new World().create(podOf({}, { tolerations: [own] })));
    expect(spec.tolerations).toEqual([
      own,
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ]);
  });

  it('warns of amounts that are surely not meant', () => {
    const world = new World();
    expect(
      world.refusals(
        podOf({
          resources: { limits: { memory: '0.1Gi' } },
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        }),
      ),
    ).toEqual([]);
    expect(world.warnings).toEqual([
      'spec.containers[0].resources.limits[memory]: fractional byte value "107374182400m" is invalid, must be an integer',
      'spec.containers[0].resources.requests[memory]: fractional byte value "107374182400m" is invalid, must be an integer',
      'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    ]);
  });

  it('goes at once unless it runs on a node', () => {
    const grace = kind('Pod').graceSeconds!;
    const bound = podOf({}, { nodeName: 'n', terminationGracePeriodSeconds: 30 });
    expect(grace(podOf(), undefined)).toBe(0);
    expect(grace(bound, undefined)).toBe(30);
    expect(grace(bound, 5)).toBe(5);
    expect(grace(bound, 0)).toBe(0);
    expect(grace({ ...bound, status: { phase: 'Succeeded' } }, undefined)).toBe(0);
  });
});

describe('an empty field', () => {
  it('is not kept, as Go does not keep it', () => {
    const pod = podOf(
      { env: [{ name: 'A', value: '' }], command: [], tty: false, ports: [{ containerPort: 80, hostPort: 0 }] },
      { hostNetwork: false, nodeSelector: {}, volumes: [] },
    );
    const spec = specOf(new World().create(pod));
    const container = spec.containers?.[0];
    expect(container?.env).toEqual([{ name: 'A' }]);
    expect(container).not.toHaveProperty('command');
    expect(container).not.toHaveProperty('tty');
    expect(container?.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }]);
    expect(spec).not.toHaveProperty('hostNetwork');
    expect(spec).not.toHaveProperty('nodeSelector');
    expect(new World().create(object('ConfigMap', 'c', { data: {} }))).not.toHaveProperty('data');
  });
});

describe('a field that is not simulated', () => {
  it('is kept, with a warning that says so', () => {
    const world = new World();
    const pod = podOf(
      { securityContext: { privileged: true, runAsUser: 5 } },
      { hostPID: true, volumes: [{ name: 'n', nfs: { path: '/x', server: 's' } }] },
    );
    expect(world.refusals(pod)).toEqual([]);
    const why = 'Skiff does not simulate this field; it is kept and has no effect';
    expect(world.warnings).toEqual([
      `spec.volumes[0].nfs: ${why}`,
      `spec.containers[0].securityContext.privileged: ${why}`,
      `spec.hostPID: ${why}`,
    ]);
  });

  it('is named in docs/limits.md', () => {
    const limits = readFileSync(join(import.meta.dirname, '../../../../docs/limits.md'), 'utf8');
    const named = [...UNSIMULATED_POD_FIELDS, ...UNSIMULATED_SERVICE_FIELDS].map((field) =>
      field.split('.').at(-1)?.replace('[]', ''),
    );
    expect(named.filter((name) => !limits.includes(`\`${name}\``))).toEqual([]);
  });

  it('is a field that the kind has', () => {
    const below = (type: string, field: string): boolean =>
      fieldAt(type, field.replaceAll('[]', '').split('.')) !== undefined;
    expect(UNSIMULATED_POD_FIELDS.filter((field) => !below('io.k8s.api.core.v1.PodSpec', field))).toEqual([]);
    expect(UNSIMULATED_SERVICE_FIELDS.filter((field) => !below('io.k8s.api.core.v1.ServiceSpec', field))).toEqual([]);
  });
});

describe('a namespace with limits', () => {
  const limits = [
    {
      type: 'Container',
      default: { cpu: '500m', memory: '256Mi' },
      defaultRequest: { cpu: '100m', memory: '64Mi' },
      max: { cpu: '1', memory: '512Mi' },
      min: { cpu: '50m' },
    },
  ];
  const world = () => new World().put('limitranges', object('LimitRange', 'limits', { spec: { limits } }));

  it('gives containers what they lack and notes it', () => {
    const created = world().create(podOf());
    expect(specOf(created).containers?.[0]?.resources).toEqual({
      limits: { cpu: '500m', memory: '256Mi' },
      requests: { cpu: '100m', memory: '64Mi' },
    });
    expect(created.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c',
    });
    expect(created['status']).toMatchObject({ qosClass: 'Burstable' });
  });

  it.each([
    [{ limits: { memory: '1Gi' } }, 'maximum memory usage per Container is 512Mi, but limit is 1Gi'],
    [{ requests: { cpu: '10m' } }, 'minimum cpu usage per Container is 50m, but request is 10m'],
  ])('does not let in %j', (resources, why) => {
    expect(() => world().refusals(podOf({ resources }))).toThrow(`pods "p" is forbidden: ${why}`);
  });

  it('counts the whole pod where it limits pods', () => {
    const ofPods = new World().put(
      'limitranges',
      object('LimitRange', 'l', {
        spec: { limits: [{ type: 'Pod', max: { cpu: '1' }, maxLimitRequestRatio: { memory: '2' } }] },
      }),
    );
    const resources = { limits: { cpu: '600m', memory: '3Gi' }, requests: { memory: '1Gi' } };
    expect(() =>
      ofPods.refusals(
        podOf(
          { resources },
          {
            containers: [
              { name: 'a', image: 'x', resources },
              { name: 'b', image: 'x', resources },
            ],
          },
        ),
      ),
    ).toThrow(
      'pods "p" is forbidden: [maximum cpu usage per Pod is 1, but limit is 1200m, memory max limit to request ratio per Pod is 2, but provided ratio is 3.000000]',
    );
  });
});
