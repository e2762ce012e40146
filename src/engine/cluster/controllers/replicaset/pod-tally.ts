import type { KubeObject } from '../../json.ts';
import { matchesLabels } from '../../resources/label-selector.ts';
import { controllerOf } from '../controller-ref.ts';
import type { Pod } from '../kinds.ts';
import { isPodActive, isPodReady, isPodTerminating } from '../pod-state.ts';

/** How many pods of one owner are in which state. */
export interface PodCounts {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** Active pods that carry all of the labels asked for. */
  readonly fullyLabeled: number;
}

class OwnerTally {
  active = 0;
  ready = 0;
  terminating = 0;
  /** Active pods by their labels object as text; pods of one template share it. */
  readonly byLabels = new Map<string, { labels: { readonly [key: string]: string }; count: number }>();
  isEmpty(): boolean {
    return this.active === 0 && this.terminating === 0;
  }
}

/** Whether two versions of a pod count for the same. Most changes of a pod are of no account here. */
function countsAlike(a: Pod, b: Pod): boolean {
  return (
    a.metadata.labels === b.metadata.labels &&
    a.metadata.ownerReferences === b.metadata.ownerReferences &&
    isPodActive(a) === isPodActive(b) &&
    isPodTerminating(a) === isPodTerminating(b) &&
    isPodReady(a) === isPodReady(b)
  );
}

/**
 * Counts of pods by their controller, kept up with each change of a pod, so that a sync costs the same for one pod and for a thousand.
 */
export class PodTally {
  private readonly owners = new Map<string, OwnerTally>();
  /** The version of each pod that is counted now, by uid. */
  private readonly counted = new Map<string, Pod>();

  /** `ownerKind` is the kind of controller whose pods are counted. */
  constructor(private readonly ownerKind: string) {}

  /** Counts the pod as it is now, instead of as it was. */
  update(pod: Pod): void {
    const { uid } = pod.metadata;
    const before = this.counted.get(uid);
    if (before !== undefined) {
      if (countsAlike(before, pod)) {
        this.counted.set(uid, pod);
        return;
      }
      this.change(before, -1);
    }
    if (controllerOf(pod)?.kind === this.ownerKind) {
      this.counted.set(uid, pod);
      this.change(pod, 1);
    } else if (before !== undefined) {
      this.counted.delete(uid);
    }
  }

  remove(pod: Pod): void {
    const before = this.counted.get(pod.metadata.uid);
    if (before === undefined) return;
    this.counted.delete(pod.metadata.uid);
    this.change(before, -1);
  }

  counts(ownerUid: string, templateLabels: KubeObject['metadata']['labels']): PodCounts {
    const tally = this.owners.get(ownerUid);
    if (tally === undefined) return { active: 0, ready: 0, terminating: 0, fullyLabeled: 0 };
    let fullyLabeled = 0;
    for (const { labels, count } of tally.byLabels.values())
      if (matchesLabels(templateLabels, labels)) fullyLabeled += count;
    return { active: tally.active, ready: tally.ready, terminating: tally.terminating, fullyLabeled };
  }

  private change(pod: Pod, by: 1 | -1): void {
    const owner = controllerOf(pod);
    if (owner === undefined) return;
    let tally = this.owners.get(owner.uid);
    if (tally === undefined) {
      tally = new OwnerTally();
      this.owners.set(owner.uid, tally);
    }
    if (isPodTerminating(pod)) tally.terminating += by;
    if (isPodActive(pod)) {
      tally.active += by;
      if (isPodReady(pod)) tally.ready += by;
      const labels = pod.metadata.labels ?? {};
      const text = JSON.stringify(labels);
      const group = tally.byLabels.get(text);
      if (group === undefined) tally.byLabels.set(text, { labels, count: by });
      else if (group.count + by === 0) tally.byLabels.delete(text);
      else group.count += by;
    }
    if (tally.isEmpty()) this.owners.delete(owner.uid);
  }
}
