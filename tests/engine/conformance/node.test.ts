import { describe, expect, it } from 'vitest';
import { AGNHOST, type Any, BUSYBOX, podOf, Suite } from './world.ts';

const suite = new Suite();
let made = 0;
const next = (): string => {
  made += 1;
  return `p-${made}`;
};
const busybox = (line: string, more: object = {}) => ({ image: BUSYBOX, command: ['/bin/sh', '-c', line], ...more });

function output(container: object, spec: object = {}, metadata: object = {}): string {
  return suite.output(podOf(next(), container, spec, metadata));
}

describe('[sig-node] Containers: command and args', () => {
  it('use the image’s defaults, or override arguments, command or both', () => {
    expect(output({ args: ['entrypoint-tester', 'override', 'arguments'] })).toContain(
      '[/agnhost entrypoint-tester override arguments]',
    );
    expect(output({ command: ['/agnhost-2', 'entrypoint-tester'] })).toContain('[/agnhost-2 entrypoint-tester]');
    expect(output({ command: ['/agnhost-2'], args: ['entrypoint-tester', 'override', 'arguments'] })).toContain(
      '[/agnhost-2 entrypoint-tester override arguments]',
    );
    const name = next();
    suite.runPod(podOf(name, {}));
    expect(suite.log(name)).toContain('Paused');
  });
});

describe('[sig-node] environment', () => {
  it('expands variables in env, command and args', () => {
    const env = [
      { name: 'FOO', value: 'foo-value' },
      { name: 'BAR', value: 'bar-value' },
      { name: 'FOOBAR', value: '$(FOO);;$(BAR)' },
    ];
    const text = output(busybox('env', { env }));
    for (const line of ['FOO=foo-value', 'BAR=bar-value', 'FOOBAR=foo-value;;bar-value']) expect(text).toContain(line);
    expect(
      output({
        image: BUSYBOX,
        command: ['sh', '-c', 'TEST_VAR=wrong echo "$(TEST_VAR)"'],
        env: [{ name: 'TEST_VAR', value: 'test-value' }],
      }),
    ).toContain('test-value');
  });

  it('downward API: name, namespace, IP, host IP, UID, limits and requests, allocatable as default', () => {
    const field = (name: string, fieldPath: string) => ({
      name,
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
    });
    const env = [
      field('POD_NAME', 'metadata.name'),
      field('POD_NAMESPACE', 'metadata.namespace'),
      field('POD_IP', 'status.podIP'),
      field('HOST_IP', 'status.hostIP'),
      field('HOST_IPS', 'status.hostIPs'),
      field('POD_UID', 'metadata.uid'),
      ...['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'].map((resource) => ({
        name: resource.toUpperCase().replace('.', '_'),
        valueFrom: { resourceFieldRef: { resource } },
      })),
    ];
    const resources = { requests: { cpu: '250m', memory: '32Mi' }, limits: { cpu: '1250m', memory: '64Mi' } };
    const text = output(busybox('env', { env, resources }));
    expect(text).toContain(`POD_NAME=p-${made}`);
    expect(text).toContain(`POD_NAMESPACE=${suite.ns}`);
    expect(text).toMatch(/POD_IP=10\.\d+\.\d+\.\d+/);
    expect(text).toMatch(/HOST_IP=\d+\.\d+\.\d+\.\d+/);
    expect(text).toContain(`POD_UID=${suite.pod(`p-${made}`).metadata.uid}`);
    for (const line of ['LIMITS_CPU=2', 'LIMITS_MEMORY=67108864', 'REQUESTS_CPU=1', 'REQUESTS_MEMORY=33554432'])
      expect(text).toContain(line);
    expect(output(busybox('env', { env }))).toMatch(/LIMITS_CPU=[1-9]/);
  });

  it('ConfigMaps and Secrets, by key and whole', () => {
    suite.create('configmaps', { metadata: { name: 'c' }, data: { 'data-1': 'value-1', data_2: 'value-2' } });
    suite.create('secrets', { metadata: { name: 's' }, data: { 'data-1': btoa('value-1') } });
    const text = output({
      image: BUSYBOX,
      // A shell does not hand on what is no name of a variable.
      command: ['env'],

      env: [
        { name: 'CONFIG_DATA_1', valueFrom: { configMapKeyRef: { name: 'c', key: 'data-1' } } },
        { name: 'SECRET_DATA', valueFrom: { secretKeyRef: { name: 's', key: 'data-1' } } },
      ],
      envFrom: [
        { configMapRef: { name: 'c' } },
        { prefix: 'p-', configMapRef: { name: 'c' } },
        { prefix: 's_', secretRef: { name: 's' } },
      ],
    });
    for (const line of [
      'CONFIG_DATA_1=value-1',
      'SECRET_DATA=value-1',
      'data-1=value-1',
      'data_2=value-2',
      'p-data-1=value-1',
      's_data-1=value-1',
    ])
      expect(text).toContain(line);
    expect(suite.request('POST', suite.core('configmaps'), { metadata: { name: 'e' }, data: { '': 'v' } }).status).toBe(
      422,
    );
    expect(suite.request('POST', suite.core('secrets'), { metadata: { name: 'e' }, data: { '': 'dg==' } }).status).toBe(
      422,
    );
  });

  it('services', () => {
    const server = next();
    suite.runPod(
      podOf(
        server,
        { args: ['serve-hostname', '--port', '8080'], ports: [{ containerPort: 8080 }] },
        {},
        { labels: { name: 'foo' } },
      ),
    );
    suite.create('services', {
      metadata: { name: 'fooservice' },
      spec: { selector: { name: 'foo' }, ports: [{ port: 8765, targetPort: 8080 }] },
    });
    const text = output(busybox('env'));
    for (const name of [
      'SERVICE_HOST=',
      'SERVICE_PORT=',
      'PORT=',
      'PORT_8765_TCP_PORT=',
      'PORT_8765_TCP_PROTO=',
      'PORT_8765_TCP=',
      'PORT_8765_TCP_ADDR=',
    ])
      expect(text).toContain(`FOOSERVICE_${name}`);
  });
});

describe('[sig-node] Container Runtime', () => {
  const volume = { volumes: [{ name: 'restart-count', emptyDir: {} }] };
  for (const [policy, expected] of [
    ['Always', { restarts: 2, phase: 'Running' }],
    ['OnFailure', { restarts: 1, phase: 'Succeeded' }],
    ['Never', { restarts: 0, phase: 'Failed' }],
  ] as const)
    it(`should run with the expected status (${policy})`, () => {
      const count = '/restart-count/count';
      const line = `f=${count}\ncount=$(echo 'hello' >> $f ; wc -l $f | awk {'print $1'})\nif [ $count -eq 1 ]; then\n\texit 1\nfi\n${policy === 'Always' ? 'if [ $count -eq 2 ]; then\n\texit 0\nfi\nwhile true; do sleep 1; done\n' : 'exit 0\n'}`;
      const name = next();
      suite.create(
        'pods',
        podOf(name, busybox(line, { volumeMounts: [{ name: 'restart-count', mountPath: '/restart-count' }] }), {
          ...volume,
          restartPolicy: policy,
        }),
      );
      suite.until(
        () =>
          suite.pod(name).status.containerStatuses?.[0].restartCount === expected.restarts &&
          suite.pod(name).status.phase === expected.phase,
      );
      const [status] = suite.pod(name).status.containerStatuses;
      expect(status.ready).toBe(policy === 'Always');
      expect(Object.keys(status.state)[0]).toBe(policy === 'Always' ? 'running' : 'terminated');
    });

  it('termination messages', () => {
    const message = (container: object, phase: string, spec: object = {}) => {
      const name = next();
      suite.create('pods', podOf(name, container, spec));
      suite.until(() => suite.pod(name).status.phase === phase);
      return suite.pod(name).status.containerStatuses[0].state.terminated.message ?? '';
    };
    expect(
      message(
        busybox('echo -n DONE > /dev/termination-custom-log', {
          terminationMessagePath: '/dev/termination-custom-log',
          securityContext: { runAsUser: 1000 },
        }),
        'Succeeded',
      ),
    ).toBe('DONE');
    const fallback = {
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'FallbackToLogsOnError',
    };
    expect(message(busybox('echo -n DONE; /bin/false', fallback), 'Failed')).toBe('DONE');
    expect(message(busybox('echo DONE; /bin/true', fallback), 'Succeeded')).toBe('');
    expect(
      message(busybox('echo -n OK > /dev/termination-log; /bin/echo DONE; /bin/true', fallback), 'Succeeded'),
    ).toBe('OK');
  });

  it('pulls of images', () => {
    const waiting = (image: string) => {
      const name = next();
      suite.create(
        'pods',
        podOf(name, { image, command: ['/bin/sh', '-c', 'while true; do sleep 1; done'], imagePullPolicy: 'Always' }),
      );
      suite.until(() => suite.pod(name).status.containerStatuses !== undefined);
      suite.wait(5000);
      return suite.pod(name).status.containerStatuses[0].state;
    };
    expect(waiting('invalid.registry.k8s.io/invalid/alpine:3.1').waiting?.reason).toMatch(
      /ErrImagePull|ImagePullBackOff/,
    );
    expect(waiting(AGNHOST).running).toBeDefined();
  });
});

describe('[sig-node] Container Lifecycle Hook', () => {
  suite.runPod(podOf('pod-handle-http-request', { args: ['netexec'], ports: [{ containerPort: 8080 }] }));
  const address = suite.pod('pod-handle-http-request').status.podIP;
  suite.runPod(
    podOf('pod-handle-https-request', {
      args: [
        'netexec',
        '--http-port=9090',
        '--udp-port=9091',
        '--tls-cert-file=/localhost.crt',
        '--tls-private-key-file=/localhost.key',
      ],
    }),
  );
  const secure = suite.pod('pod-handle-https-request').status.podIP;
  for (const [title, lifecycle, when] of [
    [
      'poststart exec',
      { postStart: { exec: { command: ['sh', '-c', `curl http://${address}:8080/echo?msg=poststartexec`] } } },
      'start',
    ],
    [
      'prestop exec',
      { preStop: { exec: { command: ['sh', '-c', `curl http://${address}:8080/echo?msg=prestopexec`] } } },
      'stop',
    ],
    [
      'poststart http',
      { postStart: { httpGet: { path: '/echo?msg=poststarthttp', host: address, port: 8080 } } },
      'start',
    ],
    ['prestop http', { preStop: { httpGet: { path: '/echo?msg=prestophttp', host: address, port: 8080 } } }, 'stop'],
    [
      'poststart https',
      { postStart: { httpGet: { scheme: 'HTTPS', path: '/echo?msg=poststarthttps', host: secure, port: 9090 } } },
      'start',
    ],
    [
      'prestop https',
      { preStop: { httpGet: { scheme: 'HTTPS', path: '/echo?msg=prestophttps', host: secure, port: 9090 } } },
      'stop',
    ],
  ] as const)
    it(`should execute ${title} hook properly`, () => {
      const name = `hook-${title.replace(' ', '-')}`;
      suite.runPod(podOf(name, { args: ['pause'], lifecycle }));
      if (when === 'stop') suite.ok('DELETE', suite.core(`pods/${name}`), { gracePeriodSeconds: 15 });
      suite.until(
        () =>
          suite
            .log(`pod-handle-${title.endsWith('s') ? 'https' : 'http'}-request`)
            .includes(`GET /echo?msg=${title.replace(' ', '')}`),
        40_000,
      );
    });

  it('asks a server without TLS again in plain text, and says so', () => {
    const postStart = {
      httpGet: {
        scheme: 'HTTPS',
        path: '/header?key=Authorization',
        host: address,
        port: 8080,
        httpHeaders: [{ name: 'Authorization', value: 'secret' }],
      },
    };
    suite.runPod(podOf('hook-fallback', { args: ['pause'], lifecycle: { postStart } }));
    const messages = () => suite.get(suite.core('events')).items.map(({ message }: { message: string }) => message);
    suite.until(() =>
      messages().includes(
        `request to HTTPS lifecycle hook ${address}:8080 got HTTP response, retry with HTTP succeeded`,
      ),
    );
  });

  it('kills a container whose hook reaches nobody, and says why', () => {
    const postStart = { httpGet: { scheme: 'HTTPS', path: '/x', host: secure, port: 1 } };
    suite.create(
      'pods',
      podOf('hook-nobody', { args: ['pause'], lifecycle: { postStart } }, { restartPolicy: 'Always' }),
    );
    const why = `failed - error: Get "https://${secure}:1/x": dial tcp ${secure}:1: connect: connection refused`;
    suite.until(() => suite.pod('hook-nobody').status.containerStatuses?.[0].state.waiting?.message?.endsWith(why));
  });

  it('PreStop should call prestop when killing a pod', () => {
    suite.runPod(podOf('server', { args: ['nettest'], ports: [{ containerPort: 8080 }] }));
    const { podIP } = suite.pod('server').status;
    suite.runPod(
      podOf('tester', {
        image: BUSYBOX,
        command: ['sleep', '600'],
        lifecycle: {
          preStop: {
            exec: { command: ['wget', '-O-', '--post-data={"Source": "prestop"}', `http://${podIP}:8080/write`] },
          },
        },
      }),
    );
    suite.ok('DELETE', suite.core('pods/tester'));
    suite.until(() => JSON.parse(suite.get(suite.core('pods/server/proxy/read'))).Received.prestop === 1, 60_000);
    suite.until(() => suite.request('GET', suite.core('pods/tester')).status === 404, 90_000);
  });
});

describe('[sig-node] Probing container', () => {
  const restarts = (name: string): number => suite.pod(name).status.containerStatuses?.[0].restartCount ?? 0;
  const probe = { initialDelaySeconds: 15, failureThreshold: 1 };
  const cases: readonly (readonly [string, object, boolean])[] = [
    [
      'exec-restart',
      busybox('echo ok >/tmp/health; sleep 10; rm -rf /tmp/health; sleep 600', {
        livenessProbe: { exec: { command: ['cat', '/tmp/health'] }, ...probe },
      }),
      true,
    ],
    [
      'exec-well',
      busybox('echo ok >/tmp/health; sleep 600', {
        livenessProbe: { exec: { command: ['cat', '/tmp/health'] }, ...probe },
      }),
      false,
    ],
    [
      'http-restart',
      { args: ['liveness'], livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, ...probe } },
      true,
    ],
    [
      'http-well',
      {
        args: ['test-webserver'],
        livenessProbe: { httpGet: { path: '/', port: 80 }, ...probe, timeoutSeconds: 5, failureThreshold: 5 },
      },
      false,
    ],
    ['tcp-well', { args: ['liveness'], livenessProbe: { tcpSocket: { port: 8080 }, ...probe } }, false],
    [
      'grpc-well',
      {
        args: ['grpc-health-checking'],
        ports: [{ containerPort: 5000 }],
        livenessProbe: { grpc: { port: 5000 }, ...probe },
      },
      false,
    ],
    [
      'grpc-restart',
      {
        args: ['grpc-health-checking'],
        livenessProbe: { grpc: { port: 2333 }, initialDelaySeconds: 15, failureThreshold: 1 },
      },
      true,
    ],
    [
      'local-redirect',
      { args: ['liveness'], livenessProbe: { httpGet: { path: '/redirect?loc=%2Fhealthz', port: 8080 }, ...probe } },
      true,
    ],
    [
      'other-redirect',
      {
        args: ['liveness'],
        livenessProbe: { httpGet: { path: '/redirect?loc=http%3A%2F%2F0.0.0.0%2F', port: 8080 }, ...probe },
      },
      false,
    ],
  ];
  for (const [name, container] of cases) suite.create('pods', podOf(name, container, { restartPolicy: 'Always' }));
  suite.create(
    'pods',
    podOf('ready-late', {
      args: ['test-webserver'],
      readinessProbe: { httpGet: { path: '/', port: 80 }, initialDelaySeconds: 30 },
    }),
  );
  suite.create(
    'pods',
    podOf('ready-never', {
      args: ['test-webserver'],
      readinessProbe: { exec: { command: ['/bin/false'] }, initialDelaySeconds: 30 },
    }),
  );
  const startedMs = suite.clock.nowMs();
  it('readiness waits for its delay', () => {
    suite.untilReady('ready-late');
    expect(suite.clock.nowMs() - startedMs).toBeGreaterThan(29_000);
  });
  it('restarts who is ill and leaves who is well', () => {
    suite.wait(240_000);
    for (const [name, , expected] of cases) expect([name, restarts(name) > 0]).toEqual([name, expected]);
    expect(suite.pod('ready-never').status.containerStatuses[0]).toMatchObject({ ready: false, restartCount: 0 });
    expect(suite.get(suite.core('events')).items).toContainEqual(
      expect.objectContaining({
        reason: 'ProbeWarning',
        message:
          'Liveness probe warning: Probe terminated redirects, Response body: <a href="http://0.0.0.0/">Found</a>.\n\n',
      }),
    );
  });
});

describe('[sig-node] InitContainer', () => {
  const init = (one: string, two: string, restartPolicy: string, run: string) => ({
    restartPolicy,
    initContainers: [
      { name: 'init1', ...busybox(one) },
      { name: 'init2', ...busybox(two) },
    ],
    containers: [{ name: 'run1', ...busybox(run) }],
  });
  it('run before the app, and keep it from starting when they fail', () => {
    suite.create('pods', {
      metadata: { name: 'init-never' },
      spec: init('/bin/true', '/bin/true', 'Never', '/bin/true'),
    });
    suite.create('pods', {
      metadata: { name: 'init-always' },
      spec: init('/bin/true', '/bin/true', 'Always', 'sleep 1000'),
    });
    suite.create('pods', {
      metadata: { name: 'init-fails' },
      spec: init('/bin/false', '/bin/true', 'Always', 'sleep 1000'),
    });
    suite.create('pods', {
      metadata: { name: 'init-fails-never' },
      spec: init('/bin/true', '/bin/false', 'Never', 'sleep 1000'),
    });
    suite.until(() => suite.pod('init-never').status.phase === 'Succeeded');
    suite.untilReady('init-always');
    suite.until(() => (suite.pod('init-fails').status.initContainerStatuses?.[0].restartCount ?? 0) >= 3);
    expect(suite.pod('init-fails').status.phase).toBe('Pending');
    expect(suite.pod('init-fails').status.containerStatuses[0].state.waiting.reason).toBe('PodInitializing');
    suite.until(() => suite.pod('init-fails-never').status.phase === 'Failed');
    const { status } = suite.pod('init-fails-never');
    expect(status.initContainerStatuses[1].state.terminated.exitCode).not.toBe(0);
    expect(status.containerStatuses[0].state.waiting.reason).toBe('PodInitializing');
    for (const name of ['init-never', 'init-always'])
      expect(suite.pod(name).status.conditions.find((it: Any) => it.type === 'Initialized').status).toBe('True');
  });
});

describe('[sig-node] Security Context', () => {
  it('shows what processes may in /proc/1/status', () => {
    const status = (securityContext: object, spec: object = {}): string =>
      suite.output(
        podOf(
          next(),
          busybox("grep -E '^(Cap(Eff|Bnd)|NoNewPrivs|Seccomp):' /proc/1/status", { securityContext }),
          spec,
        ),
      );
    const lines = (effective: string, bounding: string, noNew: number, seccomp: number): string =>
      `CapEff:\t${effective}\nCapBnd:\t${bounding}\nNoNewPrivs:\t${noNew}\nSeccomp:\t${seccomp}\n`;
    const usual = '00000000a80425fb';
    const none = '0000000000000000';
    expect(status({})).toBe(lines(usual, usual, 0, 0));
    expect(status({ capabilities: { add: ['NET_ADMIN', 'SYS_TIME'] } })).toBe(
      lines('00000000aa0435fb', '00000000aa0435fb', 0, 0),
    );
    expect(status({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } })).toBe(
      lines('0000000000000400', '0000000000000400', 0, 0),
    );
    expect(status({ privileged: true })).toBe(lines('000001ffffffffff', '000001ffffffffff', 0, 0));
    expect(status({ runAsUser: 1000, allowPrivilegeEscalation: false })).toBe(lines(none, usual, 1, 0));
    const runtimeDefault = { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } };
    expect(status({}, runtimeDefault)).toBe(lines(usual, usual, 0, 2));
    expect(status({ seccompProfile: { type: 'Unconfined' } }, runtimeDefault)).toBe(lines(usual, usual, 0, 0));
  });

  it('runs as a user, with a read-only root, unprivileged, without escalation', () => {
    expect(output(busybox('id -u', { securityContext: { runAsUser: 65_534 } })).trim()).toBe('65534');
    const name = next();
    suite.create(
      'pods',
      podOf(name, busybox('touch checkfile', { securityContext: { readOnlyRootFilesystem: true } })),
    );
    suite.until(() => suite.pod(name).status.phase === 'Failed');
    expect(output(busybox('touch checkfile', { securityContext: { readOnlyRootFilesystem: false } }))).toBe('');
    expect(output(busybox('echo test > /file; true', { securityContext: { readOnlyRootFilesystem: true } }))).toMatch(
      /sh: can't create \/file: Read-only file system\n$/,
    );
    const unprivileged = next();
    suite.create(
      'pods',
      podOf(unprivileged, busybox('ip link add dummy0 type dummy || true', { securityContext: { privileged: false } })),
    );
    suite.until(() => suite.pod(unprivileged).status.phase === 'Succeeded');
    expect(suite.log(unprivileged)).toContain('ip: RTNETLINK answers: Operation not permitted');
    const escalate = (allowed: boolean | undefined) =>
      output({
        image: 'registry.k8s.io/e2e-test-images/nonewprivs:1.3',
        securityContext: { runAsUser: 1000, ...(allowed === undefined ? {} : { allowPrivilegeEscalation: allowed }) },
      });
    expect(escalate(false)).toContain('Effective uid: 1000');
    expect(escalate(true)).toContain('Effective uid: 0');
    expect(escalate(undefined)).toContain('Effective uid: 0');
  });

  it('sysctls: safe ones hold, invalid ones are refused, unsafe ones rejected', () => {
    const sysctls = (...list: readonly (readonly [string, string])[]) => ({
      securityContext: { sysctls: list.map(([name, value]) => ({ name, value })) },
    });
    expect(output(busybox('/bin/sysctl kernel.shm_rmid_forced'), sysctls(['kernel.shm_rmid_forced', '1']))).toContain(
      'kernel.shm_rmid_forced = 1',
    );
    const refused = suite.request(
      'POST',
      suite.core('pods'),
      podOf(
        next(),
        { args: ['pause'] },
        sysctls(['foo-', 'bar'], ['kernel.shmmax', '100000000'], ['safe-and-unsafe', '1'], ['bar..', '42']),
      ),
    );
    expect(refused.status).toBe(422);
    const message = (refused.body as Any).message;
    expect(message).toContain('Invalid value: "foo-"');
    expect(message).toContain('Invalid value: "bar.."');
    expect(message).not.toContain('safe-and-unsafe');
    expect(message).not.toContain('kernel.shmmax');
    const unsafe = next();
    suite.create('pods', podOf(unsafe, { args: ['pause'] }, sysctls(['kernel.msgmax', '10000000000'])));
    suite.until(() => suite.pod(unsafe).status.reason === 'SysctlForbidden');
  });
});

describe('[sig-node] RuntimeClass', () => {
  const pod = (runtimeClassName: string) => podOf(next(), { args: ['pause'] }, { runtimeClassName });
  const make = (name: string, more: object = {}) =>
    suite.create('/apis/node.k8s.io/v1/runtimeclasses', { metadata: { name }, handler: 'runc', ...more });
  it('pods of one that is not there are refused, overhead is put in', () => {
    const refused = suite.request('POST', suite.core('pods'), pod('nonexistent'));
    expect([refused.status, (refused.body as Any).message]).toEqual([
      403,
      `pods "p-${made}" is forbidden: pod rejected: RuntimeClass "nonexistent" not found`,
    ]);
    make('gone');
    suite.ok('DELETE', '/apis/node.k8s.io/v1/runtimeclasses/gone');
    expect(suite.request('POST', suite.core('pods'), pod('gone')).status).toBe(403);
    make('plain');
    const scheduled = suite.create('pods', pod('plain'));
    suite.until(() => suite.pod(scheduled.metadata.name).spec.nodeName !== undefined);
    make('heavy', { overhead: { podFixed: { cpu: '10m', memory: '1Mi' } } });
    expect(suite.create('pods', pod('heavy')).spec.overhead).toEqual({ cpu: '10m', memory: '1Mi' });
  });
});

describe('[sig-node] Kubelet', () => {
  it('prints output to logs, lets failing pods be deleted, writes host aliases', () => {
    expect(output(busybox("echo 'Hello World' ; sleep 1"))).toBe('Hello World\n');
    const failing = next();
    suite.create('pods', podOf(failing, busybox('/bin/false'), { restartPolicy: 'Always' }));
    suite.until(
      () =>
        suite.pod(failing).status.containerStatuses?.[0].state.terminated !== undefined ||
        suite.pod(failing).status.containerStatuses?.[0].restartCount > 0,
    );
    suite.ok('DELETE', suite.core(`pods/${failing}`));
    suite.until(() => suite.request('GET', suite.core(`pods/${failing}`)).status === 404, 60_000);
    expect(
      output(busybox('cat /etc/hosts; sleep 6'), { hostAliases: [{ ip: '123.45.67.89', hostnames: ['foo', 'bar'] }] }),
    ).toContain('123.45.67.89\tfoo\tbar');
  });

  it('manages /etc/hosts unless it is mounted or the network is the host’s', () => {
    suite.runPod({
      metadata: { name: 'etc-hosts' },
      spec: {
        volumes: [{ name: 'host-etc-hosts', hostPath: { path: '/etc/hosts', type: 'FileOrCreate' } }],
        containers: ['busybox-1', 'busybox-2']
          .map((name) => ({ name, image: AGNHOST }))
          .concat([
            {
              name: 'busybox-3',
              image: AGNHOST,
              volumeMounts: [{ name: 'host-etc-hosts', mountPath: '/etc/hosts' }],
            } as Any,
          ]),
      },
    });
    const read = (name: string) => suite.exec('etc-hosts', ['cat', '/etc/hosts'], name).out;
    expect(read('busybox-1')).toContain('# Kubernetes-managed hosts file.');
    expect(read('busybox-2')).toContain('# Kubernetes-managed hosts file.');
    expect(read('busybox-3')).not.toContain('# Kubernetes-managed hosts file.');
  });
});

describe('[sig-node] Pods', () => {
  it('ephemeral containers run beside the others', () => {
    const name = next();
    suite.runPod(podOf(name, busybox('sleep 100000')));
    const container = {
      name: 'debugger',
      image: BUSYBOX,
      stdin: true,
      tty: true,
      command: ['sh', '-c', 'while true; do echo polo; sleep 2; done'],
    };
    suite.ok('PATCH', suite.core(`pods/${name}/ephemeralcontainers`), { spec: { ephemeralContainers: [container] } });
    suite.until(() => suite.pod(name).status.ephemeralContainerStatuses?.[0].state.running !== undefined);
    suite.until(() => suite.log(name, 'debugger').includes('polo'));
  });

  it('activeDeadlineSeconds can be updated, status patched, collections deleted', () => {
    const name = next();
    suite.runPod(podOf(name, { args: ['pause'] }, { restartPolicy: 'Always' }, { labels: { name: 'foo', time: '1' } }));
    suite.ok('PATCH', suite.core(`pods/${name}`), { spec: { activeDeadlineSeconds: 5 } });
    suite.until(() => suite.pod(name).status.reason === 'DeadlineExceeded', 60_000);
    const patched = next();
    suite.runPod(podOf(patched, { args: ['pause'] }, {}, { labels: { kind: 'set' } }));
    suite.ok('PATCH', suite.core(`pods/${patched}/status`), {
      status: { message: 'Patched by e2e test', reason: 'E2E' },
    });
    expect(suite.pod(patched).status).toMatchObject({ message: 'Patched by e2e test', reason: 'E2E' });
    suite.ok('DELETE', suite.core('pods?labelSelector=kind%3Dset'));
    suite.until(() => suite.get(suite.core('pods?labelSelector=kind%3Dset')).items.length === 0, 60_000);
    const quick = next();
    const pod = suite.create(
      'pods',
      podOf(quick, {
        args: ['pause'],
        resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '100m', memory: '100Mi' } },
      }),
    );
    expect(pod.status.qosClass).toBe('Guaranteed');
  });
});

describe('[sig-node] Lease and node', () => {
  it('leases of nodes are renewed; nodes live and die', () => {
    const leases = suite.get('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases').items;
    expect(leases.length).toBe(3);
    suite.wait(60_000);
    const later = suite.get(
      `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${leases[0].metadata.name}`,
    );
    expect(later.spec.renewTime > leases[0].spec.renewTime).toBe(true);
    suite.create('/api/v1/nodes', {
      metadata: { name: 'e2e-fake-node', labels: { e2e: 'yes' } },
      status: { phase: 'Running', capacity: { cpu: '1' } },
    });
    suite.ok('PATCH', '/api/v1/nodes/e2e-fake-node', { metadata: { labels: { 'e2e-patched': 'patched' } } });
    expect(suite.get('/api/v1/nodes?labelSelector=e2e-patched%3Dpatched').items).toHaveLength(1);
    suite.ok('DELETE', '/api/v1/nodes/e2e-fake-node');
    expect(suite.request('GET', '/api/v1/nodes/e2e-fake-node').status).toBe(404);
  });
});
