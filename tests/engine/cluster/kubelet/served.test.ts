import { beforeEach, describe, expect, test } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../../src/engine/cluster/apiserver/http.ts';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../../src/engine/cluster/cluster.ts';
import type { Json, JsonObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../../../../src/engine/runtime/container-runtime.ts';

const PODS = '/api/v1/namespaces/default/pods';

let clock: VirtualClock;
let cluster: Cluster;

beforeEach(() => {
  clock = new VirtualClock(Date.UTC(2026, 10, 22, 1, 0, 0));
  const random = new Random(5);
  const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
  cluster = createCluster({ clock, random, runtime, workers: 2, systemPods: false });
  clock.runUntilSettled(60_000);
});

function ask(method: ApiRequest['method'], path: string, body?: Json, type?: string): ApiResponse {
  return cluster.handle({
    method,
    path,
    ...(body === undefined ? {} : { body }),
    ...(type ? { headers: { 'content-type': type } } : {}),
  });
}

function run(name: string, spec: JsonObject): void {
  const response = ask('POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
  expect(response.status).toBe(201);
  clock.runUntilSettled(60_000);
}

function pass(seconds: number): void {
  clock.runUntil(clock.nowMs() + seconds * 1000);
}

function message(response: ApiResponse): string {
  return String((response.body as JsonObject)['message']);
}

/** Runs a session to its end: what it printed, and its final status. */
function session(path: string): { out: string; err: string; status: JsonObject | undefined } {
  const seen: { out: string; err: string; status: JsonObject | undefined } = { out: '', err: '', status: undefined };
  ask('POST', path).channels!.open({
    stdout: (text) => {
      seen.out += text;
    },
    stderr: (text) => {
      seen.err += text;
    },
    closed: (status) => {
      seen.status = status;
    },
  });
  pass(1);
  return seen;
}

const talk = {
  containers: [
    { name: 'main', image: 'busybox:1.28', args: ['sh', '-c', 'for i in 1 2 3; do echo line $i; done; sleep 3600'] },
  ],
  terminationGracePeriodSeconds: 1,
};

describe('logs', () => {
  test('are read whole, by lines, with times, and cut', () => {
    run('talk', talk);
    expect(ask('GET', `${PODS}/talk/log`).text).toBe('line 1\nline 2\nline 3\n');
    expect(ask('GET', `${PODS}/talk/log?tailLines=1`).text).toBe('line 3\n');
    expect(ask('GET', `${PODS}/talk/log?tailLines=1&timestamps=true`).text).toMatch(
      /^2026-11-22T01:00:\d\d\.\d{9}Z line 3\n$/,
    );
    expect(ask('GET', `${PODS}/talk/log?limitBytes=8`).text).toBe('line 1\nl');
    pass(30);
    expect(ask('GET', `${PODS}/talk/log?sinceSeconds=10`).text).toBe('');
  });

  test('are refused in the words of a real cluster', () => {
    run('talk', talk);
    expect(message(ask('GET', `${PODS}/talk/log?previous=true`))).toBe(
      'previous terminated container "main" in pod "talk" not found',
    );
    expect(message(ask('GET', `${PODS}/talk/log?container=nosuch`))).toBe('container nosuch is not valid for pod talk');
    run('no', { containers: [{ name: 'c', image: 'nosuchimage12345' }] });
    pass(20);
    expect(message(ask('GET', `${PODS}/no/log`))).toBe(
      'container "c" in pod "no" is waiting to start: trying and failing to pull image',
    );
    run('two', {
      containers: [
        { name: 'a', image: 'nginx:1.25' },
        { name: 'b', image: 'busybox:1.28', command: ['sleep', '99'] },
      ],
    });
    expect(message(ask('GET', `${PODS}/two/log`))).toBe(
      'a container name must be specified for pod two, choose one of: [a b]',
    );
  });

  test('of the container before are kept while the next runs, and go when that has ended too', () => {
    const command = ['sh', '-c', 'echo try; if [ -e /once/seen ]; then sleep 20; fi; touch /once/seen; exit 1'];
    const volumeMounts = [{ name: 'once', mountPath: '/once' }];
    run('crash', {
      volumes: [{ name: 'once', emptyDir: {} }],
      containers: [{ name: 'c', image: 'busybox:1.28', command, volumeMounts }],
    });
    pass(3);
    expect(ask('GET', `${PODS}/crash/log?previous=true`).text).toBe('try\n');
    pass(22);
    expect(ask('GET', `${PODS}/crash/log?previous=true`).text).toMatch(
      /^unable to retrieve container logs for containerd:\/\/[0-9a-f]{64}$/,
    );
  });

  test('are followed until the container ends', () => {
    run('count', {
      restartPolicy: 'Never',
      containers: [
        { name: 'c', image: 'busybox:1.28', command: ['sh', '-c', 'for i in 1 2 3; do echo $i; sleep 1; done'] },
      ],
    });
    const seen: string[] = [];
    ask('GET', `${PODS}/count/log?follow=true`).follow!.subscribe(
      (chunk) => seen.push(chunk),
      () => seen.push('end'),
    );
    pass(5);
    expect(seen.join('')).toBe('1\n2\n3\nend');
  });
});

describe('sessions', () => {
  test('exec runs a command and tells its exit code', () => {
    run('talk', talk);
    expect(session(`${PODS}/talk/exec?command=echo&command=hi`)).toMatchObject({
      out: 'hi\n',
      status: { status: 'Success' },
    });
    expect(session(`${PODS}/talk/exec?command=sh&command=-c&command=exit+7`).status).toMatchObject({
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '7' }] },
    });
    expect(session(`${PODS}/talk/exec?command=nosuchcmd`).status!['message']).toMatch(
      /^Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed/,
    );
  });

  test('a container that does not run is not found', () => {
    run('done', { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.28', command: ['true'] }] });
    expect(session(`${PODS}/done/exec?command=ls`).status!['message']).toBe(
      'Internal error occurred: unable to upgrade connection: container not found ("c")',
    );
  });

  test('a stopped kubelet does not answer', () => {
    run('talk', talk);
    for (const kubelet of cluster.kubelets.values()) kubelet.stopKubelet();
    expect(message(ask('POST', `${PODS}/talk/exec?command=ls`))).toMatch(
      /^error dialing backend: dial tcp 172\.30\.\d\.\d+:10250: connect: connection refused$/,
    );
    expect(message(ask('GET', `${PODS}/talk/log`))).toMatch(
      /^Get "https:\/\/172\.30\.\d\.\d+:10250\/containerLogs\/default\/talk\/main": dial tcp/,
    );
  });

  test('a port is forwarded to the pod', () => {
    run('web', { containers: [{ name: 'web', image: 'nginx:1.25' }] });
    const channels = ask('POST', `${PODS}/web/portforward?ports=80`).channels!;
    let out = '';
    channels.open({
      stdout: (text) => {
        out += text;
      },
      stderr: () => {},
      closed: () => {},
    });
    channels.stdin('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    pass(1);
    expect(out).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*Welcome to nginx!/);
    expect(session(`${PODS}/web/portforward?ports=81`).err).toContain('connection refused');
  });
});

describe('parts of the spec that only their subresource changes', () => {
  const STRATEGIC = 'application/strategic-merge-patch+json';

  test('an ephemeral container is started in a running pod', () => {
    run('talk', talk);
    const debug = {
      name: 'debug',
      image: 'busybox:1.28',
      command: ['sh', '-c', 'echo debugging; sleep 30'],
      targetContainerName: 'main',
    };
    expect(
      ask('PATCH', `${PODS}/talk/ephemeralcontainers`, { spec: { ephemeralContainers: [debug] } }, STRATEGIC).status,
    ).toBe(200);
    pass(3);
    expect(ask('GET', `${PODS}/talk/log?container=debug`).text).toBe('debugging\n');
    const pod = ask('GET', `${PODS}/talk`).body as unknown as {
      status: {
        ephemeralContainerStatuses: { name: string; state: object }[];
        containerStatuses: { restartCount: number }[];
      };
    };
    expect(pod.status.ephemeralContainerStatuses[0]).toMatchObject({ name: 'debug', state: { running: {} } });
    expect(pod.status.containerStatuses[0]!.restartCount).toBe(0);
    const changed = { spec: { ephemeralContainers: [{ name: 'debug', image: 'nginx:1.25' }] } };
    expect(message(ask('PATCH', `${PODS}/talk/ephemeralcontainers`, changed, STRATEGIC))).toContain(
      'existing ephemeral containers "debug" may not be changed',
    );
  });

  test('a resize shows in the status, and restarts where its policy says so', () => {
    const resources = { requests: { cpu: '100m', memory: '64Mi' } };
    run('fit', {
      containers: [
        {
          name: 'c',
          image: 'nginx:1.25',
          resources,
          resizePolicy: [
            { resourceName: 'cpu', restartPolicy: 'NotRequired' },
            { resourceName: 'memory', restartPolicy: 'RestartContainer' },
          ],
        },
      ],
    });
    const resize = (requests: JsonObject) =>
      ask('PATCH', `${PODS}/fit/resize`, { spec: { containers: [{ name: 'c', resources: { requests } }] } }, STRATEGIC)
        .status;
    const status = () =>
      (
        ask('GET', `${PODS}/fit`).body as unknown as {
          status: { containerStatuses: { restartCount: number; resources: object }[] };
        }
      ).status.containerStatuses[0]!;
    expect(resize({ cpu: '150m' })).toBe(200);
    pass(2);
    expect(status()).toMatchObject({ restartCount: 0, resources: { requests: { cpu: '150m', memory: '64Mi' } } });
    expect(resize({ memory: '96Mi' })).toBe(200);
    pass(4);
    expect(status()).toMatchObject({ restartCount: 1, resources: { requests: { memory: '96Mi' } } });
  });
});
