import type { Informers } from '../client.ts';
import type { Node, Pod } from '../controllers/kinds.ts';
import { isPodTerminal } from '../controllers/pod-state.ts';
import { NodeInfo } from './framework/node-info.ts';
import { type PodInfo, podInfo } from './framework/pod-info.ts';

const NONE: readonly PodInfo[] = [];

/** The nodes with what runs on them, kept up with every change. Models: pkg/scheduler/backend/cache */
export class SchedulerCache {
  private readonly byName = new Map<string, NodeInfo>();
  private ordered: readonly NodeInfo[] = [];
  private readonly nominations = new Map<string, PodInfo[]>();

  constructor(private readonly informers: Informers) {}

  /** In the order in which they joined. */
  get nodes(): readonly NodeInfo[] {
    return this.ordered;
  }

  setNode(node: Node): void {
    const known = this.byName.get(node.metadata.name);
    if (known !== undefined) {
      known.node = node;
      return;
    }
    const info = new NodeInfo(node);
    for (const pod of this.informers.byIndex('pods', 'node', node.metadata.name) as readonly Pod[])
      if (!isPodTerminal(pod)) info.add(podInfo(pod));
    this.byName.set(node.metadata.name, info);
    this.ordered = [...this.byName.values()];
  }

  removeNode(name: string): void {
    if (this.byName.delete(name)) this.ordered = [...this.byName.values()];
  }

  /** A pod that is on a node; `known` spares working it out again. */
  addPod(pod: Pod, known?: PodInfo): void {
    const node = this.byName.get(pod.spec.nodeName ?? '');
    if (node === undefined) return;
    const before = node.pods.get(pod.metadata.uid);
    // Status changes leave what the pod occupies as it is.
    if (before?.pod.spec === pod.spec && before.pod.metadata.labels === pod.metadata.labels) {
      if (before.pod.metadata.deletionTimestamp === pod.metadata.deletionTimestamp) return;
    }
    if (before !== undefined) node.remove(pod.metadata.uid);
    node.add(known === undefined ? podInfo(pod) : { ...known, pod });
  }

  removePod(pod: Pod): void {
    this.byName.get(pod.spec.nodeName ?? '')?.remove(pod.metadata.uid);
  }

  /** Promises the pod the room that others are leaving. */
  nominate(info: PodInfo, node: string): void {
    this.forgetNomination(info.pod.metadata.uid);
    const promised = this.nominations.get(node);
    if (promised === undefined) this.nominations.set(node, [info]);
    else promised.push(info);
  }

  forgetNomination(uid: string): void {
    if (this.nominations.size === 0) return;
    for (const [node, promised] of this.nominations) {
      const left = promised.filter((info) => info.pod.metadata.uid !== uid);
      if (left.length === 0) this.nominations.delete(node);
      else this.nominations.set(node, left);
    }
  }

  nominated = (node: string): readonly PodInfo[] =>
    this.nominations.size === 0 ? NONE : (this.nominations.get(node) ?? NONE);
}
