/** One machine of the cluster, as it is set up before its kubelet runs. */
export interface NodeSettings {
  readonly name: string;
  /** InternalIP. */
  readonly address: string;
  readonly podCidr: string;
  /** Beyond those that every node gets. */
  readonly labels?: { readonly [label: string]: string };
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly capacity: { readonly [resource: string]: string };
  readonly allocatable: { readonly [resource: string]: string };
  readonly nodeInfo: {
    readonly machineID: string;
    readonly systemUUID: string;
    readonly bootID: string;
    readonly kernelVersion: string;
    readonly osImage: string;
    readonly containerRuntimeVersion: string;
    readonly kubeletVersion: string;
  };
}

/** A node as the recorded cluster has them: two CPUs, about 24 GiB, Debian 12. Pass what differs. */
export function nodeSettings(
  given: Pick<NodeSettings, 'name' | 'address' | 'podCidr'> & Partial<NodeSettings>,
  ids: { hex(length: number): string; uuid(): string },
): NodeSettings {
  const machineId = ids.hex(32);
  return {
    capacity: {
      cpu: '2',
      'ephemeral-storage': '264212084Ki',
      'hugepages-1Gi': '0',
      'hugepages-2Mi': '0',
      memory: '24684096Ki',
      pods: '110',
    },
    allocatable: {
      cpu: '2',
      'ephemeral-storage': '267847642337',
      'hugepages-1Gi': '0',
      'hugepages-2Mi': '0',
      memory: '24581696Ki',
      pods: '110',
    },
    nodeInfo: {
      machineID: machineId,
      systemUUID: machineId,
      bootID: ids.uuid(),
      kernelVersion: '6.1.0-39-amd64',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      containerRuntimeVersion: 'containerd://2.1.9+unknown',
      kubeletVersion: 'v1.36.2',
    },
    ...given,
  };
}
