import { ApiError, type Client, type Informers } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { Json, JsonObject, KubeObject } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import { controllerClient } from './controller-client.ts';
import { WorkQueue } from './workqueue.ts';

const NAME = 'kube-root-ca.crt';
/** The namespace whose copy is the one the cluster was set up with. */
const SOURCE = 'kube-system';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Keeps the cluster's CA certificate in a ConfigMap of every namespace. Models: pkg/controller/certificates/rootcacertpublisher */
export class RootCaCertPublisher implements Component {
  readonly name = 'root-ca-certificate-publisher-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly queue: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.client = controllerClient(context, 'root-ca-cert-publisher');
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: { lowMs: 4, highMs: 12 },
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    const changed = ({ metadata }: KubeObject): void => {
      if (metadata.name !== NAME) return;
      if (metadata.namespace !== SOURCE) this.queue.add(metadata.namespace ?? '');
      else for (const namespace of this.informers.list('namespaces')) this.queue.add(namespace.metadata.name);
    };
    const namespaceChanged = ({ metadata }: KubeObject): void => this.queue.add(metadata.name);
    this.disposers.push(
      this.informers.onChange('configmaps', { added: changed, updated: changed, deleted: changed }),
      this.informers.onChange('namespaces', { added: namespaceChanged, updated: namespaceChanged, deleted() {} }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.queue.stop();
  }

  private sync(namespace: string): void {
    const data = this.informers.get('configmaps', SOURCE, NAME)?.['data'] as JsonObject | undefined;
    const found = this.informers.get('namespaces', '', namespace);
    if (data === undefined || found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    const current = this.informers.get('configmaps', namespace, NAME);
    try {
      if (current === undefined) {
        this.client.create('configmaps', namespace, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: NAME, namespace, annotations: { 'kubernetes.io/description': DESCRIPTION } },
          data: data as Json,
        });
      } else if (!equalJson(current['data'], data)) {
        this.client.update('configmaps', { ...current, data });
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}
