import { ApiError } from '../../client.ts';
import type { Timer } from '../../clock.ts';
import type { KubeObject } from '../../json.ts';
import { formatMicroTime } from '../../timestamp.ts';
import type { NodeServices } from '../node-services.ts';

const NAMESPACE = 'kube-node-lease';
const DURATION_SECONDS = 40;
/** A lease is renewed after a quarter of its duration. */
const RENEW_MS = 10_000;

/** Renews the node's lease: how the control plane knows that the kubelet lives. Models: component-helpers/apimachinery/lease */
export class NodeLease {
  private timer: Timer | undefined;

  constructor(
    private readonly services: NodeServices,
    private readonly isConnected: () => boolean,
  ) {}

  start(): void {
    this.renew();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private renew(): void {
    const { clock } = this.services;
    this.timer = clock.after(RENEW_MS, () => this.renew(), 'background');
    if (!this.isConnected()) return;
    try {
      this.write();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private write(): void {
    const { client, informers, node, clock } = this.services;
    const resource = 'leases.coordination.k8s.io';
    const renewTime = formatMicroTime(clock.nowMs());
    const held = informers.get(resource, NAMESPACE, node.name);
    if (held !== undefined) {
      client.update(resource, { ...held, spec: { ...(held['spec'] as object), renewTime } } as KubeObject);
      return;
    }
    const owner = informers.get('nodes', '', node.name);
    client.create(resource, NAMESPACE, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: node.name,
        namespace: NAMESPACE,
        ...(owner === undefined
          ? {}
          : { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.name, uid: owner.metadata.uid }] }),
      },
      spec: { holderIdentity: node.name, leaseDurationSeconds: DURATION_SECONDS, renewTime },
    });
  }
}
