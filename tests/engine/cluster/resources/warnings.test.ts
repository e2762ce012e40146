import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../../../../src/engine/cluster/resources/service/types.ts';
import { object, podOf, World } from './strategy-world.ts';

function warnings(of: ReturnType<typeof podOf>): readonly string[] {
  const world = new World();
  expect(world.refusals(of)).toEqual([]);
  return world.warnings;
}

describe('a pod is taken with a warning', () => {
  it.each([
    [
      'an old node label',
      { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } },
      'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    ],
    [
      'a host alias said twice',
      { hostAliases: [{ ip: '1.1.1.1' }, { ip: '1.1.1.1' }] },
      'spec.hostAliases[1].ip: duplicate ip "1.1.1.1"',
    ],
    [
      'spreading without a selector',
      {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' },
        ],
      },
      'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
    ],
    [
      'a negative grace period',
      { terminationGracePeriodSeconds: -1 },
      'spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
    ],
  ])('for %s', (_, spec, text) => {
    expect(warnings(podOf({}, spec))).toEqual([text]);
  });

  it('for two containers on one port', () => {
    const ports = [{ containerPort: 80 }];
    const containers = ['a', 'b'].map((name) => ({ name, image: 'nginx:1.25', ports }));
    expect(warnings(podOf({}, { containers }))).toEqual([
      'spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]',
    ]);
  });

  it('for a name that makes a poor host name', () => {
    expect(warnings(podOf({}, {}, { name: 'a.b' }))).toEqual([
      "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    ]);
  });

  it('but not for a variable that builds on itself', () => {
    const env = [
      { name: 'P', value: '/bin' },
      { name: 'P', value: '$(P):/sbin' },
    ];
    expect(warnings(podOf({ env }))).toEqual([]);
  });
});

describe('a service is taken with a warning', () => {
  it('for what its type ignores', () => {
    const world = new World();
    const spec = { ports: [{ port: 80 }], clusterIP: 'None', sessionAffinity: 'ClientIP', externalName: 'x.y' };
    expect(world.refusals(object('Service', 's', { spec }))).toEqual([]);
    expect(world.warnings).toEqual([
      'spec.SessionAffinity is ignored for headless services',
      'spec.externalName is ignored when spec.type is not "ExternalName"',
    ]);
  });

  it('and gets a port for health checks where a load balancer asks its nodes', () => {
    const world = new World();
    const spec = { ports: [{ port: 80 }], type: 'LoadBalancer', externalTrafficPolicy: 'Local' };
    const created = world.create(object('Service', 's', { spec }))['spec'] as ServiceSpec;
    expect(created.healthCheckNodePort).toBeGreaterThan(30_000);
  });
});
