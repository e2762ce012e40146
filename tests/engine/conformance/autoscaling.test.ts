import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { metricsServerManifest } from '../../../src/engine/runtime/metrics-server/manifest.ts';
import { AGNHOST, type Any, Suite } from './world.ts';

const CONSUMER = 'registry.k8s.io/e2e-test-images/resource-consumer:1.13';

/** The metrics API, which a cluster does not have by itself. */
function withMetrics(): Suite {
  const suite = new Suite();
  for (const document of parseAllDocuments(metricsServerManifest('v0.8.0'))) {
    const object = document.toJS() as Any;
    const base = object.apiVersion === 'v1' ? '/api/v1' : `/apis/${object.apiVersion}`;
    const within = object.metadata.namespace === undefined ? '' : `/namespaces/${object.metadata.namespace}`;
    suite.ok('POST', `${base}${within}/${object.kind.toLowerCase()}s`, object);
  }
  suite.until(() => suite.request('GET', '/apis/metrics.k8s.io/v1beta1/nodes').status === 200);
  return suite;
}

/** A consumer behind a service, and the controller that spreads work over it, as the suite sets them up. */
function consumers(suite: Suite): { readonly consume: (path: string) => string } {
  const set = (name: string, image: string, more: object): void => {
    suite.create('services', {
      metadata: { name },
      spec: { selector: { name }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    suite.create('replicationcontrollers', {
      metadata: { name },
      spec: {
        replicas: 1,
        selector: { name },
        template: { metadata: { labels: { name } }, spec: { containers: [{ name, image, ...more }] } },
      },
    });
    suite.until(() => suite.get(suite.core(`replicationcontrollers/${name}`)).status.readyReplicas === 1);
  };
  set('rc-light', CONSUMER, { resources: { requests: { cpu: '200m' }, limits: { cpu: '200m' } } });
  set('rc-light-ctrl', AGNHOST, {
    args: [
      'resource-consumer-controller',
      '--consumer-service-name=rc-light',
      `--consumer-service-namespace=${suite.ns}`,
      '--consumer-port=80',
    ],
  });
  return { consume: (path) => suite.ok('POST', suite.core(`services/rc-light-ctrl/proxy/${path}`)) };
}

it('[sig-autoscaling] ReplicationController light: scales from 1 pod to 2 pods and back, by consumed CPU', () => {
  const suite = withMetrics();
  const { consume } = consumers(suite);
  suite.create(suite.group('autoscaling/v2', 'horizontalpodautoscalers'), {
    metadata: { name: 'rc-light' },
    spec: {
      scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'rc-light' },
      minReplicas: 1,
      maxReplicas: 2,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 30 } },
    },
  });
  const size = (): number => suite.get(suite.core('replicationcontrollers/rc-light')).status.replicas;
  const work = 'ConsumeCPU?millicores=150&durationSec=30&requestSizeMillicores=100';
  expect(consume(work)).toBe(
    'RC manager: sending 1 requests to consume 100 millicores each and 1 request to consume 50 millicores\n' +
      'Consumed 100 millicores\nConsumed 50 millicores\n',
  );
  for (let at = 0; at < 10 && size() < 2; at += 1) {
    suite.wait(30_000);
    consume(work);
  }
  expect(size()).toBe(2);
  suite.until(() => size() === 1, 600_000);
});

it('a consumer says what it was not told, and bumps metrics for a while', () => {
  const suite = new Suite();
  const { consume } = consumers(suite);
  const direct = (method: 'GET' | 'POST', path: string): Any =>
    suite.request(method, suite.core(`services/rc-light/proxy/${path}`));
  expect([direct('GET', 'ConsumeCPU').status, direct('GET', 'ConsumeCPU').text]).toEqual([
    400,
    'Bad request. Not a POST request\n',
  ]);
  expect(direct('POST', 'ConsumeCPU').text).toBe('not given function argument\n');
  expect(direct('POST', 'ConsumeCPU?millicores=much&durationSec=1').text).toBe('incorrect function argument\n');
  expect(direct('POST', 'Sing').text).toBe('unknown function: /Sing\n');
  expect(consume('BumpMetric?metric=QPS&delta=250&durationSec=20&requestSizeMetrics=100')).toContain(
    'Bumped metric QPS by 50\n',
  );
  expect(direct('GET', 'metrics').text).toBe('# HELP QPS info message.\n# TYPE QPS gauge\nQPS 250.000000\n');
  suite.wait(30_000);
  expect(direct('GET', 'metrics').text).toContain('QPS 0.000000');
});
