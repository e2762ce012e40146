import { ApiError } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import { KeyedController } from './keyed-controller.ts';

const DEFAULT = 'default';

/** Gives every namespace its `default` ServiceAccount. Models: pkg/controller/serviceaccount/serviceaccounts_controller.go */
export class ServiceAccountController implements Component {
  readonly name = 'serviceaccount-controller';
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, {
      account: 'service-account-controller',
      sync: (key) => this.sync(key),
      latency: { lowMs: 4, highMs: 12 },
    });
  }

  start(): void {
    this.frame.watch(
      this.frame.informers.onChange('namespaces', {
        added: ({ metadata }) => this.frame.queue.add(metadata.name),
        updated: ({ metadata }) => this.frame.queue.add(metadata.name),
        deleted() {},
      }),
      this.frame.informers.onChange('serviceaccounts', {
        added() {},
        updated() {},
        deleted: ({ metadata }) => {
          if (metadata.name === DEFAULT) this.frame.queue.add(metadata.namespace ?? '');
        },
      }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(namespace: string): void {
    const found = this.frame.informers.get('namespaces', '', namespace);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    if (this.frame.informers.get('serviceaccounts', namespace, DEFAULT) !== undefined) return;
    try {
      this.frame.client.create('serviceaccounts', namespace, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: DEFAULT, namespace },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}
