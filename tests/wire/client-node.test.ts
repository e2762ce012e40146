import { connect, createServer } from 'node:net';
import { PassThrough, Readable, Writable } from 'node:stream';
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  Log,
  makeInformer,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Status,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from './served-world.ts';

// The client library that programs use, unchanged, against the engine behind a port.

describe('@kubernetes/client-node', () => {
  let served: ServedWorld;
  let config: KubeConfig;
  let core: CoreV1Api;
  const namespace = 'default';
  const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
    const end = Date.now() + 15_000;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`not within 15 s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const running = (name: string) =>
    until(`${name} runs`, async () =>
      ((await core.readNamespacedPod({ name, namespace })).status?.containerStatuses ?? []).some(({ ready }) => ready),
    );
  const pod = (name: string, image: string, command?: string[]) =>
    core.createNamespacedPod({
      namespace,
      body: { metadata: { name }, spec: { containers: [{ name: 'c', image, ...(command ? { command } : {}) }] } },
    });

  beforeAll(async () => {
    served = await serveWorld();
    served.driver.setSpeed(10);
    config = new KubeConfig();
    config.loadFromFile(`${served.home}/.kube/config`);
    core = config.makeApiClient(CoreV1Api);
  }, 60_000);
  afterAll(() => served.close());

  it('creates, patches in its ways, scales and deletes', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const labels = { app: 'web' };
    await apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1.25' }] } },
        },
      },
    });
    const strategies: readonly (readonly [string, unknown])[] = [
      [PatchStrategy.JsonPatch, [{ op: 'replace', path: '/spec/replicas', value: 2 }]],
      [PatchStrategy.MergePatch, { spec: { replicas: 3 } }],
      [PatchStrategy.StrategicMergePatch, { spec: { template: { spec: { containers: [{ name: 'c', tty: true }] } } } }],
    ];
    for (const [type, body] of strategies)
      await apps.patchNamespacedDeployment(
        { name: 'web', namespace, body: body as object },
        setHeaderOptions('Content-Type', type),
      );
    const { spec } = await apps.readNamespacedDeployment({ name: 'web', namespace });
    expect(spec).toMatchObject({
      replicas: 3,
      template: { spec: { containers: [{ image: 'nginx:1.25', tty: true }] } },
    });
    await until('three are ready', async () => {
      const { status } = await apps.readNamespacedDeployment({ name: 'web', namespace });
      return status?.readyReplicas === 3;
    });
    await apps.deleteNamespacedDeployment({ name: 'web', namespace });
    await until('its pods are gone', async () => (await core.listNamespacedPod({ namespace })).items.length === 0);
  }, 30_000);

  it('keeps an informer’s cache true, also over a broken connection', async () => {
    const seen: string[] = [];
    const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
      core.listNamespacedConfigMap({ namespace }),
    );
    let ended = 0;
    for (const verb of ['add', 'update', 'delete'] as const)
      informer.on(verb, (object) => void seen.push(`${verb} ${object.metadata?.name}`));
    informer.on('error', () => {
      ended++;
      setTimeout(() => void informer.start(), 50);
    });
    await informer.start();
    const body = { metadata: { name: 'seen' }, data: { a: '1' } };
    await core.createNamespacedConfigMap({ namespace, body });
    await until('added', () => seen.includes('add seen'));
    await core.replaceNamespacedConfigMap({ name: 'seen', namespace, body: { ...body, data: { a: '2' } } });
    await until('updated', () => seen.includes('update seen'));
    expect(informer.get('seen', namespace)?.data).toEqual({ a: '2' });
    served.dropConnections();
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'later' } } }).catch(() => undefined);
    await until('it watches again', () => seen.includes('add later'));
    await core.deleteNamespacedConfigMap({ name: 'seen', namespace });
    await until('deleted', () => seen.includes('delete seen'));
    await informer.stop();
    expect(ended).toBeLessThan(20);
  }, 30_000);

  it('watches from a list, hears of what is too old, and gets bookmarks', async () => {
    const watch = new Watch(config);
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const types: string[] = [];
    const marks: unknown[] = [];
    const query = {
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: true,
    };
    const controller = await watch.watch(
      path,
      query,
      (type, object: { metadata?: { annotations?: object } }) => {
        types.push(type);
        if (type === 'BOOKMARK') marks.push(object.metadata?.annotations);
      },
      () => {},
    );
    await until('the bookmark comes', () => marks.length > 0);
    expect(types[0]).toBe('ADDED');
    expect(marks[0]).toEqual({ 'k8s.io/initial-events-end': 'true' });
    controller.abort();
    served.driver.between(() => served.world.cluster.server.core.store.compact(50));
    const old: unknown[] = [];
    await watch.watch(
      path,
      { resourceVersion: '1' },
      (type, object) => void old.push([type, object]),
      () => {},
    );
    await until('410', () => old.length > 0);
    expect(old[0]).toMatchObject(['ERROR', { code: 410, reason: 'Expired' }]);
  }, 30_000);

  it('runs a command in a container and follows its log', async () => {
    await pod('box', 'busybox', ['sh', '-c', 'i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done']);
    await running('box');
    let out = '';
    const stdout = new Writable({
      write(chunk, _, done) {
        out += String(chunk);
        done();
      },
    });
    const status = await new Promise<V1Status>((resolve, reject) => {
      new Exec(config)
        .exec(
          namespace,
          'box',
          'c',
          ['sh', '-c', 'cat; exit 3'],
          stdout,
          null,
          Readable.from(['from here\n']),
          false,
          resolve,
        )
        .catch(reject);
    });
    expect(out).toBe('from here\n');
    expect(status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' });
    const log = new PassThrough();
    let isOver = false;
    log.on('end', () => {
      isOver = true;
    });
    let text = '';
    log.on('data', (chunk) => {
      text += String(chunk);
    });
    await new Log(config).log(namespace, 'box', 'c', log, { follow: true, tailLines: 1 });
    await until('three more ticks', () => text.split('\n').length > 3);
    await core.deleteNamespacedPod({ name: 'box', namespace, gracePeriodSeconds: 0 });
    await until('the log ends with the pod', () => isOver);
  }, 30_000);

  it('forwards a port', async () => {
    await pod('server', 'nginx:1.25');
    await running('server');
    const forward = new PortForward(config);
    const front = createServer((socket) => void forward.portForward(namespace, 'server', [80], socket, null, socket));
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const { port } = front.address() as { port: number };
    let page = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    );
    socket.on('data', (chunk) => {
      page += String(chunk);
    });
    socket.on('error', () => {});
    await until('the page comes', () => page.includes('Welcome to nginx!'));
    socket.destroy();
    front.close();
  }, 30_000);

  it('bears as many watches as a dashboard opens', async () => {
    const watch = new Watch(config);
    const kinds = ['pods', 'configmaps', 'services', 'events', 'secrets', 'endpoints', 'nodes', 'namespaces'];
    let added = 0;
    const controllers = await Promise.all(
      Array.from({ length: 80 }, (_, at) =>
        watch.watch(
          `/api/v1/${kinds[at % kinds.length]}`,
          {},
          (type, object: { metadata?: { name?: string } }) => {
            if (type === 'ADDED' && object.metadata?.name === 'dashboard') added++;
          },
          () => {},
        ),
      ),
    );
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'dashboard' } } });
    await until('each watch of config maps hears of it once', () => added >= 10);
    for (const controller of controllers) controller.abort();
    expect(added).toBe(10);
  }, 30_000);
});
