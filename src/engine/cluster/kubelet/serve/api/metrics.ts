import type { Kubelet } from '../../kubelet.ts';
import { containerUse, nodeUse, runningRecords } from './summary.ts';

type Labels = { readonly [label: string]: string };
type Sample = readonly [Labels, number];

function family(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** `/metrics/resource`: what the metrics server reads. Models: pkg/kubelet/metrics/collectors resourceMetricsCollector */
export function resourceMetrics(kubelet: Kubelet): string {
  const pods = [...kubelet.pods()].map((worker) => {
    const { name, namespace = '' } = worker.pod.metadata;
    const records = runningRecords(worker).map((record) => ({ record, use: containerUse(record) }));
    return { labels: { namespace, pod: name }, records };
  });
  const containers = pods.flatMap(({ labels, records }) =>
    records.map(({ record, use }) => ({ labels: { container: record.name, ...labels }, record, use })),
  );
  const seconds = (nano: number): number => nano / 1e9;
  const running = pods.filter(({ records }) => records.length > 0);
  const total = (pod: (typeof pods)[number], of: 'usageCoreNanoSeconds' | 'workingSetBytes'): number =>
    pod.records.reduce((all, { use }) => all + use[of], 0);
  const node = nodeUse(kubelet);
  return [
    family(
      'container_cpu_usage_seconds_total',
      'counter',
      '[STABLE] Cumulative cpu time consumed by the container in core-seconds',
      containers.map(({ labels, use }) => [labels, seconds(use.usageCoreNanoSeconds)]),
    ),
    family(
      'container_memory_working_set_bytes',
      'gauge',
      '[STABLE] Current working set of the container in bytes',
      containers.map(({ labels, use }) => [labels, use.workingSetBytes]),
    ),
    family(
      'container_start_time_seconds',
      'gauge',
      '[STABLE] Start time of the container since unix epoch in seconds',
      containers.map(({ labels, record }) => [labels, record.startedMs / 1000]),
    ),
    family(
      'node_cpu_usage_seconds_total',
      'counter',
      '[STABLE] Cumulative cpu time consumed by the node in core-seconds',
      [[{}, seconds(node.usageCoreNanoSeconds)]],
    ),
    family('node_memory_working_set_bytes', 'gauge', '[STABLE] Current working set of the node in bytes', [
      [{}, node.workingSetBytes],
    ]),
    family(
      'pod_cpu_usage_seconds_total',
      'counter',
      '[STABLE] Cumulative cpu time consumed by the pod in core-seconds',
      running.map((pod) => [pod.labels, seconds(total(pod, 'usageCoreNanoSeconds'))]),
    ),
    family(
      'pod_memory_working_set_bytes',
      'gauge',
      '[STABLE] Current working set of the pod in bytes',
      running.map((pod) => [pod.labels, total(pod, 'workingSetBytes')]),
    ),
    family(
      'resource_scrape_error',
      'gauge',
      '[STABLE] 1 if there was an error while getting container metrics, 0 otherwise',
      [[{}, 0]],
    ),
  ].join('');
}

/** `/metrics`: what the kubelet counts of itself, as far as it is known here. Models: pkg/kubelet/metrics */
export function kubeletMetrics(kubelet: Kubelet): string {
  const workers = [...kubelet.pods()];
  const records = workers.flatMap(({ runtime }) => runtime.records.filter(({ removed }) => !removed));
  const running = records.filter(({ running, end }) => running !== undefined && end === undefined).length;
  return [
    family('kubelet_node_name', 'gauge', "[ALPHA] The node's name. The count is always 1.", [
      [{ node: kubelet.node.name }, 1],
    ]),
    family('kubelet_running_containers', 'gauge', '[ALPHA] Number of containers currently running', [
      [{ container_state: 'exited' }, records.length - running],
      [{ container_state: 'running' }, running],
    ]),
    family('kubelet_running_pods', 'gauge', '[ALPHA] Number of pods that have a running pod sandbox', [
      [{}, workers.filter(({ runtime }) => runtime.sandbox?.ready === true).length],
    ]),
    family('kubernetes_build_info', 'gauge', "[ALPHA] A metric with a constant '1' value.", [
      [{ git_version: kubelet.node.nodeInfo.kubeletVersion }, 1],
    ]),
  ].join('');
}
