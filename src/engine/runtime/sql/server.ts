import type { Process, Task } from '../../shell/process/types.ts';
import { logDate } from '../web/dates.ts';
import { waitForSignal } from '../web/signals.ts';
import { mayEnter, readAccounts } from './accounts.ts';
import { type Dialect, runStatement, type SqlSession, statementsOf } from './statement.ts';
import { Tables } from './tables.ts';
import { type SqlAnswer, type SqlCall, serveSql } from './wire.ts';

/** One database server: where its things lie and how it words its errors. */
export interface SqlServer {
  readonly port: number;
  readonly dataDirectory: string;
  /** File of the accounts. */
  readonly accounts: string;
  readonly suffix: string;
  readonly dialect: Dialect;
  /** Lets everybody in without a password. */
  readonly trust: boolean;
  readonly denied: (call: SqlCall, from: string) => string;
  readonly unknownDatabase: (name: string) => string;
}

/** Answers a call from the files. */
export function answerSql(process: Process, server: SqlServer, call: SqlCall, from: string): SqlAnswer {
  const { fs, machine } = process;
  const accounts = readAccounts(fs, server.accounts);
  const local = from === '127.0.0.1' && server.trust;
  if (!mayEnter(accounts, call, local || server.trust)) return { refused: server.denied(call, from) };
  const tables = new Tables(fs, server.dataDirectory, server.suffix);
  const session: SqlSession = { user: `${call.user}@${from}`, database: call.database };
  if (
    call.database !== undefined &&
    !tables.has(call.database) &&
    !server.dialect.systemDatabases.includes(call.database)
  )
    return { refused: server.unknownDatabase(call.database) };
  const results = [];
  for (const sql of statementsOf(call.sql)) {
    process.step(1);
    const result = runStatement(sql, tables, session, server.dialect, logDate(machine.clock.nowMs()));
    results.push(result);
    if (result.kind === 'error') break;
  }
  return { results };
}

/** Listens until a signal; undefined when the port is taken. Gives the signal. */
export function* serveDatabase(process: Process, server: SqlServer, ready: () => void): Task<number | undefined> {
  const listener = process.machine.network?.listen(server.port, (connection) =>
    serveSql(connection, (call, from) => answerSql(process, server, call, from)),
  );
  if (listener === undefined) return undefined;
  try {
    ready();
    return yield* waitForSignal(process, [15, 2]);
  } finally {
    listener.close();
  }
}
