import { VirtualClock } from '../src/engine/cluster/clock.ts';
import { createCluster } from '../src/engine/cluster/cluster.ts';
import { Random } from '../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../src/engine/runtime/container-runtime.ts';
import type { Measurement } from './measurement.ts';

/** The learner's default cluster, from nothing to its API answering. Cold: call it first. */
export function boot(): readonly Measurement[] {
  const startedMs = performance.now();
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 9, 0, 0));
  const random = new Random(1);
  const runtime = createContainerRuntime({ clock, random: random.fork('runtime'), imagesPresent: true });
  const cluster = createCluster({ clock, random: random.fork('cluster'), runtime, workers: 2, systemPods: true });
  const answer = cluster.handle({ method: 'GET', path: '/api/v1/nodes' });
  const tookMs = performance.now() - startedMs;
  if (answer.status !== 200) throw new Error(`the cluster does not answer: ${answer.status}`);
  cluster.stop();
  return [{ name: 'engine-boot-ms', value: tookMs, unit: 'ms' }];
}
