import type { KubeObject } from '../json.ts';
import type { Cgroup } from '../kubelet/kernel/cgroup.ts';
import { WINDOW_MS } from '../kubelet/kernel/cpu-meter.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import type { Pod } from '../kubelet/pod.ts';

/** A container younger than this at a scrape has no figures yet. Models: metrics-server freshContainerMinMetricsResolution */
const FRESH_MS = 10_000;

/** What one container, or a node, uses. CPU in billionths of a core, memory in bytes. */
export interface Usage {
  readonly cpuNano: number;
  readonly memoryBytes: number;
}

/** A pod's figures as of the last scrape. */
export interface PodUsage {
  readonly timeMs: number;
  readonly containers: readonly (Usage & { readonly name: string })[];
}

/** The last scrape: all nodes are asked at once, every window. */
export function lastScrapeMs(nowMs: number): number {
  return Math.floor(nowMs / WINDOW_MS) * WINDOW_MS;
}

function containerUsage(cgroup: Cgroup, startedMs: number, scrapeMs: number): Usage | undefined {
  const ageMs = scrapeMs - startedMs;
  if (ageMs < FRESH_MS) return undefined;
  const spanMs = Math.min(ageMs, WINDOW_MS);
  return {
    cpuNano: Math.round((cgroup.lastWindowMs() / spanMs) * 1e9 + cgroup.idleMillis * 1e6),
    memoryBytes: cgroup.memoryBytes,
  };
}

/** What a pod's containers use, as the metrics server has it; undefined while one of them is too young or its node is silent. */
export function podUsage(
  kubelets: ReadonlyMap<string, Kubelet>,
  object: KubeObject,
  nowMs: number,
): PodUsage | undefined {
  const pod = object as Pod;
  const kubelet = kubelets.get(pod.spec.nodeName ?? '');
  if (kubelet?.isReachable() !== true) return undefined;
  const records = kubelet.worker(pod)?.runtime.records ?? [];
  const scrapeMs = lastScrapeMs(nowMs);
  const containers: (Usage & { readonly name: string })[] = [];
  for (const { name, end, startedMs, cgroup } of records) {
    if (end !== undefined) continue;
    const usage = containerUsage(cgroup, startedMs, scrapeMs);
    if (usage === undefined) return undefined;
    containers.push({ name, ...usage });
  }
  if (containers.length === 0) return undefined;
  containers.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { timeMs: scrapeMs, containers };
}

/** What a node uses; undefined while it is silent. */
export function nodeUsage(kubelet: Kubelet | undefined): Usage | undefined {
  if (kubelet?.isReachable() !== true) return undefined;
  const { kernel } = kubelet;
  return { cpuNano: Math.round(kernel.cpuMillis() * 1e6), memoryBytes: kernel.usedBytes() };
}
