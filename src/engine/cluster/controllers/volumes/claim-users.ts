import type { Informers } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import { keyOf, type Pod, splitKey } from '../kinds.ts';

const shared = new WeakMap<Informers, ClaimUsers>();

/** Which pods name which claims, kept up as pods come and go, so that nobody has to look through all pods. One for all who share the informers. */
export class ClaimUsers {
  private readonly pods = new Map<string, Set<string>>();

  private constructor(private readonly informers: Informers) {
    informers.onChange('pods', {
      added: (pod) => this.note(pod as Pod, (users, key) => users.add(key)),
      updated() {},
      deleted: (pod) => this.note(pod as Pod, (users, key) => users.delete(key)),
    });
  }

  static of(informers: Informers): ClaimUsers {
    const known = shared.get(informers);
    if (known !== undefined) return known;
    const made = new ClaimUsers(informers);
    shared.set(informers, made);
    return made;
  }

  /** The pods that name the claim, whatever has become of them. */
  podsOf(claim: KubeObject): readonly Pod[] {
    const found: Pod[] = [];
    for (const key of this.pods.get(keyOf(claim)) ?? []) {
      const pod = this.informers.get('pods', ...splitKey(key)) as Pod | undefined;
      if (pod !== undefined) found.push(pod);
    }
    return found;
  }

  private note(pod: Pod, change: (users: Set<string>, key: string) => void): void {
    for (const claim of claimsOfPod(pod)) {
      const key = `${pod.metadata.namespace}/${claim}`;
      const users = this.pods.get(key) ?? new Set<string>();
      change(users, keyOf(pod));
      if (users.size === 0) this.pods.delete(key);
      else this.pods.set(key, users);
    }
  }
}

/** Names of the claims that a pod mounts. */
export function claimsOfPod(pod: Pod): readonly string[] {
  const { volumes } = pod.spec;
  if (volumes === undefined) return [];
  const names: string[] = [];
  for (const { persistentVolumeClaim } of volumes)
    if (persistentVolumeClaim?.claimName) names.push(persistentVolumeClaim.claimName);
  return names;
}
