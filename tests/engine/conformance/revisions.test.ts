import { describe, expect, it } from 'vitest';
import { AGNHOST, type Any, Suite } from './world.ts';

const suite = new Suite();
const HTTPD = 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4';
const apps = (rest: string): string => suite.group('apps/v1', rest);
const SELECTOR = 'labelSelector=daemonset-name%3De2e-daemon-set';

/** JSON with the keys of every object in order, as Go writes a map. */
function inOrder(value: Any): Any {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder(value[key])]),
  );
}

describe('[sig-apps] ControllerRevision and DaemonSet', () => {
  const labels = { 'daemonset-name': 'e2e-daemon-set' };
  const revisions = (): readonly Any[] => suite.get(apps(`controllerrevisions?${SELECTOR}`)).items;
  const set = (): Any => suite.get(apps('daemonsets/e2e-daemon-set'));

  it('should manage the lifecycle of a ControllerRevision', () => {
    suite.create(apps('daemonsets'), {
      metadata: { name: 'e2e-daemon-set', labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'app', image: AGNHOST, args: ['serve-hostname'] }] },
        },
      },
    });
    suite.until(() => set().status.numberReady === 2);
    expect(suite.get(`/apis/apps/v1/controllerrevisions?${SELECTOR}`).items).toHaveLength(1);
    const initial = revisions()[0];
    expect(initial.metadata.ownerReferences[0]).toMatchObject({ kind: 'DaemonSet', uid: set().metadata.uid });
    const path = (name: string): string => apps(`controllerrevisions/${name}`);
    const patched = suite.ok('PATCH', path(initial.metadata.name), {
      metadata: { labels: { [initial.metadata.name]: 'patched' } },
    });
    expect(patched.metadata.labels[initial.metadata.name]).toBe('patched');

    const second = suite.create(apps('controllerrevisions'), {
      metadata: {
        name: 'e2e-daemon-set-second',
        labels: { ...labels, 'controller-revision-hash': 'second' },
        ownerReferences: initial.metadata.ownerReferences,
      },
      data: initial.data,
      revision: initial.revision + 1,
    });
    suite.wait(5000);
    expect(revisions()).toHaveLength(2);
    suite.ok('DELETE', path(initial.metadata.name));
    suite.wait(5000);
    expect(revisions().map((it) => it.metadata.name)).toEqual([second.metadata.name]);

    const current = revisions()[0];
    suite.ok('PUT', path(second.metadata.name), {
      ...current,
      metadata: { ...current.metadata, labels: { ...current.metadata.labels, [second.metadata.name]: 'updated' } },
    });
    suite.ok('PATCH', apps('daemonsets/e2e-daemon-set'), {
      spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } },
      updateStrategy: { type: 'RollingUpdate' },
    });
    suite.until(() => revisions().length === 2);
    suite.ok('DELETE', apps(`controllerrevisions?labelSelector=${second.metadata.name}%3Dupdated`));
    suite.until(() => revisions().length === 1);
    expect(revisions()[0].revision).toBe(3);
  });

  it('writes the template with its keys in order, as clients compare it byte by byte', () => {
    const { data } = revisions()[0];
    expect(JSON.stringify(data)).toBe(JSON.stringify(inOrder(data)));
    expect(data.spec.template).toEqual({ ...set().spec.template, $patch: 'replace' });
  });

  it('should retry creating failed daemon pods: one that somebody says has failed is not brought back by its kubelet', () => {
    const pods = (): readonly Any[] => suite.get(suite.core(`pods?${SELECTOR}`)).items;
    suite.until(() => set().status.numberReady === 2);
    const [failed] = pods();
    const { resourceVersion: _, ...metadata } = failed.metadata;
    const path = suite.core(`pods/${metadata.name}`);
    suite.ok('PUT', `${path}/status`, { ...failed, metadata, status: { ...failed.status, phase: 'Failed' } });
    suite.until(() => suite.request('GET', path).status === 404);
    suite.until(() => set().status.numberReady === 2);
  });

  it('should verify changes to a daemon set status', () => {
    const path = apps('daemonsets/e2e-daemon-set');
    const live = suite.get(`${path}/status`);
    const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' };
    suite.ok('PUT', `${path}/status`, { ...live, status: { ...live.status, conditions: [condition] } });
    expect(set().status.conditions).toMatchObject([condition]);
    suite.ok(
      'PATCH',
      `${path}/status`,
      { status: { conditions: [{ type: 'StatusPatched', status: 'True' }] } },
      'application/merge-patch+json',
    );
    expect(set().status.conditions).toMatchObject([{ type: 'StatusPatched', status: 'True' }]);
    suite.ok('DELETE', apps(`daemonsets?${SELECTOR}`));
    suite.until(() => suite.get(suite.core(`pods?${SELECTOR}`)).items.length === 0);
  });
});

describe('[sig-apps] Deployment', () => {
  it('RollingUpdate goes on from the revision of the set that it adopts, an int64', () => {
    const labels = { name: 'sample-pod', pod: 'httpd' };
    const of = (name: string, image: string): Any => ({
      metadata: { labels },
      spec: { containers: [{ name, image }] },
    });
    suite.create(apps('replicasets'), {
      metadata: {
        name: 'test-rolling-update-controller',
        labels,
        annotations: { 'deployment.kubernetes.io/revision': '3546343826724305832' },
      },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: of('httpd', HTTPD) },
    });
    suite.until(() => suite.get(apps('replicasets/test-rolling-update-controller')).status.readyReplicas === 1);
    suite.create(apps('deployments'), {
      metadata: { name: 'test-rolling-update-deployment', labels },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: of('agnhost', AGNHOST) },
    });
    const deployment = (): Any => suite.get(apps('deployments/test-rolling-update-deployment'));
    suite.until(() => deployment().status.availableReplicas === 1 && deployment().status.replicas === 1);
    expect(deployment().metadata.annotations['deployment.kubernetes.io/revision']).toBe('3546343826724305833');
    const sets: readonly Any[] = suite.get(apps('replicasets?labelSelector=name%3Dsample-pod')).items;
    const old = sets.find((it) => it.metadata.name === 'test-rolling-update-controller');
    expect(old.spec.replicas).toBe(0);
    expect(old.metadata.ownerReferences[0].uid).toBe(deployment().metadata.uid);
  });
});
