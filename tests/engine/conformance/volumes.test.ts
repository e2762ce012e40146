import { describe, expect, it } from 'vitest';
import { type Any, podOf, Suite } from './world.ts';

const suite = new Suite();
let made = 0;

function mounttest(volume: object, args: readonly string[], spec: object = {}, mount: object = {}): string {
  made += 1;
  return suite.output(
    podOf(
      `mounttest-${made}`,
      {
        args: ['mounttest', ...args],
        volumeMounts: [{ name: 'volume', mountPath: '/test-volume', ...mount }],
      },
      { volumes: [{ name: 'volume', ...volume }], ...spec },
    ),
  );
}

describe('[sig-storage] EmptyDir volumes', () => {
  for (const medium of ['', 'Memory'])
    for (const runAsUser of [0, 1001]) {
      const who = `(${runAsUser === 0 ? 'root' : 'non-root'},${medium === '' ? 'default' : 'tmpfs'})`;
      const spec = { securityContext: { runAsUser } };
      const volume = { emptyDir: { medium } };
      it(`volume should have the correct mode ${who}`, () => {
        const text = mounttest(volume, ['--fs_type=/test-volume', '--file_perm=/test-volume'], spec);
        expect(text).toContain('perms of file "/test-volume": -rwxrwxrwx');
        if (medium === 'Memory') expect(text).toContain('mount type of "/test-volume": tmpfs');
      });
      for (const [mode, perms] of [
        ['0644', '-rw-r--r--'],
        ['0666', '-rw-rw-rw-'],
        ['0777', '-rwxrwxrwx'],
      ])
        it(`should support ${mode} ${who}`, () => {
          const path = '/test-volume/test-file';
          const text = mounttest(
            volume,
            ['--fs_type=/test-volume', `--new_file_${mode}=${path}`, `--file_perm=${path}`],
            spec,
          );
          expect(text).toContain(`content of file "${path}": mount-tester new file`);
          expect(text).toContain(`perms of file "${path}": ${perms}`);
        });
    }
});

const file = '/test-volume/data-1';

describe('[sig-storage] ConfigMap and Secret volumes', () => {
  const kinds = [
    {
      kind: 'configmaps',
      volume: (name: string, more: object) => ({ configMap: { name, ...more } }),
      wrap: (text: string) => text,
    },
    {
      kind: 'secrets',
      volume: (name: string, more: object) => ({ secret: { secretName: name, ...more } }),
      wrap: (text: string) => btoa(text),
    },
    {
      kind: 'configmaps',
      projected: true,
      volume: (name: string, { defaultMode, ...more }: Any) => ({
        projected: {
          ...(defaultMode === undefined ? {} : { defaultMode }),
          sources: [{ configMap: { name, ...more } }],
        },
      }),
      wrap: (text: string) => text,
    },
    {
      kind: 'secrets',
      projected: true,
      volume: (name: string, { defaultMode, ...more }: Any) => ({
        projected: { ...(defaultMode === undefined ? {} : { defaultMode }), sources: [{ secret: { name, ...more } }] },
      }),
      wrap: (text: string) => btoa(text),
    },
  ];
  for (const { kind, projected, volume, wrap } of kinds) {
    const noun = `${projected === true ? 'projected ' : ''}${kind}`;
    const name = `test-${projected === true ? 'projected-' : ''}${kind}`;
    it(`${noun}: consumable, with modes, mappings, as non-root, with fsGroup`, () => {
      suite.create(kind, { metadata: { name }, data: { 'data-1': wrap('value-1'), 'data-2': wrap('value-2') } });
      const read = [`--file_content=${file}`, `--file_mode=${file}`];
      expect(mounttest(volume(name, {}), read)).toBe(
        `mode of file "${file}": -rw-r--r--\ncontent of file "${file}": value-1\n`,
      );
      expect(mounttest(volume(name, { defaultMode: 0o400 }), read)).toContain(`mode of file "${file}": -r--------`);
      const fsGroup = { securityContext: { runAsUser: 1000, fsGroup: 1001 } };
      expect(mounttest(volume(name, { defaultMode: 0o440 }), read, fsGroup)).toContain(
        `mode of file "${file}": -r--r-----`,
      );
      const mapped = '/test-volume/path/to/data-2';
      const items = [{ key: 'data-2', path: 'path/to/data-2', mode: 0o400 }];
      expect(mounttest(volume(name, { items }), [`--file_content=${mapped}`, `--file_mode=${mapped}`])).toBe(
        `mode of file "${mapped}": -r--------\ncontent of file "${mapped}": value-2\n`,
      );
    });

    it(`${noun}: optional updates are reflected`, () => {
      const at = (of: string) => `${of}-${name}`;
      suite.create(kind, { metadata: { name: at('del') }, data: { 'data-1': wrap('value-1') } });
      suite.create(kind, { metadata: { name: at('upd') }, data: { 'data-1': wrap('value-1') } });
      const names = ['del', 'upd', 'create'];
      const path = (of: string) => `/etc/volumes/${of}/data-${of === 'upd' ? 3 : 1}`;
      suite.runPod({
        metadata: { name: at('optional') },
        spec: {
          volumes: names.map((of) => ({ name: of, ...volume(at(of), { optional: true }) })),
          containers: names.map((of) => ({
            name: `${of}test`,
            image: 'registry.k8s.io/e2e-test-images/agnhost:2.56',
            args: [
              'mounttest',
              '--break_on_expected_content=false',
              '--retry_time=120',
              `--file_content_in_loop=${path(of)}`,
            ],
            volumeMounts: [{ name: of, mountPath: `/etc/volumes/${of}` }],
          })),
        },
      });
      const log = (of: string) => suite.log(at('optional'), `${of}test`);
      suite.until(() => log('create').includes(`Error reading file ${path('create')}`));
      suite.until(() => log('del').includes('value-1'));
      suite.ok('DELETE', suite.core(`${kind}/${at('del')}`));
      suite.ok('PUT', suite.core(`${kind}/${at('upd')}`), {
        metadata: { name: at('upd') },
        data: { 'data-3': wrap('value-3') },
      });
      suite.create(kind, { metadata: { name: at('create') }, data: { 'data-1': wrap('value-1') } });
      suite.until(() => log('create').includes('value-1'), 120_000);
      suite.until(() => log('upd').includes('value-3'), 120_000);
      suite.until(() => log('del').includes(`Error reading file ${path('del')}`), 120_000);
    });

    it(`${noun}: immutable ones keep their data`, () => {
      const at = `immutable-${noun.replaceAll(' ', '-')}`;
      suite.create(kind, { metadata: { name: at }, data: { a: wrap('1') } });
      const object = suite.get(suite.core(`${kind}/${at}`));
      suite.ok('PUT', suite.core(`${kind}/${at}`), { ...object, immutable: true });
      const now = suite.get(suite.core(`${kind}/${at}`));
      expect(suite.request('PUT', suite.core(`${kind}/${at}`), { ...now, data: { a: wrap('2') } }).status).toBe(422);
      expect(suite.request('PUT', suite.core(`${kind}/${at}`), { ...now, immutable: false }).status).toBe(422);
      suite.ok('PUT', suite.core(`${kind}/${at}`), { ...now, metadata: { ...now.metadata, labels: { x: 'y' } } });
      suite.ok('DELETE', suite.core(`${kind}/${at}`));
    });
  }

  it('binary data is reflected', () => {
    suite.create('configmaps', {
      metadata: { name: 'binary' },
      data: { 'data-1': 'value-1' },
      binaryData: { 'dump.bin': '3sr+utD+/w==' },
    });
    const text = suite.output({
      metadata: { name: 'binary-pod' },
      spec: {
        restartPolicy: 'Never',
        volumes: [{ name: 'v', configMap: { name: 'binary' } }],
        containers: [
          {
            name: 'c',
            image: 'registry.k8s.io/e2e-test-images/busybox:1.36.1-1',
            command: ['hexdump', '-C', '/etc/v/dump.bin'],
            volumeMounts: [{ name: 'v', mountPath: '/etc/v' }],
          },
        ],
      },
    });
    expect(text).toMatch(/de ca fe ba d0 fe ff/);
  });
});

describe('[sig-storage] Downward API volumes', () => {
  for (const projected of [false, true]) {
    const volume = (items: readonly object[], defaultMode?: number) =>
      projected
        ? {
            projected: { sources: [{ downwardAPI: { items } }], ...(defaultMode === undefined ? {} : { defaultMode }) },
          }
        : { downwardAPI: { items, ...(defaultMode === undefined ? {} : { defaultMode }) } };
    it(`${projected ? 'projected ' : ''}podname, modes, limits and requests, with node's allocatable as default`, () => {
      const podname = [{ path: 'podname', fieldRef: { fieldPath: 'metadata.name' } }];
      const at = '/test-volume/podname';
      expect(mounttest(volume(podname), [`--file_content=${at}`])).toBe(`content of file "${at}": mounttest-${made}\n`);
      expect(mounttest(volume(podname, 0o400), [`--file_mode=${at}`])).toBe(`mode of file "${at}": -r--------\n`);
      expect(
        mounttest(volume([{ ...podname[0], mode: 0o400 }]), [`--file_mode=${at}`], {
          securityContext: { runAsUser: 1000, fsGroup: 1001 },
        }),
      ).toContain('-r--');
      for (const [resource, withLimits] of [
        ['limits.cpu', '2'],
        ['limits.memory', '67108864'],
        ['requests.cpu', '1'],
        ['requests.memory', '33554432'],
      ] as const) {
        made += 1;
        const pod = (resources: object) =>
          podOf(
            `resource-${made}`,
            {
              args: ['mounttest', '--file_content=/etc/podinfo/it'],
              resources,
              volumeMounts: [{ name: 'podinfo', mountPath: '/etc/podinfo' }],
            },
            {
              volumes: [
                {
                  name: 'podinfo',
                  ...volume([{ path: 'it', resourceFieldRef: { containerName: 'agnhost-container', resource } }]),
                },
              ],
            },
          );
        expect(
          suite.output(pod({ requests: { cpu: '250m', memory: '32Mi' }, limits: { cpu: '1250m', memory: '64Mi' } })),
        ).toBe(`content of file "/etc/podinfo/it": ${withLimits}\n`);
        if (!resource.startsWith('limits')) continue;
        made += 1;
        expect(suite.output(pod({}))).toMatch(/content of file "\/etc\/podinfo\/it": [1-9]\d*\n/);
      }
    });

    it(`${projected ? 'projected ' : ''}labels and annotations are updated`, () => {
      for (const what of ['labels', 'annotations']) {
        const name = `${what}update${projected ? '-p' : ''}`;
        suite.runPod(
          podOf(
            name,
            {
              args: [
                'mounttest',
                '--break_on_expected_content=false',
                '--retry_time=120',
                `--file_content_in_loop=/etc/podinfo/${what}`,
              ],
              volumeMounts: [{ name: 'podinfo', mountPath: '/etc/podinfo' }],
            },
            {
              volumes: [{ name: 'podinfo', ...volume([{ path: what, fieldRef: { fieldPath: `metadata.${what}` } }]) }],
            },
            { [what]: { key1: 'value1', key2: 'value2' } },
          ),
        );
        suite.until(() => suite.log(name).includes('key1="value1"\n'));
        suite.ok('PATCH', suite.core(`pods/${name}`), { metadata: { [what]: { key3: 'value3' } } });
        suite.until(() => suite.log(name).includes('key3="value3"\n'), 120_000);
      }
    });
  }
});

describe('[sig-storage] Subpath', () => {
  it('reads atomic volumes below a path, and rejects a path that leaves the volume', () => {
    suite.create('configmaps', { metadata: { name: 'sub' }, data: { 'configmap-key': 'configmap-value' } });
    const args = ['--file_content=/test-volume/it'];
    const mount = { mountPath: '/test-volume/it', subPath: 'configmap-key' };
    expect(mounttest({ configMap: { name: 'sub' } }, args, {}, mount)).toContain('configmap-value');
    const bad = suite.request(
      'POST',
      suite.core('pods'),
      podOf(
        'bad',
        { volumeMounts: [{ name: 'v', mountPath: '/v', subPath: '/abs' }] },
        { volumes: [{ name: 'v', emptyDir: {} }] },
      ),
    );
    expect((bad.body as Any).message).toContain('must be a relative path');
  });

  it('expands subPathExpr, and starts once an annotation is right', () => {
    const spec = (expr: string, annotation: string) =>
      podOf(
        `var-expansion-${annotation === '' ? 'bad' : 'good'}`,
        {
          image: 'registry.k8s.io/e2e-test-images/busybox:1.36.1-1',
          command: ['sh', '-c', 'test -d /test-volume/mypath/foo; sleep 100000'],
          env: [
            { name: 'POD_NAME', value: 'foo' },
            { name: 'ANNOTATION', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['mysubpath']" } } },
          ],
          volumeMounts: [
            { name: 'v', mountPath: '/logscontainer', subPathExpr: expr },
            { name: 'v', mountPath: '/test-volume' },
          ],
        },
        { volumes: [{ name: 'v', emptyDir: {} }] },
        { annotations: annotation === '' ? {} : { mysubpath: annotation } },
      );
    suite.runPod(spec('$(ANNOTATION)/$(POD_NAME)', 'mypath'));
    expect(suite.shell('var-expansion-good', 'test -d /test-volume/mypath/foo').code).toBe(0);
    suite.create('pods', spec('$(ANNOTATION)/$(POD_NAME)', ''));
    suite.wait(60_000);
    expect(suite.pod('var-expansion-bad').status.phase).toBe('Pending');
    suite.ok('PATCH', suite.core('pods/var-expansion-bad'), { metadata: { annotations: { mysubpath: 'mypath' } } });
    suite.untilReady('var-expansion-bad');
  });
});

describe('[sig-storage] shared and host volumes', () => {
  it('containers of a pod share an emptyDir', () => {
    const busybox = 'registry.k8s.io/e2e-test-images/busybox:1.36.1-1';
    suite.create('pods', {
      metadata: { name: 'shared' },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        volumes: [{ name: 'shared-data', emptyDir: {} }],
        containers: [
          {
            name: 'main',
            image: busybox,
            command: ['/bin/sh'],
            args: ['-c', 'trap exit TERM; while true; do sleep 1; done'],
            volumeMounts: [{ name: 'shared-data', mountPath: '/usr/share/volumeshare' }],
          },
          {
            name: 'sub',
            image: busybox,
            command: ['/bin/sh'],
            args: ['-c', 'echo Hello from the busy-box sub-container > /pod-data/shareddata.txt'],
            volumeMounts: [{ name: 'shared-data', mountPath: '/pod-data' }],
          },
        ],
      },
    });
    suite.until(() => suite.pod('shared').status.phase === 'Running');
    suite.wait(1000);
    expect(suite.shell('shared', 'cat /usr/share/volumeshare/shareddata.txt', 'main').out).toBe(
      'Hello from the busy-box sub-container',
    );
  });

  it('a hostPath has its mode', () => {
    expect(mounttest({ hostPath: { path: '/tmp' } }, ['--fs_type=/test-volume', '--file_mode=/test-volume'])).toMatch(
      /mode of file "\/test-volume": dtrwxrwxrwx/,
    );
  });

  it('the service account is mounted', () => {
    suite.create('serviceaccounts', { metadata: { name: 'mounted' } });
    suite.runPod(podOf('mount-test', { args: ['pause'] }, { serviceAccountName: 'mounted' }));
    const dir = '/var/run/secrets/kubernetes.io/serviceaccount';
    expect(suite.exec('mount-test', ['cat', `${dir}/namespace`]).out).toBe(suite.ns);
    expect(suite.exec('mount-test', ['cat', `${dir}/ca.crt`]).out).toContain('BEGIN CERTIFICATE');
    expect(suite.exec('mount-test', ['cat', `${dir}/token`]).out.length).toBeGreaterThan(20);
  });
});

describe('[sig-storage] owners of files', () => {
  const BUSYBOX = 'registry.k8s.io/e2e-test-images/busybox:1.36.1-1';
  const security = { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [4000] };
  const run = (name: string, command: string, spec: object, volumes: readonly Any[]) =>
    suite.output({
      metadata: { name },
      spec: {
        restartPolicy: 'Never',
        ...spec,
        volumes,
        containers: [
          {
            name: 'c',
            image: BUSYBOX,
            command: ['sh', '-c', command],
            volumeMounts: volumes.map((volume) => ({ name: volume.name, mountPath: `/data/${volume.name}` })),
          },
        ],
      },
    });

  it("belong to the pod's user and group, in a volume to the pod's file group", () => {
    const command =
      'id; ls -ld /data/demo; cd /data/demo; echo hello > testfile; mkdir sub; touch sub/deep; ls -ln; ls -ln sub; touch /tmp/own; stat -c %u:%g:%U /tmp/own; chown 0 testfile; id -G';
    const lines = run('security-context', command, { securityContext: security }, [{ name: 'demo', emptyDir: {} }]);
    const text = lines.replace(/ +/g, ' ').replace(/[A-Z][a-z]{2} \d+ \d\d:\d\d/g, 'DATE');
    expect(text).toBe(
      [
        'uid=1000 gid=3000 groups=2000,3000,4000',
        'drwxrwsrwx 2 root 2000 4096 DATE /data/demo',
        'total 8',
        'drwxr-sr-x 2 1000 2000 4096 DATE sub',
        '-rw-r--r-- 1 1000 2000 6 DATE testfile',
        'total 0',
        '-rw-r--r-- 1 1000 2000 0 DATE deep',
        '1000:3000:UNKNOWN',
        'chown: testfile: Operation not permitted',
        '2000 3000 4000',
        '',
      ].join('\n'),
    );
  });

  it('are readable by the file group where they are made from API objects', () => {
    suite.create('configmaps', { metadata: { name: 'owned' }, data: { key: 'value' } });
    const volumes = [
      { name: 'config', configMap: { name: 'owned', defaultMode: 0o400 } },
      { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    ];
    const files = 'stat -Lc "%a %u:%g" /data/config/key /data/token/token';
    expect(run('owned-group', files, { securityContext: { fsGroup: 10000 } }, volumes)).toBe(
      '440 0:10000\n640 0:10000\n',
    );
    expect(run('owned-user', files, { securityContext: { runAsUser: 1000 } }, volumes)).toBe('400 0:0\n600 1000:0\n');
    expect(run('owned-both', files, { securityContext: { runAsUser: 1000, fsGroup: 10000 } }, volumes)).toBe(
      '440 0:10000\n640 1000:10000\n',
    );
    expect(run('owned-not', files, {}, volumes)).toBe('400 0:0\n644 0:0\n');
  });

  it('are given away by root', () => {
    const command =
      'touch /tmp/a; chown nobody:daemon /tmp/a; ls -l /tmp/a | tr -s " " | cut -d" " -f3,4; chgrp 77 /tmp/a; chown 5: /tmp/a; stat -c %u:%g /tmp/a; chown nosuch /tmp/a; chown :nosuch /tmp/a';
    expect(run('chowning', `${command}; true`, {}, [])).toBe(
      'nobody daemon\n5:5\nchown: unknown user nosuch\nchown: unknown group nosuch\n',
    );
  });

  it('knows the group of a user whom the image knows', () => {
    expect(run('nobody', 'id', { securityContext: { runAsUser: 65534 } }, [])).toBe(
      'uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)\n',
    );
  });
});
