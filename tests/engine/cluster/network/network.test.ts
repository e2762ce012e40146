import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { createNetwork, type Network } from '../../../../src/engine/cluster/network/network.ts';
import type {
  Connection,
  DialResult,
  DnsAnswer,
  NetworkNamespace,
} from '../../../../src/engine/cluster/network/types.ts';
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
});

function pod(node: string, hostNetwork = false): NetworkNamespace & { release(): void } {
  const made = network.podNamespace({
    node,
    hostNetwork,
    hostname: 'p',
    resolvConf:
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    hosts: (address) => `127.0.0.1\tlocalhost\n${address}\tp\n`,
    timerClass: () => 'background',
  })!;
  return Object.assign(made.namespace, { release: made.release });
}

function dial(from: NetworkNamespace, host: string, port: number, timeoutMs = 2000): DialResult {
  let result: DialResult | undefined;
  from.dial(host, port, timeoutMs, (found) => {
    result = found;
  });
  clock.runUntil(clock.nowMs() + timeoutMs + 20_000);
  return result!;
}

function lookup(from: NetworkNamespace, name: string): DnsAnswer {
  const answers: DnsAnswer[] = [];
  from.lookup(name, (answer) => answers.push(answer));
  clock.runUntil(clock.nowMs() + 20_000);
  expect(answers).toHaveLength(1);
  return answers[0]!;
}

function service(name: string, spec: object, endpoints: readonly object[] = [], port = 80): void {
  api.put('services', { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec });
  api.put('endpointslices.discovery.k8s.io', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-abcde`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    endpoints,
    ports: [{ port, protocol: 'TCP' }],
  });
}

function serveDns(): void {
  api.put('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
    spec: { clusterIP: '10.96.0.10' },
  });
  api.put('endpointslices.discovery.k8s.io', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kube-dns-x', namespace: 'kube-system', labels: { 'kubernetes.io/service-name': 'kube-dns' } },
    endpoints: [{ addresses: ['10.244.1.200'], conditions: { ready: true } }],
    ports: [{ name: 'dns-tcp', port: 53, protocol: 'TCP' }],
  });
}

describe('addresses', () => {
  test('a node hands them out from .2 on and reuses one only after the round', () => {
    const first = pod('worker-1');
    expect([first.address, pod('worker-1').address, pod('worker-2').address]).toEqual([
      '10.244.1.2',
      '10.244.1.3',
      '10.244.2.2',
    ]);
    first.release();
    expect(pod('worker-1').address).toBe('10.244.1.4');
  });

  test('a full node has none left', () => {
    for (let at = 2; at <= 254; at++) pod('worker-1');
    expect(
      network.podNamespace({
        node: 'worker-1',
        hostNetwork: false,
        hostname: 'p',
        resolvConf: '',
        hosts: () => '',
        timerClass: () => 'work',
      }),
    ).toBeUndefined();
  });
});

describe('connections', () => {
  test('text goes both ways in order and the close comes last', () => {
    const server = pod('worker-1');
    const seen: string[] = [];
    server.listen(80, (connection) => {
      connection.listen({
        data: (text) => connection.send(text.toUpperCase()),
        end: () => connection.end(),
        reset: () => {},
      });
    });
    const result = dial(pod('worker-2'), server.address, 80);
    expect(result.kind).toBe('open');
    const connection = (result as { connection: Connection }).connection;
    connection.listen({
      data: (text) => seen.push(text),
      end: () => seen.push('end'),
      reset: () => seen.push('reset'),
    });
    connection.send('a');
    connection.send('b');
    connection.end();
    clock.runUntil(clock.nowMs() + 100);
    expect(seen).toEqual(['A', 'B', 'end']);
  });

  test('a port is bound once in a pod, and a closed one refuses', () => {
    const server = pod('worker-1');
    const binding = server.listen(80, () => {});
    expect(server.listen(80, () => {})).toBeUndefined();
    expect(dial(pod('worker-1'), server.address, 8080).kind).toBe('refused');
    binding?.close();
    expect(dial(pod('worker-1'), server.address, 80).kind).toBe('refused');
  });

  test('loopback is the pod own', () => {
    const server = pod('worker-1');
    server.listen(80, () => {}, true);
    expect(dial(server, 'localhost', 80).kind).toBe('open');
    expect(dial(pod('worker-1'), server.address, 80).kind).toBe('refused');
    expect(dial(pod('worker-1'), 'localhost', 80).kind).toBe('refused');
  });

  test('an address that is gone does not answer', () => {
    const server = pod('worker-1');
    server.listen(80, () => {});
    server.release();
    expect(dial(pod('worker-2'), server.address, 80).kind).toBe('timeout');
  });

  test('a cut node is silent until it joins again', () => {
    const server = pod('worker-1');
    server.listen(80, () => {});
    network.cutNode('worker-1');
    expect(dial(pod('worker-2'), server.address, 80).kind).toBe('timeout');
    expect(dial(pod('worker-1'), server.address, 80).kind).toBe('open');
    network.joinNode('worker-1');
    expect(dial(pod('worker-2'), server.address, 80).kind).toBe('open');
  });

  test('host-network pods share the node ports', () => {
    const server = pod('worker-1', true);
    server.listen(9100, () => {});
    expect(network.nodeNamespace('worker-1').listening()).toEqual([9100]);
    expect(dial(network.outside(), '172.30.0.3', 9100).kind).toBe('open');
  });
});

describe('host ports', () => {
  test('lead from the node address to the pod, until it goes', () => {
    const made = network.podNamespace({
      node: 'worker-1',
      hostNetwork: false,
      hostname: 'p',
      resolvConf: '',
      hosts: () => '',
      timerClass: () => 'background',
      hostPorts: [{ hostPort: 8080, containerPort: 80 }],
    })!;
    made.namespace.listen(80, () => {});
    expect(dial(network.outside(), '172.30.0.3', 8080).kind).toBe('open');
    expect(dial(network.outside(), '172.30.0.4', 8080).kind).toBe('refused');
    made.release();
    expect(dial(network.outside(), '172.30.0.3', 8080).kind).toBe('refused');
  });
});

describe('Services', () => {
  test('a cluster address leads to ready endpoints only, on the target port', () => {
    const ready = pod('worker-1');
    const unready = pod('worker-2');
    let calls = 0;
    ready.listen(8080, () => calls++);
    service(
      'web',
      { clusterIP: '10.96.7.7', ports: [{ port: 80 }] },
      [
        { addresses: [ready.address], conditions: { ready: true } },
        { addresses: [unready.address], conditions: { ready: false } },
      ],
      8080,
    );
    for (let at = 0; at < 5; at++) expect(dial(pod('worker-2'), '10.96.7.7', 80).kind).toBe('open');
    expect(calls).toBe(5);
  });

  test('no ready endpoint refuses; a port that the Service lacks does not answer', () => {
    service('web', { clusterIP: '10.96.7.7', ports: [{ port: 80 }] });
    expect(dial(pod('worker-1'), '10.96.7.7', 80).kind).toBe('refused');
    expect(dial(pod('worker-1'), '10.96.7.7', 81).kind).toBe('timeout');
  });

  test('a node port answers on every node, from outside too; cluster addresses do not', () => {
    const server = pod('worker-1');
    server.listen(80, () => {});
    service('np', { type: 'NodePort', clusterIP: '10.96.7.8', ports: [{ port: 80, nodePort: 30080 }] }, [
      { addresses: [server.address] },
    ]);
    expect(dial(network.outside(), '172.30.0.3', 30080).kind).toBe('open');
    expect(dial(network.outside(), '172.30.0.4', 30080).kind).toBe('open');
    expect(dial(network.outside(), '10.96.7.8', 80).kind).toBe('timeout');
    expect(dial(network.outside(), server.address, 80).kind).toBe('timeout');
  });

  test('connections spread over endpoints, and stay with one under ClientIP affinity', () => {
    const servers = [pod('worker-1'), pod('worker-2'), pod('worker-2')];
    const hits = [0, 0, 0];
    for (const [at, server] of servers.entries()) server.listen(80, () => hits[at]!++);
    const endpoints = servers.map((server) => ({ addresses: [server.address] }));
    service('spread', { clusterIP: '10.96.7.9', ports: [{ port: 80 }] }, endpoints);
    const client = pod('worker-1');
    for (let at = 0; at < 30; at++) dial(client, '10.96.7.9', 80);
    expect(hits.every((count) => count > 3)).toBe(true);
    hits.fill(0);
    service('spread', { clusterIP: '10.96.7.9', ports: [{ port: 80 }], sessionAffinity: 'ClientIP' }, endpoints);
    for (let at = 0; at < 9; at++) dial(client, '10.96.7.9', 80);
    expect(hits.filter((count) => count > 0)).toEqual([9]);
  });
});

describe('DNS', () => {
  test('short names go through the search list', () => {
    serveDns();
    service('web', { clusterIP: '10.96.7.7', ports: [{ port: 80 }] });
    const client = pod('worker-1');
    const answer = { kind: 'addresses', name: 'web.default.svc.cluster.local', addresses: ['10.96.7.7'] };
    for (const name of ['web', 'web.default', 'web.default.svc', 'web.default.svc.cluster.local'])
      expect(lookup(client, name)).toEqual(answer);
    expect(lookup(client, 'nosuch')).toEqual({ kind: 'nxdomain', name: 'nosuch' });
    expect(lookup(client, 'example.com').kind).toBe('nxdomain');
  });

  test('headless Services answer with their ready pods, and with one by its hostname', () => {
    serveDns();
    service('db', { clusterIP: 'None', ports: [{ port: 80 }] }, [
      { addresses: ['10.244.1.9'], hostname: 'db-0' },
      { addresses: ['10.244.2.9'], hostname: 'db-1', conditions: { ready: false } },
    ]);
    const client = pod('worker-1');
    expect(lookup(client, 'db')).toMatchObject({ addresses: ['10.244.1.9'] });
    expect(lookup(client, 'db-0.db')).toMatchObject({ addresses: ['10.244.1.9'] });
    expect(lookup(client, 'db-1.db').kind).toBe('nxdomain');
  });

  test('without a ready server there is no answer', () => {
    expect(lookup(pod('worker-1'), 'web')).toEqual({ kind: 'no-server' });
    expect(dial(pod('worker-1'), 'web', 80, 30_000)).toEqual({ kind: 'unknown-host', name: 'web' });
  });
});
