import { describe, expect, it } from 'vitest';
import {
  type AutoscalerMemory,
  normalize,
  rememberScale,
} from '../../../src/engine/cluster/controllers/autoscaling/normalization.ts';
import { calculateReplicas } from '../../../src/engine/cluster/controllers/autoscaling/replica-calculator.ts';
import { metricsServerManifest } from '../../../src/engine/runtime/metrics-server/manifest.ts';
import { Learner } from '../session/learner.ts';

const METRICS_SERVER = metricsServerManifest('v0.8.0');
const PHP_APACHE = `apiVersion: apps/v1
kind: Deployment
metadata: {name: php-apache}
spec:
  selector: {matchLabels: {run: php-apache}}
  template:
    metadata: {labels: {run: php-apache}}
    spec:
      containers:
      - {name: php-apache, image: registry.k8s.io/hpa-example, ports: [{containerPort: 80}], resources: {limits: {cpu: 500m}, requests: {cpu: 200m}}}
---
apiVersion: v1
kind: Service
metadata: {name: php-apache}
spec: {ports: [{port: 80}], selector: {run: php-apache}}
`;

describe('the walkthrough of the documentation', () => {
  const ann = new Learner();
  ann.write('metrics.yaml', METRICS_SERVER);
  ann.write('php.yaml', PHP_APACHE);
  ann.run('kubectl apply -f metrics.yaml -f php.yaml');
  ann.run('kubectl autoscale deployment php-apache --cpu=50% --min=1 --max=10');
  ann.wait(90_000);

  it('shows no load at first', () => {
    expect(ann.run('kubectl get hpa')).toMatch(/cpu: 0%\/50% +1 +10 +1 /);
  });

  it('scales up under load to about seven replicas, whose use is then near the target', () => {
    ann.run(
      "kubectl run load-generator --image=busybox:1.28 --restart=Never -- /bin/sh -c 'while sleep 0.01; do wget -q -O- http://php-apache; done'",
    );
    ann.wait(45_000);
    expect(ann.run('kubectl get hpa')).toMatch(/cpu: (1[5-9]\d|2\d\d|\d\d)%\/50%/);
    ann.wait(200_000);
    const [, percent = '', replicas = ''] = /cpu: (\d+)%\/50% +1 +10 +(\d+)/.exec(ann.run('kubectl get hpa')) ?? [];
    expect(Number(replicas)).toBeGreaterThanOrEqual(6);
    expect(Number(replicas)).toBeLessThanOrEqual(8);
    expect(Number(percent)).toBeGreaterThan(38);
    expect(Number(percent)).toBeLessThan(56);
    expect(ann.run('kubectl describe hpa php-apache')).toMatch(
      /SuccessfulRescale .*New size: \d+; reason: cpu resource utilization \(percentage of request\) above target/,
    );
    expect(ann.run('kubectl logs load-generator --tail=1')).toContain('OK!');
  });

  it('scales down five minutes after the load has ended', () => {
    ann.run('kubectl delete pod load-generator --now');
    ann.wait(240_000);
    expect(ann.run('kubectl get deploy php-apache --no-headers')).not.toMatch(/ 1\/1 /);
    ann.wait(180_000);
    expect(ann.run('kubectl get deploy php-apache --no-headers')).toMatch(/ 1\/1 /);
    expect(ann.run('kubectl describe hpa php-apache')).toMatch(/ScalingLimited +True +TooFewReplicas/);
  });
});

const pod = (name: string, status: object = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { containers: [{ name: 'c', resources: { requests: { cpu: '100m' } } }] },
    status: {
      phase: 'Running',
      startTime: '2026-01-01T00:00:00Z',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
      ...status,
    },
  }) as never;
const nowMs = Date.UTC(2026, 0, 1, 1);
const figure = (milli: number) => ({ milli, timeMs: nowMs, windowMs: 15_000 });
const ask = (pods: never[], figures: { [name: string]: number }, currentReplicas = pods.length) =>
  calculateReplicas({
    pods,
    figures: new Map(Object.entries(figures).map(([name, milli]) => [name, figure(milli)])),
    resource: 'cpu',
    container: undefined,
    currentReplicas,
    target: { utilization: 50 },
    tolerances: { scaleUp: 0.1, scaleDown: 0.1 },
    nowMs,
  });

describe('how many replicas a metric asks for', () => {
  it('is the ratio of use to target, rounded up', () => {
    expect(ask([pod('a'), pod('b')], { a: 120, b: 60 })).toEqual({ replicas: 4, utilization: 90, averageMilli: 90 });
  });

  it('does not change within the tolerance', () => {
    expect(ask([pod('a')], { a: 54 }).replicas).toBe(1);
    expect(ask([pod('a')], { a: 56 }).replicas).toBe(2);
  });

  it('takes pods without figures to use nothing on the way up and all on the way down', () => {
    expect(ask([pod('a'), pod('b'), pod('c')], { a: 200, b: 200 }).replicas).toBe(8);
    expect(ask([pod('a'), pod('b'), pod('c')], { a: 10, b: 10 }).replicas).toBe(3);
  });

  it('leaves out pods that are not ready yet', () => {
    const unready = pod('b', { phase: 'Pending' });
    expect(ask([pod('a'), unready], { a: 100 }).replicas).toBe(2);
  });

  it('needs requests and figures', () => {
    const bare = { ...(pod('a') as object), spec: { containers: [{ name: 'c' }] } } as never;
    expect(() => ask([bare], { a: 1 })).toThrow('missing request for cpu in container c of Pod a');
    expect(() => ask([pod('a')], {})).toThrow('did not receive metrics for targeted pods (pods might be unready)');
  });
});

describe('what becomes of a proposal', () => {
  const memory = (): AutoscalerMemory => ({ recommendations: [], scaledUp: [], scaledDown: [] });
  const rules = (more: object) => ({
    memory: memory(),
    behavior: undefined,
    minReplicas: 1,
    maxReplicas: 10,
    current: 2,
    desired: 9,
    nowMs,
    ...more,
  });

  it('at most doubles without a behavior, but may always go to four', () => {
    expect(normalize(rules({}))).toMatchObject({ replicas: 4, limited: { isLimited: true, reason: 'ScaleUpLimit' } });
    expect(normalize(rules({ current: 5, desired: 20 }))).toMatchObject({
      replicas: 10,
      limited: { reason: 'TooManyReplicas' },
    });
  });

  it('keeps the highest recommendation of five minutes on the way down', () => {
    const shared = memory();
    normalize(rules({ memory: shared, current: 6, desired: 6 }));
    expect(normalize(rules({ memory: shared, current: 6, desired: 1, nowMs: nowMs + 60_000 }))).toMatchObject({
      replicas: 6,
      able: { reason: 'ScaleDownStabilized' },
    });
    expect(normalize(rules({ memory: shared, current: 6, desired: 1, nowMs: nowMs + 400_000 })).replicas).toBe(1);
  });

  it('follows the policies of a behavior', () => {
    const behavior = {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
      },
      scaleDown: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Min',
        policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
      },
    };
    const shared = memory();
    expect(normalize(rules({ memory: shared, behavior })).replicas).toBe(3);
    rememberScale(shared, behavior, 2, 3, nowMs);
    expect(normalize(rules({ memory: shared, behavior, current: 3, nowMs: nowMs + 15_000 })).replicas).toBe(3);
    expect(normalize(rules({ memory: shared, behavior, current: 3, nowMs: nowMs + 61_000 })).replicas).toBe(4);
    expect(normalize(rules({ behavior, current: 8, desired: 1 }))).toMatchObject({
      replicas: 4,
      limited: { reason: 'ScaleDownLimit' },
    });
    const disabled = { ...behavior, scaleDown: { ...behavior.scaleDown, selectPolicy: 'Disabled' } };
    expect(normalize(rules({ behavior: disabled, current: 8, desired: 1 })).replicas).toBe(8);
  });
});

describe('an autoscaler without requests', () => {
  it('says which container asks for nothing', () => {
    const ann = new Learner();
    ann.write('metrics.yaml', METRICS_SERVER);
    ann.run('kubectl apply -f metrics.yaml');
    ann.run('kubectl create deployment web --image=nginx');
    ann.run('kubectl autoscale deployment web --cpu=50% --max=3');
    ann.wait(120_000);
    expect(ann.run('kubectl describe hpa web')).toMatch(
      /FailedGetResourceMetric .*missing request for cpu in container nginx of Pod web-/,
    );
  });
});
