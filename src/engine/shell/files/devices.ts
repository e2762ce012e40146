import { type DirectoryNode, directory, type FileNode, file, type TreeNode } from '../../cluster/files.ts';

/** The character devices a machine has. They are told from plain files by identity. */
export const DEVICES = {
  null: file('', 0, 0o666),
  zero: file('', 0, 0o666),
  tty: file('', 0, 0o666),
  random: file('', 0, 0o666),
  urandom: file('', 0, 0o666),
  stdin: file('', 0, 0o666),
  stdout: file('', 0, 0o666),
  stderr: file('', 0, 0o666),
} as const satisfies { readonly [name: string]: FileNode };

export type DeviceName = keyof typeof DEVICES;

const names = new Map<TreeNode, DeviceName>();
for (const [name, node] of Object.entries(DEVICES)) names.set(node, name as DeviceName);

/** Which device a node is; undefined for what is none. */
export function deviceOf(node: TreeNode): DeviceName | undefined {
  return names.get(node);
}

/** `/dev`, one for all machines: nothing in it changes. */
export const DEVICE_DIRECTORY: DirectoryNode = directory();
for (const [name, node] of Object.entries(DEVICES)) DEVICE_DIRECTORY.entries.set(name, node);
DEVICE_DIRECTORY.entries.set('fd', { type: 'link', target: '/proc/self/fd' });
