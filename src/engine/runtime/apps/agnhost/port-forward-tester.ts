import type { Connection } from '../../../cluster/network/types.ts';
import { Mailbox } from '../../../shell/commands/net/mailbox.ts';
import type { Process, Task } from '../../../shell/process/types.ts';

type Message =
  | { readonly kind: 'accepted'; readonly connection: Connection }
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'end' | 'reset' };

/** How long the closed write half waits for the client to see it, milliseconds. */
const RESET_AVOIDANCE_MS = 500;

/**
 * `port-forward-tester`: takes one connection, wants to hear `EXPECTED_CLIENT_DATA` on it where that is set, and sends `CHUNKS` times
 * `CHUNK_SIZE` bytes, `CHUNK_INTERVAL` milliseconds apart. What happened is its standard output. Models: agnhost/port-forward-tester
 */
export function* portForwardTester(process: Process): Task<number> {
  const say = (line: string): void => process.stdout.write(`${line}\n`);
  const variable = (name: string): string => process.env.get(name) ?? '';
  const address = variable('BIND_ADDRESS') || 'localhost';
  const port = Number(variable('BIND_PORT'));
  const box = new Mailbox<Message>();
  const onlyLoopback = ['localhost', '127.0.0.1', '::1'].includes(address);
  const listener = Number.isInteger(port)
    ? process.machine.network?.listen(port, (connection) => box.put({ kind: 'accepted', connection }), { onlyLoopback })
    : undefined;
  if (listener === undefined) {
    say(`Error listening: listen tcp ${address}:${variable('BIND_PORT')}: bind: address already in use`);
    return 1;
  }
  try {
    const first = yield* box.take();
    if (first.kind !== 'accepted') return 1;
    const code = yield* converse(process, first.connection, box, say, variable);
    // A program that ends leaves no connection open.
    if (code !== 0) first.connection.end();
    return code;
  } finally {
    listener.close();
  }
}

function* converse(
  process: Process,
  connection: Connection,
  box: Mailbox<Message>,
  say: (line: string) => void,
  variable: (name: string) => string,
): Task<number> {
  let lost = false;
  connection.listen({
    data: (text) => box.put({ kind: 'data', text }),
    end: () => box.put({ kind: 'end' }),
    reset: () => {
      lost = true;
      box.put({ kind: 'reset' });
    },
  });
  say('Accepted client connection');
  const expected = variable('EXPECTED_CLIENT_DATA');
  if (expected !== '') {
    const message = yield* box.take();
    const got = message.kind === 'data' ? message.text.slice(0, expected.length) : '';
    if (got.length !== expected.length) {
      const why = message.kind === 'data' ? '<nil>' : message.kind === 'end' ? 'EOF' : 'read: connection reset by peer';
      say(`Expected to read ${expected.length} bytes from client, but got ${got.length} instead. err=${why}`);
      return 2;
    }
    if (got !== expected) {
      say(`Expect to read ${JSON.stringify(expected)}, but got ${JSON.stringify(got)}. err=<nil>`);
      return 3;
    }
    say('Received expected client data');
  }
  const numbers: number[] = [];
  for (const name of ['CHUNKS', 'CHUNK_SIZE', 'CHUNK_INTERVAL']) {
    const text = variable(name);
    if (!/^[+-]?\d+$/.test(text)) {
      say(
        `Error parsing ${name} ${JSON.stringify(text)}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
      );
      return 1;
    }
    numbers.push(Number(text));
  }
  const [chunks = 0, size = 0, intervalMs = 0] = numbers;
  for (let at = 0; at < chunks; at += 1) {
    if (lost) {
      say(`Expected to write ${size} bytes from client, but wrote 0 instead. err=write: broken pipe`);
      return 4;
    }
    connection.send('x'.repeat(size));
    if (at + 1 < chunks) yield* process.sleep(intervalMs);
  }
  say('Shutting down connection');
  connection.end();
  yield* process.sleep(RESET_AVOIDANCE_MS);
  say('Done');
  return 0;
}
