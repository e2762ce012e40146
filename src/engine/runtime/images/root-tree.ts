import { type DirectoryNode, directory, file, putNode } from '../../cluster/files.ts';
import { programFile } from '../../shell/process/executable.ts';

/** What an image's root directory is made from. */
export interface RootTree {
  /** Directories that are there, empty or not. */
  readonly directories: readonly string[];
  /** Executables: path → the program's name. */
  readonly programs: { readonly [path: string]: string };
  readonly files: { readonly [path: string]: string };
  /** Path → target. */
  readonly links: { readonly [path: string]: string };
}

/** Builds a root directory. Done once an image and tag; all containers share it. */
export function buildRoot(tree: RootTree): DirectoryNode {
  const root = directory();
  for (const path of tree.directories) putNode(root, path, directory());
  for (const [path, target] of Object.entries(tree.links)) putNode(root, path, { type: 'link', target });
  for (const [path, name] of Object.entries(tree.programs)) putNode(root, path, programFile(name));
  for (const [path, content] of Object.entries(tree.files))
    putNode(root, path, file(content, 0, path.endsWith('.sh') ? 0o755 : 0o644));
  return root;
}

/** The top of a Debian root directory. */
export const DEBIAN_DIRECTORIES = [
  '/boot',
  '/etc',
  '/home',
  '/media',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/srv',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/usr/share',
  '/var/cache',
  '/var/lib',
  '/var/log',
  '/var/run',
  '/var/tmp',
];

/** Debian's merged /usr. */
export const DEBIAN_LINKS = { '/bin': '/usr/bin', '/lib': '/usr/lib', '/lib64': '/usr/lib64', '/sbin': '/usr/sbin' };

/** The top of a busybox or Alpine root directory. */
export const SMALL_DIRECTORIES = [
  '/bin',
  '/etc',
  '/home',
  '/lib',
  '/proc',
  '/root',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/var',
];

/** Executables of one folder, each named as its program. */
export function programsIn(folder: string, names: Iterable<string>): { readonly [path: string]: string } {
  return Object.fromEntries([...names].map((name) => [`${folder}/${name}`, name]));
}

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';

/** Files that every image has. */
export function commonFiles(osRelease: string): { readonly [path: string]: string } {
  return {
    '/etc/passwd': PASSWD,
    '/etc/group': 'root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n',
    '/etc/os-release': osRelease,
  };
}

export const DEBIAN_12 =
  'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nID=debian\n';

/** The files of an image with nothing but one program in its root: what is built from scratch. */
export function singleProgramRoot(
  name: string,
  directories: readonly string[] = ['/etc', '/proc', '/sys'],
): DirectoryNode {
  const root = directory();
  for (const path of directories) putNode(root, path, directory());
  putNode(root, `/${name}`, programFile(name));
  return root;
}
