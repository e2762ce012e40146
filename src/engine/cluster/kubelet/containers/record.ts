import type { PodNetwork } from '../../network/network.ts';
import type { ResourceRequirements } from '../../resources/pod/types.ts';
import type { Cgroup } from '../kernel/cgroup.ts';
import type { ImageFacts, RunningContainer } from '../runtime.ts';

/** How a container ended. Times are milliseconds since the epoch; `startedMs` 0 = it never started. */
export interface ContainerEnd {
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly finishedMs: number;
}

/** One container that was created on the node: what the runtime answers about it. Models: pkg/kubelet/container.Status */
export interface ContainerRecord {
  readonly id: string;
  readonly name: string;
  /** 0 for the first; the restart count that a status shows. */
  readonly attempt: number;
  readonly image: ImageFacts;
  readonly startedMs: number;
  /** Tells whether the container's definition has changed since. */
  readonly hash: string;
  /** Its control group; closed when it has ended. */
  readonly cgroup: Cgroup;
  /** What it was given when it was started, or by the last resize in place. */
  resources: ResourceRequirements | undefined;
  /** Undefined where it failed to start. */
  readonly running: RunningContainer | undefined;
  /** Set when it has ended. */
  end: ContainerEnd | undefined;
  /** The kubelet has learned of the end (its relist saw it). */
  endSeen: boolean;
  /** Its log is gone. */
  removed: boolean;
  /** Asked to know the end, besides the kubelet's relist. */
  readonly waiters: Set<() => void>;
}

/** A pod's sandbox: its network. */
export interface PodSandbox {
  readonly network: PodNetwork;
  readonly attempt: number;
  ready: boolean;
}

/** Everything that runs or has run for one pod on the node. */
export class PodRuntime {
  sandbox: PodSandbox | undefined;
  /** Newest first. */
  readonly records: ContainerRecord[] = [];

  /** The newest container of that name, as far as the kubelet has learned. */
  latest(name: string): ContainerRecord | undefined {
    return this.records.find((record) => record.name === name);
  }

  /** The newest that has ended. */
  latestEnded(name: string): ContainerRecord | undefined {
    return this.records.find((record) => record.name === name && isEnded(record));
  }

  /** Those that run, as far as the kubelet has learned. */
  running(): readonly ContainerRecord[] {
    return this.records.filter((record) => !isEnded(record));
  }

  add(record: ContainerRecord): void {
    this.records.unshift(record);
  }

  /** Keeps the two newest of a name: a status shows no more. */
  prune(name: string): void {
    let kept = 0;
    for (let at = 0; at < this.records.length; at++) {
      const record = this.records[at];
      if (record?.name !== name) continue;
      kept++;
      if (kept > 2 && isEnded(record)) this.records.splice(at--, 1);
    }
  }
}

/** Has ended and the kubelet knows. */
export function isEnded(record: ContainerRecord): boolean {
  return record.end !== undefined && record.endSeen;
}
