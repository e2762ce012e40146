import type { JsonObject } from '../json.ts';
import type { NodeSettings } from '../kubelet/node/settings.ts';

/** What tells the nodes of the recorded cluster apart. */
export type NodeFacts = Pick<NodeSettings, 'name' | 'address' | 'podCidr' | 'labels' | 'taints'>;

/** Name of the node that the control plane runs on. */
export const CONTROL_PLANE = 'control-plane';

const CONTROL_PLANE_LABELS = {
  'node-role.kubernetes.io/control-plane': '',
  'node.kubernetes.io/exclude-from-external-load-balancers': '',
};
const CONTROL_PLANE_TAINTS = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];

/** A control plane and `workers` workers: 172.30.0.2 and up, a /24 of 10.244.0.0/16 each. Large clusters go on in the next networks. */
export function nodeFacts(workers = 2): readonly NodeFacts[] {
  const worker = (at: number): NodeFacts => ({
    name: `worker-${at}`,
    address: `172.30.${Math.floor((at + 2) / 250)}.${(at + 2) % 250}`,
    podCidr: `10.${244 + Math.floor(at / 256)}.${at % 256}.0/24`,
  });
  return [
    {
      name: CONTROL_PLANE,
      address: '172.30.0.2',
      podCidr: '10.244.0.0/24',
      labels: CONTROL_PLANE_LABELS,
      taints: CONTROL_PLANE_TAINTS,
    },
    ...Array.from({ length: workers }, (_, at) => worker(at + 1)),
  ];
}

/** A machine's Node as it is before its kubelet reports: no conditions yet. Models: kubelet.initialNode */
export function nodeObject(settings: NodeSettings): JsonObject {
  const { name, address, podCidr, taints = [], capacity, allocatable, nodeInfo } = settings;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...settings.labels,
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: podCidr,
      podCIDRs: [podCidr],
      ...(taints.length > 0 && { taints: taints.map((taint) => ({ ...taint })) }),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      capacity,
      allocatable,
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { ...nodeInfo, architecture: 'amd64', operatingSystem: 'linux', kubeProxyVersion: '' },
    },
  };
}
