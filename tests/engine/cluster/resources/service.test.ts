import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import type { ServiceSpec } from '../../../../src/engine/cluster/resources/service/types.ts';
import { kind, object, World } from './strategy-world.ts';

const service = (spec: object): KubeObject => object('Service', 's', { spec: { ports: [{ port: 80 }], ...spec } });
const specOf = (from: KubeObject): ServiceSpec => from['spec'] as ServiceSpec;
const withSpec = (from: KubeObject, spec: object): KubeObject => ({
  ...from,
  spec: { ...(from['spec'] as object), ...spec },
});

describe('a service', () => {
  it('gets an address and what else it lacks', () => {
    const created = new World().create(service({ selector: { app: 'web' } }));
    expect(created).toMatchObject({ status: { loadBalancer: {} } });
    expect(specOf(created)).toEqual({
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      selector: { app: 'web' },
      sessionAffinity: 'None',
      type: 'ClusterIP',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      clusterIP: '10.96.1.1',
      clusterIPs: ['10.96.1.1'],
    });
  });

  it('has no address when it is headless or a name for somewhere else', () => {
    const world = new World();
    expect(specOf(world.create(service({ clusterIP: 'None' }))).clusterIPs).toEqual(['None']);
    const external = specOf(
      world.create(object('Service', 's', { spec: { type: 'ExternalName', externalName: 'db.example.com' } })),
    );
    expect(external).toEqual({ type: 'ExternalName', externalName: 'db.example.com', sessionAffinity: 'None' });
  });

  it('gets a node port, one for both protocols of a port', () => {
    const ports = [
      { name: 'a', port: 53, protocol: 'UDP' },
      { name: 'b', port: 53, protocol: 'TCP' },
      { name: 'c', port: 80, nodePort: 30080 },
    ];
    const created = specOf(new World().create(service({ type: 'NodePort', ports })));
    expect(created.externalTrafficPolicy).toBe('Cluster');
    const [a, b, c] = created.ports?.map((port) => port.nodePort) ?? [];
    expect(a).toBe(b);
    expect(c).toBe(30080);
  });

  it('is refused a port or an address that is taken', () => {
    const world = new World();
    world.taken.add(30080).add('10.96.0.1');
    expect(world.refusals(service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }))).toEqual([
      'spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    ]);
    expect(world.refusals(service({ clusterIP: '10.96.0.1' }))).toEqual([
      'spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated',
    ]);
  });

  it.each([
    ['no ports', { ports: [] }, ['spec.ports: Required value']],
    [
      'two ports and no names',
      { ports: [{ port: 80 }, { port: 81 }] },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'a node port for a plain service',
      { ports: [{ port: 80, nodePort: 30000 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      'an unknown type',
      { type: 'Magic', internalTrafficPolicy: 'Cluster' },
      [
        'spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [
      'a port that is none',
      { ports: [{ port: 0, targetPort: 'way-too-long-a-name' }] },
      [
        'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.ports[0].targetPort: Invalid value: "way-too-long-a-name": must be no more than 15 bytes',
      ],
    ],
    [
      'the same port twice',
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80 },
        ],
      },
      [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    ['no name to point to', { type: 'ExternalName', ports: undefined }, ['spec.externalName: Required value']],
  ])('is refused with %s', (_, spec, expected) => {
    expect(new World().refusals(service(spec))).toEqual(expected);
  });

  it('has a name that can be a DNS label', () => {
    const bad = { ...service({}), metadata: { ...service({}).metadata, name: '1st' } };
    expect(new World().refusals(bad)[0]).toMatch(/^metadata.name: Invalid value: "1st": a DNS-1035 label must consist/);
  });

  it('keeps its address and ports when a manifest leaves them out', () => {
    const world = new World();
    const old = world.create(service({ type: 'NodePort' }));
    const next = world.update(service({ type: 'NodePort', ports: [{ port: 8080 }] }), old);
    expect(specOf(next).clusterIP).toBe(specOf(old).clusterIP);
    expect(specOf(next).ports?.[0]?.nodePort).toBe(specOf(old).ports?.[0]?.nodePort);
    expect(world.changeRefusals(service({ type: 'NodePort' }), old)).toEqual([]);
  });

  it('may not move to another address', () => {
    const world = new World();
    const old = world.create(service({}));
    expect(world.changeRefusals(withSpec(old, { clusterIP: '10.96.9.9' }), old)).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.9.9"]: may not change once set',
    ]);
    expect(specOf(world.update(withSpec(old, { clusterIP: '' }), old)).clusterIP).toBe(specOf(old).clusterIP);
  });

  it('gains and loses node ports with its type', () => {
    const world = new World();
    const plain = world.create(service({}));
    const exposed = world.update(withSpec(plain, { type: 'NodePort' }), plain);
    expect(specOf(exposed).ports?.[0]?.nodePort).toBeGreaterThan(30_000);
    const back = world.update(withSpec(exposed, { type: 'ClusterIP' }), exposed);
    expect(specOf(back).ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(specOf(back).externalTrafficPolicy).toBeUndefined();
    expect(world.changeRefusals(withSpec(exposed, { type: 'ClusterIP' }), exposed)).toEqual([]);
  });

  it('shows addresses and ports in the table', () => {
    const row = (spec: object, status: object = {}) =>
      kind('Service')
        .cells({ ...service(spec), status }, { nowMs: 0 })
        .slice(1, 5);
    expect(
      row({ type: 'LoadBalancer', clusterIPs: ['10.96.0.5'], ports: [{ port: 80, nodePort: 31000, protocol: 'TCP' }] }),
    ).toEqual(['LoadBalancer', '10.96.0.5', '<pending>', '80:31000/TCP']);
    expect(
      row(
        { type: 'LoadBalancer', clusterIPs: ['10.96.0.5'], ports: [] },
        { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
      ),
    ).toEqual(['LoadBalancer', '10.96.0.5', '203.0.113.7', '<none>']);
    expect(row({ type: 'ExternalName', externalName: 'x.y', ports: [] })).toEqual([
      'ExternalName',
      '<none>',
      'x.y',
      '<none>',
    ]);
  });
});
