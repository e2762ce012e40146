import { type DirectoryNode, nodeAt } from '../../../files.ts';
import type { JsonObject } from '../../../json.ts';
import { readYaml } from '../../../yaml.ts';
import { CONFIG_FILE } from '../../machine/configuration.ts';

/** What a KubeletConfiguration that says nothing means. Models: pkg/kubelet/apis/config/v1beta1 SetDefaults_KubeletConfiguration */
const DEFAULTS: JsonObject = {
  enableServer: true,
  syncFrequency: '1m0s',
  fileCheckFrequency: '20s',
  httpCheckFrequency: '20s',
  address: '0.0.0.0',
  port: 10250,
  registryPullQPS: 5,
  registryBurst: 10,
  eventRecordQPS: 50,
  eventBurst: 100,
  enableDebuggingHandlers: true,
  healthzPort: 10248,
  healthzBindAddress: '127.0.0.1',
  oomScoreAdj: -999,
  streamingConnectionIdleTimeout: '4h0m0s',
  nodeStatusUpdateFrequency: '10s',
  nodeStatusReportFrequency: '5m0s',
  nodeLeaseDurationSeconds: 40,
  imageMinimumGCAge: '2m0s',
  imageGCHighThresholdPercent: 85,
  imageGCLowThresholdPercent: 80,
  volumeStatsAggPeriod: '1m0s',
  cgroupsPerQOS: true,
  cgroupDriver: 'cgroupfs',
  cpuManagerPolicy: 'none',
  cpuManagerReconcilePeriod: '10s',
  memoryManagerPolicy: 'None',
  topologyManagerPolicy: 'none',
  topologyManagerScope: 'container',
  runtimeRequestTimeout: '2m0s',
  hairpinMode: 'promiscuous-bridge',
  maxPods: 110,
  podPidsLimit: -1,
  resolvConf: '/etc/resolv.conf',
  cpuCFSQuota: true,
  cpuCFSQuotaPeriod: '100ms',
  nodeStatusMaxImages: 50,
  maxOpenFiles: 1000000,
  contentType: 'application/vnd.kubernetes.protobuf',
  kubeAPIQPS: 50,
  kubeAPIBurst: 100,
  serializeImagePulls: true,
  evictionHard: {
    'imagefs.available': '15%',
    'imagefs.inodesFree': '5%',
    'memory.available': '100Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
  },
  evictionPressureTransitionPeriod: '5m0s',
  enableControllerAttachDetach: true,
  makeIPTablesUtilChains: true,
  iptablesMasqueradeBit: 14,
  iptablesDropBit: 15,
  failSwapOn: true,
  containerLogMaxSize: '10Mi',
  containerLogMaxFiles: 5,
  configMapAndSecretChangeDetectionStrategy: 'Watch',
  enforceNodeAllocatable: ['pods'],
  volumePluginDir: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/',
  enableSystemLogHandler: true,
  enableProfilingHandler: true,
  enableDebugFlagsHandler: true,
  seccompDefault: false,
  memoryThrottlingFactor: 0.9,
  localStorageCapacityIsolation: true,
};

/** A zero, as Go writes one: what the defaults stand in for. */
const isZero = (value: unknown): boolean => value === '0s' || value === 0 || value === '' || value === null;

/** `/configz`: what the kubelet was configured with. Models: component-base/configz */
export function configz(files: DirectoryNode): JsonObject {
  const found = nodeAt(files, CONFIG_FILE);
  const read = found?.type === 'file' ? (readYaml(found.content) as JsonObject | null) : undefined;
  const given = Object.entries(read ?? {}).filter(
    ([name, value]) => name !== 'kind' && name !== 'apiVersion' && !(isZero(value) && name in DEFAULTS),
  );
  return { kubeletconfig: { ...DEFAULTS, ...Object.fromEntries(given) } };
}
