import type { TreeNode } from '../../../cluster/files.ts';
import { fileErrorText, tryFile } from '../../files/errors.ts';
import { joinPath } from '../../files/paths.ts';
import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { ArchiveError, type Member, readArchive, writeArchive } from './archive.ts';

const PACKED = ['z', 'j', 'J', 'Z'];

/** `tar`: plain archives are made, listed and unpacked. `kubectl cp` needs it in the container. */
export const tar: CommandDefinition = {
  name: 'tar',
  synopsis: '[OPTION...] [FILE]...',
  summary: "'tar' saves many files together into a single tape or disk archive, and can restore them.",
  short: 'cxtf:C:vmpOzjJZkohPp',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    file: 'f',
    directory: 'C',
    verbose: 'v',
    touch: 'm',
    'preserve-permissions': 'p',
    'same-permissions': 'p',
    'no-same-permissions': 'o',
    'no-same-owner': 'o',
    'to-stdout': 'O',
    'keep-old-files': 'k',
    dereference: 'h',
    'absolute-names': 'P',
    gzip: 'z',
    gunzip: 'z',
  },
  usageStatus: 2,
  // `tar cf - dir`: the first word's letters are options without their dash.
  prepare: ([first, ...rest]) =>
    (first === undefined || first.startsWith('-') ? [first, ...rest] : bundled(first, rest)).filter(
      (word) => word !== undefined,
    ),
  *run(call): Task<number> {
    const packed = PACKED.find((letter) => call.has(letter));
    if (packed !== undefined)
      return call.fail(`-${packed}: compressed archives are not simulated: leave the option out`, 2);
    const modes = ['c', 'x', 't'].filter((letter) => call.has(letter));
    if (modes.length !== 1)
      return call.misuse(
        modes.length === 0
          ? "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
          : "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option",
      );
    if (call.has('C') && !call.process.fs.isDirectory(call.path(call.value('C') ?? '')))
      return call.fail(`${call.value('C')}: Cannot open: No such file or directory`, 2);
    return modes[0] === 'c' ? create(call) : yield* unpack(call);
  },
};

/** Letters that take a value take the words after the bundle, in order. */
function bundled(letters: string, words: readonly string[]): string[] {
  const left = [...words];
  const options = [...letters].flatMap((letter) => {
    const value = letter === 'f' || letter === 'C' ? left.shift() : undefined;
    return value === undefined ? [`-${letter}`] : [`-${letter}`, value];
  });
  return [...options, ...left];
}

function base(call: Call): string {
  const given = call.value('C');
  return given === undefined ? call.process.cwd : call.path(given);
}

function create(call: Call): number {
  if (call.operands.length === 0) return call.fail('Cowardly refusing to create an empty archive', 2);
  const members: Member[] = [];
  let [status, told] = [0, false];
  for (const operand of call.operands) {
    const name = operand.replace(/^\/+/, '');
    if (name !== operand && !told && call.style === 'gnu') {
      told = true;
      call.complain("Removing leading `/' from member names");
    }
    const from = call.process.fs.resolve(base(call), operand);
    const found = tryFile(() => (call.has('h') ? call.process.fs.node(from) : call.process.fs.entry(from)));
    if (found.ok) gather(call, from, name === '' ? '.' : name, found.value, members);
    else {
      call.complain(`${operand}: ${call.style === 'gnu' ? 'Cannot stat: ' : ''}${found.error.message}`);
      status = call.style === 'gnu' ? 2 : 1;
    }
  }
  const text = writeArchive(members);
  const target = call.value('f') ?? '-';
  if (target === '-') call.print(text);
  else {
    const written = tryFile(() => call.process.fs.write(call.path(target), text));
    if (!written.ok) return call.fail(`${target}: Cannot open: ${written.error.message}`, 2);
  }
  if (status !== 0)
    call.complain(
      call.style === 'gnu'
        ? 'Exiting with failure status due to previous errors'
        : 'error exit delayed from previous errors',
    );
  return status;
}

function gather(call: Call, from: string, name: string, node: TreeNode, members: Member[]): void {
  call.process.step();
  const type = node.type;
  const member = { name: type === 'directory' ? `${name.replace(/\/$/, '')}/` : name, type, content: '', target: '' };
  if (call.has('v')) (call.value('f') === '-' ? call.process.stderr : call.process.stdout).write(`${member.name}\n`);
  if (node.type === 'link') members.push({ ...member, target: node.target, mode: 0o777, modifiedMs: 0 });
  else if (node.type === 'file') {
    const content = node.content + '\0'.repeat(node.zeros ?? 0);
    members.push({ ...member, content, mode: node.mode, modifiedMs: node.modifiedMs });
  } else {
    const { fs } = call.process;
    members.push({ ...member, mode: node.mode, modifiedMs: node.modifiedMs });
    for (const child of fs.list(from))
      gather(call, joinPath(from, child), joinPath(name, child), fs.entry(joinPath(from, child)), members);
  }
}

function isWanted(call: Call, name: string): boolean {
  const bare = name.replace(/\/$/, '');
  return (
    call.operands.length === 0 ||
    call.operands.some(
      (operand) => bare === operand.replace(/\/$/, '') || bare.startsWith(`${operand.replace(/\/$/, '')}/`),
    )
  );
}

function* unpack(call: Call): Task<number> {
  const source = call.value('f') ?? '-';
  let text: string;
  if (source === '-') text = yield* call.process.stdin.readAll();
  else {
    const read = tryFile(() => call.process.fs.read(call.path(source)));
    if (!read.ok)
      return call.fail(`${source}: Cannot open: ${read.error.message}\ntar: Error is not recoverable: exiting now`, 2);
    text = read.value;
  }
  let members: readonly Member[];
  try {
    members = readArchive(text);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    call.complain(error.message);
    return call.fail('Exiting with failure status due to previous errors', 2);
  }
  let status = 0;
  for (const member of members.filter(({ name }) => isWanted(call, name))) {
    call.process.step();
    if (call.has('t') || call.has('v')) call.print(`${member.name}\n`);
    if (call.has('t')) continue;
    if (call.has('O')) call.print(member.content);
    else status = place(call, member) ?? status;
  }
  return status;
}

/** Puts one member into place; a status when it could not. */
function place(call: Call, member: Member): number | undefined {
  const { fs } = call.process;
  const name = member.name.replace(/^\/+/, '');
  if (name.split('/').includes('..')) return call.fail(`${member.name}: Member name contains '..', skipping`, 2);
  const to = fs.resolve(base(call), name);
  try {
    if (member.type === 'directory') fs.makeDirectory(to, { parents: true });
    else {
      fs.makeDirectory(to.slice(0, Math.max(1, to.lastIndexOf('/'))), { parents: true });
      if (member.type === 'link') {
        if (tryFile(() => fs.entry(to)).ok) fs.remove(to);
        fs.symlink(member.target, to);
      } else fs.write(to, member.content, { mode: member.mode });
    }
    return undefined;
  } catch (error) {
    return call.fail(`${member.name}: Cannot open: ${fileErrorText(error)}`, 2);
  }
}
