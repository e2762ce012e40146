import type { ResourceKey } from '../client.ts';
import type { JsonObject } from '../json.ts';
import type { NodeSettings } from '../kubelet/node/settings.ts';
import { apiService } from './api-service.ts';
import { clusterRoles } from './cluster-roles.ts';
import { coreDns, dnsEndpoints, dnsService } from './dns.ts';
import { namespaces, rootCaConfigMap, SYSTEM_NAMESPACES } from './namespaces.ts';
import { nodeObject } from './nodes.ts';
import { priorityClasses } from './priority-classes.ts';
import { controllerServiceAccounts, defaultServiceAccount } from './service-accounts.ts';
import { standardClass } from './storage-class.ts';
import { proxyDaemonSet, proxyObjects, SYSTEM_IMAGES } from './system-pods.ts';

/** An object that the fresh cluster holds, to be created through the API server in the order given. */
export interface BootstrapObject {
  readonly resource: ResourceKey;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly object: JsonObject;
}

export interface BootstrapOptions {
  /** The first is the control plane. */
  readonly nodes: readonly NodeSettings[];
  /** Whether kube-system has the pods that a learner expects (CoreDNS, kube-proxy; the static pods are the kubelet's). */
  readonly systemPods: boolean;
}

const RESOURCES: { readonly [kind: string]: ResourceKey } = {
  ClusterRole: 'clusterroles.rbac.authorization.k8s.io',
  ClusterRoleBinding: 'clusterrolebindings.rbac.authorization.k8s.io',
  ConfigMap: 'configmaps',
  DaemonSet: 'daemonsets.apps',
  Deployment: 'deployments.apps',
  EndpointSlice: 'endpointslices.discovery.k8s.io',
  Endpoints: 'endpoints',
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  PriorityClass: 'priorityclasses.scheduling.k8s.io',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  StorageClass: 'storageclasses.storage.k8s.io',
};

function entry(object: JsonObject): BootstrapObject {
  const resource = RESOURCES[String(object['kind'])];
  if (resource === undefined) throw new Error(`no resource for kind ${String(object['kind'])}`);
  const { namespace = '' } = (object['metadata'] ?? {}) as { readonly namespace?: string };
  return { resource, namespace, object };
}

/** The objects of a fresh cluster like the recorded one, in an order in which each can be created. */
export function bootstrapObjects({ nodes, systemPods: hasPods }: BootstrapOptions): readonly BootstrapObject[] {
  const address = nodes[0]?.address ?? '127.0.0.1';
  const api = apiService(address);
  const dns = dnsEndpoints(address);
  const core = coreDns(SYSTEM_IMAGES.coreDns);
  const objects: readonly JsonObject[] = [
    ...namespaces(),
    ...priorityClasses(),
    ...clusterRoles(),
    ...controllerServiceAccounts(),
    ...SYSTEM_NAMESPACES.map(defaultServiceAccount),
    ...SYSTEM_NAMESPACES.map(rootCaConfigMap),
    api.service,
    api.endpoints,
    api.endpointSlice,
    dnsService(hasPods),
    ...(hasPods ? [] : [dns.endpoints, dns.endpointSlice]),
    ...nodes.map(nodeObject),
    ...(hasPods
      ? [standardClass(), core.account, core.config, ...proxyObjects(), core.deployment, proxyDaemonSet()]
      : []),
  ];
  return objects.map(entry);
}
