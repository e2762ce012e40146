import type { Owner, TreeNode } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import type { Process } from '../process/types.ts';

/** The names of users and groups on a machine, both ways. Undefined: nobody has that number, or that name. */
export interface OwnerNames {
  user(uid: number): string | undefined;
  group(gid: number): string | undefined;
  userId(name: string): number | undefined;
  groupId(name: string): number | undefined;
}

const ROOT_OWNER: Owner = { uid: 0, gid: 0 };

/** Who a file belongs to. */
export function ownerOf(node: TreeNode): Owner {
  return node.owner ?? ROOT_OWNER;
}

/** Lines of passwd or group: the name, and the number that comes third. */
function table(process: Process, path: string): Map<number, string> {
  const text = tryFile(() => process.fs.read(path));
  const names = new Map([[0, 'root']]);
  for (const line of text.ok ? text.value.split('\n') : []) {
    const [name = '', , id = ''] = line.split(':');
    if (name !== '' && /^\d+$/.test(id) && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

function numberOf(names: ReadonlyMap<number, string>, wanted: string): number | undefined {
  for (const [id, name] of names) if (name === wanted) return id;
  return undefined;
}

/** Reads /etc/passwd and /etc/group; the machine's own user is known in any case. */
export function ownerNames(process: Process): OwnerNames {
  const users = table(process, '/etc/passwd');
  const groups = table(process, '/etc/group');
  const { name, uid, gid = uid } = process.machine.user;
  if (!/^\d+$/.test(name)) {
    if (!users.has(uid)) users.set(uid, name);
    if (!groups.has(gid)) groups.set(gid, name);
  }
  return {
    user: (id) => users.get(id),
    group: (id) => groups.get(id),
    userId: (wanted) => numberOf(users, wanted),
    groupId: (wanted) => numberOf(groups, wanted),
  };
}
