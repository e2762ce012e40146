import { describe, expect, it } from 'vitest';
import { AGNHOST, type Any, podOf, Suite } from './world.ts';

const suite = new Suite();
const nodeNames: readonly string[] = suite.get('/api/v1/nodes').items.map((node: Any) => node.metadata.name);
const workers = nodeNames.filter((name) => !name.includes('control-plane'));
const JESSIE = 'registry.k8s.io/e2e-test-images/jessie-dnsutils:1.7';

function nodeIp(name: string): string {
  return suite.get(`/api/v1/nodes/${name}`).status.addresses.find((it: Any) => it.type === 'InternalIP').address;
}

describe('[sig-network] Networking Granular Checks', () => {
  for (const name of workers)
    suite.create('pods', {
      metadata: { name: `netserver-${name}`, labels: { netserver: 'true' } },
      spec: {
        nodeSelector: { 'kubernetes.io/hostname': name },
        containers: [
          {
            name: 'webserver',
            image: AGNHOST,
            args: ['netexec', '--http-port=8083', '--udp-port=8081'],
            ports: [
              { name: 'http', containerPort: 8083 },
              { name: 'udp', containerPort: 8081, protocol: 'UDP' },
            ],
            livenessProbe: { httpGet: { path: '/healthz', port: 8083 }, failureThreshold: 3 },
            readinessProbe: { httpGet: { path: '/healthz', port: 8083 }, failureThreshold: 3 },
          },
        ],
      },
    });
  suite.create('pods', podOf('test-container-pod', { args: ['netexec', '--http-port=9080', '--udp-port=8081'] }));
  suite.create(
    'pods',
    podOf('host-test-container-pod', { args: ['pause'] }, { hostNetwork: true, nodeName: workers[0] }),
  );
  for (const name of ['test-container-pod', 'host-test-container-pod', ...workers.map((name) => `netserver-${name}`)])
    suite.untilReady(name);

  for (const protocol of ['http', 'udp'])
    it(`intra-pod communication: ${protocol}`, () => {
      const from = suite.pod('test-container-pod').status.podIP;
      for (const name of workers) {
        const to = suite.pod(`netserver-${name}`).status.podIP;
        const port = protocol === 'http' ? 8083 : 8081;
        const url = `http://${from}:9080/dial?request=hostname&protocol=${protocol}&host=${to}&port=${port}&tries=1`;
        expect(JSON.parse(suite.shell('test-container-pod', `curl -g -q -s '${url}'`).out)).toEqual({
          responses: [`netserver-${name}`],
        });
      }
    });

  it('node-pod communication: http and udp', () => {
    for (const name of workers) {
      const to = suite.pod(`netserver-${name}`).status.podIP;
      const http = `curl -g -q -s --max-time 15 --connect-timeout 1 http://${to}:8083/hostName | grep -v '^\\s*$'`;
      expect(suite.shell('host-test-container-pod', http).out).toBe(`netserver-${name}`);
      const udp = `echo hostName | nc -w 1 -u ${to} 8081 | grep -v '^\\s*$'`;
      expect(suite.shell('host-test-container-pod', udp).out).toBe(`netserver-${name}`);
    }
  });

  it('a Service serves endpoints on the same port with different protocols', () => {
    const object = {
      metadata: { name: 'multiprotocol' },
      spec: {
        type: 'NodePort',
        selector: { netserver: 'true' },
        ports: [
          { name: 'tcp', port: 80, protocol: 'TCP', targetPort: 8083 },
          { name: 'udp', port: 80, protocol: 'UDP', targetPort: 8081 },
        ],
      },
    };
    const service = suite.create('services', object);
    const { clusterIP } = service.spec;
    const tcp = () => suite.shell('test-container-pod', `echo hostName | nc -v -w 2 ${clusterIP} 80`);
    const udp = () => suite.shell('test-container-pod', `echo hostName | nc -v -u -w 2 ${clusterIP} 80`);
    suite.until(() => udp().out.includes('netserver'));
    expect(tcp().out).toContain('400 Bad Request');
    const [, udpPort] = service.spec.ports;
    expect(
      suite.shell(
        'host-test-container-pod',
        `echo hostName | nc -u -w 2 ${nodeIp(workers[0] ?? '')} ${udpPort.nodePort}`,
      ).out,
    ).toContain('netserver');
    const now = suite.get(suite.core('services/multiprotocol'));
    suite.ok('PUT', suite.core('services/multiprotocol'), {
      ...now,
      spec: { ...now.spec, ports: [now.spec.ports[0]] },
    });
    suite.wait(3000);
    expect([tcp().out !== '', udp().out]).toEqual([true, '']);
    const then = suite.get(suite.core('services/multiprotocol'));
    suite.ok('PUT', suite.core('services/multiprotocol'), {
      ...then,
      spec: { ...then.spec, ports: [now.spec.ports[1]] },
    });
    suite.wait(3000);
    expect([tcp().out, udp().out.includes('netserver')]).toEqual(['', true]);
  });
});

describe('[sig-network] HostPort', () => {
  it('one port for several pods with other addresses and protocols', () => {
    const [node = ''] = workers;
    const hostIP = nodeIp(node);
    for (const [name, address, protocol] of [
      ['pod1', '127.0.0.1', 'TCP'],
      ['pod2', hostIP, 'TCP'],
      ['pod3', hostIP, 'UDP'],
    ])
      suite.runPod(
        podOf(
          name ?? '',
          {
            args: ['netexec', '--http-port=8080', '--udp-port=8080'],
            ports: [{ containerPort: 8080, hostPort: 54_323, hostIP: address, protocol }],
            readinessProbe: { httpGet: { path: '/hostname', port: 8080 } },
          },
          { nodeSelector: { 'kubernetes.io/hostname': node } },
        ),
      );
    const at = (line: string) => suite.shell('host-test-container-pod', line);
    expect(at(`curl -g --connect-timeout 15 --interface ${hostIP} http://127.0.0.1:54323/hostname`).out).toContain(
      'pod1',
    );
    expect(at(`curl -g --connect-timeout 15 http://${hostIP}:54323/hostname`).out).toContain('pod2');
    expect(at(`nc -vuz -w 5 ${hostIP} 54323`).code).toBe(0);
    suite.create(
      'pods',
      podOf(
        'pod4',
        { args: ['pause'], ports: [{ containerPort: 8080, hostPort: 54_323, protocol: 'UDP' }] },
        { nodeSelector: { 'kubernetes.io/hostname': node } },
      ),
    );
    suite.wait(10_000);
    expect(suite.pod('pod4').status.phase).toBe('Pending');
  });
});

describe('[sig-network] DNS', () => {
  /** The suite's pod: two queriers that write what they found for a web server to show. */
  function dnsPod(name: string, names: readonly string[], hosts: readonly string[], more: object = {}): void {
    const line = (prefix: string): string => {
      let text = 'for i in `seq 1 600`; do ';
      for (const asked of names) {
        const type = asked.startsWith('_') ? 'SRV' : asked.endsWith('arpa.') ? 'PTR' : 'A';
        for (const how of ['notcp', 'tcp'])
          text += `check="$$(dig +${how} +noall +answer +search ${asked} ${type})" && test -n "$$check" && echo OK > /results/${prefix}_${how}@${asked};`;
      }
      for (const host of hosts)
        text += `test -n "$$(getent hosts ${host})" && echo OK > /results/${prefix}_hosts@${host};`;
      return `${text}sleep 1; done`;
    };
    const volumeMounts = [{ name: 'results', mountPath: '/results' }];
    suite.create('pods', {
      metadata: { name, labels: { 'dns-test': 'true' } },
      spec: {
        volumes: [{ name: 'results', emptyDir: {} }],
        containers: [
          { name: 'webserver', image: AGNHOST, args: ['test-webserver'], volumeMounts },
          { name: 'querier', image: AGNHOST, command: ['sh', '-c'], args: [line('wheezy')], volumeMounts },
          { name: 'jessie-querier', image: JESSIE, command: ['sh', '-c', line('jessie')], volumeMounts },
        ],
        ...more,
      },
    });
    suite.untilReady(name);
    for (const prefix of ['wheezy', 'jessie'])
      for (const file of [
        ...names.flatMap((asked) => [`notcp@${asked}`, `tcp@${asked}`]),
        ...hosts.map((host) => `hosts@${host}`),
      ])
        suite.until(
          () => suite.get(suite.core(`pods/${name}/proxy/results/${prefix}_${file}`)).trim() === 'OK',
          60_000,
        );
  }

  it('the cluster, with partial names, Services with SRV and PTR records', () => {
    dnsPod('dns-cluster', ['kubernetes.default.svc.cluster.local', 'kubernetes.default', 'kubernetes.default.svc'], []);
    suite.create('services', {
      metadata: { name: 'dns-test-service' },
      spec: {
        clusterIP: 'None',
        selector: { 'dns-test': 'true' },
        ports: [{ port: 80, name: 'http', protocol: 'TCP' }],
      },
    });
    const regular = suite.create('services', {
      metadata: { name: 'test-service-2' },
      spec: { selector: { 'dns-test': 'true' }, ports: [{ port: 80, name: 'http', protocol: 'TCP' }] },
    });
    const reverse = `${regular.spec.clusterIP.split('.').reverse().join('.')}.in-addr.arpa.`;
    dnsPod(
      'dns-services',
      [
        'dns-test-service',
        `dns-test-service.${suite.ns}`,
        `dns-test-service.${suite.ns}.svc`,
        `_http._tcp.dns-test-service.${suite.ns}.svc`,
        `_http._tcp.test-service-2.${suite.ns}.svc`,
        reverse,
      ],
      [],
    );
  });

  it('pods by hostname and subdomain', () => {
    suite.create('services', {
      metadata: { name: 'dns-test-service-2' },
      spec: { clusterIP: 'None', selector: { 'dns-test': 'true' }, ports: [{ port: 80, name: 'http' }] },
    });
    const fqdn = `dns-querier-2.dns-test-service-2.${suite.ns}.svc.cluster.local`;
    dnsPod('dns-hostname', [], [fqdn, 'dns-querier-2'], { hostname: 'dns-querier-2', subdomain: 'dns-test-service-2' });
    dnsPod('dns-subdomain', [fqdn], [], { hostname: 'dns-querier-3', subdomain: 'dns-test-service-2' });
  });

  it('ExternalName Services are aliases, until they are something else', () => {
    suite.create('services', {
      metadata: { name: 'dns-test-service-3' },
      spec: { type: 'ExternalName', externalName: 'foo.example.com' },
    });
    const fqdn = `dns-test-service-3.${suite.ns}.svc.cluster.local`;
    const asked = (type: string) => suite.shell('dns-cluster', `dig +short ${fqdn} ${type}`, 'jessie-querier').out;
    expect(asked('CNAME')).toBe('foo.example.com.');
    suite.ok('PATCH', suite.core('services/dns-test-service-3'), { spec: { externalName: 'bar.example.com' } });
    expect(asked('CNAME')).toBe('bar.example.com.');
    const now = suite.get(suite.core('services/dns-test-service-3'));
    suite.ok('PUT', suite.core('services/dns-test-service-3'), {
      ...now,
      spec: { type: 'ClusterIP', ports: [{ port: 80, name: 'http', protocol: 'TCP' }] },
    });
    expect(asked('A')).toBe(suite.get(suite.core('services/dns-test-service-3')).spec.clusterIP);
  });

  it('a pod may bring its own name servers', () => {
    suite.runPod(
      podOf(
        'dns-config',
        { args: ['pause'] },
        { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'], searches: ['resolv.conf.local'] } },
      ),
    );
    expect(suite.exec('dns-config', ['/agnhost', 'dns-suffix']).out).toContain('resolv.conf.local');
    expect(suite.exec('dns-config', ['/agnhost', 'dns-server-list']).out).toContain('1.1.1.1');
  });
});

describe('[sig-network] Services', () => {
  const affinity = (name: string, type: string) => {
    suite.create('replicationcontrollers', {
      metadata: { name },
      spec: {
        replicas: 3,
        selector: { name },
        template: {
          metadata: { labels: { name } },
          spec: { containers: [{ name, image: AGNHOST, args: ['serve-hostname'], ports: [{ containerPort: 9376 }] }] },
        },
      },
    });
    const service = suite.create('services', {
      metadata: { name },
      spec: { type, sessionAffinity: 'ClientIP', selector: { name }, ports: [{ port: 80, targetPort: 9376 }] },
    });
    suite.until(() => suite.get(suite.core(`endpoints/${name}`)).subsets?.[0]?.addresses?.length === 3);
    const hosts = (address: string, port: number): Set<string> => {
      const line = `for i in $(seq 0 15); do echo; curl -q -s --connect-timeout 2 http://${address}:${port}/ ; done`;
      return new Set(
        suite
          .shell('test-container-pod', line)
          .out.split('\n')
          .filter((text) => text !== ''),
      );
    };
    return { service, hosts };
  };
  for (const type of ['ClusterIP', 'NodePort'])
    it(`session affinity, and switching it, for ${type}`, () => {
      const name = `affinity-${type.toLowerCase()}`;
      const { service, hosts } = affinity(name, type);
      const reach = () =>
        type === 'ClusterIP'
          ? hosts(service.spec.clusterIP, 80)
          : hosts(nodeIp(workers[0] ?? ''), service.spec.ports[0].nodePort);
      expect(reach().size).toBe(1);
      suite.ok('PATCH', suite.core(`services/${name}`), { spec: { sessionAffinity: 'None' } });
      suite.wait(2000);
      expect(reach().size).toBeGreaterThan(1);
      suite.ok('PATCH', suite.core(`services/${name}`), { spec: { sessionAffinity: 'ClientIP' } });
      suite.wait(2000);
      expect(reach().size).toBe(1);
      expect(hosts(name, 80).size).toBe(1);
    });

  it('endpoints follow pods and ports', () => {
    suite.create('services', {
      metadata: { name: 'multi-endpoint-test' },
      spec: {
        selector: { multi: 'yes' },
        ports: [
          { name: 'portname1', port: 80, targetPort: 'one' },
          { name: 'portname2', port: 81, targetPort: 'two' },
        ],
      },
    });
    const found = () => {
      const all: { [ip: string]: number[] } = {};
      for (const { addresses = [], ports = [] } of suite.get(suite.core('endpoints/multi-endpoint-test')).subsets ?? [])
        for (const { targetRef } of addresses)
          all[targetRef.name] = [...(all[targetRef.name] ?? []), ...ports.map((port: Any) => port.port)];
      return all;
    };
    const pod = (name: string, portName: string, port: number) =>
      podOf(
        name,
        { args: ['netexec', `--http-port=${port}`], ports: [{ name: portName, containerPort: port }] },
        {},
        { labels: { multi: 'yes' } },
      );
    suite.until(() => JSON.stringify(found()) === '{}');
    suite.runPod(pod('multi1', 'one', 100));
    suite.until(() => JSON.stringify(found()) === '{"multi1":[100]}');
    suite.runPod(pod('multi2', 'two', 101));
    suite.until(() => found()['multi2']?.[0] === 101 && found()['multi1']?.[0] === 100);
    const { clusterIP } = suite.get(suite.core('services/multi-endpoint-test')).spec;
    expect(suite.shell('test-container-pod', `echo hostName | nc -v -t -w 2 ${clusterIP} 81`).out).toContain('400');
    suite.ok('DELETE', suite.core('pods/multi1'));
    suite.until(() => JSON.stringify(found()) === '{"multi2":[101]}');
    suite.ok('DELETE', suite.core('pods/multi2'));
    suite.until(() => JSON.stringify(found()) === '{}');
  });

  it('is reached over TCP and UDP on one port, by a server that says its name and no more', () => {
    suite.create('services', {
      metadata: { name: 'tcp-udp' },
      spec: {
        type: 'NodePort',
        selector: { named: 'yes' },
        ports: [
          { name: 'tcp-port', port: 80, protocol: 'TCP', targetPort: 9376 },
          { name: 'udp-port', port: 80, protocol: 'UDP', targetPort: 9376 },
        ],
      },
    });
    suite.runPod(
      podOf(
        'named',
        { command: ['/agnhost', 'serve-hostname', '--http=false', '--tcp', '--udp'] },
        {},
        { labels: { named: 'yes' } },
      ),
    );
    suite.wait(3000);
    const { clusterIP, ports } = suite.get(suite.core('services/tcp-udp')).spec;
    const said = (line: string): string => suite.shell('test-container-pod', `echo hostName | ${line}`).out.trim();
    expect(said(`nc -v -t -w 2 ${clusterIP} 80`)).toBe('named');
    expect(said(`nc -v -u -w 2 ${clusterIP} 80`)).toBe('named');
    expect(said(`nc -v -u -w 2 ${nodeIp(workers[0] ?? '')} ${ports[1].nodePort}`)).toBe('named');
    for (const label of ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless']) {
      const path = suite.core('services/tcp-udp');
      const labelled = (value: string | null): void => {
        const patch = { metadata: { labels: { [label]: value } } };
        suite.ok('PATCH', path, patch);
        suite.wait(5000);
      };
      labelled('other');
      expect(said(`nc -v -t -w 2 ${clusterIP} 80`)).toBe('');
      labelled(null);
      expect(said(`nc -v -t -w 2 ${clusterIP} 80`)).toBe('named');
    }
    expect(suite.log('named')).toMatch(/TCP request from [\d.:]+\n.*UDP request from [\d.:]+\n/);
    suite.ok('DELETE', suite.core('pods/named'));
  });

  it('changes its type', () => {
    const path = suite.core('services/typed');
    suite.create('services', {
      metadata: { name: 'typed' },
      spec: { selector: { netserver: 'true' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 8083 }] },
    });
    const { clusterIP } = suite.get(path).spec;
    const update = (spec: object) => {
      const now = suite.get(path);
      return suite.ok('PUT', path, { ...now, spec: { ...now.spec, ...spec } });
    };
    const external = update({
      type: 'ExternalName',
      externalName: `affinity-clusterip.${suite.ns}.svc.cluster.local`,
      clusterIP: '',
    });
    expect(clusterIP).not.toBe('');
    expect(external.spec.clusterIP ?? '').toBe('');
    expect(suite.shell('test-container-pod', `nslookup typed.${suite.ns}.svc.cluster.local`).code).toBe(0);
    const port = update({
      type: 'NodePort',
      externalName: '',
      ports: [{ port: 80, name: 'http', protocol: 'TCP', targetPort: 8083 }],
    });
    expect(port.spec.clusterIP).toMatch(/^10\./);
    expect(port.spec.ports[0].nodePort).toBeGreaterThan(0);
    const released = update({
      type: 'ExternalName',
      externalName: 'x.example.com',
      clusterIP: '',
      clusterIPs: undefined,
    });
    expect(released.spec.ports?.[0]?.nodePort ?? 0).toBe(0);
    expect(
      update({ type: 'ClusterIP', externalName: '', ports: [{ port: 80, protocol: 'TCP' }] }).spec.clusterIP,
    ).toMatch(/^10\./);
  });

  it('mirrors endpoints that somebody writes', () => {
    suite.create('services', {
      metadata: { name: 'example-custom-endpoints' },
      spec: { ports: [{ name: 'example', port: 80 }] },
    });
    suite.create('endpoints', {
      metadata: { name: 'example-custom-endpoints' },
      subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ name: 'example', port: 80 }] }],
    });
    const slices = () =>
      suite.get(
        suite.group(
          'discovery.k8s.io/v1',
          'endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dexample-custom-endpoints',
        ),
      ).items;
    suite.until(() => slices().length === 1 && slices()[0].endpoints[0].addresses[0] === '10.1.2.3');
    suite.ok('PATCH', suite.core('endpoints/example-custom-endpoints'), {
      subsets: [{ addresses: [{ ip: '10.2.3.4' }], ports: [{ name: 'example', port: 81 }] }],
    });
    suite.until(() => slices()[0]?.endpoints[0].addresses[0] === '10.2.3.4' && slices()[0].ports[0].port === 81);
    suite.ok('DELETE', suite.core('endpoints/example-custom-endpoints'));
    suite.until(() => slices().length === 0);
  });
});
