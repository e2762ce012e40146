import { ApiError } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { KubeObject } from '../json.ts';
import { parseTime } from '../timestamp.ts';
import { finishedCondition, JOBS, type Job } from './job/types.ts';
import { KeyedController } from './keyed-controller.ts';
import { keyOf, splitKey } from './kinds.ts';

/** Deletes finished jobs once their ttlSecondsAfterFinished have passed. Models: pkg/controller/ttlafterfinished */
export class TtlAfterFinishedController implements Component {
  readonly name = 'ttl-after-finished-controller';
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, { account: this.name, sync: (key) => this.sync(key) });
  }

  start(): void {
    const changed = (job: KubeObject): void => {
      const { ttlSecondsAfterFinished } = (job as Job).spec;
      if (ttlSecondsAfterFinished !== undefined && finishedCondition(job as Job) !== undefined)
        this.frame.queue.add(keyOf(job));
    };
    this.frame.watch(this.frame.informers.onChange(JOBS, { added: changed, updated: changed, deleted() {} }));
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const job = this.frame.informers.get(JOBS, namespace, name) as Job | undefined;
    if (job === undefined || job.metadata.deletionTimestamp !== undefined) return;
    const finished = parseTime(finishedCondition(job)?.lastTransitionTime);
    const { ttlSecondsAfterFinished: ttl } = job.spec;
    if (finished === undefined || ttl === undefined) return;
    const leftMs = finished + ttl * 1000 - this.frame.clock.nowMs();
    if (leftMs > 0) {
      this.frame.queue.addAfter(key, leftMs, 'background');
      return;
    }
    try {
      const preconditions = { uid: job.metadata.uid };
      this.frame.client.delete(JOBS, namespace, name, { propagationPolicy: 'Foreground', preconditions });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
