import type { Client, Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { EventRecorder } from '../controllers/recorder.ts';
import type { DirectoryNode } from '../files.ts';
import type { Network } from '../network/network.ts';
import type { Random } from '../random.ts';
import type { BackOff } from './back-off.ts';
import type { NodeSettings } from './node/settings.ts';
import type { ClusterDnsConfig } from './pods/sandbox-files.ts';
import type { ContainerRuntime } from './runtime.ts';

/** What one kubelet's parts share. */
export interface NodeServices {
  readonly node: NodeSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly informers: Informers;
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly runtime: ContainerRuntime;
  readonly network: Network;
  /** The node's own file tree: hostPath volumes and manifests. */
  readonly nodeFiles: DirectoryNode;
  readonly dns: ClusterDnsConfig;
  readonly startBackOff: BackOff;
  readonly imageBackOff: BackOff;
}
