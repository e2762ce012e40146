import type { Connection, DialResult } from '../../../cluster/network/types.ts';
import type { Task } from '../../process/types.ts';
import type { Call, CommandDefinition } from '../command.ts';
import { Mailbox } from './mailbox.ts';
import { resolveHost } from './resolve.ts';

type Message =
  | { readonly kind: 'accepted'; readonly connection: Connection }
  | { readonly kind: 'dialled'; readonly result: DialResult }
  | { readonly kind: 'data' | 'typed'; readonly text: string }
  | { readonly kind: 'closed' | 'reset' | 'typed-all' | 'late' };

/** `nc`: connects or listens. */
export const nc: CommandDefinition = {
  name: 'nc',
  synopsis: '[-lvzn] [-p port] [-w seconds] [host] [port]',
  summary: 'Arbitrary TCP and UDP connections and listens.',
  short: 'lvznkNtu46p:w:q:i:s:',
  *run(call: Call): Task<number> {
    const { network } = call.process.machine;
    if (network === undefined) return call.fail('no network here');
    if (call.has('l')) return yield* listen(call);
    const [host, ports] = call.operands;
    if (host === undefined || ports === undefined) return call.misuse('missing host or port');
    const range = /^(\d+)(?:-(\d+))?$/.exec(ports);
    if (range === null) return call.fail(`port number invalid: ${ports}`);
    let status = 1;
    const last = Math.min(Number(range[2] ?? range[1]), Number(range[1]) + 1024);
    for (let port = Number(range[1]); port <= last; port++) {
      const ended = yield* connect(call, host, port);
      if (ended === 0) status = 0;
      yield* call.process.breathe();
    }
    return status;
  },
};

function* listen(call: Call): Task<number> {
  const port = Number(call.value('p') ?? call.operands.at(-1));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return call.misuse('missing port');
  const box = new Mailbox<Message>();
  let taken: Connection | undefined;
  const accept = (connection: Connection): void => {
    if (taken !== undefined && !call.has('k')) connection.abort();
    else {
      taken = connection;
      box.put({ kind: 'accepted', connection });
    }
  };
  const protocol = call.has('u') ? 'UDP' : 'TCP';
  const bound = call.process.machine.network?.listen(port, accept, { protocol });
  if (bound === undefined)
    return call.fail(call.style === 'busybox' ? 'bind: Address already in use' : 'Address already in use');
  try {
    if (call.has('v'))
      call.process.stderr.write(
        `${call.style === 'busybox' ? 'listening on [::]:' : 'Listening on 0.0.0.0 '}${port}${call.style === 'busybox' ? ' ...' : ''}\n`,
      );
    for (;;) {
      const message = yield* box.take();
      if (message.kind !== 'accepted') continue;
      const { remote } = message.connection;
      if (call.has('v')) call.process.stderr.write(`Connection received on ${remote.address} ${remote.port}\n`);
      const status = yield* relay(call, message.connection, box);
      if (!call.has('k')) return status;
      taken = undefined;
    }
  } finally {
    bound.close();
  }
}

function* connect(call: Call, host: string, port: number): Task<number> {
  const { network, clock } = call.process.machine;
  if (network === undefined) return 1;
  const address = yield* resolveHost(call.process, network, host);
  if (address === undefined)
    return call.fail(
      call.style === 'busybox'
        ? `bad address '${host}'`
        : `getaddrinfo for host "${host}" port ${port}: Name or service not known`,
    );
  const box = new Mailbox<Message>();
  const limit = call.value('w') === undefined ? 135_000 : Number(call.value('w')) * 1000;
  const protocol = call.has('u') ? 'UDP' : 'TCP';
  const stop = network.dial(address, port, limit, (result) => box.put({ kind: 'dialled', result }), protocol);
  const timer = clock.after(limit + 0.001, () => box.put({ kind: 'late' }), call.process.machine.sleepClass());
  let result: DialResult = { kind: 'timeout' };
  try {
    const message = yield* box.take();
    if (message.kind === 'dialled') result = message.result;
  } finally {
    stop();
    timer.cancel();
  }
  if (result.kind !== 'open') {
    const why =
      result.kind === 'refused'
        ? 'Connection refused'
        : result.kind === 'timeout'
          ? 'Operation timed out'
          : 'No route to host';
    if (call.style === 'busybox') {
      if (!call.has('z') || call.has('v'))
        call.complain(result.kind === 'timeout' ? 'timed out' : `${address} (${address}:${port}): ${why}`);
    } else if (call.has('v'))
      call.complain(
        `connect to ${host} (${address}) port ${port} (${protocol.toLowerCase()}) ${result.kind === 'timeout' ? 'timed out' : 'failed'}: ${why}`,
      );
    return 1;
  }
  if (call.has('v')) {
    call.process.stderr.write(
      call.style === 'busybox'
        ? `${address} (${address}:${port}) open\n`
        : `Connection to ${host} (${address}) ${port} port [${protocol.toLowerCase()}/*] succeeded!\n`,
    );
  }
  if (call.has('z')) {
    result.connection.end();
    return 0;
  }
  return yield* relay(call, result.connection, box);
}

/** Carries text both ways until the other side closes. */
function* relay(call: Call, connection: Connection, box: Mailbox<Message>): Task<number> {
  connection.listen({
    data: (text) => box.put({ kind: 'data', text }),
    end: () => box.put({ kind: 'closed' }),
    reset: () => box.put({ kind: 'reset' }),
  });
  // a helper process reads standard input, so that both directions can be waited for at once
  const helper = call.process.spawn({
    argv: call.process.argv,
    *program(process) {
      for (;;) {
        const text = yield* process.stdin.read();
        if (text === undefined) {
          box.put({ kind: 'typed-all' });
          return 0;
        }
        box.put({ kind: 'typed', text });
      }
    },
  });
  const quit = call.value('w') ?? call.value('q');
  let timer: { cancel(): void } | undefined;
  try {
    for (;;) {
      if (call.value('w') !== undefined) {
        timer?.cancel();
        timer = call.process.machine.clock.after(
          Number(quit) * 1000,
          () => box.put({ kind: 'late' }),
          call.process.machine.sleepClass(),
        );
      }
      const message = yield* box.take();
      if (message.kind === 'data') call.print(message.text);
      else if (message.kind === 'typed') connection.send(message.text);
      else if (message.kind === 'typed-all') {
        connection.end();
        if (call.has('q')) return 0;
      } else if (message.kind === 'closed') {
        connection.end();
        return 0;
      } else if (message.kind === 'reset') return 1;
      else if (message.kind === 'late') {
        connection.abort();
        return 0;
      }
    }
  } finally {
    timer?.cancel();
    if (!('error' in helper)) helper.kill(9);
  }
}
