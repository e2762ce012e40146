import { equalJson } from '../../resources/equality.ts';
import type { Container, ResourceRequirements } from '../../resources/pod/types.ts';
import { quantityValue } from '../../resources/quantity.ts';
import type { PodRuntime } from '../containers/record.ts';
import { cgroupLimits } from '../kernel/limits.ts';
import { containersOf, initContainersOf, type NamedContainer, type Pod } from '../pod.ts';
import type { ConditionDraft } from '../status/conditions.ts';

/** Why a change of resources waits. */
export interface PendingResize {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}

/** What came of looking at a pod's resources. */
export type ResizeStep = 'none' | 'started' | 'pending';

const PENDING = 'PodResizePending';
const IN_PROGRESS = 'PodResizeInProgress';

/**
 * The resources that a pod's containers were given by the node, which may not be those that its object asks for.
 * Models: pkg/kubelet/allocation/allocation_manager.go
 */
export class PodResize {
  private allocated: ReadonlyMap<string, ResourceRequirements | undefined> | undefined;
  private pending: PendingResize | undefined;
  private isActuating = false;
  private error: string | undefined;

  /** The pod as the node has allowed it. */
  effective(pod: Pod): Pod {
    const { allocated } = this;
    if (allocated === undefined || this.pending === undefined) return pod;
    const given = <Each extends Container>(container: Each): Each => {
      const resources = allocated.get(container.name ?? '');
      const { resources: _asked, ...rest } = container;
      return (resources === undefined ? rest : { ...rest, resources }) as Each;
    };
    const { initContainers } = pod.spec;
    return {
      ...pod,
      spec: {
        ...pod.spec,
        containers: (pod.spec.containers ?? []).map(given),
        ...(initContainers && { initContainers: initContainers.map(given) }),
      },
    };
  }

  /** Looks whether the object asks for something else than was allowed, and whether it can have it. */
  consider(pod: Pod, verdict: () => PendingResize | undefined): ResizeStep {
    if (this.allocated === undefined) {
      this.allocated = resourcesOf(pod);
      return 'none';
    }
    const isAllowed = [...containersOf(pod), ...initContainersOf(pod)].every(({ name, resources }) =>
      equalJson(this.allocated?.get(name), resources),
    );
    if (isAllowed) {
      this.pending = undefined;
      return 'none';
    }
    const before = this.pending;
    this.pending = verdict();
    if (this.pending !== undefined) return equalJson(before, this.pending) ? 'none' : 'pending';
    this.allocated = resourcesOf(pod);
    this.isActuating = true;
    this.error = undefined;
    return 'started';
  }

  get pendingNow(): PendingResize | undefined {
    return this.pending;
  }

  /** Why what was allowed could not be set. */
  get errorNow(): string | undefined {
    return this.error;
  }

  /** Sets running containers to what they were allowed; true when a resize has come to its end by it. */
  actuate(pod: Pod, runtime: PodRuntime, nodeMemoryBytes: number): boolean {
    if (!this.isActuating) return false;
    this.error = undefined;
    for (const container of [...containersOf(pod), ...initContainersOf(pod)]) {
      const record = runtime.latest(container.name);
      if (record === undefined || record.end !== undefined || equalJson(record.resources, container.resources))
        continue;
      this.error ??= tooSmall(container, record.cgroup.memoryBytes);
      if (this.error !== undefined) continue;
      record.cgroup.update(cgroupLimits(pod, container, nodeMemoryBytes));
      record.resources = container.resources;
    }
    if (this.error !== undefined) return false;
    this.isActuating = false;
    return true;
  }

  /** What the pod's conditions say of it. */
  conditions(): readonly ConditionDraft[] {
    const drafts: ConditionDraft[] = [];
    if (this.pending !== undefined) drafts.push({ type: PENDING, status: 'True', ...this.pending });
    if (this.isActuating) {
      drafts.push(
        this.error === undefined
          ? { type: IN_PROGRESS, status: 'True' }
          : { type: IN_PROGRESS, status: 'True', reason: 'Error', message: this.error },
      );
    }
    return drafts;
  }
}

function resourcesOf(pod: Pod): ReadonlyMap<string, ResourceRequirements | undefined> {
  return new Map([...containersOf(pod), ...initContainersOf(pod)].map(({ name, resources }) => [name, resources]));
}

/** A limit below what is in use would kill: it is not set. */
function tooSmall({ resources }: NamedContainer, usedBytes: number): string | undefined {
  const limit = resources?.limits?.['memory'];
  if (limit === undefined || quantityValue(limit) >= usedBytes) return undefined;
  return `attempting to set pod memory limit (${quantityValue(limit)}) below current usage (${Math.floor(usedBytes)})`;
}

/** What the events of a resize tell: `{"containers":[…],"generation":2}`. */
export function resizeText(pod: Pod): string {
  const containers = containersOf(pod).map(({ name, resources }) => ({ name, resources: inOrder(resources) }));
  const init = initContainersOf(pod).map(({ name, resources }) => ({ name, resources: inOrder(resources) }));
  return JSON.stringify({
    ...(init.length === 0 ? {} : { initContainers: init }),
    containers,
    generation: pod.metadata.generation,
  });
}

function inOrder(resources: ResourceRequirements | undefined): object {
  const sorted = (list: object | undefined) =>
    list === undefined ? undefined : Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { limits: sorted(resources?.limits), requests: sorted(resources?.requests) };
}
