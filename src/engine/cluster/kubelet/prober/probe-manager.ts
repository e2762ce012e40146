import type { Probe } from '../../resources/pod/types.ts';
import type { ContainerRecord } from '../containers/record.ts';
import type { NodeServices } from '../node-services.ts';
import { containersOf, initContainersOf, isRestartableInit, type NamedContainer, type Pod } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';
import type { ProbeStates } from '../status/generate.ts';
import { ProbeWorker } from './probe-worker.ts';
import { ResultStore } from './results.ts';

export type ProbeType = 'liveness' | 'readiness' | 'startup';

/** The probes of one node's pods. A pod without probes costs nothing here. Models: pkg/kubelet/prober/prober_manager.go */
export class ProbeManager implements ProbeStates {
  readonly verdicts = { liveness: new ResultStore(), readiness: new ResultStore(), startup: new ResultStore() };
  private readonly workers = new Map<PodWorker, Map<string, ProbeWorker>>();

  constructor(private readonly services: NodeServices) {}

  /** Starts a pod's probes; again is no-op. */
  add(worker: PodWorker): void {
    const { pod } = worker;
    for (const container of [...containersOf(pod), ...initContainersOf(pod).filter(isRestartableInit)]) {
      this.addProbe(worker, container, 'startup', container.startupProbe);
      this.addProbe(worker, container, 'readiness', container.readinessProbe);
      this.addProbe(worker, container, 'liveness', container.livenessProbe);
    }
  }

  /** A pod that is being ended is not restarted: only readiness is still asked for. */
  stopKilling(worker: PodWorker): void {
    for (const [key, probe] of this.workers.get(worker) ?? []) if (!key.startsWith('readiness/')) probe.stop();
  }

  remove(worker: PodWorker): void {
    for (const probe of this.workers.get(worker)?.values() ?? []) probe.stop();
    this.workers.delete(worker);
    for (const { id } of worker.runtime.records) for (const store of Object.values(this.verdicts)) store.remove(id);
  }

  isStarted(_pod: Pod, container: NamedContainer, record: ContainerRecord): boolean {
    return container.startupProbe === undefined || this.verdicts.startup.get(record.id) === 'success';
  }

  isReady(_pod: Pod, container: NamedContainer, record: ContainerRecord): boolean {
    return container.readinessProbe === undefined || this.verdicts.readiness.get(record.id) === 'success';
  }

  /** The pod's status has just been made. */
  noticed(worker: PodWorker): void {
    const own = this.workers.get(worker);
    if (own === undefined) return;
    this.services.clock.after(
      0,
      () => {
        for (const probe of own.values()) probe.noticed();
      },
      'work',
    );
  }

  private addProbe(worker: PodWorker, container: NamedContainer, type: ProbeType, probe: Probe | undefined): void {
    if (probe === undefined) return;
    let own = this.workers.get(worker);
    if (own === undefined) {
      own = new Map();
      this.workers.set(worker, own);
    }
    const key = `${type}/${container.name}`;
    if (own.has(key)) return;
    const made = new ProbeWorker(this.services, this.verdicts, worker, container.name, type, probe);
    own.set(key, made);
    made.start();
  }
}
