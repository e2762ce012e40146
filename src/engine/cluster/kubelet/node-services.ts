import type { ServiceAccountTokens } from '../apiserver/authorization/service-account-tokens.ts';
import type { Client, Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { EventRecorder } from '../controllers/recorder.ts';
import type { DirectoryNode } from '../files.ts';
import type { Network } from '../network/network.ts';
import type { Random } from '../random.ts';
import type { BackOff } from './back-off.ts';
import type { NodeKernel } from './kernel/kernel.ts';
import type { KubeletConfiguration } from './machine/configuration.ts';
import type { KubeletLog } from './machine/journal.ts';
import type { NodeSettings } from './node/settings.ts';
import type { ClusterDnsConfig } from './pods/sandbox-files.ts';
import type { ContainerRuntime } from './runtime.ts';
import type { NetworkStorage } from './volumes/network-storage.ts';

/** What one kubelet's parts share. */
export interface NodeServices {
  readonly node: NodeSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly informers: Informers;
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly runtime: ContainerRuntime;
  /** The node's own kernel: processors and memory. */
  readonly kernel: NodeKernel;
  readonly network: Network;
  /** The node's own file tree: hostPath volumes and manifests. */
  readonly nodeFiles: DirectoryNode;
  /** Volumes that every node reaches. */
  readonly networkStorage: NetworkStorage;
  /** Issues the tokens of pods' service accounts, as the TokenRequest API does. */
  readonly tokens: ServiceAccountTokens | undefined;
  readonly dns: ClusterDnsConfig;
  /** What the kubelet was started with. */
  readonly configuration: () => KubeletConfiguration;
  /** The kubelet's log, in the node's journal. */
  readonly log: KubeletLog;
  /** Why the container runtime cannot be used, if it cannot. */
  readonly runtimeTrouble: () => string | undefined;
  readonly startBackOff: BackOff;
  readonly imageBackOff: BackOff;
}
