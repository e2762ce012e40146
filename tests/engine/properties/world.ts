import type { ApiRequest, ApiResponse } from '../../../src/engine/cluster/apiserver/http.ts';
import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import { type Cluster, createCluster } from '../../../src/engine/cluster/cluster.ts';
import type { KubeObject } from '../../../src/engine/cluster/json.ts';
import { Random } from '../../../src/engine/cluster/random.ts';
import { createContainerRuntime } from '../../../src/engine/runtime/container-runtime.ts';
import type { Loose } from '../cluster/fake-cluster.ts';

const START_MS = Date.UTC(2026, 10, 22, 9, 0, 0);
const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

/** Times the usual number of runs: `SKIFF_RUNS=50 npx vitest run tests/engine/properties`. */
export const RUNS = Number(process.env['SKIFF_RUNS'] ?? 1);
/** A test's time limit for so many runs, milliseconds. */
export const LIMIT_MS = 60_000 * Math.max(1, RUNS);

/** A whole cluster of two workers without system pods, up and quiet. */
export class PropertyWorld {
  readonly clock = new VirtualClock(START_MS);
  readonly cluster: Cluster;

  constructor(seed: number) {
    const random = new Random(seed);
    const runtime = createContainerRuntime({ clock: this.clock, random: random.fork('runtime'), imagesPresent: true });
    const options = { clock: this.clock, random: random.fork('cluster'), runtime, workers: 2, systemPods: false };
    this.cluster = createCluster(options);
    this.wait(20_000);
    this.ask('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'vital' },
      value: 1000,
    });
  }

  get revision(): number {
    return this.cluster.history.revision;
  }

  wait(ms: number): void {
    this.clock.runUntil(this.clock.nowMs() + ms);
  }

  /** One request of the learner's. Refusals are answers; an internal error is a bug. */
  ask(
    method: ApiRequest['method'],
    path: string,
    body?: Loose,
    patch: keyof typeof PATCH_TYPES = 'merge',
  ): ApiResponse {
    const type = method === 'PATCH' ? PATCH_TYPES[patch] : 'application/json';
    const response = this.cluster.handle({
      method,
      path,
      headers: { 'content-type': type },
      ...(body === undefined ? {} : { body }),
    });
    const message = (response.body as Loose)?.message ?? '';
    // Kubernetes answers this one with an internal error as well.
    if (response.status >= 500 && !message.includes('more than one PodDisruptionBudget'))
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
    return response;
  }

  get(resource: string, namespace: string, name: string): Loose {
    return this.cluster.informers.get(resource, namespace, name);
  }

  list(resource: string, namespace?: string): readonly Loose[] {
    return this.cluster.informers.list(resource, namespace);
  }

  /** Everything that lives, by resource. */
  everything(): ReadonlyMap<string, readonly KubeObject[]> {
    return this.cluster.history.stateAt({ revision: this.revision });
  }
}
