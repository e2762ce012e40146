import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { object, World } from './strategy-world.ts';

function policyRefusals(spec: object): readonly string[] {
  return new World().refusals(object('NetworkPolicy', 'p', { spec }));
}

function ingressRefusals(backend: object, annotations: object = {}, more: object = {}): readonly string[] {
  const rules = [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  return new World().refusals(object('Ingress', 'i', { spec: { rules, ...more } }, { annotations }));
}

describe('an ingress backend', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'is needed',
      {},
      ['spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required'],
    ],
    [
      'needs a port',
      { service: { name: 's' } },
      ['spec.rules[0].http.paths[0].backend: Required value: port name or number is required'],
    ],
    [
      'has one way to say the port',
      { service: { name: 's', port: { number: 80, name: 'http' } } },
      ['spec.rules[0].http.paths[0].backend: Invalid value: "": cannot set both port name & port number'],
    ],
    [
      'is a Service or a resource',
      { service: { name: 's', port: { number: 80 } }, resource: { kind: 'Bucket', name: 'b' } },
      ['spec.rules[0].http.paths[0].backend: Invalid value: "": cannot set both resource and service backends'],
    ],
    [
      'names its resource',
      { resource: { kind: 'Bucket', name: '' } },
      ['spec.rules[0].http.paths[0].backend.resource.name: Required value'],
    ],
  ])('%s', (_, backend, expected) => {
    expect(ingressRefusals(backend)).toEqual(expected);
  });

  it('the old class annotation must agree with the class', () => {
    const backend = { service: { name: 's', port: { number: 80 } } };
    const old = { 'kubernetes.io/ingress.class': 'a' };
    expect(ingressRefusals(backend, old)).toEqual([]);
    expect(ingressRefusals(backend, old, { ingressClassName: 'b' })).toEqual([
      'annotations.kubernetes.io/ingress.class: Invalid value: "a": must match `ingressClassName` when both are specified',
    ]);
  });
});

describe('an ingress class', () => {
  const refusals = (spec: object): readonly string[] => new World().refusals(object('IngressClass', 'c', { spec }));

  it('gets a scope for its parameters', () => {
    const made = new World().create(object('IngressClass', 'c', { spec: { controller: 'a.b/c', parameters: {} } }));
    expect((made as KubeObject & { spec: object }).spec).toEqual({
      controller: 'a.b/c',
      parameters: { scope: 'Cluster' },
    });
  });

  it.each<[string, object, readonly string[]]>([
    ['without a controller', {}, ['spec.controller: Required value']],
    [
      'with a controller that has no domain',
      { controller: 'nginx' },
      ['spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      'with a namespace for parameters of the cluster',
      { controller: 'a.b/c', parameters: { kind: 'K', name: 'n', namespace: 'x' } },
      ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"],
    ],
    [
      'without a namespace where the scope wants one',
      { controller: 'a.b/c', parameters: { kind: 'K', name: 'n', scope: 'Namespace' } },
      ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"],
    ],
  ])('is refused %s', (_, spec, expected) => {
    expect(refusals(spec)).toEqual(expected);
  });
});

describe('a network policy', () => {
  const from = (peer: object): object => ({ podSelector: {}, ingress: [{ from: [peer] }] });
  const port = (of: object): object => ({ podSelector: {}, ingress: [{ ports: [of] }] });

  it.each<[string, object, readonly string[]]>([
    ['an empty peer', from({}), ['spec.ingress[0].from[0]: Required value: must specify a peer']],
    [
      'a block beside a selector',
      from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
      ['spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer'],
    ],
    [
      'no CIDR',
      from({ ipBlock: { cidr: '10.0.0.1' } }),
      [
        'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.1": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
    [
      'an exception outside its block',
      from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '11.0.0.0/16', '10.0.0.0/8'] } }),
      [
        'spec.ingress[0].from[0].ipBlock.except[1]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
        'spec.ingress[0].from[0].ipBlock.except[2]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`',
      ],
    ],
    [
      'an unknown protocol',
      port({ protocol: 'ICMP' }),
      ['spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"'],
    ],
    [
      'a range that ends before it begins',
      port({ port: 90, endPort: 80 }),
      ['spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`'],
    ],
    [
      'a range that begins at a name',
      port({ port: 'http', endPort: 80 }),
      ['spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is non-numeric'],
    ],
    [
      'an unknown direction',
      { podSelector: {}, policyTypes: ['Sideways'] },
      ['spec.policyTypes[0]: Unsupported value: "Sideways": supported values: "Ingress", "Egress"'],
    ],
  ])('is refused with %s', (_, spec, expected) => {
    expect(policyRefusals(spec)).toEqual(expected);
  });
});
