import { type DirectoryNode, directory, file, nodeAt, putNode, type TreeNode } from '../../files.ts';
import { VolumeError } from './payload.ts';

/** The node's own file or directory behind a hostPath volume, made where its type allows. Models: pkg/volume/hostpath checkType */
export function hostPathNode(nodeFiles: DirectoryNode, path: string, type: string, nowMs: number): TreeNode {
  const found = path === '/' ? nodeFiles : nodeAt(nodeFiles, path);
  const fail = (what: string): never => {
    throw new VolumeError(`hostPath type check failed: ${path} is not a ${what}`);
  };
  const make = (node: TreeNode): TreeNode => {
    try {
      putNode(nodeFiles, path, node, nowMs);
    } catch {
      throw new VolumeError(`mkdir ${path}: not a directory`);
    }
    return node;
  };
  switch (type) {
    case 'Directory':
      return found?.type === 'directory' ? found : fail('directory');
    case 'File':
      return found?.type === 'file' ? found : fail('file');
    case 'FileOrCreate':
      if (found === undefined) return make(file('', nowMs));
      return found.type === 'file' ? found : fail('file');
    case 'DirectoryOrCreate':
      if (found === undefined) return make(directory(nowMs));
      return found.type === 'directory' ? found : fail('directory');
    case 'Socket':
      return fail('socket file');
    case 'CharDevice':
      return fail('character device');
    case 'BlockDevice':
      return fail('block device');
    default:
      return found ?? make(directory(nowMs));
  }
}
