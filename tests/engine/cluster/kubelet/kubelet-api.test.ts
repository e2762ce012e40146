import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../../src/engine/cluster/apiserver/http.ts';
import { VirtualClock } from '../../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../../src/engine/cluster/cluster.ts';
import { file, putNode } from '../../../../src/engine/cluster/files.ts';
import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import { Random } from '../../../../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../../../../src/engine/runtime/container-runtime.ts';

// The kubelet's own port, as nodes/proxy passes it on.

let cluster: Cluster;
let clock: VirtualClock;
const WORKER = '/api/v1/nodes/worker-1/proxy';
const get = (path: string): ApiResponse => cluster.handle({ method: 'GET', path });
const body = (path: string) => get(`${WORKER}${path}`).body as JsonObject;

beforeAll(() => {
  clock = new VirtualClock(Date.UTC(2026, 10, 22, 1, 0, 0));
  const random = new Random(5);
  const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
  cluster = createCluster({ clock, random, runtime, workers: 1, systemPods: false });
  cluster.handle({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods',
    body: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: {
        containers: [
          {
            name: 'box',
            image: 'busybox:1.36',
            command: ['sh', '-c', 'echo hello; sleep 9999'],
            resources: { limits: { memory: '64Mi' } },
          },
        ],
      },
    },
  });
  clock.runUntil(clock.nowMs() + 60_000);
});

describe('nodes/proxy', () => {
  it('tells that the kubelet is well, which pods it has, and how it is configured', () => {
    expect(get(`${WORKER}/healthz`).text).toBe('ok');
    expect(body('/pods/')).toMatchObject({ kind: 'PodList', items: [{ metadata: { name: 'web' } }] });
    const kubelet = cluster.kubelets.get('worker-1');
    const config = 'kind: KubeletConfiguration\nmaxPods: 12\nsyncFrequency: 0s\n';
    putNode(kubelet!.nodeFiles, '/var/lib/kubelet/config.yaml', file(config));
    expect(body('/configz')['kubeletconfig']).toMatchObject({ maxPods: 12, syncFrequency: '1m0s', port: 10250 });
  });

  it('tells what the node and its pods use, as JSON and as metrics', () => {
    const summary = body('/stats/summary') as unknown as {
      node: { nodeName: string; memory: { availableBytes: number; workingSetBytes: number } };
      pods: {
        podRef: { name: string };
        containers: { name: string; memory: { availableBytes: number; workingSetBytes: number } }[];
      }[];
    };
    expect(summary.node.nodeName).toBe('worker-1');
    const box = summary.pods[0]!.containers[0]!;
    expect([summary.pods[0]!.podRef.name, box.name]).toEqual(['web', 'box']);
    expect(box.memory.availableBytes + box.memory.workingSetBytes).toBe(64 * 1024 * 1024);
    expect(summary.node.memory.workingSetBytes).toBeGreaterThan(box.memory.workingSetBytes);
    const metrics = get(`${WORKER}/metrics/resource`).text;
    expect(metrics).toMatch(
      new RegExp(
        `^container_memory_working_set_bytes\\{container="box",namespace="default",pod="web"\\} ${box.memory.workingSetBytes}$`,
        'm',
      ),
    );
    expect(get(`${WORKER}/metrics`).text).toContain('\nkubelet_running_pods 1\n');
  });

  it("shows the node's log folder and the logs of containers", () => {
    const kubelet = cluster.kubelets.get('worker-1');
    putNode(kubelet!.nodeFiles, '/var/log/kubelet & co.log', file('started\n'));
    expect(get(`${WORKER}/logs/`).text).toContain('<a href="kubelet%20&%20co.log">kubelet &amp; co.log</a>\n');
    expect(get(`${WORKER}/logs/kubelet%20&%20co.log`).text).toBe('started\n');
    expect(get(`${WORKER}/logs/none`).status).toBe(404);
    expect(get(`${WORKER}/logs/..%2f..%2fvar/lib/kubelet/config.yaml`).status).toBe(404);
    expect(get(`${WORKER}/logs`)).toMatchObject({ status: 301, headers: { location: `${WORKER}/logs/` } });
    expect(get(`${WORKER}/containerLogs/default/web/box?tailLines=1`).text).toBe('hello\n');
    expect(get(`${WORKER}/containerLogs/default/web/other`)).toMatchObject({
      status: 404,
      text: 'container "other" not found in pod "web"\n',
    });
  });

  it('reaches nobody at another port or while the kubelet is stopped, and serves no other path', () => {
    expect(get('/api/v1/nodes/worker-1:10250/proxy/healthz').text).toBe('ok');
    expect(get(`${WORKER}/exec/default/web/box`).status).toBe(404);
    expect(cluster.handle({ method: 'POST', path: `${WORKER}/pods`, body: {} }).status).toBe(405);
    expect(get('/api/v1/nodes/none/proxy/healthz').status).toBe(404);
    const refused = { status: 503, body: { reason: 'ServiceUnavailable' } };
    expect(get('/api/v1/nodes/worker-1:10255/proxy/pods')).toMatchObject(refused);
    cluster.kubelets.get('worker-1')!.stopKubelet();
    expect(get(`${WORKER}/pods`)).toMatchObject(refused);
    expect((get(`${WORKER}/pods`).body as JsonObject)['message']).toMatch(
      /^error trying to reach service: dial tcp [\d.]+:10250: connect: connection refused$/,
    );
  });
});
