import { ApiError, type Client, type Informers } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import { controllerClient } from './controller-client.ts';
import { WorkQueue } from './workqueue.ts';

const DEFAULT = 'default';

/** Gives every namespace its `default` ServiceAccount. Models: pkg/controller/serviceaccount/serviceaccounts_controller.go */
export class ServiceAccountController implements Component {
  readonly name = 'serviceaccount-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly queue: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.client = controllerClient(context, 'service-account-controller');
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 4, highMs: 12 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    this.disposers.push(
      this.informers.onChange('namespaces', {
        added: ({ metadata }) => this.queue.add(metadata.name),
        updated: ({ metadata }) => this.queue.add(metadata.name),
        deleted() {},
      }),
      this.informers.onChange('serviceaccounts', {
        added() {},
        updated() {},
        deleted: ({ metadata }) => {
          if (metadata.name === DEFAULT) this.queue.add(metadata.namespace ?? '');
        },
      }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.queue.stop();
  }

  private sync(namespace: string): void {
    const found = this.informers.get('namespaces', '', namespace);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    if (this.informers.get('serviceaccounts', namespace, DEFAULT) !== undefined) return;
    try {
      this.client.create('serviceaccounts', namespace, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: DEFAULT, namespace },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}
