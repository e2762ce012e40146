import type { TreeNode } from '../../../cluster/files.ts';
import type { FileSystem } from '../../../shell/files/types.ts';
import type { Process, Task } from '../../../shell/process/types.ts';
import { goFlags } from '../flags.ts';

const NEW_CONTENT = 'mount-tester new file\n';
/** statfs(2)'s magic number of the overlay that a container's own files are on, and of a node's disk. */
const OVERLAY = 2_035_054_128;
const EXT4 = 61_267;
const RETRY_EVERY_MS = 2000;
const CREATED: readonly (readonly [flag: string, mode: number])[] = [
  ['new_file_0644', 0o644],
  ['new_file_0666', 0o666],
  ['new_file_0660', 0o660],
  ['new_file_0777', 0o777],
];

const quoted = (text: string): string => JSON.stringify(text);

/** Go's text of a mode: `-rw-r--r--`, `dtrwxrwxrwx`. Models: io/fs.FileMode.String */
export function goMode(node: TreeNode, onlyPermissions: boolean): string {
  const mode = node.type === 'link' ? 0o777 : node.mode;
  const kinds = [
    ['d', node.type === 'directory'],
    ['L', node.type === 'link'],
    ['u', (mode & 0o4000) !== 0],
    ['g', (mode & 0o2000) !== 0],
    ['t', (mode & 0o1000) !== 0],
  ] as const;
  const letters = onlyPermissions ? '' : kinds.flatMap(([letter, has]) => (has ? [letter] : [])).join('');
  const bits = [...'rwxrwxrwx'].map((letter, at) => ((mode >> (8 - at)) & 1 ? letter : '-')).join('');
  return `${letters === '' ? '-' : letters}${bits}`;
}

/** What Go says of a file operation that failed. */
function goError(operation: string, path: string, error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `${operation} ${path}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
}

/** What kind of file system a path is on, as mounttest words it. */
function fileSystemType(fs: FileSystem, path: string): string {
  const canonical = fs.canonical(path);
  const on = fs
    .mounts()
    .filter((mount) => canonical === mount.path || canonical.startsWith(`${mount.path}/`))
    .reduce<{ readonly path: string; readonly inMemory?: boolean } | undefined>(
      (best, mount) => (best === undefined || mount.path.length > best.path.length ? mount : best),
      undefined,
    );
  if (on?.inMemory === true) return 'tmpfs';
  return String(on === undefined ? OVERLAY : EXT4);
}

/** `mounttest`: makes files and says what it finds of them. Models: agnhost/mounttest */
export function* mounttest(process: Process, words: readonly string[]): Task<number> {
  const { fs, stdout } = process;
  const { flags } = goFlags(words);
  let failed = false;
  const attempt = (what: string, operation: string, path: string, run: () => void): void => {
    try {
      run();
    } catch (error) {
      failed = true;
      stdout.write(`${what}: ${goError(operation, path, error)}\n`);
    }
  };
  const path = (flag: string): string => flags.get(flag) ?? '';
  const showContent = (at: string): void =>
    attempt(`error reading file content for ${quoted(at)}`, 'open', at, () =>
      stdout.write(`content of file ${quoted(at)}: ${fs.read(at)}\n`),
    );
  const typed = path('fs_type');
  if (typed !== '')
    attempt(`error from statfs(${quoted(typed)})`, 'statfs', typed, () => {
      fs.node(typed);
      stdout.write(`mount type of ${quoted(typed)}: ${fileSystemType(fs, typed)}\n`);
    });
  for (const [flag, mode] of CREATED) {
    const at = path(flag);
    if (at === '') continue;
    let made = false;
    attempt(`error writing new file ${quoted(at)}`, 'open', at, () => {
      fs.write(at, NEW_CONTENT, { mode });
      made = true;
    });
    if (made) showContent(at);
  }
  for (const [flag, noun, only] of [
    ['file_mode', 'mode', false],
    ['file_perm', 'perms', true],
  ] as const) {
    const at = path(flag);
    if (at !== '')
      attempt(`error from Stat(${quoted(at)})`, 'stat', at, () =>
        stdout.write(`${noun} of file ${quoted(at)}: ${goMode(fs.node(at), only)}\n`),
      );
  }
  const owned = path('file_owner');
  if (owned !== '')
    attempt(`error from stat(${quoted(owned)})`, 'stat', owned, () => {
      const { uid, gid } = fs.node(owned).owner ?? { uid: 0, gid: 0 };
      stdout.write(`owner UID of ${quoted(owned)}: ${uid}\nowner GID of ${quoted(owned)}: ${gid}\n`);
    });
  if (path('file_content') !== '') showContent(path('file_content'));
  const looped = path('file_content_in_loop');
  if (looped !== '' && !(yield* readInLoop(process, looped, flags))) failed = true;
  return failed ? 1 : 0;
}

/** Whether the last look succeeded. */
function* readInLoop(process: Process, path: string, flags: ReadonlyMap<string, string>): Task<boolean> {
  const { clock } = process.machine;
  const end = clock.nowMs() + Number(flags.get('retry_time') ?? 180) * 1000;
  const untilExpected = (flags.get('break_on_expected_content') ?? 'true') !== 'false';
  let isWell = true;
  while (clock.nowMs() < end) {
    try {
      const content = process.fs.read(path);
      isWell = true;
      process.stdout.write(`content of file ${quoted(path)}: ${content}\n`);
      if (untilExpected && content === NEW_CONTENT) break;
      if (untilExpected) process.stdout.write(`Unexpected content. Expected: ${NEW_CONTENT}. Retrying`);
    } catch (error) {
      isWell = false;
      process.stdout.write(`Error reading file ${path}: ${goError('open', path, error)}, retrying\n`);
    }
    yield* process.sleep(RETRY_EVERY_MS);
  }
  return isWell;
}
