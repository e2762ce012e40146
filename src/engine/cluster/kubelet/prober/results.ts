/** A probe's verdict on a container. `unknown` = a startup probe that has not decided. */
export type ProbeResult = 'success' | 'failure' | 'unknown';

/** The last verdicts of one kind of probe, by container id. Models: pkg/kubelet/prober/results */
export class ResultStore {
  private readonly results = new Map<string, ProbeResult>();

  get(containerId: string): ProbeResult | undefined {
    return this.results.get(containerId);
  }

  /** True when the verdict changed. */
  set(containerId: string, result: ProbeResult): boolean {
    if (this.results.get(containerId) === result) return false;
    this.results.set(containerId, result);
    return true;
  }

  remove(containerId: string): void {
    this.results.delete(containerId);
  }
}
