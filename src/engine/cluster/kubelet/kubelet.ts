// Over 300 lines: the life of one kubelet; its starts, stops and power share its state.
import type { ServiceAccountTokens } from '../apiserver/authorization/service-account-tokens.ts';
import type { Component, ComponentContext } from '../component.ts';
import { createRecorder } from '../controllers/recorder.ts';
import { type DirectoryNode, directory, nodeAt } from '../files.ts';
import type { Network } from '../network/network.ts';
import { BackOff } from './back-off.ts';
import { EvictionManager } from './eviction/manager.ts';
import { type NodeKernel, nodeKernel } from './kernel/kernel.ts';
import {
  CONFIG_FILE,
  DEFAULT_CONFIGURATION,
  type KubeletConfiguration,
  readConfiguration,
} from './machine/configuration.ts';
import { klogLine, kubeletLog, NodeJournal } from './machine/journal.ts';
import type { ServiceUnit } from './machine/unit.ts';
import { nodeUnits } from './machine/units.ts';
import { admitPod, type Rejection, refuseResize } from './node/admission.ts';
import { NodeLease } from './node/lease.ts';
import { NodeStatusReporter } from './node/node-status.ts';
import type { NodeSettings } from './node/settings.ts';
import type { NodeServices } from './node-services.ts';
import { isMirrorPod, isStaticPod, type Pod, podKey } from './pod.ts';
import { type NodeListener, PodRouter } from './pods/pod-router.ts';
import { PodWorker, type WorkerHost } from './pods/pod-worker.ts';
import type { PendingResize } from './pods/resize.ts';
import type { ClusterDnsConfig } from './pods/sandbox-files.ts';
import { StaticPods } from './pods/static-pods.ts';
import { ProbeManager } from './prober/probe-manager.ts';
import type { ContainerRuntime } from './runtime.ts';
import { StatusWriter } from './status/writer.ts';
import { NetworkStorage } from './volumes/network-storage.ts';

/** Kubernetes' defaults: `maxContainerBackOff` and the image manager's. */
const BACK_OFF_MS = 10_000;
const MAX_BACK_OFF_MS = 300_000;
/** How long the kubelet waits for the runtime before it says so, and for a relist. */
const RUNTIME_PATIENCE_MS = 30_000;
const PLEG_PATIENCE_MS = 180_000;

/** A node's agent. `start` and `stop` are the component's; the verbs below are what happens to a real one. */
export interface Kubelet extends Component {
  readonly node: NodeSettings;
  /** The node's own files. Call `manifestsChanged` after a change under /etc/kubernetes/manifests, or wait 20 s. */
  readonly nodeFiles: DirectoryNode;
  /** The process ends: containers go on, nothing is reported. */
  stopKubelet(): void;
  startKubelet(): void;
  /** The machine goes off: its containers are gone, and nobody reaches it. */
  powerOff(): void;
  /** It boots: the kubelet starts its pods' containers again. */
  powerOn(): void;
  manifestsChanged(): void;
  /** What its services have written. */
  readonly journal: NodeJournal;
  /** Its services under systemd. */
  readonly units: { readonly kubelet: ServiceUnit; readonly containerd: ServiceUnit };
  readonly isPoweredOn: boolean;
  /** What it was last started with. */
  readonly configuration: KubeletConfiguration;
  /** The pods that it knows, in the order in which they came. */
  pods(): Iterable<PodWorker>;
  /** What it runs on: images and containers. */
  readonly runtime: ContainerRuntime;
  /** Its processors and memory. */
  readonly kernel: NodeKernel;
  /** False while it is stopped or cut off. */
  isReachable(): boolean;
  nowMs(): number;
  /** What it knows of a pod, by its API object (a static pod's is its mirror). */
  worker(pod: Pod): PodWorker | undefined;
}

export interface KubeletOptions {
  /** Default: an empty tree. */
  readonly nodeFiles?: DirectoryNode;
  /** Volumes that are no node's own; default: none. */
  readonly networkStorage?: NetworkStorage;
  /** Issues the tokens of pods' service accounts. Default: none; volumes of tokens hold an empty one. */
  readonly tokens?: ServiceAccountTokens;
  /** Default 10.96.0.10 and cluster.local. */
  readonly dns?: ClusterDnsConfig;
  /** True where the node's files hold a KubeletConfiguration, without which the kubelet does not start. Default false: Kubernetes' defaults. */
  readonly hasConfigFile?: boolean;
  /** False while the API server does not answer anybody. */
  readonly isApiServing?: () => boolean;
}

/** One node's kubelet. It adds its node to the network and registers it. Models: pkg/kubelet/kubelet.go */
export function createKubelet(
  context: ComponentContext,
  node: NodeSettings,
  runtime: ContainerRuntime,
  network: Network,
  options: KubeletOptions = {},
): Kubelet {
  return new NodeKubelet(context, node, runtime, network, options);
}

class NodeKubelet implements Kubelet, NodeListener, WorkerHost {
  readonly name: string;
  readonly nodeFiles: DirectoryNode;
  readonly kernel: NodeKernel;
  readonly services: NodeServices;
  readonly probes: ProbeManager;
  readonly status: StatusWriter;
  readonly relistPhaseMs: number;
  private readonly workers = new Map<string, PodWorker>();
  private readonly staticPods: StaticPods;
  private readonly eviction: EvictionManager;
  private readonly nodeStatus: NodeStatusReporter;
  private readonly lease: NodeLease;
  private readonly router: PodRouter;
  readonly journal: NodeJournal;
  readonly units: Kubelet['units'];
  configuration: KubeletConfiguration = DEFAULT_CONFIGURATION;
  isPoweredOn = true;
  private running = false;
  /** Since when the container runtime does not answer. */
  private runtimeDownMs: number | undefined;
  /** Changes were missed while it was cut off. */
  private stale = false;

  constructor(
    context: ComponentContext,
    readonly node: NodeSettings,
    runtime: ContainerRuntime,
    private readonly network: Network,
    private readonly options: KubeletOptions,
  ) {
    const { clock, informers, random } = context;
    this.name = `kubelet/${node.name}`;
    this.nodeFiles = options.nodeFiles ?? directory(clock.nowMs());
    this.relistPhaseMs = random.fork('relist').between(0, 1000);
    const client = context.client('kubelet', {
      name: `system:node:${node.name}`,
      groups: ['system:nodes', 'system:authenticated'],
    });
    this.journal = new NodeJournal(clock);
    this.units = nodeUnits(clock, this.journal, {
      kubelet: { begin: (pid) => this.begin(pid), end: () => this.end() },
      containerd: { begin: () => this.runtimeStarted(), end: () => this.runtimeStopped() },
    });
    const configuration = (): KubeletConfiguration => this.configuration;
    this.kernel = nodeKernel(clock, node);
    this.services = {
      node,
      kernel: this.kernel,
      clock,
      random,
      informers,
      client,
      recorder: createRecorder(client, clock, { component: 'kubelet', host: node.name }),
      runtime,
      network,
      nodeFiles: this.nodeFiles,
      networkStorage: options.networkStorage ?? new NetworkStorage(),
      tokens: options.tokens,
      dns: options.dns ?? {
        get address() {
          return configuration().clusterDns;
        },
        get domain() {
          return configuration().clusterDomain;
        },
      },
      configuration,
      log: kubeletLog(this.journal, clock, () => this.units.kubelet.pid),
      runtimeTrouble: () => this.runtimeTrouble(),
      startBackOff: new BackOff(clock, BACK_OFF_MS, MAX_BACK_OFF_MS),
      imageBackOff: new BackOff(clock, BACK_OFF_MS, MAX_BACK_OFF_MS),
    };
    const reachable = () => this.isReachable();
    this.probes = new ProbeManager(this.services);
    this.status = new StatusWriter(client, informers, reachable, () => {
      this.stale = true;
    });
    this.eviction = new EvictionManager(
      this.services,
      () => this.workers.values(),
      () => this.nodeStatus.changed(),
    );
    this.nodeStatus = new NodeStatusReporter(
      this.services,
      reachable,
      () => this.catchUp(),
      () => this.eviction.isUnderMemoryPressure(),
    );
    this.lease = new NodeLease(this.services, reachable);
    this.staticPods = new StaticPods(
      this.services,
      {
        appeared: (pod) => this.podChanged(pod),
        vanished: (pod) => {
          this.services.log.info('kubelet.go:2467', 'SyncLoop REMOVE', { source: 'file', pods: [podKey(pod)] });
          this.workers.get(pod.metadata.uid)?.removed();
        },
        mirrored: (pod) => this.workers.get(pod.metadata.uid)?.mirrored(),
      },
      reachable,
    );
    this.router = PodRouter.of(informers);
  }

  start(): void {
    const { name, address, podCidr } = this.node;
    this.network.addNode({ name, address, podCidr });
    this.startKubelet();
  }

  stop(): void {
    this.stopKubelet();
  }

  startKubelet(): void {
    if (!this.isPoweredOn) return;
    this.units.kubelet.start();
  }

  stopKubelet(): void {
    this.units.kubelet.stop();
  }

  powerOff(): void {
    this.isPoweredOn = false;
    this.units.kubelet.losePower();
    this.units.containerd.losePower();
    this.runtimeDownMs = undefined;
    this.network.cutNode(this.node.name);
    for (const worker of this.workers.values()) worker.losePower();
  }

  powerOn(): void {
    if (this.isPoweredOn) return;
    this.isPoweredOn = true;
    this.network.joinNode(this.node.name);
    if (this.units.containerd.enabled) this.units.containerd.start();
    else this.runtimeDownMs = this.nowMs();
    if (this.units.kubelet.enabled) this.startKubelet();
  }

  pods(): Iterable<PodWorker> {
    return this.workers.values();
  }

  get runtime(): ContainerRuntime {
    return this.services.runtime;
  }

  /** The kubelet's process begins; what it says when it cannot. Models: cmd/kubelet/app.Run */
  private begin(pid: number): string | undefined {
    const { log } = this.services;
    if (this.options.hasConfigFile === true) {
      const file = nodeAt(this.nodeFiles, CONFIG_FILE);
      const read = readConfiguration(file?.type === 'file' ? file.content : undefined);
      if ('error' in read) {
        const line = {
          severity: 'E',
          timeMs: this.nowMs(),
          pid,
          source: 'run.go:72',
          message: 'command failed',
        } as const;
        return klogLine(line, { err: read.error });
      }
      this.configuration = read.configuration;
      for (const field of read.changed)
        log.warning('skiff', 'Skiff does not simulate this setting; it has no effect', { field });
    }
    const { staticPodPath } = this.configuration;
    log.info('server.go:212', 'Kubelet version', { kubeletVersion: this.node.nodeInfo.kubeletVersion });
    if (staticPodPath !== '') log.info('kubelet.go:353', 'Adding static pod path', { path: staticPodPath });
    log.info('kubelet.go:2381', 'Starting kubelet main sync loop');
    this.running = true;
    this.nodeStatus.start();
    this.eviction.start();
    this.lease.start();
    this.relist();
    if (this.runtimeDownMs === undefined) for (const worker of this.workers.values()) worker.thaw();
    this.router.subscribe(this.node.name, this);
    this.staticPods.start();
    return undefined;
  }

  private end(): void {
    if (!this.running) return;
    this.running = false;
    this.router.unsubscribe(this.node.name);
    this.nodeStatus.stop();
    this.eviction.stop();
    this.lease.stop();
    this.staticPods.stop();
    for (const worker of this.workers.values()) {
      this.probes.remove(worker);
      worker.freeze();
    }
  }

  private runtimeStarted(): undefined {
    if (this.runtimeDownMs === undefined) return;
    this.runtimeDownMs = undefined;
    if (this.running) for (const worker of this.workers.values()) worker.thaw();
  }

  /** Containers go on (their shims hold them), but nothing is started, ended or looked at. */
  private runtimeStopped(): void {
    this.runtimeDownMs = this.nowMs();
    for (const worker of this.workers.values()) {
      this.probes.remove(worker);
      worker.freeze();
    }
  }

  /** Models: pkg/kubelet/runtime.go runtimeErrors */
  private runtimeTrouble(): string | undefined {
    if (this.runtimeDownMs === undefined) return undefined;
    const downMs = this.nowMs() - this.runtimeDownMs;
    if (downMs < RUNTIME_PATIENCE_MS) return undefined;
    const agoSeconds = Math.floor(downMs / 1000);
    const ago = agoSeconds < 60 ? `${agoSeconds}s` : `${Math.floor(agoSeconds / 60)}m${agoSeconds % 60}s`;
    const pleg = `PLEG is not healthy: pleg was last seen active ${ago} ago; threshold is 3m0s`;
    return `[container runtime is down${downMs < PLEG_PATIENCE_MS ? '' : `, ${pleg}`}]`.replace(/^\[([^,]*)\]$/, '$1');
  }

  manifestsChanged(): void {
    if (this.running)
      this.services.clock.after(this.services.random.between(20, 120), () => this.running && this.staticPods.changed());
  }

  isReachable(): boolean {
    return this.running && !this.network.isCut(this.node.name) && (this.options.isApiServing?.() ?? true);
  }

  nowMs(): number {
    return this.services.clock.nowMs();
  }

  worker(pod: Pod): PodWorker | undefined {
    const found = this.workers.get(pod.metadata.uid);
    if (found !== undefined || !isMirrorPod(pod)) return found;
    return [...this.workers.values()].find((worker) => isStaticPod(worker.pod) && podKey(worker.pod) === podKey(pod));
  }

  podChanged(pod: Pod): void {
    if (!this.isReachable() && !isStaticPod(pod)) {
      this.stale = true;
      return;
    }
    if (isMirrorPod(pod)) {
      this.staticPods.mirrorChanged(pod);
      return;
    }
    const known = this.workers.get(pod.metadata.uid);
    if (known !== undefined) {
      known.update(pod);
      return;
    }
    const source = isStaticPod(pod) ? 'file' : 'api';
    this.services.log.info('kubelet.go:2457', 'SyncLoop ADD', { source, pods: [podKey(pod)] });
    const worker = new PodWorker(this, pod);
    this.workers.set(pod.metadata.uid, worker);
    this.eviction.watch(worker);
    worker.begin();
    if (this.runtimeDownMs !== undefined) worker.freeze();
  }

  podGone(pod: Pod): void {
    if (!this.isReachable()) this.stale = true;
    else if (isMirrorPod(pod)) this.staticPods.mirrorChanged(pod);
    else {
      this.services.log.info('kubelet.go:2467', 'SyncLoop REMOVE', { source: 'api', pods: [podKey(pod)] });
      this.workers.get(pod.metadata.uid)?.removed();
    }
  }

  sourceChanged(podUids: Iterable<string>): void {
    for (const uid of podUids) this.workers.get(uid)?.sourceChanged();
  }

  admit(worker: PodWorker): Rejection | undefined {
    if (isStaticPod(worker.pod)) return undefined;
    const short = this.eviction.admit(worker.pod);
    if (short !== undefined) return short;
    const node = this.services.informers.get('nodes', '', this.node.name);
    return admitPod(
      worker.pod,
      node,
      () =>
        [...this.workers.values()]
          .filter((other) => other !== worker && other.isAdmitted && !other.isFinished)
          .map((other) => other.pod),
      this.workers.size,
    );
  }

  refuseResize(worker: PodWorker): PendingResize | undefined {
    return refuseResize(worker.pod, this.services.informers.get('nodes', '', this.node.name), () =>
      [...this.workers.values()]
        .filter((other) => other !== worker && other.isAdmitted && !other.isFinished)
        .map((other) => other.pod),
    );
  }

  mayBegin(worker: PodWorker): boolean {
    if (!isStaticPod(worker.pod)) return true;
    return ![...this.workers.values()].some(
      (other) => other !== worker && other.isAdmitted && podKey(other.pod) === podKey(worker.pod),
    );
  }

  forget(worker: PodWorker): void {
    this.workers.delete(worker.pod.metadata.uid);
    this.services.recorder.gone(worker.pod.metadata.uid);
    this.eviction.forget(worker);
    for (const { id, removed } of worker.runtime.records) if (!removed) this.services.runtime.remove(id);
  }

  /** After a cut: what was missed is seen now. */
  private catchUp(): void {
    if (!this.stale || !this.isReachable()) return;
    this.stale = false;
    this.relist();
    for (const pod of this.services.informers.byIndex('pods', 'node', this.node.name)) this.podChanged(pod as Pod);
  }

  /** Pods whose objects have gone meanwhile are ended; the others learn what their objects are now. */
  private relist(): void {
    for (const worker of this.workers.values()) {
      if (isStaticPod(worker.pod)) continue;
      if (this.status.stored(worker.pod) === undefined) worker.removed();
    }
  }
}
