import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject } from '../json.ts';
import { parseTime } from '../timestamp.ts';
import { controllerClient } from './controller-client.ts';
import { finishedCondition, JOBS, type Job } from './job/types.ts';
import { keyOf, splitKey } from './kinds.ts';
import { WorkQueue } from './workqueue.ts';

/** Deletes finished jobs once their ttlSecondsAfterFinished have passed. Models: pkg/controller/ttlafterfinished */
export class TtlAfterFinishedController implements Component {
  readonly name = 'ttl-after-finished-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly queue: WorkQueue;
  private dispose: (() => void) | undefined;

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, this.name);
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 6, highMs: 18 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    const changed = (job: KubeObject): void => {
      const { ttlSecondsAfterFinished } = (job as Job).spec;
      if (ttlSecondsAfterFinished !== undefined && finishedCondition(job as Job) !== undefined)
        this.queue.add(keyOf(job));
    };
    this.dispose = this.informers.onChange(JOBS, { added: changed, updated: changed, deleted() {} });
  }

  stop(): void {
    this.dispose?.();
    this.queue.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const job = this.informers.get(JOBS, namespace, name) as Job | undefined;
    if (job === undefined || job.metadata.deletionTimestamp !== undefined) return;
    const finished = parseTime(finishedCondition(job)?.lastTransitionTime);
    const { ttlSecondsAfterFinished: ttl } = job.spec;
    if (finished === undefined || ttl === undefined) return;
    const leftMs = finished + ttl * 1000 - this.clock.nowMs();
    if (leftMs > 0) {
      this.queue.addAfter(key, leftMs, 'background');
      return;
    }
    try {
      const preconditions = { uid: job.metadata.uid };
      this.client.delete(JOBS, namespace, name, { propagationPolicy: 'Foreground', preconditions });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
