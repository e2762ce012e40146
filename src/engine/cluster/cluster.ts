import { expireEvents } from './apiserver/event-ttl.ts';
import type { ApiHandler } from './apiserver/http.ts';
import { ApiServer } from './apiserver/server.ts';
import { bootstrapObjects } from './bootstrap/bootstrap.ts';
import { nodeFacts } from './bootstrap/nodes.ts';
import { staticPodManifests } from './bootstrap/system-pods.ts';
import type { ResourceKey } from './client.ts';
import type { VirtualClock } from './clock.ts';
import type { Component, ComponentContext } from './component.ts';
import { controllerFactories } from './controllers/registry.ts';
import { type DirectoryNode, directory, file, putNode } from './files.ts';
import { StoreInformers } from './informers.ts';
import { createKubelet, type Kubelet } from './kubelet/kubelet.ts';
import { type NodeSettings, nodeSettings } from './kubelet/node/settings.ts';
import type { ContainerRuntime } from './kubelet/runtime.ts';
import { serveKubelets } from './kubelet/serve/serve.ts';
import { createNetwork, type Network } from './network/network.ts';
import type { Random } from './random.ts';
import type { ResourceDefinition } from './resources/definition.ts';
import { kinds } from './resources/registry.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
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
  /** Default: what the recorded cluster's nodes have. */
  readonly capacity?: { readonly [resource: string]: string };
  readonly historyLimit?: number;
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
    '/tmp',
    '/etc/kubernetes/pki/etcd',
    '/var/lib/etcd',
  ])
    putNode(root, path, directory(nowMs), nowMs);
  if (!isControlPlane) return root;
  for (const [name, manifest] of Object.entries(staticPodManifests(node.address)))
    putNode(root, `/etc/kubernetes/manifests/${name}`, file(JSON.stringify(manifest, null, 2), nowMs), nowMs);
  return root;
}

/** Puts a cluster together and starts it; time has not moved when it returns. */
export function createCluster(options: ClusterOptions): Cluster {
  const { clock, random, runtime } = options;
  const store = new Store(clock, options.historyLimit === undefined ? {} : { historyLimit: options.historyLimit });
  const server = new ApiServer({ clock, random: random.fork('apiserver'), store, definitions: kinds });
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
  for (const { resource, namespace, object } of bootstrapObjects({ nodes, systemPods: options.systemPods }))
    installer.create(resource, namespace, object);

  const network = createNetwork({
    clock,
    random: random.fork('network'),
    informers,
    dns: options.systemPods ? 'endpoints' : 'external',
  });
  const scheduler = createScheduler(context('scheduler'));
  const kubelets = new Map<string, Kubelet>();
  for (const [at, node] of nodes.entries()) {
    const nodeFiles = nodeFilesOf(node, at === 0 && options.systemPods, clock.nowMs());
    kubelets.set(node.name, createKubelet(context(`kubelet/${node.name}`), node, runtime, network, { nodeFiles }));
  }
  serveKubelets(server, kubelets);
  const controllers = controllerFactories.map((make, at) => make(context(`controller-${at}`)));
  const components: readonly Component[] = [...controllers, scheduler, ...kubelets.values()];
  for (const component of components) component.start();
  return {
    handle: server.handle,
    server,
    history: server.history,
    informers,
    network,
    scheduler,
    kubelets,
    kinds,
    resourceKeys: kinds.map((kind) => (kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`)),
    stop() {
      for (const component of components) component.stop();
    },
  };
}
