import type { Informers } from '../client.ts';
import type { Kubelet } from '../kubelet/kubelet.ts';
import type { Pod } from '../kubelet/pod.ts';
import type { Network } from '../network/network.ts';
import { type Fault, faultKey } from './fault.ts';
import type { FaultyRuntime } from './faulty-runtime.ts';

const MI = 1024 * 1024;
const SIGKILL = 9;

/** What faults act on. */
export interface FaultTargets {
  readonly kubelets: ReadonlyMap<string, Kubelet>;
  readonly network: Network;
  readonly runtime: FaultyRuntime;
  readonly informers: Informers;
}

/**
 * The faults of a cluster: made and healed on request, by a lab's script, the page or a journal. Deterministic: nothing is drawn by chance,
 * everything happens in the call.
 */
export class Faults {
  private readonly lasting = new Map<string, Fault>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly targets: FaultTargets) {}

  /** Those that last, in the order in which they were made. */
  get active(): readonly Fault[] {
    return [...this.lasting.values()];
  }

  /** Makes a fault; why not, where it cannot be made. One that lasts already is made anew. */
  make(fault: Fault): string | undefined {
    const problem = this.problem(fault);
    if (problem !== undefined) return problem;
    if (fault.kind === 'kill-process') return this.kill(fault);
    this.lasting.set(faultKey(fault), fault);
    this.apply(fault, true);
    this.tell();
    return undefined;
  }

  /** Ends a fault; null: all of them. */
  heal(fault: Fault | null): void {
    const ended = fault === null ? this.active : this.active.filter((each) => faultKey(each) === faultKey(fault));
    for (const each of ended) {
      this.lasting.delete(faultKey(each));
      this.apply(each, false);
    }
    if (ended.length > 0) this.tell();
  }

  /** Calls back after each change of `active`, until disposed. */
  onChange(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private problem(fault: Fault): string | undefined {
    if (!('node' in fault) || this.targets.kubelets.has(fault.node)) return undefined;
    return `there is no node "${fault.node}"`;
  }

  private apply(fault: Exclude<Fault, { kind: 'kill-process' }> | Fault, on: boolean): void {
    const { kubelets, network, runtime } = this.targets;
    switch (fault.kind) {
      case 'stop-node': {
        const kubelet = kubelets.get(fault.node);
        if (on) {
          if (kubelet?.isPoweredOn === true) kubelet.powerOff();
          return;
        }
        kubelet?.powerOn();
        // It boots into the network as that is.
        if (this.lasting.has(faultKey({ kind: 'cut-node', node: fault.node }))) network.cutNode(fault.node);
        return;
      }
      case 'cut-node':
        if (on) network.cutNode(fault.node);
        else if (kubelets.get(fault.node)?.isPoweredOn === true) network.joinNode(fault.node);
        return;
      case 'fill-memory': {
        const kernel = kubelets.get(fault.node)?.kernel;
        if (kernel === undefined) return;
        kernel.fill(on ? kernel.availableBytes() - fault.leaveMi * MI : -kernel.filledBytes());
        return;
      }
      case 'crash-image':
        runtime.crash(fault.image, on ? fault.exitCode : undefined);
        return;
      case 'slow-pull':
        runtime.slowPull(fault.image, on ? fault.seconds : undefined);
        return;
      case 'break-dns':
        network.breakDns(on ? fault.how : undefined);
        return;
      case 'kill-process':
        return;
    }
  }

  private kill({ namespace, pod: name, container }: Extract<Fault, { kind: 'kill-process' }>): string | undefined {
    const pod = this.targets.informers.get('pods', namespace, name) as Pod | undefined;
    if (pod === undefined) return `there is no pod "${name}" in namespace "${namespace}"`;
    const worker = this.targets.kubelets.get(pod.spec.nodeName ?? '')?.worker(pod);
    const running = (worker?.runtime.records ?? []).filter(
      (record) => record.end === undefined && (container === '' || record.name === container),
    );
    if (running.length === 0)
      return `nothing runs in pod "${name}"${container === '' ? '' : ` container "${container}"`}`;
    for (const record of running) record.running?.signal(SIGKILL);
    return undefined;
  }
}
