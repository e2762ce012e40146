import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { text } from '../describe/read.ts';
import { CommandError, VerbatimError } from '../errors.ts';
import { type Captured, runCaptured } from '../pods/capture.ts';
import { findContainer, findOrDefaultContainer, noSuchContainer } from '../pods/containers.ts';
import { containerFlag } from '../pods/flags.ts';

/**
 * `kubectl cp`. A real one pipes a tar archive through exec; here the files go through exec one by one, with sh and cat in the container,
 * because connections carry text. What is said when something is missing is what tar says. Models: kubectl/pkg/cmd/cp
 */
export const cpCommand: Command = {
  name: 'cp',
  use: '<file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  flags: [
    containerFlag,
    {
      name: 'no-preserve',
      type: 'bool',
      usage: "The copied file/directory's ownership and permissions will not be preserved in the container",
    },
    {
      name: 'retries',
      type: 'int',
      usage:
        'Set number of retries to complete a copy operation from a container. Specify 0 to disable or any negative value for infinite retrying. The default is 0 (no retry).',
    },
  ],
  run: runCopy,
};

/** `[[namespace/]pod:]path` */
interface FileSpec {
  readonly namespace: string;
  readonly pod: string;
  readonly path: string;
}

function* runCopy(context: CommandContext): Task<number> {
  const { args } = context;
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length !== 2) {
    throw new CommandError('source and destination are required');
  }
  const source = readSpec(from);
  const target = readSpec(to);
  if (source.pod !== '' && target.pod !== '') {
    throw new CommandError('one of src or dest must be a local file specification');
  }
  if (source.path === '' || target.path === '') throw new CommandError('filepath can not be empty');
  if (source.pod !== '') return yield* copyFromPod(context, source, target.path);
  if (target.pod !== '') return yield* copyToPod(context, source.path, target);
  throw new CommandError('one of src or dest must be a remote file specification');
}

function readSpec(word: string): FileSpec {
  const malformed = new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const colon = word.indexOf(':');
  if (colon === 0) throw malformed;
  if (colon < 0) return { namespace: '', pod: '', path: word };
  const parts = word.slice(0, colon).split('/');
  const path = word.slice(colon + 1);
  const [first = '', second] = parts;
  if (parts.length > 2) throw malformed;
  return second === undefined ? { namespace: '', pod: first, path } : { namespace: first, pod: second, path };
}

/** Runs commands in the container that a copy is about. */
type Run = (command: readonly string[], stdin?: string) => Task<Captured>;

/** `tell` says which container was chosen. */
function openContainer(context: CommandContext, spec: FileSpec, tell: (text: string) => void): Run {
  const namespace = spec.namespace || context.namespace().name;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(spec.pod)}`;
  const pod: JsonObject = context.client().object({ method: 'GET', path });
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const wanted = context.flags.string('container');
  if (wanted !== '' && findContainer(pod, wanted) === undefined) throw noSuchContainer(pod, wanted);
  const container = text(findOrDefaultContainer(pod, wanted, tell), 'name');
  return (command, stdin) => runCaptured(context, pod, container, command, stdin);
}

const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').pop() || '/';
const parentOf = (path: string): string =>
  path.replace(/\/+$/, '').replace(/\/?[^/]*$/, '') || (path.startsWith('/') ? '/' : '.');

function* copyToPod(context: CommandContext, source: string, target: FileSpec): Task<number> {
  const { fs, cwd } = context.process;
  const local = fs.resolve(cwd, source);
  if (!fs.exists(local)) throw new CommandError(`${source} doesn't exist in local filesystem`);
  const run = openContainer(context, target, context.err);
  const isFolder = yield* run(['test', '-d', target.path]);
  const goal = isFolder.exitCode === 0 ? `${target.path.replace(/\/+$/, '')}/${baseName(local)}` : target.path;
  const parent = parentOf(goal);
  const there = yield* run(['test', '-d', parent]);
  if (there.exitCode !== 0) {
    context.err(`tar: can't change directory to '${parent}': No such file or directory\n`);
    throw new VerbatimError('command terminated with exit code 1', 1);
  }
  yield* sendTree(context, run, local, goal);
  return 0;
}

function* sendTree(context: CommandContext, run: Run, local: string, goal: string): Task<void> {
  const { fs } = context.process;
  context.process.step();
  if (fs.isDirectory(local)) {
    finish(context, yield* run(['mkdir', '-p', goal]));
    for (const name of fs.list(local)) yield* sendTree(context, run, `${local}/${name}`, `${goal}/${name}`);
    return;
  }
  finish(context, yield* run(['sh', '-c', 'cat > "$0"', goal], fs.read(local)));
}

/** Passes on what the container complained of. */
function finish(context: CommandContext, done: Captured): void {
  if (done.exitCode === 0) return;
  context.err(done.err);
  throw new VerbatimError(`command terminated with exit code ${done.exitCode}`, done.exitCode);
}

/** Lists a tree: `d path` for a folder, `f path` for a file. */
const LIST_TREE = `walk() {
  if [ -d "$1" ]; then
    echo "d $1"
    for entry in "$1"/* "$1"/.*; do
      case "$entry" in */.|*/..) continue;; esac
      if [ -e "$entry" ]; then walk "$entry"; fi
    done
  else
    echo "f $1"
  fi
}
walk "$0"`;

function* copyFromPod(context: CommandContext, source: FileSpec, target: string): Task<number> {
  const run = openContainer(context, source, context.out);
  const wanted = source.path.length > 1 ? source.path.replace(/\/+$/, '') : source.path;
  const exists = yield* run(['test', '-e', wanted]);
  if (exists.exitCode !== 0) {
    context.out(`tar: ${wanted}: No such file or directory\ntar: error exit delayed from previous errors\n`);
    return 0;
  }
  const tree = yield* run(['sh', '-c', LIST_TREE, wanted]);
  finish(context, tree);
  const { fs, cwd } = context.process;
  const goal = fs.resolve(cwd, target);
  for (const line of tree.out.split('\n')) {
    if (line === '') continue;
    context.process.step();
    const path = line.slice(2);
    const local = goal + path.slice(wanted.length);
    if (line.startsWith('d ')) {
      locally(`mkdir ${local}`, () => fs.makeDirectory(local, { parents: true }));
      continue;
    }
    const file = yield* run(['cat', path]);
    finish(context, file);
    locally(`open ${local === goal ? target : local}`, () => {
      fs.makeDirectory(parentOf(local), { parents: true });
      fs.write(local, file.out);
    });
  }
  return 0;
}

/** A failure of the learner's own files in Go's words: `open notes: is a directory`. */
function locally(what: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new CommandError(`${what}: ${error.message.toLowerCase()}`);
  }
}
