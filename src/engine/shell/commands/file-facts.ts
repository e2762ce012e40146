import type { TreeNode } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import { directoryName, joinPath, resolvePath } from '../files/paths.ts';
import type { Task } from '../process/types.ts';
import { strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';
import { modeText } from './ls.ts';
import { type OwnerNames, ownerNames, ownerOf } from './owner-names.ts';
import { humanSize, nodeBytes } from './sizes.ts';

/** `stat`. */
export const stat: CommandDefinition = {
  name: 'stat',
  synopsis: '[OPTION]... FILE...',
  summary: 'Display file status.',
  short: 'c:Lt',
  long: { format: 'c', dereference: 'L' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const found = tryFile(() =>
        call.has('L') ? call.process.fs.node(call.path(name)) : call.process.fs.entry(call.path(name)),
      );
      if (!found.ok) {
        status = call.fail(
          call.style === 'busybox'
            ? `can't stat '${name}': ${found.error.message}`
            : `cannot statx '${name}': ${found.error.message}`,
        );
        continue;
      }
      const node = found.value;
      const format = call.value('c');
      const names = ownerNames(call.process);
      call.print(format === undefined ? standard(name, node, names) : `${custom(format, name, node, names)}\n`);
    }
    return status;
  },
};

function kindOf(node: TreeNode): string {
  if (node.type === 'directory') return 'directory';
  return node.type === 'link'
    ? 'symbolic link'
    : node.content === '' && node.zeros === undefined
      ? 'regular empty file'
      : 'regular file';
}

function modeOf(node: TreeNode): string {
  return node.type === 'link' ? '777' : node.mode.toString(8);
}

function standard(name: string, node: TreeNode, names: OwnerNames): string {
  const { uid, gid } = ownerOf(node);
  const shown = (id: number, of: string | undefined): string =>
    `(${String(id).padStart(5)}/${(of ?? 'UNKNOWN').padStart(8)})`;
  const time = strftime('%Y-%m-%d %H:%M:%S.%N %z', node.type === 'link' ? 0 : node.modifiedMs);
  const bytes = nodeBytes(node);
  return `  File: ${name}${node.type === 'link' ? ` -> ${node.target}` : ''}\n  Size: ${String(bytes).padEnd(10)}\tBlocks: ${String(Math.ceil(bytes / 4096) * 8).padEnd(10)} IO Block: 4096   ${kindOf(node)}\nAccess: (${modeOf(node).padStart(4, '0')}/${modeText(node)})  Uid: ${shown(uid, names.user(uid))}   Gid: ${shown(gid, names.group(gid))}\nModify: ${time}\n`;
}

function custom(format: string, name: string, node: TreeNode, names: OwnerNames): string {
  const { uid, gid } = ownerOf(node);
  const ms = node.type === 'link' ? 0 : node.modifiedMs;
  const facts: { readonly [letter: string]: string } = {
    n: name,
    N: `'${name}'`,
    s: String(nodeBytes(node)),
    a: modeOf(node),
    A: modeText(node),
    F: kindOf(node),
    U: names.user(uid) ?? 'UNKNOWN',
    u: String(uid),
    G: names.group(gid) ?? 'UNKNOWN',
    g: String(gid),
    Y: String(Math.floor(ms / 1000)),
    y: strftime('%Y-%m-%d %H:%M:%S.%N %z', ms),
    h: '1',
    '%': '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => facts[letter] ?? whole);
}

/** `du`. */
export const du: CommandDefinition = {
  name: 'du',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Summarize device usage of the set of FILEs, recursively for directories.',
  short: 'shakmcbd:x',
  long: { summarize: 's', 'human-readable': 'h', all: 'a', total: 'c', bytes: 'b', 'max-depth': 'd' },
  *run(call: Call): Task<number> {
    let status = 0;
    let total = 0;
    for (const name of call.operands.length === 0 ? ['.'] : call.operands) {
      const found = tryFile(() => call.process.fs.entry(call.path(name)));
      if (!found.ok) {
        status = call.fail(
          call.style === 'busybox'
            ? `${name}: ${found.error.message}`
            : `cannot access '${name}': ${found.error.message}`,
        );
        continue;
      }
      total += yield* measure(call, name, found.value, 0);
    }
    if (call.has('c')) call.print(`${shownSize(call, total)}\ttotal\n`);
    return status;
  },
};

function* measure(call: Call, path: string, node: TreeNode, depth: number): Task<number> {
  yield* call.process.breathe();
  let bytes = call.has('b') ? nodeBytes(node) : node.type === 'link' ? 0 : Math.ceil(nodeBytes(node) / 4096) * 4096;
  if (node.type === 'directory') {
    for (const name of call.process.fs.list(call.path(path))) {
      const child = joinPath(path, name);
      const found = tryFile(() => call.process.fs.entry(call.path(child)));
      if (found.ok) bytes += yield* measure(call, child, found.value, depth + 1);
    }
  }
  const limit = call.has('s') ? 0 : Number(call.value('d') ?? Number.POSITIVE_INFINITY);
  if (depth <= limit && (depth === 0 || node.type === 'directory' || call.has('a')))
    call.print(`${shownSize(call, bytes)}\t${path}\n`);
  return bytes;
}

function shownSize(call: Call, bytes: number): string {
  if (call.has('h')) return humanSize(bytes);
  if (call.has('b')) return String(bytes);
  return String(Math.ceil(bytes / (call.has('m') ? 1024 * 1024 : 1024)));
}

const DISK_KIB = 102_400_000;

/** What is mounted from the disk: not the kernel's own files. */
function disks(call: Call) {
  return call.process.fs.mounts().filter(({ path }) => !path.startsWith('/proc/'));
}

/** `df`: one disk that is never full, and the mounts. */
export const df: CommandDefinition = {
  name: 'df',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'Show information about the file system on which each FILE resides.',
  short: 'hkTaPi',
  long: { 'human-readable': 'h', 'print-type': 'T', all: 'a', portability: 'P' },
  run(call: Call): number {
    const mounts = ['/', ...disks(call).map(({ path }) => path)];
    const wanted = call.operands.map((name) => {
      const path = call.path(name);
      return (
        mounts
          .filter((mount) => path === mount || path.startsWith(mount === '/' ? '/' : `${mount}/`))
          .sort((a, b) => b.length - a.length)[0] ?? '/'
      );
    });
    const shown = wanted.length > 0 ? wanted : mounts;
    const used = Math.round(DISK_KIB * 0.11);
    const size = (kib: number): string => (call.has('h') ? humanSize(kib * 1024) : String(kib));
    const rows = [
      [
        'Filesystem',
        call.has('h') ? 'Size' : '1K-blocks',
        'Used',
        call.has('h') ? 'Avail' : 'Available',
        'Use%',
        'Mounted on',
      ],
      ...shown.map((path) => [
        path === '/' ? 'overlay' : '/dev/vda1',
        size(DISK_KIB),
        size(used),
        size(DISK_KIB - used),
        '11%',
        path,
      ]),
    ];
    const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length))) ?? [];
    for (const row of rows) {
      call.print(
        `${row.map((cell, at) => (at === 0 ? cell.padEnd(Math.max(14, widths[0] ?? 0)) : at === row.length - 1 ? cell : cell.padStart(widths[at] ?? 0))).join(' ')}\n`,
      );
    }
    return 0;
  },
};

/** `mount` without arguments. */
export const mount: CommandDefinition = {
  name: 'mount',
  synopsis: '',
  summary: 'List the mounted file systems.',
  run(call: Call): number {
    if (call.operands.length > 0) return call.fail('only root can do that here, and root is the kubelet');
    call.print('overlay on / type overlay (rw,relatime)\n');
    for (const { path, readOnly } of disks(call))
      call.print(`/dev/vda1 on ${path} type ext4 (${readOnly ? 'ro' : 'rw'},relatime)\n`);
    return 0;
  },
};

/** `readlink`. */
export const readlink: CommandDefinition = {
  name: 'readlink',
  synopsis: '[OPTION]... FILE...',
  summary: 'Print value of a symbolic link or canonical file name.',
  short: 'femnqsvz',
  long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'no-newline': 'n' },
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const { fs } = call.process;
      const canonical = call.has('f') || call.has('e') || call.has('m');
      const text = tryFile(() => {
        if (canonical) return fs.canonical(call.path(name));
        const node = fs.entry(call.path(name));
        return node.type === 'link' ? node.target : undefined;
      });
      if (text.ok && text.value !== undefined && !(call.has('e') && !fs.exists(text.value)))
        call.print(`${text.value}${call.has('n') ? '' : '\n'}`);
      else status = 1;
    }
    return status;
  },
};

/** `realpath`. */
export const realpath: CommandDefinition = {
  name: 'realpath',
  synopsis: '[OPTION]... FILE...',
  summary: 'Print the resolved absolute file name.',
  short: 'emsqz',
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    let status = 0;
    for (const name of call.operands) {
      const found = tryFile(() => call.process.fs.canonical(call.path(name)));
      if (found.ok) call.print(`${found.value}\n`);
      else status = call.fail(`${name}: ${found.error.message}`);
    }
    return status;
  },
};

/** `mktemp`. */
export const mktemp: CommandDefinition = {
  name: 'mktemp',
  synopsis: '[OPTION]... [TEMPLATE]',
  summary: 'Create a temporary file or directory, safely, and print its name.',
  short: 'dup:tq',
  long: { directory: 'd', 'dry-run': 'u', tmpdir: 'p' },
  run(call: Call): number {
    const base = call.value('p') ?? call.process.env.get('TMPDIR') ?? '/tmp';
    const template = call.operands[0] ?? 'tmp.XXXXXXXXXX';
    if (!/X{3,}/.test(template)) return call.fail(`too few X's in template '${template}'`);
    const random = call.process.machine.random;
    const name = template.replace(/X{3,}(?!.*X{3,})/, (marks) => {
      const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
      return Array.from(marks, () => letters.charAt(random.integer(0, letters.length))).join('');
    });
    const shown = call.operands[0] === undefined || call.has('p') || call.has('t') ? joinPath(base, name) : name;
    const path = resolvePath(call.process.cwd, shown);
    const { fs } = call.process;
    if (!fs.isDirectory(directoryName(path)))
      return call.fail(`failed to create file via template '${shown}': No such file or directory`);
    if (!call.has('u')) {
      if (call.has('d')) fs.makeDirectory(path);
      else fs.write(path, '', { mode: 0o600 });
    }
    call.print(`${shown}\n`);
    return 0;
  },
};
