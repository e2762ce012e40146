import { describe, expect, it } from 'vitest';
import { AGNHOST, type Any, podOf, Suite } from './world.ts';

const suite = new Suite();

describe('[sig-network] Proxy', () => {
  it('should proxy through a service and a pod', () => {
    suite.create('services', {
      metadata: { name: 'proxy-service' },
      spec: {
        selector: { target: 'true' },
        ports: [
          { name: 'portname1', port: 80, targetPort: 'dest1' },
          { name: 'portname2', port: 81, targetPort: 162 },
          { name: 'tlsportname1', port: 443, targetPort: 'tlsdest1' },
          { name: 'tlsportname2', port: 444, targetPort: 462 },
        ],
      },
    });
    const env = {
      SERVE_PORT_80: '<a href="/rewriteme">test</a>',
      SERVE_PORT_1080: '<a href="/rewriteme">test</a>',
      SERVE_PORT_160: 'foo',
      SERVE_PORT_162: 'bar',
      SERVE_TLS_PORT_443: '<a href="/tlsrewriteme">test</a>',
      SERVE_TLS_PORT_460: 'tls baz',
      SERVE_TLS_PORT_462: 'tls qux',
    };
    suite.create('replicationcontrollers', {
      metadata: { name: 'proxy-service-pods' },
      spec: {
        replicas: 1,
        selector: { target: 'true' },
        template: {
          metadata: { labels: { target: 'true' } },
          spec: {
            containers: [
              {
                name: 'porter',
                image: AGNHOST,
                command: ['/agnhost', 'porter'],
                env: Object.entries(env).map(([name, value]) => ({ name, value })),
                ports: [
                  { containerPort: 80 },
                  { name: 'dest1', containerPort: 160 },
                  { name: 'dest2', containerPort: 162 },
                  { name: 'tlsdest1', containerPort: 460 },
                ],
                readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 1, timeoutSeconds: 5, periodSeconds: 10 },
              },
            ],
          },
        },
      },
    });
    suite.until(() => (suite.get(suite.core('endpoints/proxy-service')).subsets ?? [])[0]?.addresses?.length === 1);
    const pod = suite.get(suite.core('pods?labelSelector=target%3Dtrue')).items[0].metadata.name;
    const service = (of: string) => suite.core(`services/${of}/proxy`);
    const direct = (of: string) => suite.core(`pods/${of}/proxy`);
    const expected: { [path: string]: string } = {
      [service('proxy-service:portname1')]: 'foo',
      [service('http:proxy-service:portname1')]: 'foo',
      [service('proxy-service:portname2')]: 'bar',
      [service('proxy-service:81')]: 'bar',
      [service('https:proxy-service:tlsportname1')]: 'tls baz',
      [service('https:proxy-service:tlsportname2')]: 'tls qux',
      [direct(pod)]: `<a href="${direct(pod)}/rewriteme">test</a>`,
      [direct(`${pod}:1080`)]: `<a href="${direct(`${pod}:1080`)}/rewriteme">test</a>`,
      [direct(`http:${pod}:160`)]: 'foo',
      [direct(`${pod}:162`)]: 'bar',
      [direct(`https:${pod}:443`)]: `<a href="${direct(`https:${pod}:443`)}/tlsrewriteme">test</a>`,
      [direct(`https:${pod}:460`)]: 'tls baz',
    };
    for (const [path, text] of Object.entries(expected)) expect(suite.get(`${path}/`)).toBe(text);
  });

  it('answers every method, with and without a path, and redirects what lacks the slash', () => {
    suite.create('services', {
      metadata: { name: 'test-service' },
      spec: { selector: { test: 'response' }, ports: [{ port: 80, targetPort: 80 }] },
    });
    suite.runPod(
      podOf(
        'agnhost',
        { command: ['/agnhost', 'porter', '--json-response'], env: [{ name: 'SERVE_PORT_80', value: 'foo' }] },
        {},
        { labels: { test: 'response' } },
      ),
    );
    suite.until(() => suite.get(suite.core('endpoints/test-service')).subsets !== undefined);
    for (const target of ['pods/agnhost', 'services/test-service']) {
      for (const method of ['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const) {
        const answer = suite.request(method, suite.core(`${target}/proxy/some/path/with/${method}`));
        expect([answer.status, JSON.parse(answer.text ?? '')]).toEqual([200, { Method: method, Body: 'foo' }]);
      }
      for (const method of ['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const)
        expect(JSON.parse(suite.ok(method, suite.core(`${target}/proxy?method=${method}`))).Method).toBe(method);
      for (const method of ['GET', 'HEAD'] as const) {
        const answer = suite.request(method, suite.core(`${target}/proxy?method=${method}`));
        expect([answer.status, answer.headers['location']]).toEqual([
          301,
          suite.core(`${target}/proxy/?method=${method}`),
        ]);
        expect(suite.request(method, suite.core(`${target}/proxy/some/path`)).status).toBe(200);
      }
    }
  });

  it('says what it could not reach', () => {
    const message = (path: string) => {
      const { status, body } = suite.request('GET', suite.core(path));
      return [status, (body as Any).message];
    };
    expect(message('pods/nobody/proxy/')).toEqual([404, 'pods "nobody" not found']);
    expect(message('services/test-service:99/proxy/')).toEqual([
      503,
      'no service port 99 found for service "test-service"',
    ]);
    const { podIP } = suite.pod('agnhost').status;
    expect(message('pods/agnhost:81/proxy/')).toEqual([
      503,
      `error trying to reach service: dial tcp ${podIP}:81: connect: connection refused`,
    ]);
  });
});
