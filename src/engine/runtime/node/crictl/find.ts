import type { ContainerRecord, PodSandbox } from '../../../cluster/kubelet/containers/record.ts';
import type { PodWorker } from '../../../cluster/kubelet/pods/pod-worker.ts';
import { sha256Hex } from '../../../cluster/sha256.ts';
import type { NodeHost } from '../node-host.ts';

/** A container with the pod it belongs to. */
export interface FoundContainer {
  readonly worker: PodWorker;
  readonly record: ContainerRecord;
}

/** A pod sandbox: the runtime's side of a pod. */
export interface FoundSandbox {
  readonly worker: PodWorker;
  readonly sandbox: PodSandbox;
  readonly id: string;
}

/** The runtime's name for a sandbox. */
export function sandboxId(worker: PodWorker, sandbox: PodSandbox): string {
  return sha256Hex(`${worker.pod.metadata.uid}/${sandbox.attempt}`);
}

/** All containers that the runtime holds, newest first. */
export function containersOf({ kubelet }: NodeHost): readonly FoundContainer[] {
  const all: FoundContainer[] = [];
  for (const worker of kubelet.pods())
    for (const record of worker.runtime.records) if (!record.removed) all.push({ worker, record });
  return all.sort((a, b) => b.record.startedMs - a.record.startedMs);
}

/** All sandboxes. */
export function sandboxesOf({ kubelet }: NodeHost): readonly FoundSandbox[] {
  const all: FoundSandbox[] = [];
  for (const worker of kubelet.pods()) {
    const { sandbox } = worker.runtime;
    if (sandbox !== undefined) all.push({ worker, sandbox, id: sandboxId(worker, sandbox) });
  }
  return all;
}

/** The container whose id begins so; undefined where there is none, or more than one. */
export function containerById(host: NodeHost, prefix: string): FoundContainer | undefined {
  const found = containersOf(host).filter(({ record }) => prefix !== '' && record.id.startsWith(prefix));
  return found.length === 1 ? found[0] : undefined;
}

/** `Running` or `Exited`, as the runtime knows it. */
export function stateOf(record: ContainerRecord): 'Running' | 'Exited' {
  return record.end === undefined ? 'Running' : 'Exited';
}
