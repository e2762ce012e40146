import type { Node } from '../../controllers/kinds.ts';
import type { HostPort, PodInfo } from './pod-info.ts';
import { type Amounts, amountsOf } from './requests.ts';

function conflict(a: HostPort, b: HostPort): boolean {
  const sameAddress = a.address === b.address || a.address === '0.0.0.0' || b.address === '0.0.0.0';
  return a.port === b.port && a.protocol === b.protocol && sameAddress;
}

/** A node with the sum of what its pods occupy, kept up as pods come and go. Models: framework.NodeInfo */
export class NodeInfo {
  readonly pods = new Map<string, PodInfo>();
  /** Sum of the pods' requests. */
  readonly requested: Amounts = new Map();
  assumedMilliCpu = 0;
  assumedMemoryBytes = 0;
  allocatable: Amounts;
  /** Of `allocatable`, which every cycle asks for: pods, millicores, bytes. */
  podLimit = 0;
  milliCpu = 0;
  memoryBytes = 0;
  /** Pods of each controller. */
  readonly podsByController = new Map<string, number>();
  private imagesSeen: NonNullable<Node['status']>['images'];
  private imageSizes: ReadonlyMap<string, number> = new Map();
  private readonly withHostPorts = new Set<PodInfo>();
  /** Pods that ask for, or keep away, other pods. */
  readonly withPodAffinity = new Set<PodInfo>();

  constructor(private current: Node) {
    this.allocatable = amountsOf(current.status?.allocatable);
    this.noteCapacity();
  }

  get node(): Node {
    return this.current;
  }

  get name(): string {
    return this.current.metadata.name;
  }

  set node(node: Node) {
    if (node.status?.allocatable !== this.current.status?.allocatable) {
      this.allocatable = amountsOf(node.status?.allocatable);
      this.noteCapacity();
    }
    this.current = node;
  }

  /** Sizes of the node's images by each of their names, in bytes. */
  get images(): ReadonlyMap<string, number> {
    const images = this.current.status?.images;
    if (images !== this.imagesSeen) {
      this.imagesSeen = images;
      this.imageSizes = new Map(
        images?.flatMap(({ names = [], sizeBytes = 0 }) => names.map((name) => [name, sizeBytes] as const)),
      );
    }
    return this.imageSizes;
  }

  private noteCapacity(): void {
    this.podLimit = this.allocatable.get('pods') ?? 0;
    this.milliCpu = this.allocatable.get('cpu') ?? 0;
    this.memoryBytes = this.allocatable.get('memory') ?? 0;
  }

  add(info: PodInfo): void {
    this.pods.set(info.pod.metadata.uid, info);
    this.count(info, 1);
    if (info.hostPorts.length > 0) this.withHostPorts.add(info);
    if (info.hasPodAffinity) this.withPodAffinity.add(info);
  }

  remove(uid: string): PodInfo | undefined {
    const info = this.pods.get(uid);
    if (info === undefined) return undefined;
    this.pods.delete(uid);
    this.count(info, -1);
    this.withHostPorts.delete(info);
    this.withPodAffinity.delete(info);
    return info;
  }

  /** Whether one of the ports is taken by a pod of this node. */
  hasPortConflict(ports: readonly HostPort[]): boolean {
    if (ports.length === 0) return false;
    for (const info of this.withHostPorts)
      for (const taken of info.hostPorts) if (ports.some((port) => conflict(port, taken))) return true;
    return false;
  }

  private count(info: PodInfo, by: 1 | -1): void {
    for (const [resource, amount] of info.requests)
      this.requested.set(resource, (this.requested.get(resource) ?? 0) + by * amount);
    this.assumedMilliCpu += by * info.assumedMilliCpu;
    this.assumedMemoryBytes += by * info.assumedMemoryBytes;
    if (info.controllerUid === undefined) return;
    const left = (this.podsByController.get(info.controllerUid) ?? 0) + by;
    if (left === 0) this.podsByController.delete(info.controllerUid);
    else this.podsByController.set(info.controllerUid, left);
  }
}
