import type { JsonObject } from '../../cluster/json.ts';
import type { Connection } from '../../cluster/network/types.ts';
import type { Process, Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { text } from '../describe/read.ts';
import { CommandError, usageError } from '../errors.ts';
import { handleError } from '../klog.ts';
import { podRunningTimeoutFlag, podRunningTimeoutMs } from '../pods/flags.ts';
import { bridge, untilPodEnds } from '../pods/forwarding.ts';
import { type ForwardedPort, parsePorts, podPorts, servicePorts } from '../pods/ports.ts';
import { attachablePod, readTarget } from '../pods/target.ts';

const SIGINT = 2;
const EPHEMERAL = { first: 32_768, last: 60_999 };

/**
 * `kubectl port-forward`: listens on the learner's machine; each connection goes through the API server to the pod's loopback. Models:
 * kubectl/pkg/cmd/portforward
 */
export const portForwardCommand: Command = {
  name: 'port-forward',
  use: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  flags: [
    {
      name: 'address',
      type: 'stringSlice',
      default: '[localhost]',
      usage:
        'Addresses to listen on (comma separated). Only accepts IP addresses or localhost as a value. When localhost is supplied, kubectl will try to bind on both 127.0.0.1 and ::1 and will fail if neither of these addresses are available to bind.',
    },
    podRunningTimeoutFlag('1m0s'),
  ],
  run: runPortForward,
};

function* runPortForward(context: CommandContext): Task<number> {
  const { args } = context;
  const [resource, ...words] = args;
  if (resource === undefined || words.length === 0) {
    throw usageError(context.commandPath, 'TYPE/NAME and list of ports are required for port-forward');
  }
  const timeoutMs = podRunningTimeoutMs(context);
  const target = readTarget(context, resource);
  const pod = yield* attachablePod(context, target, timeoutMs);
  const isService = target.type.group === '' && target.type.kind === 'Service';
  const translated = isService ? servicePorts(words, target.object, pod) : podPorts(words, pod);
  const phase = text(pod, 'status', 'phase');
  if (phase !== 'Running') {
    throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
  }
  const addresses = readAddresses(context);
  const ports = parsePorts(translated);
  return yield* forward(context, pod, ports, addresses);
}

/** The addresses to listen on, each once and sorted. Models: client-go/tools/portforward.parseAddresses */
function readAddresses(context: CommandContext): readonly string[] {
  const addresses = context.flags.strings('address');
  if (addresses.length === 0) throw new CommandError('you must specify at least 1 address');
  const unknown = addresses.find((address) => !/^(localhost|[\d.]+|[\da-fA-F:]+)$/.test(address));
  if (unknown !== undefined) throw new CommandError(`${unknown} is not a valid IP`);
  const spread = addresses.flatMap((address) => (address === 'localhost' ? ['127.0.0.1', '::1'] : [address]));
  return [...new Set(spread)].sort();
}

function* forward(
  context: CommandContext,
  pod: JsonObject,
  ports: readonly ForwardedPort[],
  addresses: readonly string[],
): Task<number> {
  const { process } = context;
  const listeners: { close(): void }[] = [];
  const connections = new Set<Connection>();
  let lost: (() => void) | undefined;
  const failed = (why: string): void => {
    handleError(context, 'portforward.go:522', why);
    lost?.();
  };
  try {
    for (const port of ports) {
      const listener = listen(context, port, addresses, (connection) => {
        connections.add(connection);
        bridge(context, pod, port, connection, failed);
      });
      if (listener !== undefined) listeners.push(listener);
    }
    if (listeners.length === 0) {
      const list = ports.map((port) => `{${port.local} ${port.remote}}`).join(' ');
      throw new CommandError(`unable to listen on any of the requested ports: [${list}]`);
    }
    const how = yield* untilOver(context, pod, (call) => {
      lost = call;
    });
    if (how === 'lost') throw new CommandError('lost connection to pod');
    return 0;
  } finally {
    for (const listener of listeners) listener.close();
    for (const connection of connections) connection.abort();
    process.onSignal(SIGINT, undefined);
  }
}

function listen(
  context: CommandContext,
  port: ForwardedPort,
  addresses: readonly string[],
  accept: (connection: Connection) => void,
): { close(): void } | undefined {
  const { network, random } = context.process.machine;
  if (network === undefined) throw new CommandError('unable to listen: this machine has no network');
  let local = port.local;
  while (local === 0 || (port.local === 0 && network.listening().includes(local))) {
    local = random.integer(EPHEMERAL.first, EPHEMERAL.last);
  }
  const accepted = (connection: Connection): void => {
    context.out(`Handling connection for ${local}\n`);
    accept(connection);
  };
  const onLoopback = addresses.every((address) => address === '::1' || address.startsWith('127.'));
  const listener = network.listen(local, accepted, onLoopback);
  if (listener === undefined) {
    const whys = addresses.map((address) => {
      const family = address.includes(':') ? 'tcp6' : 'tcp4';
      return `unable to create listener: Error listen ${family} ${bracketed(address)}:${local}: bind: address already in use`;
    });
    context.err(
      `Unable to listen on port ${local}: Listeners failed to create with the following errors: [${whys.join(' ')}]\n`,
    );
    return undefined;
  }
  for (const address of addresses) {
    context.out(`Forwarding from ${bracketed(address)}:${local} -> ${port.remote}\n`);
  }
  return listener;
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Waits for Ctrl-C, for the end of the pod, or for a connection that fails. */
function* untilOver(
  context: CommandContext,
  pod: JsonObject,
  onLost: (call: () => void) => void,
): Task<'interrupted' | 'lost'> {
  const { process } = context;
  const over = new Over(process);
  process.onSignal(SIGINT, () => over.set('interrupted'));
  onLost(() => over.set('lost'));
  const child = process.spawn({
    argv: process.argv,
    *program(self) {
      yield* untilPodEnds(context, self, pod);
      over.set('lost');
      return 0;
    },
  });
  try {
    return yield* over.wait();
  } finally {
    if (!('error' in child) && child.status() === undefined) child.kill(9);
  }
}

/** Something that is decided once, and can be waited for. */
class Over {
  private how: 'interrupted' | 'lost' | undefined;
  private wake: (() => void) | undefined;

  constructor(private readonly process: Process) {}

  set(how: 'interrupted' | 'lost'): void {
    this.how ??= how;
    const waiting = this.wake;
    this.wake = undefined;
    waiting?.();
  }

  *wait(): Task<'interrupted' | 'lost'> {
    while (this.how === undefined) {
      yield* this.process.wait({
        on: 'api',
        start: (wake) => {
          this.wake = wake;
          return () => {
            this.wake = undefined;
          };
        },
      });
    }
    return this.how;
  }
}
