import { type DirectoryNode, nodeAt } from '../cluster/files.ts';
import type { ContainerConfig } from '../cluster/kubelet/runtime.ts';
import type { Identity } from '../shell/process/types.ts';

/** The first group of a user whom the image knows, else root's. Models: containerd oci.WithUser */
function groupOfUser(root: DirectoryNode, uid: number): number {
  const passwd = nodeAt(root, 'etc/passwd');
  const line = passwd?.type === 'file' ? new RegExp(`^[^:]*:[^:]*:${uid}:(\\d+):`, 'm').exec(passwd.content) : null;
  return Number(line?.[1] ?? 0);
}

/** Whose a container's processes are, by what the kubelet asks for and what its image knows. Models: containerd oci.WithUser, WithAppendAdditionalGroups */
export function identityOf(
  { runAsUser = 0, runAsGroup, groups = [] }: Pick<ContainerConfig, 'runAsUser' | 'runAsGroup' | 'groups'>,
  root: DirectoryNode,
): Required<Identity> {
  const gid = runAsGroup ?? (runAsUser === 0 ? 0 : groupOfUser(root, runAsUser));
  return {
    name: runAsUser === 0 ? 'root' : String(runAsUser),
    uid: runAsUser,
    gid,
    groups: [...new Set([gid, ...groups])].sort((a, b) => a - b),
  };
}
