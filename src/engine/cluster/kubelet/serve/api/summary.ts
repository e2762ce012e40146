import type { Json, JsonObject } from '../../../json.ts';
import { formatTime } from '../../../timestamp.ts';
import type { ContainerRecord } from '../../containers/record.ts';
import { WINDOW_MS } from '../../kernel/cpu-meter.ts';
import type { Kubelet } from '../../kubelet.ts';
import type { PodWorker } from '../../pods/pod-worker.ts';

interface Use {
  readonly usageNanoCores: number;
  readonly usageCoreNanoSeconds: number;
  readonly workingSetBytes: number;
}

/** What a running container uses now; a young one has no rate yet. */
export function containerUse({ cgroup }: ContainerRecord): Use {
  return {
    usageNanoCores: Math.round((cgroup.lastWindowMs() / WINDOW_MS) * 1e9 + cgroup.idleMillis * 1e6),
    usageCoreNanoSeconds: Math.round(cgroup.cpuTotalMs() * 1e6),
    workingSetBytes: Math.round(cgroup.memoryBytes),
  };
}

/** The containers of a pod that run. */
export function runningRecords(worker: PodWorker): readonly ContainerRecord[] {
  return worker.runtime.records.filter((record) => record.running !== undefined && record.end === undefined);
}

function figures(use: Use, availableBytes: number | undefined, time: string): JsonObject {
  const { workingSetBytes } = use;
  return {
    cpu: { time, usageNanoCores: use.usageNanoCores, usageCoreNanoSeconds: use.usageCoreNanoSeconds },
    memory: {
      time,
      ...(availableBytes === undefined ? {} : { availableBytes }),
      usageBytes: workingSetBytes,
      workingSetBytes,
      rssBytes: workingSetBytes,
      pageFaults: 0,
      majorPageFaults: 0,
    },
  };
}

function sum(uses: readonly Use[]): Use {
  const total = { usageNanoCores: 0, usageCoreNanoSeconds: 0, workingSetBytes: 0 };
  for (const use of uses) {
    total.usageNanoCores += use.usageNanoCores;
    total.usageCoreNanoSeconds += use.usageCoreNanoSeconds;
    total.workingSetBytes += use.workingSetBytes;
  }
  return total;
}

/** What the node uses, and the system beside its pods. */
export function nodeUse(kubelet: Kubelet): Use {
  const { kernel } = kubelet;
  const pods = sum([...kubelet.pods()].flatMap(runningRecords).map(containerUse));
  return {
    usageNanoCores: Math.round(kernel.cpuMillis() * 1e6),
    usageCoreNanoSeconds: pods.usageCoreNanoSeconds,
    workingSetBytes: Math.round(kernel.usedBytes()),
  };
}

function podSummary(worker: PodWorker, time: string): JsonObject {
  const { name, namespace = '', uid = '' } = worker.pod.metadata;
  const records = runningRecords(worker);
  const containers = records.map((record): Json => {
    const limit = record.cgroup.limits.memoryLimitBytes;
    const use = containerUse(record);
    return {
      name: record.name,
      startTime: formatTime(record.startedMs),
      ...figures(use, limit === undefined ? undefined : Math.max(0, limit - use.workingSetBytes), time),
      rootfs: { time, usedBytes: record.running?.writtenBytes() ?? 0 },
    };
  });
  return {
    podRef: { name, namespace, uid },
    startTime: worker.pod.status?.startTime ?? time,
    containers,
    ...figures(sum(records.map(containerUse)), undefined, time),
  };
}

/** `/stats/summary`: what the node and its pods use. Models: pkg/kubelet/server/stats summaryProviderImpl.Get, kubelet/pkg/apis/stats/v1alpha1 */
export function statsSummary(kubelet: Kubelet): JsonObject {
  const time = formatTime(kubelet.nowMs());
  const pods = [...kubelet.pods()].filter((worker) => runningRecords(worker).length > 0);
  return {
    node: {
      nodeName: kubelet.node.name,
      ...figures(nodeUse(kubelet), Math.round(kubelet.kernel.availableBytes()), time),
    },
    pods: pods.map((worker) => podSummary(worker, time)),
  };
}
