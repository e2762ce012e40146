import type { Connection, DialResult, NetworkNamespace } from '../../cluster/network/types.ts';
import type { SqlResult } from './statement.ts';

/** A question: who asks, where, and statements. `sql` '' only logs in. */
export interface SqlCall {
  readonly user: string;
  /** undefined: none was given. */
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly sql: string;
}

/** The answer: a result a statement, or why the server does not let the caller in. */
export type SqlAnswer = { readonly results: readonly SqlResult[] } | { readonly refused: string };

/** Serves calls on a connection: a line of JSON each way. The real protocols are binary; who only connects sees no difference. */
export function serveSql(connection: Connection, answer: (call: SqlCall, from: string) => SqlAnswer): void {
  let arrived = '';
  connection.listen({
    data(text) {
      arrived += text;
      for (let end = arrived.indexOf('\n'); end >= 0; end = arrived.indexOf('\n')) {
        const line = arrived.slice(0, end);
        arrived = arrived.slice(end + 1);
        const call = read<SqlCall>(line);
        if (call === undefined || typeof call.sql !== 'string') connection.abort();
        else connection.send(`${JSON.stringify(answer(call, connection.remote.address))}\n`);
      }
    },
    end: () => connection.end(),
    reset() {},
  });
}

function read<Value>(line: string): Value | undefined {
  try {
    return JSON.parse(line) as Value;
  } catch {
    return undefined;
  }
}

/** Asks a server once; `done` runs once. */
export function callSql(
  network: NetworkNamespace,
  host: string,
  port: number,
  call: SqlCall,
  done: (answer: SqlAnswer | { readonly failed: Exclude<DialResult['kind'], 'open'> | 'lost' }) => void,
): void {
  let over = false;
  const finish = (answer: Parameters<typeof done>[0]): void => {
    if (over) return;
    over = true;
    done(answer);
  };
  network.dial(host, port, 10_000, (result) => {
    if (result.kind !== 'open') return finish({ failed: result.kind });
    const { connection } = result;
    let arrived = '';
    connection.listen({
      data(text) {
        arrived += text;
        if (!arrived.includes('\n')) return;
        connection.end();
        finish(read<SqlAnswer>(arrived) ?? { failed: 'lost' });
      },
      end: () => finish({ failed: 'lost' }),
      reset: () => finish({ failed: 'lost' }),
    });
    connection.send(`${JSON.stringify(call)}\n`);
  });
}
