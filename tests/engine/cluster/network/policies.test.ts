import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { createNetwork, type Network } from '../../../../src/engine/cluster/network/network.ts';
import type { NetworkNamespace } from '../../../../src/engine/cluster/network/types.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { FakeApi } from '../kubelet/support/fake-api.ts';

let clock: VirtualClock;
let api: FakeApi;
let network: Network;

beforeEach(() => {
  clock = new VirtualClock(0);
  api = new FakeApi(clock);
  network = createNetwork({ clock, random: new Random(1), informers: api.informers });
  network.addNode({ name: 'worker-1', address: '172.30.0.3', podCidr: '10.244.1.0/24' });
  network.addNode({ name: 'worker-2', address: '172.30.0.4', podCidr: '10.244.2.0/24' });
  for (const name of ['shop', 'other'])
    api.put('namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    });
});

/** A pod that answers on 80 (named `web`), 8080 and 8090. */
function pod(node: string, namespace: string, name: string, labels: object): NetworkNamespace {
  api.put('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { containers: [{ name: 'c', ports: [{ name: 'web', containerPort: 80 }] }] },
  });
  const made = network.podNamespace({
    node,
    pod: { namespace, name },
    hostNetwork: false,
    hostname: name,
    resolvConf: 'search shop.svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    hosts: () => '',
    timerClass: () => 'background',
  })!;
  for (const port of [80, 8080, 8090]) made.namespace.listen(port, () => {});
  return made.namespace;
}

function policy(name: string, spec: object, namespace = 'shop'): void {
  const policyTypes = 'egress' in spec ? ('ingress' in spec ? ['Ingress', 'Egress'] : ['Egress']) : ['Ingress'];
  api.put('networkpolicies.networking.k8s.io', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: {}, policyTypes, ...spec },
  });
}

function reach(from: NetworkNamespace, host: string, port = 80): string {
  let kind = 'nothing';
  from.dial(host, port, 2000, (result) => {
    kind = result.kind;
  });
  clock.runUntil(clock.nowMs() + 20_000);
  return kind;
}

describe('a pod that no policy selects', () => {
  test('is open, whatever holds for others', () => {
    const web = pod('worker-1', 'shop', 'web', { app: 'web' });
    const client = pod('worker-2', 'shop', 'client', {});
    policy('db-only', { podSelector: { matchLabels: { app: 'db' } }, ingress: [] });
    policy('elsewhere', { ingress: [] }, 'other');
    expect(reach(client, web.address)).toBe('open');
  });
});

describe('who may call', () => {
  test('default deny: silence, also for what nobody listens on; the pod itself and its node get through', () => {
    const web = pod('worker-1', 'shop', 'web', { app: 'web' });
    const client = pod('worker-2', 'shop', 'client', {});
    policy('deny', {});
    expect([reach(client, web.address), reach(client, web.address, 9999)]).toEqual(['timeout', 'timeout']);
    expect(reach(web, web.address)).toBe('open');
    expect(reach(network.nodeNamespace('worker-1'), web.address)).toBe('open');
    expect(reach(network.nodeNamespace('worker-2'), web.address)).toBe('timeout');
  });

  test('what a policy allows is added to what others allow', () => {
    const web = pod('worker-1', 'shop', 'web', { app: 'web' });
    policy('deny', {});
    policy('allow', {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [
        { from: [{ podSelector: { matchLabels: { role: 'front' } } }], ports: [{ protocol: 'TCP', port: 80 }] },
      ],
    });
    const front = pod('worker-2', 'shop', 'front', { role: 'front' });
    expect(reach(front, web.address)).toBe('open');
    expect(reach(front, web.address, 8080)).toBe('timeout');
    expect(reach(pod('worker-2', 'shop', 'back', { role: 'back' }), web.address)).toBe('timeout');
    expect(reach(pod('worker-2', 'other', 'front', { role: 'front' }), web.address)).toBe('timeout');
  });

  test('labels count as they are now', () => {
    const web = pod('worker-1', 'shop', 'web', {});
    const client = pod('worker-2', 'shop', 'client', {});
    policy('allow', { ingress: [{ from: [{ podSelector: { matchLabels: { role: 'front' } } }] }] });
    expect(reach(client, web.address)).toBe('timeout');
    api.put('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'client', namespace: 'shop', labels: { role: 'front' } },
      spec: { containers: [] },
    });
    expect(reach(client, web.address)).toBe('open');
  });

  test('one peer with both selectors wants both, two peers want either', () => {
    const web = pod('worker-1', 'shop', 'web', {});
    const both = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } },
      podSelector: { matchLabels: { role: 'front' } },
    };
    const callers = [
      pod('worker-2', 'other', 'a', { role: 'front' }),
      pod('worker-2', 'other', 'b', { role: 'back' }),
      pod('worker-2', 'shop', 'c', { role: 'front' }),
    ];
    policy('p', { ingress: [{ from: [both] }] });
    expect(callers.map((caller) => reach(caller, web.address))).toEqual(['open', 'timeout', 'timeout']);
    policy('p', {
      ingress: [{ from: [{ namespaceSelector: both.namespaceSelector }, { podSelector: both.podSelector }] }],
    });
    expect(callers.map((caller) => reach(caller, web.address))).toEqual(['open', 'open', 'open']);
  });

  test('blocks with exceptions, and nodes by their addresses', () => {
    const web = pod('worker-1', 'shop', 'web', {});
    policy('p', { ingress: [{ from: [{ ipBlock: { cidr: '172.30.0.0/16', except: ['172.30.0.4/32'] } }] }] });
    expect(reach(network.nodeNamespace('worker-2'), web.address)).toBe('timeout');
    policy('p', { ingress: [{ from: [{ ipBlock: { cidr: '172.30.0.0/16' } }] }] });
    expect(reach(network.nodeNamespace('worker-2'), web.address)).toBe('open');
  });

  test('ports by name and as a range', () => {
    const web = pod('worker-1', 'shop', 'web', {});
    const client = pod('worker-2', 'shop', 'client', {});
    policy('p', { podSelector: {}, ingress: [{ ports: [{ port: 'web' }, { port: 8085, endPort: 8095 }] }] });
    expect([80, 8080, 8090].map((port) => reach(client, web.address, port))).toEqual(['open', 'timeout', 'open']);
  });
});

describe('whom a pod may call', () => {
  test('egress closes what it does not name; answers come back all the same', () => {
    const web = pod('worker-1', 'shop', 'web', { app: 'web' });
    const db = pod('worker-1', 'shop', 'db', { app: 'db' });
    const client = pod('worker-2', 'shop', 'client', { app: 'client' });
    policy('p', {
      podSelector: { matchLabels: { app: 'client' } },
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
    });
    expect([reach(client, web.address), reach(client, db.address), reach(web, client.address)]).toEqual([
      'open',
      'timeout',
      'open',
    ]);
  });

  test('a Service is judged by the pod behind it, not by its address', () => {
    const web = pod('worker-1', 'shop', 'web', { app: 'web' });
    const client = pod('worker-2', 'shop', 'client', {});
    api.put('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { clusterIP: '10.96.0.50', ports: [{ port: 80, protocol: 'TCP' }] },
    });
    api.put('endpointslices.discovery.k8s.io', {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
      endpoints: [{ addresses: [web.address], conditions: { ready: true } }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
    policy('p', { egress: [{ to: [{ podSelector: {} }], ports: [{ port: 80 }] }] });
    expect(reach(client, '10.96.0.50')).toBe('timeout');
    policy('p', { egress: [{ to: [{ podSelector: {} }], ports: [{ port: 8080 }] }] });
    expect(reach(client, '10.96.0.50')).toBe('open');
  });

  test('without leave for DNS names are not found any more', () => {
    const dns = pod('worker-1', 'other', 'dns', { 'k8s-app': 'kube-dns' });
    api.put('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '10.96.0.10' },
    });
    api.put('endpointslices.discovery.k8s.io', {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'dns', namespace: 'kube-system', labels: { 'kubernetes.io/service-name': 'kube-dns' } },
      endpoints: [{ addresses: [dns.address], conditions: { ready: true } }],
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }],
    });
    const web = pod('worker-1', 'shop', 'web', {});
    api.put('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { clusterIP: '10.96.0.50', ports: [{ port: 80 }] },
    });
    const answers: string[] = [];
    const ask = (): void => {
      web.lookup('web', (answer) => answers.push(answer.kind));
      clock.runUntil(clock.nowMs() + 20_000);
    };
    policy('p', { egress: [{ to: [{ podSelector: {} }] }] });
    ask();
    policy('dns', { egress: [{ to: [{ namespaceSelector: {} }], ports: [{ protocol: 'UDP', port: 53 }] }] });
    ask();
    expect(answers).toEqual(['no-server', 'addresses']);
  });
});

test('a connection looks up its two pods and lists nothing', () => {
  const web = pod('worker-1', 'shop', 'web', { app: 'web' });
  const client = pod('worker-2', 'shop', 'client', {});
  policy('p', { ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ namespaceSelector: {} }] }] });
  const asked: string[] = [];
  const { informers } = api;
  const { get, list } = informers;
  Object.assign(informers, {
    get: (...key: Parameters<typeof get>) => {
      asked.push(`get ${key[0]}`);
      return get(...key);
    },
    list: (...key: Parameters<typeof list>) => {
      asked.push(`list ${key[0]}`);
      return list(...key);
    },
  });
  expect(reach(client, web.address)).toBe('open');
  expect(asked.filter((call) => call.startsWith('list'))).toEqual([]);
  expect(asked.length).toBeLessThan(8);
});
