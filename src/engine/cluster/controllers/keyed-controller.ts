import type { Client, Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { ComponentContext } from '../component.ts';
import { controllerClient } from './controller-client.ts';
import { createRecorder, type EventRecorder } from './recorder.ts';
import { type QueueLatency, WorkQueue } from './workqueue.ts';

/** How long most controllers take to notice a change and to read what they need. */
const USUAL_LATENCY: QueueLatency = { lowMs: 6, highMs: 18 };

export interface KeyedControllerOptions {
  /** Its service account in kube-system. */
  readonly account: string;
  /** Reads what a key stands for, computes what should be, and writes the difference. */
  readonly sync: (key: string) => void;
  readonly latency?: QueueLatency | ((key: string) => QueueLatency);
}

/**
 * What controllers of one queue have in common: a client of their own, what they listen to, and a queue of keys that one `sync` works off.
 * The controller says what it watches and what `sync` does. Models: the Run and processNextWorkItem of the controllers of pkg/controller
 */
export class KeyedController {
  readonly informers: Informers;
  readonly clock: Clock;
  readonly client: Client;
  readonly queue: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext, { account, sync, latency = USUAL_LATENCY }: KeyedControllerOptions) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = controllerClient(context, account);
    this.queue = new WorkQueue({ clock: context.clock, random: context.random, latency, sync });
  }

  /** A recorder of the controller's events, which come from `component`. */
  recorder(component: string): EventRecorder {
    return createRecorder(this.client, this.clock, { component });
  }

  /** Keeps what ends a subscription, for `stop`. */
  watch(...disposers: readonly (() => void)[]): void {
    this.disposers.push(...disposers);
  }

  /** Listens no more and drops what is queued. */
  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.queue.stop();
  }
}
