import { VirtualClock } from '../src/engine/cluster/clock.ts';
import { createCluster } from '../src/engine/cluster/cluster.ts';
import { Random } from '../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../src/engine/runtime/container-runtime.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const LIMIT_MS = 30 * 60_000;

/** What one run took. */
export interface DeploymentRun {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly virtualMs: number;
  readonly revisions: number;
}

/** A Deployment of `replicas` nginx pods on `nodes` workers, from apply to all Ready, in virtual time. */
export function runDeployment(replicas: number, nodes: number): DeploymentRun {
  const clock = new VirtualClock(START_MS);
  const random = new Random(1);
  const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
  const cluster = createCluster({
    clock,
    random: random.fork('cluster'),
    runtime,
    workers: nodes,
    systemPods: false,
    capacity: { cpu: '64', memory: '256Gi', pods: '500' },
  });
  clock.runUntil(START_MS + 60_000);
  const before = process.cpuUsage();
  const startMs = clock.nowMs();
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'nginx', image: 'nginx:1.25' }] },
      },
    },
  };
  const created = cluster.handle({
    method: 'POST',
    path: '/apis/apps/v1/namespaces/default/deployments',
    body,
    headers: { 'content-type': 'application/json' },
  });
  if (created.status !== 201) throw new Error(`the deployment was refused: ${JSON.stringify(created.body)}`);
  const ready = (): number => {
    const status = cluster.informers.get('deployments.apps', 'default', 'web')?.['status'] as
      | { readonly readyReplicas?: number }
      | undefined;
    return status?.readyReplicas ?? 0;
  };
  while (ready() < replicas)
    if (!clock.step(startMs + LIMIT_MS))
      throw new Error(`only ${ready()} of ${replicas} pods are Ready after half an hour`);
  const used = process.cpuUsage(before);
  const result = {
    cpuMs: (used.user + used.system) / 1000,
    rssMb: process.memoryUsage().rss / 1e6,
    virtualMs: clock.nowMs() - startMs,
    revisions: cluster.history.revision,
  };
  cluster.stop();
  return result;
}
