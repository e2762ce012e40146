import { describe, expect, test } from 'vitest';
import { type DirectoryNode, nodeAt } from '../../../../src/engine/cluster/files.ts';
import { World } from './support/world.ts';

function configMap(world: World, name: string, data: object): void {
  world.api.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data });
}

function environment(world: World, container: string): Record<string, string> {
  return Object.fromEntries(world.runtime.started.filter(({ name }) => name === container).at(-1)!.env);
}

describe('a container environment', () => {
  test('comes from values, references, maps, fields, resources and Services', () => {
    const world = new World();
    configMap(world, 'special', { LEVEL: 'very', TYPE: 'charm' });
    world.api.put('secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'pw', namespace: 'default' },
      data: { password: btoa('s3cret') },
    });
    const service = (name: string, clusterIP: string) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { clusterIP, ports: [{ name: 'http', port: 80 }] },
    });
    world.api.put('services', service('my-web', '10.96.5.5'));
    world.pod('env', {
      containers: [
        {
          name: 'c',
          image: 'nginx:1.25',
          command: ['sh', '-c', 'echo $(COMBO) $$(COMBO) $(NOPE)'],
          resources: { limits: { cpu: '250m', memory: '64Mi' } },
          envFrom: [
            { prefix: 'P_', configMapRef: { name: 'special' } },
            { configMapRef: { name: 'nosuch', optional: true } },
          ],
          env: [
            { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'special', key: 'LEVEL' } } },
            { name: 'PW', valueFrom: { secretKeyRef: { name: 'pw', key: 'password' } } },
            { name: 'MAYBE', valueFrom: { configMapKeyRef: { name: 'special', key: 'NOPE', optional: true } } },
            { name: 'COMBO', value: '$(LEVEL)-$(MY_WEB_SERVICE_PORT)-$(UNSET)' },
            { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
            { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
            { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
          ],
        },
      ],
    });
    world.pass(3);
    expect(environment(world, 'c')).toEqual({
      P_LEVEL: 'very',
      P_TYPE: 'charm',
      LEVEL: 'very',
      PW: 's3cret',
      COMBO: 'very-80-$(UNSET)',
      IP: '10.244.1.2',
      NODE: 'worker-1',
      CPU: '250',
      MEM: '64',
      MY_WEB_SERVICE_HOST: '10.96.5.5',
      MY_WEB_SERVICE_PORT: '80',
      MY_WEB_SERVICE_PORT_HTTP: '80',
      MY_WEB_PORT: 'tcp://10.96.5.5:80',
      MY_WEB_PORT_80_TCP: 'tcp://10.96.5.5:80',
      MY_WEB_PORT_80_TCP_PROTO: 'tcp',
      MY_WEB_PORT_80_TCP_PORT: '80',
      MY_WEB_PORT_80_TCP_ADDR: '10.96.5.5',
    });
    expect(world.runtime.started.at(-1)!.command).toEqual(['sh', '-c', 'echo very-80-$(UNSET) $(COMBO) $(NOPE)']);
  });

  test('a missing map or key is a CreateContainerConfigError until it is there', () => {
    const world = new World();
    configMap(world, 'site', { mode: 'on' });
    const env = (name: string, key: string) => [{ name: 'X', valueFrom: { configMapKeyRef: { name, key } } }];
    world.pod('missing', { containers: [{ name: 'c', image: 'nginx:1.25', env: env('nope', 'k') }] });
    world.pod('badkey', { containers: [{ name: 'c', image: 'nginx:1.25', env: env('site', 'wrong') }] });
    world.pass(3);
    const message = (name: string) => world.get(name)!.status!.containerStatuses![0]!.state!.waiting;
    expect(message('missing')).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "nope" not found' });
    expect(message('badkey')).toEqual({
      reason: 'CreateContainerConfigError',
      message: "couldn't find key wrong in ConfigMap default/site",
    });
    expect(world.events('missing')).toEqual([
      'Pulled x2: Container image "nginx:1.25" already present on machine and can be accessed by the pod',
      'Failed x2: Error: configmap "nope" not found',
    ]);
    configMap(world, 'nope', { k: 'v' });
    world.pass(20);
    expect(world.rows('missing').at(-1)).toBe('Running c:Running+');
  });
});

describe('volumes', () => {
  const mounted = (world: World, path: string) =>
    world.runtime.started.at(-1)!.mounts.find(({ mountPath }) => mountPath === path)!;
  const content = (world: World, path: string, file: string) => {
    const node = nodeAt(mounted(world, path).source as DirectoryNode, file);
    return node?.type === 'file' ? node.content : undefined;
  };

  test('show keys as files, with items, modes and subPath', () => {
    const world = new World();
    configMap(world, 'site', { 'site.conf': 'listen 80', mode: 'on' });
    world.pod(
      'vol',
      {
        volumes: [
          { name: 'all', configMap: { name: 'site', defaultMode: 0o400 } },
          { name: 'one', configMap: { name: 'site', items: [{ key: 'mode', path: 'sub/mode.txt' }] } },
          { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          { name: 'tmp', emptyDir: {} },
          { name: 'host', hostPath: { path: '/var/data', type: 'DirectoryOrCreate' } },
        ],
        containers: [
          {
            name: 'c',
            image: 'nginx:1.25',
            volumeMounts: [
              { name: 'all', mountPath: '/all' },
              { name: 'one', mountPath: '/one' },
              { name: 'all', mountPath: '/etc/site.conf', subPath: 'site.conf' },
              { name: 'info', mountPath: '/info' },
              { name: 'tmp', mountPath: '/tmp', readOnly: true },
              { name: 'host', mountPath: '/host' },
            ],
          },
        ],
      },
      { labels: { app: 'x', tier: 'y' } },
    );
    world.pass(3);
    expect([...(mounted(world, '/all').source as DirectoryNode).entries.keys()]).toEqual(['site.conf', 'mode']);
    expect(mounted(world, '/all').readOnly).toBe(true);
    expect(content(world, '/one', 'sub/mode.txt')).toBe('on');
    expect(mounted(world, '/etc/site.conf').source).toMatchObject({ type: 'file', content: 'listen 80', mode: 0o400 });
    expect(content(world, '/info', 'labels')).toBe('app="x"\ntier="y"');
    expect(mounted(world, '/tmp').readOnly).toBe(true);
    expect(mounted(world, '/host').source).toBe(nodeAt(world.kubelet.nodeFiles, '/var/data'));
  });

  test('a changed ConfigMap reaches the files within 60 to 90 s, the environment never, a subPath never', () => {
    const world = new World();
    configMap(world, 'site', { mode: 'on' });
    world.pod('vol', {
      volumes: [{ name: 'all', configMap: { name: 'site' } }],
      containers: [
        {
          name: 'c',
          image: 'nginx:1.25',
          volumeMounts: [
            { name: 'all', mountPath: '/all' },
            { name: 'all', mountPath: '/mode', subPath: 'mode' },
          ],
        },
      ],
    });
    world.pass(10);
    configMap(world, 'site', { mode: 'off' });
    world.pass(40);
    expect(content(world, '/all', 'mode')).toBe('on');
    world.pass(45);
    expect(content(world, '/all', 'mode')).toBe('off');
    expect(mounted(world, '/mode').source).toMatchObject({ content: 'on' });
  });

  test('a volume whose source is missing holds the pod in ContainerCreating and is tried again', () => {
    const world = new World();
    world.pod('vol', {
      volumes: [{ name: 'v', configMap: { name: 'nope' } }],
      containers: [{ name: 'c', image: 'nginx:1.25' }],
    });
    world.pass(2);
    expect(world.rows('vol').at(-1)).toBe('Pending c:ContainerCreating');
    expect(world.events('vol')[0]).toMatch(
      /^FailedMount x[23]: MountVolume.SetUp failed for volume "v" : configmap "nope" not found$/,
    );
    configMap(world, 'nope', { k: 'v' });
    world.pass(10);
    expect(world.rows('vol').at(-1)).toBe('Running c:Running+');
  });
});

describe('a claim', () => {
  test('holds the pod back until it is bound, and then is the node path of its volume', () => {
    const world = new World();
    world.pod('uses', {
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'claim' } }],
      containers: [{ name: 'c', image: 'nginx:1.25', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    });
    const claim = (phase: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'claim', namespace: 'default' },
      spec: { volumeName: 'vol' },
      status: { phase },
    });
    world.api.put('persistentvolumeclaims', claim('Pending'));
    world.api.put('persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'vol' },
      spec: { hostPath: { path: '/tmp/vol' } },
    });
    world.pass(2);
    expect(world.events('uses')[0]).toMatch(
      /^FailedMount x\d: MountVolume.SetUp failed for volume "v" : error processing PVC default\/claim: PVC is not bound$/,
    );
    world.api.put('persistentvolumeclaims', claim('Bound'));
    world.pass(6);
    expect(world.rows('uses').at(-1)).toBe('Running c:Running+');
    expect(world.runtime.started.at(-1)!.mounts[0]!.source).toBe(nodeAt(world.kubelet.nodeFiles, '/tmp/vol'));
  });
});
