import { ApiError } from '../../client.ts';
import type { Timer } from '../../clock.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { formatTime } from '../../timestamp.ts';
import { nodeReference } from '../eviction/manager.ts';
import type { NodeServices } from '../node-services.ts';

/** How often the kubelet looks whether its node's status has changed. */
const UPDATE_MS = 10_000;
/** How often it is written though nothing has changed. */
const REPORT_MS = 300_000;
/** A node's status lists at most so many images. */
const MAX_IMAGES = 50;

interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly lastHeartbeatTime: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

interface NodeStatus {
  readonly conditions?: readonly NodeCondition[];
  readonly [field: string]: unknown;
}

type ConditionText = readonly [type: string, status: string, reason: string, message: string];

const MEMORY_PRESSURE: ConditionText = [
  'MemoryPressure',
  'True',
  'KubeletHasInsufficientMemory',
  'kubelet has insufficient memory available',
];
/** Quantities by resource. */
type Amounts = { readonly [resource: string]: string };

const CONDITIONS: readonly ConditionText[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

/** Registers the node and keeps its status. Models: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go */
export class NodeStatusReporter {
  private timer: Timer | undefined;
  private reportedMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly services: NodeServices,
    private readonly isConnected: () => boolean,
    /** Called at every look at the node while it is connected. */
    private readonly looked: () => void,
    private readonly isUnderMemoryPressure: () => boolean,
  ) {}

  /** Something that the conditions tell of has changed: it is told at once. */
  changed(): void {
    if (this.timer !== undefined && this.isConnected()) this.report(false);
  }

  start(): void {
    if (this.isConnected()) {
      this.register();
      this.report(true);
    }
    this.timer = this.services.clock.after(UPDATE_MS, () => this.tick(), 'background');
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private tick(): void {
    this.timer = this.services.clock.after(UPDATE_MS, () => this.tick(), 'background');
    if (!this.isConnected()) return;
    this.report(this.services.clock.nowMs() - this.reportedMs >= REPORT_MS);
    this.looked();
  }

  private register(): void {
    const { client, node } = this.services;
    if (client.get('nodes', '', node.name) !== undefined) return;
    const object: JsonObject = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: node.name,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': node.name,
          'kubernetes.io/os': 'linux',
          ...node.labels,
        },
        annotations: {
          'node.alpha.kubernetes.io/ttl': '0',
          'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
        },
      },
      spec: {
        podCIDR: node.podCidr,
        podCIDRs: [node.podCidr],
        ...(node.taints === undefined || node.taints.length === 0
          ? {}
          : { taints: node.taints as unknown as JsonObject[] }),
      },
      status: this.status(undefined, true) as unknown as JsonObject,
    };
    this.attempt(() => client.create('nodes', '', object));
  }

  /** Writes the status when it has changed, or when a heartbeat is due. */
  private report(heartbeat: boolean): void {
    const { informers, client, node, clock } = this.services;
    const stored = informers.get('nodes', '', node.name);
    if (stored === undefined) {
      this.register();
      return;
    }
    const old = stored['status'] as NodeStatus | undefined;
    const made = this.status(old, heartbeat);
    if (equalJson(made, old)) return;
    this.reportedMs = clock.nowMs();
    const pressure = (status: NodeStatus | undefined) =>
      status?.conditions?.find(({ type }) => type === 'MemoryPressure');
    const now = pressure(made);
    if (now !== undefined && (pressure(old)?.status ?? now.status) !== now.status) this.tell(now.reason);
    this.attempt(() =>
      client.updateStatus('nodes', { ...stored, status: heartbeat ? made : this.status(old, true) } as KubeObject),
    );
  }

  private status(old: NodeStatus | undefined, heartbeat: boolean): NodeStatus {
    const { node, runtime, clock } = this.services;
    const now = formatTime(clock.nowMs());
    const trouble = this.services.runtimeTrouble();
    const conditions = CONDITIONS.map((usual) => {
      const [type, status, reason, message] = this.conditionNow(usual, trouble);
      const before = old?.conditions?.find((condition) => condition.type === type);
      const same = before?.status === status;
      return {
        type,
        status,
        lastHeartbeatTime: same && !heartbeat ? before.lastHeartbeatTime : now,
        lastTransitionTime: same ? before.lastTransitionTime : now,
        reason,
        message,
      };
    });
    const foreign = (old?.conditions ?? []).filter(({ type }) => !CONDITIONS.some(([own]) => own === type));
    const images = [...runtime.images(node.name)]
      .sort((a, b) => b.sizeBytes - a.sizeBytes)
      .slice(0, MAX_IMAGES)
      .map(({ reference, digest, sizeBytes }) => ({
        names: digest === '' ? [reference] : [`${reference.replace(/:[^:/]*$/, '')}@${digest}`, reference],
        sizeBytes,
      }));
    return {
      ...old,
      capacity: old?.['capacity'] ?? node.capacity,
      allocatable: this.allocatable(old),
      conditions: [...foreign, ...conditions],
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: node.name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        ...node.nodeInfo,
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
      ...(images.length === 0 ? {} : { images }),
      runtimeHandlers: [{ name: '', features: { recursiveReadOnlyMounts: true, userNamespaces: true } }],
      features: { supplementalGroupsPolicy: true },
    };
  }

  /** What pods may have: of resources that somebody else gave the node (extended ones) all of it. Models: nodestatus.MachineInfo */
  private allocatable(old: NodeStatus | undefined): Amounts {
    const { node } = this.services;
    const own = (old?.['allocatable'] ?? node.allocatable) as Amounts;
    const capacity = (old?.['capacity'] ?? node.capacity) as Amounts;
    const isExtended = (resource: string): boolean => node.capacity[resource] === undefined;
    const given = Object.keys(capacity).filter(isExtended);
    const left = Object.keys(own).filter((resource) => isExtended(resource) && capacity[resource] === undefined);
    if (left.length === 0 && given.every((resource) => own[resource] === capacity[resource])) return own;
    const kept = Object.entries(own).filter(([resource]) => !left.includes(resource));
    return Object.fromEntries([...kept, ...given.map((resource) => [resource, capacity[resource] ?? ''])]);
  }

  private conditionNow(usual: ConditionText, trouble: string | undefined): ConditionText {
    if (trouble !== undefined && usual[0] === 'Ready') return ['Ready', 'False', 'KubeletNotReady', trouble];
    return usual[0] === 'MemoryPressure' && this.isUnderMemoryPressure() ? MEMORY_PRESSURE : usual;
  }

  /** `NodeHasInsufficientMemory` and its contrary. Models: nodestatus.MemoryPressureCondition */
  private tell(reason: string): void {
    const { recorder, node } = this.services;
    const name = `NodeHas${reason.replace(/^KubeletHas/, '')}`;
    recorder.event(nodeReference(node.name), 'Normal', name, `Node ${node.name} status is now: ${name}`);
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
