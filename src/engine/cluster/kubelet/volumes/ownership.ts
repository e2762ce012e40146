import { SET_GROUP, type TreeNode } from '../../files.ts';
import { containersOf, initContainersOf, type Pod } from '../pod.ts';

const WRITERS = 0o660;
const READERS = 0o440;
const SEARCH = 0o110;

/** Gives a volume's files to the pod's group. Models: pkg/volume SetVolumeOwnership, changeFilePermission */
export function giveToGroup(node: TreeNode, gid: number, readOnly: boolean): void {
  node.owner = { uid: node.owner?.uid ?? 0, gid };
  if (node.type === 'link') return;
  node.mode |= readOnly ? READERS : WRITERS;
  if (node.type === 'file') return;
  node.mode |= SET_GROUP | SEARCH;
  for (const child of node.entries.values()) giveToGroup(child, gid, readOnly);
}

/** The user whom a projected token belongs to: the one that all containers run as. Models: pkg/volume/util FsUserFrom */
export function tokenUser(pod: Pod): number | undefined {
  const shared = pod.spec.securityContext?.runAsUser;
  const users = new Set(
    [...initContainersOf(pod), ...containersOf(pod)].map((each) => each.securityContext?.runAsUser ?? shared),
  );
  const [only, ...others] = users;
  return others.length === 0 ? only : undefined;
}
