import type { Informers } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import type { Pod } from '../pod.ts';
import { volumeSourceKeys } from '../volumes/pod-volumes.ts';

/** A kubelet's ear for the objects of its node. Called inside the write: it must only note. */
export interface NodeListener {
  podChanged(pod: Pod): void;
  podGone(pod: Pod): void;
  /** Objects that files of these pods (uids) are made from have changed. */
  sourceChanged(podUids: Iterable<string>): void;
}

/**
 * One subscription for all kubelets of a cluster: a change is told to the one node that it concerns, so that its cost does not grow with
 * the number of nodes.
 */
export class PodRouter {
  private readonly nodes = new Map<string, NodeListener>();
  /** Uids of pods, by node and by the ConfigMap or Secret that their volumes use: `configmaps/ns/name`. */
  private readonly users = new Map<string, Map<string, string>>();

  private constructor(private readonly informers: Informers) {
    informers.onChange('pods', {
      added: (pod) => this.pod(pod as Pod, undefined),
      updated: (pod, old) => this.pod(pod as Pod, old as Pod),
      deleted: (pod) => this.gone(pod as Pod),
    });
    for (const kind of ['configmaps', 'secrets'] as const) {
      informers.onChange(kind, {
        added: (object) => this.source(kind, object),
        updated: (object) => this.source(kind, object),
        deleted: () => {},
      });
    }
  }

  /** The router of the cluster behind these informers. */
  static of(informers: Informers): PodRouter {
    let router = routers.get(informers);
    if (router === undefined) {
      router = new PodRouter(informers);
      routers.set(informers, router);
    }
    return router;
  }

  /** Tells a node's pods from now on; those that are there already are told at once. */
  subscribe(node: string, listener: NodeListener): void {
    this.nodes.set(node, listener);
    for (const pod of this.informers.byIndex('pods', 'node', node)) listener.podChanged(pod as Pod);
  }

  unsubscribe(node: string): void {
    this.nodes.delete(node);
  }

  private pod(pod: Pod, old: Pod | undefined): void {
    const node = pod.spec.nodeName;
    if (node === undefined || node === '') return;
    if (old === undefined || old.spec.nodeName !== node) this.note(pod, node);
    this.nodes.get(node)?.podChanged(pod);
  }

  private gone(pod: Pod): void {
    const node = pod.spec.nodeName;
    for (const [kind, name] of volumeSourceKeys(pod.spec.volumes)) {
      this.users.get(`${kind}/${pod.metadata.namespace}/${name}`)?.delete(pod.metadata.uid);
    }
    if (node !== undefined) this.nodes.get(node)?.podGone(pod);
  }

  private note(pod: Pod, node: string): void {
    for (const [kind, name] of volumeSourceKeys(pod.spec.volumes)) {
      const key = `${kind}/${pod.metadata.namespace}/${name}`;
      let users = this.users.get(key);
      if (users === undefined) {
        users = new Map();
        this.users.set(key, users);
      }
      users.set(pod.metadata.uid, node);
    }
  }

  private source(kind: string, object: KubeObject): void {
    const users = this.users.get(`${kind}/${object.metadata.namespace}/${object.metadata.name}`);
    if (users === undefined || users.size === 0) return;
    const byNode = new Map<string, string[]>();
    for (const [uid, node] of users) {
      const list = byNode.get(node);
      if (list === undefined) byNode.set(node, [uid]);
      else list.push(uid);
    }
    for (const [node, uids] of byNode) this.nodes.get(node)?.sourceChanged(uids);
  }
}

const routers = new WeakMap<Informers, PodRouter>();
