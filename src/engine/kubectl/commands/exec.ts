import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { text } from '../describe/read.ts';
import { CommandError, usageError } from '../errors.ts';
import { findContainer, findOrDefaultContainer, noSuchContainer } from '../pods/containers.ts';
import { containerFlag, podRunningTimeoutFlag, podRunningTimeoutMs } from '../pods/flags.ts';
import { openSession, rawTerminal, runSession } from '../pods/remote.ts';
import { attachablePod, readTarget, targetInFiles } from '../pods/target.ts';

/** `kubectl exec`. Models: kubectl/pkg/cmd/exec */
export const execCommand: Command = {
  name: 'exec',
  use: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  flags: [
    containerFlag,
    { name: 'filename', shorthand: 'f', type: 'stringSlice', usage: 'to use to exec into the resource' },
    podRunningTimeoutFlag('1m0s'),
    { name: 'quiet', shorthand: 'q', type: 'bool', usage: 'Only print output from the remote session' },
    { name: 'stdin', shorthand: 'i', type: 'bool', usage: 'Pass stdin to the container' },
    { name: 'tty', shorthand: 't', type: 'bool', usage: 'Stdin is a TTY' },
  ],
  run: runExec,
};

function* runExec(context: CommandContext): Task<number> {
  const { args, dashAt, flags } = context;
  const files = flags.strings('filename');
  const resource = args.length > 0 && dashAt !== 0 ? (args[0] ?? '') : '';
  const command = dashAt > -1 ? args.slice(dashAt) : [];
  if (dashAt < 0 && (args.length > 1 || (args.length > 0 && files.length > 0))) {
    throw usageError(
      context.commandPath,
      'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
    );
  }
  const timeoutMs = podRunningTimeoutMs(context);
  if (resource === '' && files.length === 0) throw new CommandError('pod, type/name or --filename must be specified');
  if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
  const target = resource === '' ? yield* targetInFiles(context, files) : readTarget(context, resource);
  const pod = yield* attachablePod(context, target, timeoutMs);
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
  const quiet = flags.bool('quiet');
  const wanted = flags.string('container');
  if (wanted !== '' && findContainer(pod, wanted) === undefined) throw noSuchContainer(pod, wanted);
  const container = findOrDefaultContainer(pod, wanted, (notice) => {
    if (!quiet) context.err(notice);
  });
  const stdin = flags.bool('stdin');
  const raw = rawTerminal(context, { stdin, tty: flags.bool('tty'), quiet });
  const channels = openSession(context, {
    namespace: text(pod, 'metadata', 'namespace'),
    pod: text(pod, 'metadata', 'name'),
    subresource: 'exec',
    container: text(container, 'name'),
    command,
    stdin,
    stderr: !raw,
    tty: raw,
  });
  yield* runSession(context.process, channels, {
    ...(stdin ? { stdin: context.process.stdin } : {}),
    out: context.out,
    err: raw ? context.out : context.err,
    raw,
  });
  return 0;
}
