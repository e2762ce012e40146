import type { Client, Informers } from '../client.ts';
import type { KubeObject } from '../json.ts';
import { type LabelSelector, matchesSelector } from '../resources/label-selector.ts';
import { adopt, release } from './claim.ts';
import { controllerOf } from './controller-ref.ts';
import type { Pod } from './kinds.ts';
import { isPodActive } from './pod-state.ts';

/**
 * The owner's pods, after letting go of those that match no longer and adopting orphans that do.
 * Cost: proportional to the owner's pods and those with its labels. Models: PodControllerRefManager.ClaimPods
 */
export function claimPods(
  client: Client,
  informers: Informers,
  owner: KubeObject,
  selector: LabelSelector,
  mayAdopt: (pod: Pod) => boolean = () => true,
): readonly Pod[] {
  const { uid, namespace = '', deletionTimestamp } = owner.metadata;
  const claimed: Pod[] = [];
  for (const pod of informers.ownedBy('pods', uid) as readonly Pod[]) {
    if (controllerOf(pod)?.uid !== uid) continue;
    if (matchesSelector(selector, pod.metadata.labels)) claimed.push(pod);
    else if (deletionTimestamp === undefined) release(client, 'pods', pod, owner);
  }
  if (deletionTimestamp !== undefined || selector.matchLabels === undefined) return claimed;
  for (const pod of informers.byLabels('pods', namespace, selector.matchLabels) as readonly Pod[]) {
    if (controllerOf(pod) !== undefined || !isPodActive(pod) || !mayAdopt(pod)) continue;
    if (!matchesSelector(selector, pod.metadata.labels)) continue;
    const adopted = adopt(client, 'pods', pod, owner);
    if (adopted !== undefined) claimed.push(adopted as Pod);
  }
  return claimed;
}

/** Calls `enqueue` for each change of a pod with the key of the owner of this kind, or for an orphan those of all owners that may want it. Returns a disposer. */
export function watchOwnedPods(
  informers: Informers,
  kind: string,
  resource: string,
  selectorOf: (owner: KubeObject) => LabelSelector | undefined,
  enqueue: (key: string) => void,
): () => void {
  const wake = (pod: KubeObject): void => {
    const { namespace = '', labels } = pod.metadata;
    const owner = controllerOf(pod);
    if (owner !== undefined) {
      if (owner.kind === kind) enqueue(`${namespace}/${owner.name}`);
      return;
    }
    if (pod.metadata.deletionTimestamp !== undefined) return;
    for (const each of informers.list(resource, namespace))
      if (matchesSelector(selectorOf(each), labels)) enqueue(`${namespace}/${each.metadata.name}`);
  };
  return informers.onChange('pods', {
    added: wake,
    updated(pod, old) {
      if (controllerOf(pod)?.uid !== controllerOf(old)?.uid) wake(old);
      wake(pod);
    },
    deleted: wake,
  });
}
