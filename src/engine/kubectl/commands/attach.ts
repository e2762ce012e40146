import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { flag, goList, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';
import { findContainer, findOrDefaultContainer } from '../pods/containers.ts';
import { containerFlag, podRunningTimeoutFlag, podRunningTimeoutMs } from '../pods/flags.ts';
import { openSession, rawTerminal, runSession } from '../pods/remote.ts';
import { attachablePod, readTarget } from '../pods/target.ts';

/** `kubectl attach`. Models: kubectl/pkg/cmd/attach */
export const attachCommand: Command = {
  name: 'attach',
  use: '(POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  flags: [
    containerFlag,
    {
      name: 'detach-keys',
      type: 'string',
      default: 'ctrl-p,ctrl-q',
      usage: 'Override the key sequence for detaching a container',
    },
    podRunningTimeoutFlag('1m0s'),
    { name: 'quiet', shorthand: 'q', type: 'bool', usage: 'Only print output from the remote session' },
    { name: 'stdin', shorthand: 'i', type: 'bool', usage: 'Pass stdin to the container' },
    { name: 'tty', shorthand: 't', type: 'bool', usage: 'Stdin is a TTY' },
  ],
  run: runAttach,
};

function* runAttach(context: CommandContext): Task<number> {
  const { args, flags } = context;
  const timeoutMs = podRunningTimeoutMs(context);
  const [first, second] = args;
  if (first === undefined) throw new CommandError('at least 1 argument is required for attach');
  if (args.length > 2) {
    throw new CommandError(
      `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: ${goList(args)}`,
    );
  }
  const target = second === undefined ? readTarget(context, first) : readTarget(context, second, first);
  const pod = yield* attachablePod(context, target, timeoutMs);
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
  }
  yield* attachTo(context, pod, {
    container: flags.string('container'),
    stdin: flags.bool('stdin'),
    tty: flags.bool('tty'),
    quiet: flags.bool('quiet'),
  });
  return 0;
}

/** How to attach: to which container ('' = the default one), and what goes over. */
export interface AttachOptions {
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  /** The command to name in the message about how to come back. */
  readonly commandName?: string;
}

/** Attaches to a running pod until its container ends. Used by attach, run and debug. Models: kubectl/pkg/cmd/attach.AttachOptions.Run */
export function* attachTo(context: CommandContext, pod: JsonObject, options: AttachOptions): Task<void> {
  const warn = (notice: string): void => {
    if (!options.quiet) context.err(notice);
  };
  const container = chosenContainer(pod, options.container, warn);
  const name = text(container, 'name');
  const allocated = flag(container, 'tty');
  if (options.tty && !allocated) warn(`error: Unable to use a TTY - container ${name} did not allocate one\n`);
  const raw = rawTerminal(context, { stdin: options.stdin, tty: allocated, quiet: options.quiet });
  warn(
    'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n',
  );
  warn("If you don't see a command prompt, try pressing enter.\n");
  const namespace = text(pod, 'metadata', 'namespace');
  const podName = text(pod, 'metadata', 'name');
  const session = { namespace, pod: podName, subresource: 'attach', container: name, stdin: options.stdin } as const;
  const channels = openSession(context, { ...session, stderr: !raw, tty: raw });
  yield* runSession(context.process, channels, {
    ...(options.stdin ? { stdin: context.process.stdin } : {}),
    out: context.out,
    err: context.err,
    raw,
  });
  if (options.quiet || !options.stdin || !raw) return;
  const how = `${options.commandName ?? 'kubectl attach'} ${podName} -c ${name} -n ${namespace} -i -t`;
  const ephemeral = findContainer(pod, name)?.fieldPath.startsWith('spec.ephemeralContainers') ?? false;
  context.out(
    ephemeral
      ? `Session ended, the ephemeral container will not be restarted but may be reattached using '${how}' if it is still running\n`
      : `Session ended, resume using '${how}' command\n`,
  );
}

function chosenContainer(pod: JsonObject, wanted: string, warn: (notice: string) => void): JsonObject {
  try {
    return findOrDefaultContainer(pod, wanted, warn);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`cannot attach to the container: ${error.message}`);
  }
}
