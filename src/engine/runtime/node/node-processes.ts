import type { ContainerRecord } from '../../cluster/kubelet/containers/record.ts';
import type { NodeHost } from './node-host.ts';

/** A process of the node that is none of its shells'. */
export interface NodeProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly argv: readonly string[];
  readonly user: string;
  readonly startedMs: number;
}

/** Containers' processes get numbers from here on, so many a container. */
const FIRST_PID = 20_000;
const PIDS_A_CONTAINER = 100;
const CONTAINERD_SHIM = 'containerd-shim-runc-v2';

/** The node's own view of what runs on it: systemd, the services, and every container's processes, which may be signalled. */
export class NodeProcesses {
  private readonly places = new Map<string, number>();

  constructor(private readonly host: NodeHost) {}

  list(): readonly NodeProcess[] {
    const { kubelet } = this.host;
    const all: NodeProcess[] = [{ pid: 1, parentPid: 0, argv: ['/sbin/init'], user: 'root', startedMs: 0 }];
    for (const unit of [kubelet.units.containerd, kubelet.units.kubelet]) {
      if (unit.state.is !== 'active') continue;
      const argv = unit.facts.command.split(' ');
      all.push({ pid: unit.pid, parentPid: 1, argv, user: 'root', startedMs: unit.state.sinceMs });
    }
    for (const { record, base } of this.containers()) {
      const { startedMs } = record;
      const argv = [CONTAINERD_SHIM, '-namespace', 'k8s.io', '-id', record.id];
      all.push({ pid: base, parentPid: 1, argv, user: 'root', startedMs });
      for (const { pid, command } of record.running?.processes() ?? [])
        all.push({ pid: base + pid, parentPid: base, argv: command.split(' '), user: 'root', startedMs });
    }
    return all.sort((a, b) => a.pid - b.pid);
  }

  /** Sends a signal; false when there is no such process. */
  signal(pid: number, signal: number): boolean {
    const { units } = this.host.kubelet;
    for (const unit of [units.kubelet, units.containerd]) {
      if (!unit.isActive || unit.pid !== pid) continue;
      unit.killed(signal);
      return true;
    }
    for (const { record, base } of this.containers()) {
      if (pid < base || pid >= base + PIDS_A_CONTAINER) continue;
      if (pid > base + 1 && record.running?.signalProcess !== undefined)
        return record.running.signalProcess(pid - base, signal);
      record.running?.signal(pid === base ? 9 : signal);
      return true;
    }
    return false;
  }

  private *containers(): Iterable<{ readonly record: ContainerRecord; readonly base: number }> {
    for (const worker of this.host.kubelet.pods()) {
      for (const record of worker.runtime.records) {
        if (record.end !== undefined || record.running === undefined) continue;
        let place = this.places.get(record.id);
        if (place === undefined) {
          place = this.places.size;
          this.places.set(record.id, place);
        }
        yield { record, base: FIRST_PID + place * PIDS_A_CONTAINER };
      }
    }
  }
}
