import { beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import { formatResponse } from '../../../src/engine/cluster/network/http.ts';
import { requestParser } from '../../../src/engine/cluster/network/http-parser.ts';
import { createNetwork, type Network } from '../../../src/engine/cluster/network/network.ts';
import type { NetworkNamespace } from '../../../src/engine/cluster/network/types.ts';
import { Random } from '../../../src/engine/cluster/random.ts';
import { FakeApi } from '../cluster/kubelet/support/fake-api.ts';
import { type Ran, START_MS, world } from './world.ts';

let clock: VirtualClock;
let network: Network;
let client: NetworkNamespace;
let server: NetworkNamespace;

function pod(): NetworkNamespace {
  const made = network.podNamespace({
    node: 'worker-1',
    hostNetwork: false,
    hostname: 'p',
    resolvConf:
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    hosts: (address) => `127.0.0.1\tlocalhost\n${address}\tp\n`,
    timerClass: () => 'background',
  });
  return made!.namespace;
}

/** A server that says what it was asked, moves `/old`, is slow at `/slow` and silent at `/silent`. */
function serve(at: NetworkNamespace, port: number): void {
  at.listen(port, (connection) => {
    const parser = requestParser(
      ({ target, method, headers, body }) => {
        const answer = (status: number, text: string, more: readonly (readonly [string, string])[] = []) =>
          connection.send(
            formatResponse({ status, headers: [['Server', 'test'], ...more], body: method === 'HEAD' ? '' : text }),
          );
        if (target === '/old') answer(301, 'moved', [['Location', '/new']]);
        else if (target === '/missing') answer(404, 'nothing here\n');
        else if (target === '/slow') clock.after(5000, () => answer(200, 'late\n'));
        else if (target === '/silent') connection.end();
        else if (target === '/echo') answer(200, `${headers.map((pair) => pair.join(': ')).join('\n')}\n[${body}]\n`);
        else answer(200, `${method} ${target}\n`);
      },
      () => {},
    );
    connection.listen({ data: (text) => parser.push(text), end: () => connection.end(), reset() {} });
  });
}

beforeEach(() => {
  clock = new VirtualClock(START_MS);
  const api = new FakeApi(clock);
  api.put('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
    spec: { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'], ports: [{ port: 53, protocol: 'UDP' }] },
  });
  api.put('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { clusterIP: '10.96.0.77', clusterIPs: ['10.96.0.77'], ports: [{ port: 80, protocol: 'TCP' }] },
  });
  network = createNetwork({ clock, random: new Random(1), informers: api.informers, dns: 'external' });
  network.addNode({ name: 'worker-1', address: '172.30.0.3', podCidr: '10.244.1.0/24' });
  server = pod();
  client = pod();
  serve(server, 80);
});

function run(line: string, style: 'gnu' | 'busybox' = 'gnu'): Ran {
  return world({ clock, network: client, style }).run(['sh', '-c', line]);
}

test('curl prints the body', () => {
  expect(run(`curl -s http://${server.address}/x`).stdout).toBe('GET /x\n');
  expect(run(`curl -s ${server.address}`).stdout).toBe('GET /\n');
});

test('curl shows headers, follows redirects, posts, and writes out', () => {
  expect(run(`curl -sI ${server.address}/x`).stdout).toBe(
    'HTTP/1.1 200 OK\r\nServer: test\r\nContent-Length: 0\r\n\r\n',
  );
  expect(run(`curl -s ${server.address}/old`).stdout).toBe('moved');
  expect(run(`curl -sL ${server.address}/old`).stdout).toBe('GET /new\n');
  expect(run(`curl -s -d a=1 -d b=2 -H 'X-Own: yes' ${server.address}/echo`).stdout).toContain(
    'X-Own: yes\n[a=1&b=2]\n',
  );
  expect(run(`curl -s -o /dev/null -w '%{http_code} %{size_download}\\n' ${server.address}/missing`).stdout).toBe(
    '404 13\n',
  );
});

test.each([
  ['curl http://nosuch/', 6, 'curl: (6) Could not resolve host: nosuch\n'],
  ['curl -s http://nosuch/', 6, ''],
  ['curl -sS http://nosuch/', 6, 'curl: (6) Could not resolve host: nosuch\n'],
  ['curl -sSf http://SERVER/missing', 22, 'curl: (22) The requested URL returned error: 404\n'],
  [
    'curl -sS -m 2 http://SERVER/slow',
    28,
    'curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received\n',
  ],
  ['curl -sS http://SERVER/silent', 52, 'curl: (52) Empty reply from server\n'],
  [
    'curl --nope',
    2,
    "curl: option --nope: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
  ],
  ['curl', 2, "curl: try 'curl --help' or 'curl --manual' for more information\n"],
])('%s fails with %i', (line, status, stderr) => {
  const ran = run(line.replace('SERVER', server.address));
  expect([ran.status, ran.stderr]).toEqual([status, stderr]);
});

test('curl says that nobody listens', () => {
  const ran = run(`curl -sS ${server.address}:81`);
  expect(ran.status).toBe(7);
  expect(ran.stderr).toMatch(
    /^curl: \(7\) Failed to connect to [\d.]+ port 81 after \d+ ms: Couldn't connect to server\n$/,
  );
});

test('curl gives up a connection that nobody answers', () => {
  const ran = run('curl -sS --connect-timeout 2 http://10.244.9.9/');
  expect(ran.status).toBe(28);
  expect(ran.stderr).toMatch(/^curl: \(28\) Connection timed out after 200\d milliseconds\n$/);
});

test("busybox' wget prints and complains in its own words", () => {
  expect(run(`wget -qO- http://${server.address}/x`, 'busybox').stdout).toBe('GET /x\n');
  expect(run('wget -qO- http://nosuch', 'busybox').stderr).toBe("wget: bad address 'nosuch'\n");
  expect(run('wget -qO- http://nosuch:8080/x', 'busybox').stderr).toBe("wget: bad address 'nosuch:8080'\n");
  expect(run('wget -qO- -T 2 http://web', 'busybox').stderr).toBe(
    "wget: can't connect to remote host (10.96.0.77): Connection refused\n",
  );
  expect(run(`wget -qO- -T 2 http://${server.address}/slow`, 'busybox').stderr).toBe('wget: download timed out\n');
  expect(run(`wget -qO- http://${server.address}/missing`, 'busybox').stderr).toBe(
    'wget: server returned error: HTTP/1.1 404 Not Found\n',
  );
});

test("busybox' nslookup asks for both kinds of address", () => {
  expect(run('nslookup web.default.svc.cluster.local', 'busybox')).toMatchObject({
    status: 0,
    stdout:
      'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb.default.svc.cluster.local\nAddress: 10.96.0.77\n\n\n',
  });
  expect(run('nslookup nosuch.default.svc.cluster.local', 'busybox')).toMatchObject({ status: 1 });
});

test('nc looks whether a port is open, and talks', () => {
  expect(run(`nc -z ${server.address} 80`).status).toBe(0);
  expect(run(`nc -zv -w 1 ${server.address} 81`).stderr).toContain('failed: Connection refused');
  expect(run(`printf 'GET /hi HTTP/1.0\\r\\n\\r\\n' | nc ${server.address} 80`).stdout).toContain('GET /hi');
  expect(run('nc -l -p 9000 > /tmp/got & sleep 1; echo hello | nc 127.0.0.1 9000; wait; cat /tmp/got').stdout).toBe(
    'hello\n',
  );
});
