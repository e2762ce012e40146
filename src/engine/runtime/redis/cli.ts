import type { DialResult } from '../../cluster/network/types.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { encodeCommand, type Reply, takeReply } from './resp.ts';

const DIAL_TIMEOUT_MS = 5000;

function shown(reply: Reply, raw: boolean, indent = ''): string {
  switch (reply.kind) {
    case 'status':
      return reply.text;
    case 'error':
      return raw ? reply.text : `(error) ${reply.text}`;
    case 'integer':
      return raw ? String(reply.value) : `(integer) ${reply.value}`;
    case 'bulk':
      if (reply.text === undefined) return raw ? '' : '(nil)';
      return raw ? reply.text : JSON.stringify(reply.text);
    case 'list':
      if (reply.items.length === 0) return raw ? '' : '(empty array)';
      return reply.items
        .map((item, index) =>
          raw ? shown(item, raw) : `${index === 0 ? '' : indent}${index + 1}) ${shown(item, raw, `${indent}   `)}`,
        )
        .join('\n');
  }
}

function* dial(process: Process, host: string, port: number): Task<DialResult> {
  let result: DialResult | undefined;
  yield* process.wait({
    on: 'api',
    start: (wake) => {
      if (process.machine.network === undefined) {
        const timer = process.machine.clock.after(0, wake);
        return () => timer.cancel();
      }
      return process.machine.network.dial(host, port, DIAL_TIMEOUT_MS, (got) => {
        result = got;
        wake();
      });
    },
  });
  return result ?? { kind: 'unreachable' };
}

/** redis-cli: one command from its arguments, or a line a command from standard input. */
export function redisCli(): Program {
  return function* (process): Task<number> {
    let host = '127.0.0.1';
    let port = 6379;
    let password: string | undefined;
    const words = process.argv.slice(1);
    while (words[0]?.startsWith('-')) {
      const flag = words.shift();
      const value = flag === '--raw' ? '' : words.shift();
      if (flag === '-h' && value !== undefined) host = value;
      else if (flag === '-p') port = Number(value);
      else if (flag === '-a') password = value;
      else if (flag !== '--raw') {
        process.stderr.write(`Unrecognized option or bad number of args for: '${flag}'\n`);
        return 1;
      }
    }
    const result = yield* dial(process, host, port);
    if (result.kind !== 'open') {
      const why =
        result.kind === 'unknown-host'
          ? 'Name or service not known'
          : result.kind === 'refused'
            ? 'Connection refused'
            : 'Connection timed out';
      process.stderr.write(`Could not connect to Redis at ${host}:${port}: ${why}\n`);
      return 1;
    }
    const { connection } = result;
    let arrived = '';
    let over = false;
    let wakeUp: (() => void) | undefined;
    const heard = (): void => wakeUp?.();
    connection.listen({
      data(text) {
        arrived += text;
        heard();
      },
      end() {
        over = true;
        heard();
      },
      reset() {
        over = true;
        heard();
      },
    });
    const ask = function* (command: readonly string[]): Task<Reply | undefined> {
      connection.send(encodeCommand(command));
      for (;;) {
        const taken = takeReply(arrived);
        if (taken !== undefined) {
          arrived = taken.rest;
          return taken.reply;
        }
        if (over) return undefined;
        yield* process.wait({
          on: 'api',
          start: (wake) => {
            wakeUp = wake;
            return () => {
              wakeUp = undefined;
            };
          },
        });
      }
    };
    if (password !== undefined) yield* ask(['AUTH', password]);
    const raw = !process.stdout.isTerminal;
    const run = function* (command: readonly string[]): Task<boolean> {
      const reply = yield* ask(command);
      process.stdout.write(reply === undefined ? 'Error: Server closed the connection\n' : `${shown(reply, raw)}\n`);
      return reply !== undefined && reply.kind !== 'error';
    };
    if (words.length > 0) {
      const went = yield* run(words);
      connection.end();
      return went ? 0 : 1;
    }
    const prompt = `${host}:${port}> `;
    for (;;) {
      if (process.stdin.isTerminal) process.stdout.write(prompt);
      const line = yield* process.stdin.readLine();
      const command = (line ?? 'quit')
        .trim()
        .split(/\s+/)
        .filter((word) => word !== '');
      if (command[0] === 'quit' || command[0] === 'exit') break;
      if (command.length > 0) yield* run(command);
    }
    connection.end();
    return 0;
  };
}
