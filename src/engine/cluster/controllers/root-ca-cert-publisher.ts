import { ApiError } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { Json, JsonObject, KubeObject } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import { KeyedController } from './keyed-controller.ts';

const NAME = 'kube-root-ca.crt';
/** The namespace whose copy is the one the cluster was set up with. */
const SOURCE = 'kube-system';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Keeps the cluster's CA certificate in a ConfigMap of every namespace. Models: pkg/controller/certificates/rootcacertpublisher */
export class RootCaCertPublisher implements Component {
  readonly name = 'root-ca-certificate-publisher-controller';
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, {
      account: 'root-ca-cert-publisher',
      sync: (key) => this.sync(key),
      latency: { lowMs: 4, highMs: 12 },
    });
  }

  start(): void {
    const changed = ({ metadata }: KubeObject): void => {
      if (metadata.name !== NAME) return;
      if (metadata.namespace !== SOURCE) this.frame.queue.add(metadata.namespace ?? '');
      else
        for (const namespace of this.frame.informers.list('namespaces')) this.frame.queue.add(namespace.metadata.name);
    };
    const namespaceChanged = ({ metadata }: KubeObject): void => this.frame.queue.add(metadata.name);
    this.frame.watch(
      this.frame.informers.onChange('configmaps', { added: changed, updated: changed, deleted: changed }),
      this.frame.informers.onChange('namespaces', { added: namespaceChanged, updated: namespaceChanged, deleted() {} }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(namespace: string): void {
    const data = this.frame.informers.get('configmaps', SOURCE, NAME)?.['data'] as JsonObject | undefined;
    const found = this.frame.informers.get('namespaces', '', namespace);
    if (data === undefined || found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    const current = this.frame.informers.get('configmaps', namespace, NAME);
    try {
      if (current === undefined) {
        this.frame.client.create('configmaps', namespace, {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: NAME, namespace, annotations: { 'kubernetes.io/description': DESCRIPTION } },
          data: data as Json,
        });
      } else if (!equalJson(current['data'], data)) {
        this.frame.client.update('configmaps', { ...current, data });
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}
