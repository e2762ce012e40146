import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import type { PodSpec } from '../../../../src/engine/cluster/resources/pod/types.ts';
import { object, podOf, World } from './strategy-world.ts';

const refusals = (container: object, spec: object = {}) => new World().refusals(podOf(container, spec));
const C = 'spec.containers[0]';
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

describe('a pod is refused', () => {
  it('without containers', () => {
    expect(new World().refusals(object('Pod', 'p', { spec: {} }))).toEqual(['spec.containers: Required value']);
  });

  it('with everything wrong at once, in Kubernetes’ order', () => {
    const containers = [
      { name: 'c', image: 'nginx', imagePullPolicy: 'Maybe', ports: [{ containerPort: 99999 }] },
      { name: 'c', image: '' },
    ];
    expect(refusals({}, { restartPolicy: 'Sometimes', containers })).toEqual([
      'spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive',
      'spec.containers[0].imagePullPolicy: Unsupported value: "Maybe": supported values: "Always", "IfNotPresent", "Never"',
      'spec.containers[1].image: Required value',
      'spec.containers[1].name: Duplicate value: "c"',
      'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    ]);
  });

  it.each([
    ['a bad name', { name: 'C!' }, [`${C}.name: Invalid value: "C!": ${LABEL}`]],
    ['no name', { name: undefined }, [`${C}.name: Required value`]],
    ['a variable without a name', { env: [{ value: 'x' }] }, [`${C}.env[0].name: Required value`]],
    [
      'a variable with a value and a source',
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      [`${C}.env[0].valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`],
    ],
    [
      'a field that the downward API does not know',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.nope' } } }] },
      [
        `${C}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nope": error converting fieldPath: field label not supported: spec.nope`,
      ],
    ],
    [
      'a mount without a volume',
      { volumeMounts: [{ name: 'data', mountPath: '/d' }] },
      [`${C}.volumeMounts[0].name: Not found: "data"`],
    ],
    [
      'a probe that does nothing',
      { livenessProbe: {} },
      [`${C}.livenessProbe: Required value: must specify a handler type`],
    ],
    [
      'a liveness probe that must succeed twice',
      { livenessProbe: { exec: { command: ['true'] }, successThreshold: 2 } },
      [`${C}.livenessProbe.successThreshold: Invalid value: 2: must be 1`],
    ],
    [
      'two handlers',
      { readinessProbe: { exec: { command: ['true'] }, tcpSocket: { port: 80 } } },
      [`${C}.readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`],
    ],
    [
      'a request above its limit',
      { resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } },
      [`${C}.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`],
    ],
    [
      'a resource that does not exist',
      { resources: { requests: { gpu: '1' } } },
      [
        `${C}.resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified`,
        `${C}.resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers`,
      ],
    ],
    [
      'a negative amount',
      { resources: { requests: { cpu: '-1' } } },
      [`${C}.resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0`],
    ],
    [
      'a port name that is too long',
      { ports: [{ name: 'a-very-long-port-name', containerPort: 80 }] },
      [`${C}.ports[0].name: Invalid value: "a-very-long-port-name": must be no more than 15 bytes`],
    ],
  ])('for %s', (_, container, expected) => {
    expect(refusals(container)).toEqual(expected);
  });

  it.each([
    [
      'a volume of two kinds',
      { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] },
      ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
    ],
    [
      'a toleration of everything by value',
      { tolerations: [{ operator: 'Equal' }] },
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      'affinity without terms',
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
      ],
    ],
    [
      'a probe on a plain init container',
      { initContainers: [{ name: 'i', image: 'x', readinessProbe: { exec: { command: ['a'] } } }] },
      [
        'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      ],
    ],
    [
      'an init container with a taken name',
      { initContainers: [{ name: 'c', image: 'x' }] },
      ['spec.initContainers[0].name: Duplicate value: "c"'],
    ],
    [
      'ephemeral containers at birth',
      { ephemeralContainers: [{ name: 'e', image: 'x' }] },
      ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
    ],
    [
      'no deadline at all',
      { activeDeadlineSeconds: 0 },
      ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
    ],
  ])('for %s', (_, spec, expected) => {
    expect(refusals({}, spec)).toEqual(expected);
  });

  it('for labels and annotations that are none', () => {
    const pod = podOf({}, {}, { labels: { 'a b': 'c d' }, annotations: { 'x/y/z': '' } });
    expect(new World().refusals(pod).map((each) => each.slice(0, 60))).toEqual([
      'metadata.labels: Invalid value: "a b": name part must consis',
      'metadata.labels: Invalid value: "c d": a valid label must be',
      'metadata.annotations: Invalid value: "x/y/z": a valid label ',
    ]);
  });
});

describe('a sidecar', () => {
  it('may have probes and hooks', () => {
    const initContainers = [
      { name: 's', image: 'x', restartPolicy: 'Always', startupProbe: { exec: { command: ['true'] } } },
    ];
    expect(refusals({}, { initContainers })).toEqual([]);
  });
});

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const said = (name: string, errors: readonly string[]): string => `The Pod "${name}" is invalid: ${errors.join('|')}`;
const withSpec = (pod: KubeObject, spec: object): KubeObject => ({
  ...pod,
  spec: { ...(pod['spec'] as object), ...spec },
});

describe('a pod that exists', () => {
  const world = new World();
  const bound = (image: string): KubeObject =>
    world.create(podOf({ image }, { terminationGracePeriodSeconds: 1, nodeName: 'worker-1' }));

  it('may not change its restart policy, and sees the difference as the recorded server shows it', () => {
    const old = bound('nginx:1.25');
    expect(said('p', world.changeRefusals(withSpec(old, { restartPolicy: 'Never' }), old))).toBe(
      recorded('pod-restart-policy.diff.txt'),
    );
  });

  it('replaced by its manifest, sees all that the server had added', () => {
    const old = bound('nginx:1.14');
    const next = podOf({ image: 'nginx:1.16', ports: [{ containerPort: 80 }] }, { terminationGracePeriodSeconds: 1 });
    const volume = (old['spec'] as PodSpec).volumes?.[0]?.name ?? '';
    expect(said('p', world.changeRefusals(next, old))).toBe(
      recorded('pod-replace.diff.txt').replaceAll('kube-api-access-l2jxl', volume),
    );
  });

  it('may not change what it asks for', () => {
    const old = world.create({
      ...podOf({}, { nodeName: 'worker-1' }),
      metadata: { ...podOf().metadata, name: 'besteffort' },
    });
    const container = { ...(old['spec'] as PodSpec).containers?.[0], resources: { limits: { cpu: '100m' } } };
    const hunk = (text: string): string => text.slice(text.indexOf('\n    "EnvFrom"'));
    expect(hunk(said('besteffort', world.changeRefusals(withSpec(old, { containers: [container] }), old)))).toBe(
      hunk(recorded('pod-resources.diff.txt')),
    );
  });

  it('may change its image, add tolerations and shorten its deadline', () => {
    const own = { key: 'own', operator: 'Exists' };
    const old = world.create(podOf({}, { activeDeadlineSeconds: 100, tolerations: [own] }));
    const spec = old['spec'] as PodSpec;
    const next = withSpec(old, {
      containers: [{ ...spec.containers?.[0], image: 'nginx:1.26' }],
      tolerations: [...(spec.tolerations ?? []), { key: 'a', operator: 'Exists' }],
      activeDeadlineSeconds: 50,
    });
    expect(world.changeRefusals(next, old)).toEqual([]);
    expect(world.changeRefusals(withSpec(old, { activeDeadlineSeconds: 200 }), old)).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 200: must be less than or equal to previous value',
    ]);
    expect(world.changeRefusals(withSpec(old, { tolerations: [{ key: 'b', operator: 'Exists' }] }), old)[0]).toBe(
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    );
  });

  it('may not gain a container', () => {
    const old = world.create(podOf());
    const containers = [...((old['spec'] as PodSpec).containers ?? []), { name: 'd', image: 'redis:7' }];
    expect(world.changeRefusals(withSpec(old, { containers }), old)).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ]);
  });
});
