import { describe, expect, it } from 'vitest';
import { AGNHOST, type Any, BUSYBOX, podOf, Suite } from './world.ts';

const suite = new Suite();
const HTTPD = 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4';
const APPS = 'apps/v1';

function template(labels: object, container: object = {}, more: object = {}): Any {
  return {
    metadata: { labels },
    spec: { containers: [{ name: 'httpd', image: HTTPD, ...container }], ...more },
  };
}
const apps = (rest: string): string => suite.group(APPS, rest);
const listed = (selector: string): readonly Any[] =>
  suite.get(suite.core(`pods?labelSelector=${encodeURIComponent(selector)}`)).items;

describe('the suite’s own set-up', () => {
  it('finds Ready schedulable nodes and running system pods with controllers', () => {
    const nodes = suite.get('/api/v1/nodes').items;
    for (const node of nodes) {
      expect(node.status.conditions.find((it: Any) => it.type === 'Ready').status).toBe('True');
      expect(node.status.addresses.map((it: Any) => it.type)).toEqual(
        expect.arrayContaining(['InternalIP', 'Hostname']),
      );
    }
    const schedulable = nodes.filter(
      (node: Any) => node.spec.unschedulable !== true && (node.spec.taints ?? []).length === 0,
    );
    expect(schedulable).toHaveLength(2);
    const system = suite.get('/api/v1/namespaces/kube-system/pods').items;
    for (const pod of system) {
      expect(pod.status.conditions.find((it: Any) => it.type === 'Ready').status).toBe('True');
      expect(pod.status.podIPs[0].ip).toBe(pod.status.podIP);
    }
    expect(system.filter((pod: Any) => pod.metadata.ownerReferences?.[0].kind === 'DaemonSet')).not.toHaveLength(0);
    const dns = suite.get('/apis/apps/v1/namespaces/kube-system/deployments/coredns');
    expect(dns.status.readyReplicas).toBe(dns.spec.replicas);
  });
});

describe('[sig-apps] ReplicationController and ReplicaSet', () => {
  for (const [kind, path, wrap] of [
    ['ReplicationController', suite.core('replicationcontrollers'), (labels: object) => labels],
    ['ReplicaSet', apps('replicasets'), (labels: object) => ({ matchLabels: labels })],
  ] as const) {
    const name = kind.toLowerCase();
    it(`${kind} serves a basic image on each replica`, () => {
      suite.create(path, {
        metadata: { name },
        spec: {
          replicas: 2,
          selector: wrap({ name }),
          template: template({ name }, { image: AGNHOST, args: ['serve-hostname'], ports: [{ containerPort: 9376 }] }),
        },
      });
      suite.until(() => suite.get(`${path}/${name}`).status.readyReplicas === 2);
      for (const { metadata } of listed(`name=${name}`))
        expect(suite.get(suite.core(`pods/${metadata.name}/proxy/`))).toBe(metadata.name);
    });

    it(`${kind} adopts and releases pods`, () => {
      const at = `${name}-adopt`;
      suite.runPod(podOf(at, { image: HTTPD, name: 'httpd' }, { restartPolicy: 'Always' }, { labels: { name: at } }));
      suite.create(path, {
        metadata: { name: at },
        spec: { replicas: 1, selector: wrap({ name: at }), template: template({ name: at }) },
      });
      suite.until(() => suite.pod(at).metadata.ownerReferences?.[0].name === at);
      suite.ok('PATCH', suite.core(`pods/${at}`), { metadata: { labels: { name: 'not-matching' } } });
      suite.until(() => suite.pod(at).metadata.ownerReferences === undefined);
    });

    it(`${kind} says when a quota keeps it from making pods, until it asks for less`, () => {
      const at = `${name}-quota`;
      suite.create('resourcequotas', {
        metadata: { name: at },
        spec: { hard: { pods: String(suite.get(suite.core('pods')).items.length + 2) } },
      });
      suite.until(() => suite.get(suite.core(`resourcequotas/${at}`)).status?.used?.pods !== undefined);
      suite.create(path, {
        metadata: { name: at },
        spec: { replicas: 3, selector: wrap({ name: at }), template: template({ name: at }) },
      });
      const failed = () =>
        (suite.get(`${path}/${at}`).status.conditions ?? []).some((it: Any) => it.type === 'ReplicaFailure');
      suite.until(failed);
      suite.ok('PATCH', `${path}/${at}`, { spec: { replicas: 2 } });
      suite.until(() => !failed());
      suite.ok('DELETE', suite.core(`resourcequotas/${at}`));
    });

    it(`${kind} has scale and status subresources`, () => {
      const scale = suite.get(`${path}/${name}/scale`);
      expect(scale.spec.replicas).toBe(2);
      suite.ok('PUT', `${path}/${name}/scale`, { ...scale, spec: { replicas: 1 } });
      suite.ok('PATCH', `${path}/${name}/scale`, { spec: { replicas: 4 } }, 'application/merge-patch+json');
      expect(suite.get(`${path}/${name}`).spec.replicas).toBe(4);
      const now = suite.get(`${path}/${name}/status`);
      const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' };
      suite.ok('PUT', `${path}/${name}/status`, { ...now, status: { ...now.status, conditions: [condition] } });
      expect(suite.get(`${path}/${name}`).status.conditions[0].type).toBe('StatusUpdate');
      suite.ok('DELETE', `${path}/${name}`, { propagationPolicy: 'Background' });
      suite.until(() => listed(`name=${name}`).length === 0);
    });
  }
});

describe('[sig-apps] Deployment', () => {
  const path = apps('deployments');
  const make = (name: string, spec: object): void =>
    void suite.create(path, {
      metadata: { name, labels: { name } },
      spec: { selector: { matchLabels: { name } }, template: template({ name }), ...spec },
    });
  const settled = (name: string): boolean => {
    const { spec, status, metadata } = suite.get(`${path}/${name}`);
    return (
      status.observedGeneration >= metadata.generation &&
      status.updatedReplicas === spec.replicas &&
      status.replicas === spec.replicas &&
      status.availableReplicas === spec.replicas
    );
  };
  const sets = (name: string): readonly Any[] => suite.get(apps(`replicasets?labelSelector=name%3D${name}`)).items;

  it('Recreate never runs both, old sets are cleaned up', () => {
    make('recreate', { replicas: 1, strategy: { type: 'Recreate' }, revisionHistoryLimit: 0 });
    suite.until(() => settled('recreate'));
    let most = 0;
    suite.ok('PATCH', `${path}/recreate`, {
      spec: { template: { spec: { containers: [{ name: 'httpd', image: AGNHOST }] } } },
    });
    suite.until(() => {
      const images = new Set(
        listed('name=recreate')
          .filter((pod) => pod.metadata.deletionTimestamp === undefined)
          .map((pod) => pod.spec.containers[0].image),
      );
      most = Math.max(most, images.size);
      return settled('recreate') && sets('recreate').length === 1;
    });
    expect(most).toBe(1);
  });

  it('scales its sets in proportion while a rollout stands still', () => {
    make('proportional', {
      replicas: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
    });
    suite.until(() => settled('proportional'));
    suite.ok('PATCH', `${path}/proportional`, {
      spec: { template: { spec: { containers: [{ name: 'httpd', image: 'webserver:404' }] } } },
    });
    const sizes = () =>
      sets('proportional')
        .map((set) => set.spec.replicas)
        .sort((a, b) => b - a);
    suite.until(() => JSON.stringify(sizes()) === '[8,5]');
    suite.ok('PATCH', `${path}/proportional`, { spec: { replicas: 30 } });
    suite.until(() => JSON.stringify(sizes()) === '[20,13]');
    suite.ok('DELETE', `${path}/proportional`);
  });

  it('rolls over, runs its life cycle, has scale and status', () => {
    make('rollover', {
      replicas: 1,
      minReadySeconds: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
    for (const image of ['redis:nosuch', AGNHOST])
      suite.ok('PATCH', `${path}/rollover`, {
        spec: { template: { spec: { containers: [{ name: 'httpd', image }] } } },
      });
    suite.until(() => settled('rollover'));
    suite.until(() => sets('rollover').filter((set) => set.spec.replicas > 0).length === 1);
    const scale = suite.get(`${path}/rollover/scale`);
    suite.ok('PUT', `${path}/rollover/scale`, { ...scale, spec: { replicas: 2 } });
    suite.until(() => settled('rollover'));
    suite.ok(
      'PATCH',
      `${path}/rollover/status`,
      { status: { conditions: [{ type: 'StatusPatched', status: 'True' }] } },
      'application/merge-patch+json',
    );
    expect(suite.get(`${path}/rollover`).metadata.annotations['deployment.kubernetes.io/revision']).toBeDefined();
    suite.ok('DELETE', `${path}?labelSelector=name%3Drollover`);
    suite.until(() => listed('name=rollover').length === 0);
  });
});

describe('[sig-apps] DaemonSet', () => {
  const path = apps('daemonsets');
  it('runs everywhere, revives and replaces failed pods, follows node labels, rolls and rolls back', () => {
    const labels = { 'daemonset-name': 'daemon-set' };
    suite.create(path, {
      metadata: { name: 'daemon-set' },
      spec: {
        selector: { matchLabels: labels },
        template: template(labels),
        updateStrategy: { type: 'RollingUpdate' },
      },
    });
    const pods = () => listed('daemonset-name=daemon-set');
    const running = (count: number) =>
      suite.until(() => pods().length === count && suite.get(`${path}/daemon-set`).status.numberReady === count);
    running(2);
    const [victim] = pods();
    suite.ok('DELETE', suite.core(`pods/${victim.metadata.name}`));
    running(2);
    const [failed] = pods();
    suite.ok('PUT', suite.core(`pods/${failed.metadata.name}/status`), { ...failed, status: { phase: 'Failed' } });
    suite.until(() => suite.request('GET', suite.core(`pods/${failed.metadata.name}`)).status === 404);
    running(2);
    const image = () => new Set(pods().map((pod) => pod.spec.containers[0].image));
    const update = (to: string) =>
      suite.ok('PATCH', `${path}/daemon-set`, {
        spec: { template: { spec: { containers: [{ name: 'httpd', image: to }] } } },
      });
    update(AGNHOST);
    suite.until(() => [...image()].join() === AGNHOST && suite.get(`${path}/daemon-set`).status.numberReady === 2);
    update('foo:non-existent');
    suite.wait(10_000);
    update(AGNHOST);
    suite.until(() => [...image()].join() === AGNHOST && suite.get(`${path}/daemon-set`).status.numberReady === 2);
    const revisions = suite.get(apps('controllerrevisions?labelSelector=daemonset-name%3Ddaemon-set')).items;
    expect(revisions.length).toBeGreaterThan(1);
    suite.ok('PATCH', `${path}/daemon-set`, {
      spec: { template: { spec: { nodeSelector: { 'daemonset-color': 'blue' } } } },
    });
    suite.until(() => pods().length === 0);
    const node = suite.get('/api/v1/nodes').items.find((it: Any) => (it.spec.taints ?? []).length === 0).metadata.name;
    suite.ok('PATCH', `/api/v1/nodes/${node}`, { metadata: { labels: { 'daemonset-color': 'blue' } } });
    running(1);
    suite.ok('PATCH', `/api/v1/nodes/${node}`, { metadata: { labels: { 'daemonset-color': 'green' } } });
    suite.until(() => pods().length === 0);
    suite.ok('DELETE', `${path}?labelSelector=none%3Dnone`);
    suite.ok('DELETE', `${path}/daemon-set`);
  });
});

describe('[sig-apps] StatefulSet', () => {
  const path = apps('statefulsets');
  const probed = {
    readinessProbe: {
      httpGet: { path: '/index.html', port: 80 },
      periodSeconds: 1,
      successThreshold: 1,
      failureThreshold: 1,
    },
  };
  suite.create('services', {
    metadata: { name: 'test' },
    spec: { clusterIP: 'None', selector: { baz: 'blah' }, ports: [{ port: 80, name: 'http' }] },
  });
  const make = (name: string, spec: object = {}) =>
    suite.create(path, {
      metadata: { name },
      spec: {
        serviceName: 'test',
        replicas: 3,
        selector: { matchLabels: { ss: name } },
        template: template({ ss: name, baz: 'blah' }, probed),
        ...spec,
      },
    });
  const ready = (name: string, count: number) =>
    suite.until(
      () => listed(`ss=${name}`).length === count && (suite.get(`${path}/${name}`).status.readyReplicas ?? 0) === count,
    );
  const html = '/usr/local/apache2/htdocs';
  const breakProbe = (pod: string) => expect(suite.shell(pod, `mv -v ${html}/index.html /tmp/ || true`).code).toBe(0);
  const restoreProbe = (pod: string) => suite.shell(pod, `mv -v /tmp/index.html ${html}/ || true`);

  it('rolls in reverse order, by partition, and rolls back', () => {
    make('ss2');
    ready('ss2', 3);
    breakProbe('ss2-1');
    suite.until(() => suite.get(`${path}/ss2`).status.readyReplicas === 2);
    restoreProbe('ss2-1');
    ready('ss2', 3);
    const image = (pod: string) => suite.pod(pod).spec.containers[0].image;
    const update = (to: string, partition = 0) =>
      suite.ok('PATCH', `${path}/ss2`, {
        spec: {
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
          template: { spec: { containers: [{ name: 'httpd', image: to }] } },
        },
      });
    const NEW = 'registry.k8s.io/e2e-test-images/httpd:2.4.39-4';
    update(NEW, 2);
    suite.until(() => image('ss2-2') === NEW);
    ready('ss2', 3);
    expect([image('ss2-0'), image('ss2-1')]).toEqual([HTTPD, HTTPD]);
    update(NEW);
    suite.until(
      () =>
        image('ss2-0') === NEW &&
        suite.get(`${path}/ss2`).status.currentRevision === suite.get(`${path}/ss2`).status.updateRevision,
    );
    ready('ss2', 3);
    update(HTTPD);
    suite.until(() => image('ss2-0') === HTTPD);
    ready('ss2', 3);
    const scale = suite.get(`${path}/ss2/scale`);
    suite.ok('PUT', `${path}/ss2/scale`, { ...scale, spec: { replicas: 1 } });
    ready('ss2', 1);
    suite.ok('DELETE', `${path}/ss2`);
  });

  it('scales in order and halts at an ill pod; in bursts it does not', () => {
    make('ss', { replicas: 1 });
    ready('ss', 1);
    breakProbe('ss-0');
    suite.until(() => (suite.get(`${path}/ss`).status.readyReplicas ?? 0) === 0);
    suite.ok('PATCH', `${path}/ss`, { spec: { replicas: 3 } });
    suite.wait(10_000);
    expect(listed('ss=ss')).toHaveLength(1);
    restoreProbe('ss-0');
    ready('ss', 3);
    suite.ok('PATCH', `${path}/ss`, { spec: { replicas: 0 } });
    ready('ss', 0);
    make('burst', { replicas: 1, podManagementPolicy: 'Parallel' });
    ready('burst', 1);
    breakProbe('burst-0');
    suite.ok('PATCH', `${path}/burst`, { spec: { replicas: 3 } });
    suite.until(() => listed('ss=burst').length === 3);
    suite.ok('PATCH', `${path}/burst`, { spec: { replicas: 0 } });
    ready('burst', 0);
  });

  it('adopts an orphan and releases who no longer matches, whose client wrote no field that is off', () => {
    const claims = [
      {
        metadata: { name: 'datadir' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } } },
      },
    ];
    const labels = { ss: 'orphans', baz: 'blah' };
    const container = { ...probed, volumeMounts: [{ name: 'datadir', mountPath: '/data/' }] };
    make('orphans', { replicas: 1, volumeClaimTemplates: claims, template: template(labels, container) });
    ready('orphans', 1);
    const put = (change: (metadata: Any) => Any): Any => {
      const pod = suite.pod('orphans-0');
      // As a typed client writes it: what is false is left out.
      const spec = JSON.parse(JSON.stringify(pod.spec), (key, value) =>
        key === 'readOnly' && value === false ? undefined : value,
      );
      return suite.ok('PUT', suite.core('pods/orphans-0'), { ...pod, spec, metadata: change(pod.metadata) });
    };
    put(({ ownerReferences: _, ...metadata }) => metadata);
    suite.until(() => suite.pod('orphans-0').metadata.ownerReferences?.[0]?.name === 'orphans');
    put(({ labels: _, ...metadata }) => metadata);
    suite.until(() => suite.pod('orphans-0').metadata.ownerReferences === undefined);
    put((metadata) => ({ ...metadata, labels }));
    suite.until(() => suite.pod('orphans-0').metadata.ownerReferences?.[0]?.name === 'orphans');
    suite.ok('DELETE', `${path}/orphans`);
  });

  it('makes a pod anew that its node turned away', () => {
    const node = suite.get('/api/v1/nodes').items.find((it: Any) => (it.spec.taints ?? []).length === 0).metadata.name;
    const ports = [{ containerPort: 21_017, hostPort: 21_017, name: 'conflict' }];
    suite.create('pods', podOf('test-pod', { image: HTTPD, ports }, { nodeName: node, restartPolicy: 'Always' }));
    suite.untilReady('test-pod');
    suite.create(path, {
      metadata: { name: 'evicted' },
      spec: {
        serviceName: 'test',
        replicas: 1,
        selector: { matchLabels: { ss: 'evicted' } },
        template: template({ ss: 'evicted' }, { ports }, { nodeName: node }),
      },
    });
    const uids = new Set<string>();
    suite.until(
      () => {
        for (const pod of listed('ss=evicted')) uids.add(pod.metadata.uid);
        return uids.size > 1;
      },
      60_000,
      20,
    );
    suite.ok('DELETE', suite.core('pods/test-pod'));
    suite.until(() => suite.pod('evicted-0').status.phase === 'Running');
  });
});

describe('[sig-apps] Job and CronJob', () => {
  const jobs = suite.group('batch/v1', 'jobs');
  const job = (name: string, container: object, spec: object = {}, pod: object = {}) =>
    suite.create(jobs, {
      metadata: { name },
      spec: {
        parallelism: 2,
        completions: 4,
        backoffLimit: 6,
        ...spec,
        template: {
          metadata: { labels: { job: name } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: BUSYBOX, ...container }], ...pod },
        },
      },
    });
  const condition = (name: string, type: string): boolean =>
    (suite.get(`${jobs}/${name}`).status.conditions ?? []).some((it: Any) => it.type === type && it.status === 'True');
  const sh = (line: string) => ({ command: ['/bin/sh', '-c', line] });

  it('completes when tasks fail and are restarted, and when they are indexed', () => {
    const once = 'if [[ -r /data/foo ]] ; then rm /data/foo ; exit 0 ; else touch /data/foo ; exit 1 ; fi';
    job(
      'fail-once-local',
      { ...sh(once), volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      {},
      { restartPolicy: 'OnFailure', volumes: [{ name: 'data', emptyDir: {} }] },
    );
    suite.until(() => condition('fail-once-local', 'Complete'));
    expect(listed('job=fail-once-local').filter((pod) => pod.status.phase === 'Succeeded')).toHaveLength(4);
    job('indexed', sh('exit 0'), { completionMode: 'Indexed' });
    suite.until(() => condition('indexed', 'Complete'));
    const indexes = listed('job=indexed').map(
      (pod) => pod.metadata.annotations['batch.kubernetes.io/job-completion-index'],
    );
    expect(indexes.sort()).toEqual(['0', '1', '2', '3']);
    for (const pod of listed('job=indexed')) expect(pod.spec.hostname).toMatch(/^indexed-\d$/);
  });

  it('adopts orphans, releases what does not match', () => {
    job('adopt-release', { command: ['sleep', '1000000'] });
    suite.until(() => listed('job=adopt-release').filter((pod) => pod.status.phase === 'Running').length === 2);
    const [pod] = listed('job=adopt-release');
    const at = suite.core(`pods/${pod.metadata.name}`);
    suite.ok('PATCH', at, { metadata: { ownerReferences: null } }, 'application/merge-patch+json');
    suite.until(() => suite.get(at).metadata.ownerReferences?.[0].name === 'adopt-release');
    suite.ok('PATCH', at, { metadata: { labels: null } }, 'application/merge-patch+json');
    suite.until(() => suite.get(at).metadata.ownerReferences === undefined);
    suite.ok('DELETE', `${jobs}/adopt-release`, { propagationPolicy: 'Foreground' });
    suite.until(() => suite.request('GET', `${jobs}/adopt-release`).status === 404);
  });

  it('fails early by its pod failure policy, and ignores disruptions', () => {
    job('fail-early', sh('exit 42'), {
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'c', operator: 'In', values: [42] } }],
      },
    });
    suite.until(() => condition('fail-early', 'Failed'));
    job(
      'ignore',
      { command: ['sleep', '1000'] },
      {
        completions: 1,
        parallelism: 1,
        backoffLimit: 0,
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
      },
    );
    suite.until(() => listed('job=ignore')[0]?.status.phase === 'Running');
    const [pod] = listed('job=ignore');
    suite.ok('POST', suite.core(`pods/${pod.metadata.name}/eviction`), {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: pod.metadata.name, namespace: suite.ns },
    });
    suite.until(() =>
      listed('job=ignore').some((other) => other.metadata.uid !== pod.metadata.uid && other.status.phase === 'Running'),
    );
    expect(condition('ignore', 'Failed')).toBe(false);
    suite.ok(
      'PATCH',
      `${jobs}/ignore/status`,
      { metadata: { annotations: { patched: '1' } }, status: { startTime: '2026-01-01T00:00:00Z' } },
      'application/merge-patch+json',
    );
  });

  it('CronJobs forbid, replace, suspend', () => {
    const crons = suite.group('batch/v1', 'cronjobs');
    const cron = (name: string, concurrencyPolicy: string, suspend = false) =>
      suite.create(crons, {
        metadata: { name },
        spec: {
          schedule: '*/1 * * * ?',
          concurrencyPolicy,
          suspend,
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: 'OnFailure',
                  containers: [{ name: 'c', image: BUSYBOX, command: ['sleep', '300'] }],
                },
              },
            },
          },
        },
      });
    for (const policy of ['Allow', 'Forbid', 'Replace']) cron(policy.toLowerCase(), policy);
    cron('suspended', 'Allow', true);
    const active = (name: string): readonly Any[] => suite.get(`${crons}/${name}`).status.active ?? [];
    suite.until(() => active('allow').length >= 2 && active('forbid').length === 1 && active('replace').length === 1);
    const [first] = active('replace');
    suite.until(() => active('replace').length === 1 && active('replace')[0].name !== first.name);
    expect([active('forbid').length, active('suspended').length]).toEqual([1, 0]);
    suite.ok('DELETE', crons);
    suite.until(() => suite.get(crons).items.length === 0);
  });
});

describe('[sig-apps] DisruptionController', () => {
  it('blocks an eviction until the budget allows it, and shows its status', () => {
    const budgets = suite.group('policy/v1', 'poddisruptionbudgets');
    for (const name of ['pdb-0', 'pdb-1', 'pdb-2'])
      suite.create('pods', podOf(name, { args: ['pause'] }, { restartPolicy: 'Always' }, { labels: { foo: 'bar' } }));
    for (const name of ['pdb-0', 'pdb-1', 'pdb-2']) suite.untilReady(name);
    suite.create(budgets, {
      metadata: { name: 'foo' },
      spec: { selector: { matchLabels: { foo: 'bar' } }, minAvailable: 3 },
    });
    suite.until(() => suite.get(`${budgets}/foo`).status.currentHealthy === 3);
    const evict = () =>
      suite.request('POST', suite.core('pods/pdb-0/eviction'), {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: 'pdb-0', namespace: suite.ns },
      });
    const refused = evict();
    expect([refused.status, (refused.body as Any).details.causes[0].reason]).toEqual([429, 'DisruptionBudget']);
    suite.ok('PATCH', `${budgets}/foo`, { spec: { minAvailable: 2 } });
    suite.until(() => suite.get(`${budgets}/foo`).status.disruptionsAllowed === 1);
    expect(evict().status).toBe(201);
    suite.until(() => suite.get(`${budgets}/foo`).status.currentHealthy === 2);
    suite.ok('DELETE', `${budgets}?labelSelector=`);
  });
});

describe('[sig-scheduling]', () => {
  it('resource limits, node selectors, host ports, preemption', () => {
    suite.create('pods', podOf('huge', { args: ['pause'], resources: { requests: { cpu: '1000' } } }));
    suite.create('pods', podOf('restricted', { args: ['pause'] }, { nodeSelector: { label: 'nonempty' } }));
    suite.until(() =>
      suite
        .get(suite.core('events'))
        .items.some((it: Any) => it.reason === 'FailedScheduling' && it.involvedObject.name === 'restricted'),
    );
    expect(suite.pod('huge').status.phase).toBe('Pending');
    const node = suite.get('/api/v1/nodes').items.find((it: Any) => (it.spec.taints ?? []).length === 0);
    suite.ok('PATCH', `/api/v1/nodes/${node.metadata.name}`, { metadata: { labels: { label: 'nonempty' } } });
    suite.untilReady('restricted');
    // Preemption, with a resource that nodes are given.
    const scarce = 'scheduling.k8s.io/foo';
    for (const { metadata } of suite.get('/api/v1/nodes').items)
      suite.ok('PATCH', `/api/v1/nodes/${metadata.name}/status`, { status: { capacity: { [scarce]: '5' } } });
    suite.until(
      () =>
        suite.get(`/api/v1/nodes/${node.metadata.name}`).status.allocatable[scarce] === '5' ||
        suite.get(`/api/v1/nodes/${node.metadata.name}`).status.capacity[scarce] === '5',
    );
    for (const [name, value] of [
      ['low', 1],
      ['high', 1000],
    ] as const)
      suite.create('/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name }, value });
    const pod = (name: string, priorityClassName: string, on?: string) =>
      podOf(
        name,
        { args: ['pause'], resources: { requests: { [scarce]: '3' }, limits: { [scarce]: '3' } } },
        { priorityClassName, ...(on === undefined ? {} : { nodeSelector: { 'kubernetes.io/hostname': on } }) },
      );
    suite.runPod(pod('victim', 'low', node.metadata.name));
    suite.create('pods', pod('preemptor', 'high', node.metadata.name));
    suite.until(() => suite.request('GET', suite.core('pods/victim')).status === 404);
    suite.untilReady('preemptor');
  });

  it('LimitRange gives defaults and refuses what is beyond', () => {
    suite.create('limitranges', {
      metadata: { name: 'limit-range' },
      spec: {
        limits: [
          {
            type: 'Container',
            min: { cpu: '50m', memory: '100Mi' },
            max: { cpu: '500m', memory: '500Mi' },
            default: { cpu: '500m', memory: '500Mi' },
            defaultRequest: { cpu: '100m', memory: '200Mi' },
          },
        ],
      },
    });
    expect(
      suite.create('pods', podOf('pod-no-resources', { args: ['pause'] })).spec.containers[0].resources,
    ).toMatchObject({
      limits: { cpu: '500m', memory: '500Mi' },
      requests: { cpu: '100m', memory: '200Mi' },
    });
    for (const resources of [{ requests: { cpu: '10m' } }, { requests: { cpu: '600m' }, limits: { cpu: '600m' } }])
      expect(suite.request('POST', suite.core('pods'), podOf('beyond', { args: ['pause'], resources })).status).toBe(
        403,
      );
    suite.ok('DELETE', suite.core('limitranges/limit-range'));
  });
});
