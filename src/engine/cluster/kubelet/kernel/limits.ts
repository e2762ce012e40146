import { podQosClass } from '../../resources/pod/qos.ts';
import { quantityMilliValue, quantityValue } from '../../resources/quantity.ts';
import type { NamedContainer, Pod } from '../pod.ts';
import type { CgroupLimits } from './cgroup.ts';

const SHARES_PER_CORE = 1024;
const LEAST_SHARES = 2;
const GUARANTEED_SCORE = -997;
const BEST_EFFORT_SCORE = 1000;
/** Pods of this priority and above keep a node alive. Models: scheduling.SystemCriticalPriority + 1000 */
const NODE_CRITICAL_PRIORITY = 2_000_001_000;

/** What a container's control group is set to. Models: pkg/kubelet/kuberuntime calculateLinuxResources, pkg/kubelet/qos.GetContainerOOMScoreAdjust */
export function cgroupLimits(pod: Pod, container: NamedContainer, nodeMemoryBytes: number): CgroupLimits {
  const { limits, requests } = container.resources ?? {};
  const cpu = requests?.['cpu'] ?? limits?.['cpu'];
  const memory = limits?.['memory'];
  return {
    cpuShares: Math.max(LEAST_SHARES, Math.floor((quantityMilliValue(cpu) * SHARES_PER_CORE) / 1000)),
    cpuLimitMillis: limits?.['cpu'] === undefined ? undefined : quantityMilliValue(limits['cpu']) || undefined,
    memoryLimitBytes: memory === undefined ? undefined : quantityValue(memory) || undefined,
    oomScoreAdj: oomScore(pod, quantityValue(requests?.['memory']), nodeMemoryBytes),
  };
}

function oomScore(pod: Pod, requestBytes: number, nodeMemoryBytes: number): number {
  if ((pod.spec.priority ?? 0) >= NODE_CRITICAL_PRIORITY) return GUARANTEED_SCORE;
  const qos = podQosClass(pod.spec);
  if (qos === 'Guaranteed') return GUARANTEED_SCORE;
  if (qos === 'BestEffort') return BEST_EFFORT_SCORE;
  const score = 1000 - Math.floor((1000 * requestBytes) / nodeMemoryBytes);
  // above what the system's own daemons have, below what asks for nothing
  return Math.min(Math.max(score, 1000 + GUARANTEED_SCORE), BEST_EFFORT_SCORE - 1);
}
