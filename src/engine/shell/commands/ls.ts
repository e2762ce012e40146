import type { TreeNode } from '../../cluster/files.ts';
import { deviceOf } from '../files/devices.ts';
import { tryFile } from '../files/errors.ts';
import { directoryName, joinPath } from '../files/paths.ts';
import type { Task } from '../process/types.ts';
import { columns } from '../terminal/columns.ts';
import { strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';
import { ownerNames, ownerOf } from './owner-names.ts';
import { humanSize, nodeBytes } from './sizes.ts';

interface Entry {
  readonly name: string;
  readonly node: TreeNode;
  /** What a link leads to. */
  readonly target: TreeNode | undefined;
  readonly modifiedMs: number;
}

/** `ls`. */
export const ls: CommandDefinition = {
  name: 'ls',
  synopsis: '[OPTION]... [FILE]...',
  summary: 'List information about the FILEs (the current directory by default).',
  short: 'aAlhRrtSd1CFpginoGLHskxw:',
  long: {
    all: 'a',
    'almost-all': 'A',
    'human-readable': 'h',
    recursive: 'R',
    reverse: 'r',
    directory: 'd',
    classify: 'F',
    inode: 'i',
    'numeric-uid-gid': 'n',
    size: 's',
  },
  usageStatus: 2,
  prepare: (words) =>
    words.filter((word) => !/^--(color|group-directories-first|time-style|full-time)(=|$)/.test(word)),
  *run(call: Call): Task<number> {
    const names = call.operands.length === 0 ? ['.'] : call.operands;
    const files: Entry[] = [];
    const directories: string[] = [];
    let status = 0;
    for (const name of names) {
      const entry = entryAt(call, call.path(name), name);
      if (entry === undefined) {
        const problem = 'No such file or directory';
        call.complain(call.style === 'busybox' ? `${name}: ${problem}` : `cannot access '${name}': ${problem}`);
        status = call.style === 'busybox' ? 1 : 2;
        continue;
      }
      const node = call.has('l') && entry.node.type === 'link' ? entry.node : (entry.target ?? entry.node);
      if (node.type === 'directory' && !call.has('d')) directories.push(name);
      else files.push(entry);
    }
    sortEntries(call, files);
    if (files.length > 0) show(call, files, false);
    const titled = names.length > 1 || call.has('R');
    const queue = call.has('t') || call.has('S') ? directories : directories.sort();
    let first = files.length === 0;
    for (let at = 0; at < queue.length; at++) {
      const name = queue[at] ?? '';
      yield* call.process.breathe();
      if (titled) call.print(`${first ? '' : '\n'}${name}:\n`);
      first = false;
      const listed = tryFile(() => listDirectory(call, name));
      if (!listed.ok) {
        call.complain(`cannot open directory '${name}': ${listed.error.message}`);
        status = 2;
        continue;
      }
      show(call, listed.value, true);
      if (call.has('R')) {
        const below = listed.value.filter(
          (entry) => entry.node.type === 'directory' && entry.name !== '.' && entry.name !== '..',
        );
        queue.splice(at + 1, 0, ...below.map((entry) => joinPath(name, entry.name)));
      }
    }
    return status;
  },
};

function entryAt(call: Call, path: string, name: string): Entry | undefined {
  const found = tryFile(() => call.process.fs.entry(path));
  if (!found.ok) return undefined;
  const node = found.value;
  if (node.type !== 'link') return { name, node, target: undefined, modifiedMs: node.modifiedMs };
  const target = tryFile(() => call.process.fs.node(path));
  // a link has no time of its own here: it is as old as its directory's last change
  const parent = tryFile(() => call.process.fs.node(directoryName(path)));
  const modifiedMs = parent.ok && parent.value.type === 'directory' ? parent.value.modifiedMs : 0;
  return { name, node, target: target.ok ? target.value : undefined, modifiedMs };
}

function listDirectory(call: Call, name: string): Entry[] {
  const path = call.path(name);
  const all = call.process.fs.list(path);
  const names = call.has('a') || call.has('A') ? [...all] : all.filter((entry) => !entry.startsWith('.'));
  const entries: Entry[] = [];
  for (const entry of names) {
    const found = entryAt(call, joinPath(path, entry), entry);
    if (found !== undefined) entries.push(found);
  }
  sortEntries(call, entries);
  if (call.has('a')) {
    const dots = ['.', '..'].map((dot) => entryAt(call, call.process.fs.resolve(path, dot), dot));
    const known = dots.filter((dot) => dot !== undefined);
    if (call.has('r')) entries.push(...known.reverse());
    else entries.unshift(...known);
  }
  return entries;
}

function sortEntries(call: Call, entries: Entry[]): void {
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  if (call.has('t')) entries.sort((a, b) => b.modifiedMs - a.modifiedMs);
  if (call.has('S')) entries.sort((a, b) => nodeBytes(b.node) - nodeBytes(a.node));
  if (call.has('r')) entries.reverse();
}

function mark(call: Call, entry: Entry): string {
  if (call.has('p')) return entry.node.type === 'directory' ? '/' : '';
  if (!call.has('F')) return '';
  if (entry.node.type === 'directory') return '/';
  if (entry.node.type === 'link') return call.has('l') ? '' : '@';
  return (entry.node.mode & 0o111) !== 0 ? '*' : '';
}

function show(call: Call, entries: readonly Entry[], total: boolean): void {
  if (call.has('l') || call.has('n') || call.has('g') || call.has('o')) {
    if (total) call.print(`total ${entries.reduce((sum, entry) => sum + blocks(entry.node), 0)}\n`);
    call.print(longLines(call, entries));
    return;
  }
  const names = entries.map((entry) => `${call.has('i') ? `${inode(entry)} ` : ''}${entry.name}${mark(call, entry)}`);
  const terminal = call.process.stdout.isTerminal ? call.process.terminal : undefined;
  if (terminal === undefined && !call.has('C')) call.print(names.map((name) => `${name}\n`).join(''));
  else if (call.has('1')) call.print(names.map((name) => `${name}\n`).join(''));
  else call.print(columns(names, terminal?.columns ?? 80));
}

/** A number that stays the same for a name: inodes are not simulated. */
function inode(entry: Entry): number {
  let hash = 1;
  for (let at = 0; at < entry.name.length; at++) hash = (hash * 31 + entry.name.charCodeAt(at)) % 900_000;
  return 100_000 + hash;
}

function blocks(node: TreeNode): number {
  return node.type === 'directory' ? 4 : node.type === 'link' ? 0 : Math.ceil(nodeBytes(node) / 4096) * 4;
}

/** `drwxr-xr-x` of a node. */
export function modeText(node: TreeNode): string {
  if (node.type === 'link') return 'lrwxrwxrwx';
  const kind = node.type === 'directory' ? 'd' : deviceOf(node) === undefined ? '-' : 'c';
  let out = kind;
  for (const shift of [6, 3, 0]) {
    const bits = (node.mode >> shift) & 7;
    const special = (node.mode >> 9) & (shift === 6 ? 4 : shift === 3 ? 2 : 1);
    const letter = shift === 0 ? 't' : 's';
    const execute = special !== 0 ? ((bits & 1) !== 0 ? letter : letter.toUpperCase()) : (bits & 1) !== 0 ? 'x' : '-';
    out += `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${execute}`;
  }
  return out;
}

const HALF_YEAR_MS = 182 * 86_400_000;

function longLines(call: Call, entries: readonly Entry[]): string {
  const now = call.process.machine.clock.nowMs();
  const names = call.has('n') ? undefined : ownerNames(call.process);
  const ownersOf = (node: TreeNode): readonly [user: string, group: string] => {
    const { uid, gid } = ownerOf(node);
    return [names?.user(uid) ?? String(uid), names?.group(gid) ?? String(gid)];
  };
  const rows = entries.map((entry) => {
    const { node } = entry;
    const bytes = nodeBytes(node);
    const device = node.type === 'file' && deviceOf(node) !== undefined;
    const time = entry.modifiedMs;
    const old = Math.abs(now - time) > HALF_YEAR_MS;
    return {
      mode: modeText(node),
      owners: ownersOf(node),
      links:
        node.type === 'directory'
          ? String(2 + [...node.entries.values()].filter((child) => child.type === 'directory').length)
          : '1',
      size: device ? '1,   3' : call.has('h') ? humanSize(bytes) : String(bytes),
      time: strftime(old ? '%b %e  %Y' : '%b %e %H:%M', time),
      name: `${entry.name}${mark(call, entry)}${node.type === 'link' ? ` -> ${node.target}` : ''}`,
    };
  });
  const links = Math.max(0, ...rows.map((row) => row.links.length));
  const size = Math.max(0, ...rows.map((row) => row.size.length));
  if (call.style === 'busybox') {
    return rows
      .map(
        (row) =>
          `${row.mode} ${row.links.padStart(4)} ${row.owners[0].padEnd(8)} ${row.owners[1].padEnd(8)} ${row.size.padStart(9)} ${row.time} ${row.name}\n`,
      )
      .join('');
  }
  const widths = [0, 1].map((at) => Math.max(0, ...rows.map((row) => (row.owners[at] ?? '').length)));
  const padded = (text: string, width = 0): string => (call.has('n') ? text.padStart(width) : text.padEnd(width));
  const owners = ([user, group]: readonly [string, string]): string =>
    `${call.has('g') ? '' : `${padded(user, widths[0])} `}${call.has('o') || call.has('G') ? '' : `${padded(group, widths[1])} `}`;
  return rows
    .map(
      (row) =>
        `${row.mode} ${row.links.padStart(links)} ${owners(row.owners)}${row.size.padStart(size)} ${row.time} ${row.name}\n`,
    )
    .join('');
}
