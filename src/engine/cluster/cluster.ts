import type { TokenSigner } from './apiserver/authorization/token-signer.ts';
import { keepApiServices } from './apiserver/customresources/api-services.ts';
import { resourceKey } from './apiserver/definitions.ts';
import { expireEvents } from './apiserver/event-ttl.ts';
import type { ApiHandler } from './apiserver/http.ts';
import { proxyHandlers } from './apiserver/proxy/targets.ts';
import { ApiServer } from './apiserver/server.ts';
import { keepServiceAddresses } from './apiserver/service-addresses.ts';
import { bootstrapObjects } from './bootstrap/bootstrap.ts';
import { nodeFacts } from './bootstrap/nodes.ts';
import { storeServerObjects } from './bootstrap/server-objects.ts';
import { staticPodTexts } from './bootstrap/system-pods.ts';
import type { ResourceKey } from './client.ts';
import type { VirtualClock } from './clock.ts';
import type { ComponentContext } from './component.ts';
import { ApiFront } from './control-plane/api-front.ts';
import { ControlPlane } from './control-plane/control-plane.ts';
import { observedRuntime } from './control-plane/observed-runtime.ts';
import { ServiceLoadBalancer } from './controllers/service-load-balancer.ts';
import { ExternalProvisioner } from './controllers/volumes/external-provisioner.ts';
import { VolumeRecycler } from './controllers/volumes/recycler.ts';
import type { StorageBackends } from './controllers/volumes/storage-backends.ts';
import { Faults } from './faults/faults.ts';
import { FaultyRuntime } from './faults/faulty-runtime.ts';
import { type DirectoryNode, directory, file, putNode } from './files.ts';
import { StoreInformers } from './informers.ts';
import { createKubelet, type Kubelet } from './kubelet/kubelet.ts';
import { CONFIG_FILE, KUBEADM_CONFIG } from './kubelet/machine/configuration.ts';
import { type NodeSettings, nodeSettings } from './kubelet/node/settings.ts';
import type { ContainerRuntime } from './kubelet/runtime.ts';
import { kubeletProxy } from './kubelet/serve/api/kubelet-api.ts';
import { serveKubelets } from './kubelet/serve/serve.ts';
import { NetworkStorage } from './kubelet/volumes/network-storage.ts';
import { ApiServiceAvailability, METRICS_API_SERVICE } from './metrics/api-service-availability.ts';
import { metricsKinds } from './metrics/kinds.ts';
import { createNetwork, type Network } from './network/network.ts';
import { webhookCaller } from './network/webhook-caller.ts';
import type { Random } from './random.ts';
import type { ResourceDefinition } from './resources/definition.ts';
import { kinds } from './resources/registry.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import type { History } from './store/history.ts';
import { Store } from './store.ts';

/** What a cluster is made of. */
export interface ClusterOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly runtime: ContainerRuntime;
  /** Worker nodes beside the control plane. */
  readonly workers: number;
  /** Whether kube-system holds the pods that a learner expects; without them a DNS server stands outside. */
  readonly systemPods: boolean;
  /** Whether a provider gives Services of type LoadBalancer an address. Default no. */
  readonly loadBalancers?: boolean;
  /** Default: what the recorded cluster's nodes have. */
  readonly capacity?: { readonly [resource: string]: string };
  readonly historyLimit?: number;
  /** Keys that make service account tokens unguessable to those who know the seed. */
  readonly tokenSigner?: TokenSigner;
}

/** One cluster, put together. Everything that is done to it goes through `handle`. */
export interface Cluster {
  readonly handle: ApiHandler;
  readonly server: ApiServer;
  readonly history: History;
  readonly informers: StoreInformers;
  readonly network: Network;
  readonly scheduler: Scheduler;
  /** By node name. */
  readonly kubelets: ReadonlyMap<string, Kubelet>;
  /** What goes wrong on request. */
  readonly faults: Faults;
  readonly kinds: readonly ResourceDefinition[];
  readonly resourceKeys: readonly ResourceKey[];
  /** Stops all components; the objects stay. */
  stop(): void;
}

function settingsOf(options: ClusterOptions): readonly NodeSettings[] {
  const ids = options.random.fork('nodes');
  return nodeFacts(options.workers).map((facts) => {
    const settings = nodeSettings(facts, ids);
    const { capacity } = options;
    return capacity === undefined
      ? settings
      : {
          ...settings,
          capacity: { ...settings.capacity, ...capacity },
          allocatable: { ...settings.allocatable, ...capacity },
        };
  });
}

/** A node's own files. The control plane's pods are static: their manifests lie there. */
function nodeFilesOf(node: NodeSettings, isControlPlane: boolean, nowMs: number): DirectoryNode {
  const root = directory(nowMs);
  for (const path of [
    '/etc/kubernetes/manifests',
    '/var/lib/kubelet',
    '/var/log',
    '/etc/kubernetes/pki/etcd',
    '/var/lib/etcd',
  ])
    putNode(root, path, directory(nowMs), nowMs);
  putNode(root, '/tmp', directory(nowMs, 0o1777), nowMs);
  putNode(root, CONFIG_FILE, file(KUBEADM_CONFIG, nowMs), nowMs);
  if (!isControlPlane) return root;
  for (const [name, text] of Object.entries(staticPodTexts(node.address)))
    putNode(root, `/etc/kubernetes/manifests/${name}`, file(text, nowMs, 0o600), nowMs);
  return root;
}

/** Puts a cluster together and starts it; time has not moved when it returns. */
export function createCluster(options: ClusterOptions): Cluster {
  const { clock, random } = options;
  const faulty = new FaultyRuntime(options.runtime, clock);
  const { runtime } = faulty;
  const store = new Store(clock, options.historyLimit === undefined ? {} : { historyLimit: options.historyLimit });
  const server = new ApiServer({
    clock,
    random: random.fork('apiserver'),
    store,
    definitions: kinds,
    ...(options.tokenSigner === undefined ? {} : { tokenSigner: options.tokenSigner }),
  });
  const informers = new StoreInformers(store);
  expireEvents(store, clock);
  const context = (name: string): ComponentContext => ({
    clock,
    random: random.fork(name),
    informers,
    client: server.client,
  });
  const nodes = settingsOf(options);
  const installer = server.client('kubeadm', {
    name: 'kubernetes-admin',
    groups: ['kubeadm:cluster-admins', 'system:masters', 'system:authenticated'],
  });
  storeServerObjects(store, random.fork('server-objects'), clock.nowMs());
  keepServiceAddresses(store, random.fork('service-addresses'), () => clock.nowMs());
  keepApiServices(server.core, random.fork('api-services'));
  for (const { resource, namespace, object } of bootstrapObjects({ nodes, systemPods: options.systemPods }))
    installer.create(resource, namespace, object);

  const network = createNetwork({
    clock,
    random: random.fork('network'),
    informers,
    dns: options.systemPods ? 'endpoints' : 'external',
  });
  server.callWebhooksBy(webhookCaller(informers, network));
  const front = new ApiFront(server.handle);
  const kubelets = new Map<string, Kubelet>();
  const networkStorage = new NetworkStorage();
  const backends: StorageBackends = {
    nodeFiles: (node) => kubelets.get(node)?.nodeFiles,
    nodes: nodes.map((node) => node.name),
    network: networkStorage,
  };
  const controlPlane = new ControlPlane({
    context,
    front,
    others: [
      new VolumeRecycler(context('volume-recycler'), backends),
      // The recorded cluster has no provisioner.
      ...(options.systemPods ? [new ExternalProvisioner(context('external-provisioner'), backends)] : []),
      ...(options.loadBalancers ? [new ServiceLoadBalancer(context('service-lb'))] : []),
    ],
  });
  for (const [at, node] of nodes.entries()) {
    const hasControlPlane = at === 0 && options.systemPods;
    const kubelet = createKubelet(
      context(`kubelet/${node.name}`),
      node,
      hasControlPlane ? observedRuntime(runtime, controlPlane) : runtime,
      network,
      {
        nodeFiles: nodeFilesOf(node, hasControlPlane, clock.nowMs()),
        networkStorage,
        hasConfigFile: true,
        isApiServing: () => front.isServing,
        tokens: server.core.tokens,
      },
    );
    kubelets.set(node.name, kubelet);
  }
  serveKubelets(server, kubelets);
  const firstNode = nodes[0]?.name;
  for (const [target, handler] of proxyHandlers({
    clock,
    random: random.fork('proxy'),
    informers,
    from: () => (firstNode === undefined ? undefined : network.nodeNamespace(firstNode)),
  }))
    server.serveProxy(target, handler);
  server.serveProxy('nodes', kubeletProxy(kubelets));
  const availability = new ApiServiceAvailability(context('aggregator'), (isDeclared) =>
    server.core.definitions.setCustom(METRICS_API_SERVICE, isDeclared ? metrics : []),
  );
  const metrics = metricsKinds({ clock, informers, kubelets, isServed: () => availability.isMetricsServed() });
  availability.start();
  controlPlane.start();
  for (const kubelet of kubelets.values()) kubelet.start();
  return {
    handle: front.handle,
    server,
    history: server.history,
    informers,
    network,
    get scheduler() {
      return controlPlane.scheduler;
    },
    kubelets,
    faults: new Faults({ kubelets, network, runtime: faulty, informers }),
    get kinds() {
      return [...kinds, ...server.core.definitions.customKinds()];
    },
    get resourceKeys() {
      return [...kinds, ...server.core.definitions.customKinds()].map(resourceKey);
    },
    stop() {
      availability.stop();
      controlPlane.stop();
      for (const kubelet of kubelets.values()) kubelet.stop();
    },
  };
}
