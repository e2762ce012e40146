import { type DirectoryNode, type FileNode, putNode, type TreeNode } from '../../cluster/files.ts';
import type { ContainerRecord } from '../../cluster/kubelet/containers/record.ts';
import type { Kubelet } from '../../cluster/kubelet/kubelet.ts';
import type { PodWorker } from '../../cluster/kubelet/pods/pod-worker.ts';
import { formatMicroTime } from '../../cluster/timestamp.ts';
import { computedDirectory } from './computed-directory.ts';

/** A container's log as its file has it: time, stream, F for a full line or P for a part of one. Models: cri-api's log format */
function logText(record: ContainerRecord): string {
  const entries = record.running?.log.entries ?? [];
  return entries
    .map(({ timeMs, stream, text }) => {
      const time = formatMicroTime(timeMs).replace('Z', '000Z');
      const whole = text.endsWith('\n');
      return `${time} ${stream} ${whole ? 'F' : 'P'} ${whole ? text : `${text}\n`}`;
    })
    .join('');
}

function logFile(record: ContainerRecord): FileNode {
  const last = record.running?.log.entries.at(-1)?.timeMs ?? record.startedMs;
  return {
    type: 'file',
    mode: 0o640,
    modifiedMs: last,
    get content() {
      return logText(record);
    },
    set content(_text: string) {
      // The kubelet's file: what others write into it is gone with the next line of the container.
    },
  };
}

/** `kube-system_etcd-control-plane_<uid>`: the folder of a pod's logs. Models: pkg/kubelet/kuberuntime BuildPodLogsDirectory */
export function podLogFolder({ pod }: PodWorker): string {
  return `${pod.metadata.namespace}_${pod.metadata.name}_${pod.metadata.uid}`;
}

function* podFolders(kubelet: Kubelet): Iterable<readonly [string, TreeNode]> {
  for (const worker of kubelet.pods()) {
    if (worker.runtime.records.length === 0) continue;
    yield [podLogFolder(worker), computedDirectory(() => containerFolders(worker))];
  }
}

function* containerFolders(worker: PodWorker): Iterable<readonly [string, TreeNode]> {
  for (const name of new Set(worker.runtime.records.map((record) => record.name))) {
    const records = worker.runtime.records.filter((record) => record.name === name && !record.removed);
    yield [name, computedDirectory(() => records.map((record) => [`${record.attempt}.log`, logFile(record)] as const))];
  }
}

function* containerLinks(kubelet: Kubelet): Iterable<readonly [string, TreeNode]> {
  for (const worker of kubelet.pods()) {
    const { namespace, name } = worker.pod.metadata;
    for (const record of worker.runtime.records) {
      if (record.removed) continue;
      const target = `/var/log/pods/${podLogFolder(worker)}/${record.name}/${record.attempt}.log`;
      yield [`${name}_${namespace}_${record.name}-${record.id}.log`, { type: 'link', target }];
    }
  }
}

/** Puts /var/log/pods and /var/log/containers into a node's files: what they show is looked up in what the kubelet runs. */
export function putLogDirectories(root: DirectoryNode, kubelet: Kubelet): void {
  putNode(
    root,
    '/var/log/pods',
    computedDirectory(() => podFolders(kubelet)),
  );
  putNode(
    root,
    '/var/log/containers',
    computedDirectory(() => containerLinks(kubelet)),
  );
}
