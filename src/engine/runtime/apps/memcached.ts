import type { Connection } from '../../cluster/network/types.ts';
import type { Program, Task } from '../../shell/process/types.ts';
import { waitForSignal } from '../web/signals.ts';
import { goFlags, portOf } from './flags.ts';

function serve(values: Map<string, string>, connection: Connection): void {
  let arrived = '';
  let storing: { readonly key: string; readonly bytes: number; readonly verb: string } | undefined;
  const line = (text: string): void => {
    const [verb = '', ...words] = text.split(' ');
    const key = words[0] ?? '';
    if (/^(?:set|add|replace)$/.test(verb)) storing = { key, bytes: Number(words[3] ?? 0), verb };
    else if (verb === 'get' || verb === 'gets') {
      for (const name of words) {
        const value = values.get(name);
        if (value !== undefined) connection.send(`VALUE ${name} 0 ${value.length}\r\n${value}\r\n`);
      }
      connection.send('END\r\n');
    } else if (verb === 'delete') connection.send(values.delete(key) ? 'DELETED\r\n' : 'NOT_FOUND\r\n');
    else if (verb === 'flush_all') {
      values.clear();
      connection.send('OK\r\n');
    } else if (verb === 'version') connection.send('VERSION 1.6.32\r\n');
    else if (verb === 'stats')
      connection.send(`STAT pid 1\r\nSTAT version 1.6.32\r\nSTAT curr_items ${values.size}\r\nEND\r\n`);
    else if (verb === 'quit') connection.end();
    else connection.send('ERROR\r\n');
  };
  connection.listen({
    data(text) {
      arrived += text;
      for (;;) {
        if (storing !== undefined) {
          if (arrived.length < storing.bytes + 1) return;
          const known = values.has(storing.key);
          const stores = storing.verb === 'set' || (storing.verb === 'add') !== known;
          if (stores) values.set(storing.key, arrived.slice(0, storing.bytes));
          arrived = arrived.slice(storing.bytes).replace(/^\r?\n/, '');
          storing = undefined;
          connection.send(stores ? 'STORED\r\n' : 'NOT_STORED\r\n');
          continue;
        }
        const end = arrived.indexOf('\n');
        if (end < 0) return;
        const text2 = arrived.slice(0, end).replace(/\r$/, '');
        arrived = arrived.slice(end + 1);
        line(text2);
      }
    },
    end: () => connection.end(),
    reset() {},
  });
}

/** memcached with the text protocol's basic commands. */
export const memcached: Program = function* (process): Task<number> {
  const { flags } = goFlags(process.argv.slice(1), ['v', 'vv']);
  const port = portOf(flags.get('p') ?? flags.get('port'), 11_211);
  const values = new Map<string, string>();
  const listener = process.machine.network?.listen(port, (connection) => serve(values, connection));
  if (listener === undefined) {
    process.stderr.write(`failed to listen on TCP port ${port}: Address in use\n`);
    return 71;
  }
  try {
    const signal = yield* waitForSignal(process, [15, 2]);
    process.stderr.write(`Signal handled: ${signal === 15 ? 'Terminated' : 'Interrupt'}.\n`);
    return 0;
  } finally {
    listener.close();
  }
};
