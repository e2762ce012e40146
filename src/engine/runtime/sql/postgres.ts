import type { Process, Program, Task } from '../../shell/process/types.ts';
import { entrypoint, variable } from '../apps/entrypoint.ts';
import { logDate } from '../web/dates.ts';
import { type Asked, askSql } from './ask.ts';
import { initialScripts } from './mysql-server.ts';
import { answerSql, type SqlServer, serveDatabase } from './server.ts';
import { psqlTable, tabbed } from './table-text.ts';

const INITIALIZE_MS = 1800;
const START_MS = 300;

function dataDirectory(process: Process): string {
  return process.env.get('PGDATA') ?? '/var/lib/postgresql/data';
}

function postgresServer(process: Process, version: string): SqlServer {
  const data = dataDirectory(process);
  return {
    port: 5432,
    dataDirectory: `${data}/base`,
    accounts: `${data}/global/pg_authid.json`,
    suffix: '.table',
    trust: process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust',
    dialect: {
      version: `PostgreSQL ${version}`,
      systemDatabases: ['postgres', 'template0', 'template1'],
      error: {
        noDatabase: (name) => `ERROR:  database "${name}" does not exist`,
        noTable: (_database, table) => `ERROR:  relation "${table}" does not exist`,
        exists: (name) => `ERROR:  relation "${name}" already exists`,
        noneSelected: 'ERROR:  no database selected',
        notSimulated: (sql) =>
          `ERROR:  syntax error, or not simulated by Skiff's postgres, at or near "${sql.slice(0, 60)}"`,
      },
    },
    denied: (call) => `FATAL:  password authentication failed for user "${call.user}"`,
    unknownDatabase: (name) => `FATAL:  database "${name}" does not exist`,
  };
}

const UNINITIALIZED = `Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`;

function* initialize(process: Process, server: SqlServer, version: string): Task<number> {
  const { fs } = process;
  const data = dataDirectory(process);
  const password = variable(process, 'POSTGRES_PASSWORD');
  if (password === undefined && !server.trust) {
    process.stderr.write(UNINITIALIZED);
    return 1;
  }
  if (fs.exists(data) && fs.list(data).length > 0) {
    process.stderr.write(`initdb: error: directory "${data}" exists but is not empty\n`);
    return 1;
  }
  process.stdout.write(
    `The files belonging to this database system will be owned by user "postgres".\nfixing permissions on existing directory ${data} ... ok\ncreating subdirectories ... ok\n`,
  );
  yield* process.sleep(INITIALIZE_MS);
  const user = variable(process, 'POSTGRES_USER') ?? 'postgres';
  const database = variable(process, 'POSTGRES_DB') ?? user;
  for (const folder of ['base', 'global', 'pg_wal', `base/postgres`, `base/${database}`])
    fs.makeDirectory(`${data}/${folder}`, { parents: true });
  fs.write(`${data}/PG_VERSION`, `${version.split('.')[0]}\n`);
  fs.write(`${data}/postgresql.conf`, "listen_addresses = '*'\n");
  fs.write(server.accounts, JSON.stringify([{ user, password: password ?? '' }]));
  if (database !== 'postgres') process.stdout.write('CREATE DATABASE\n');
  yield* initialScripts(process, (sql) => {
    const answer = answerSql(process, server, { user, password, database, sql }, '127.0.0.1');
    if ('refused' in answer) return answer.refused;
    const failed = answer.results.find((result) => result.kind === 'error');
    return failed?.kind === 'error' ? failed.message : undefined;
  });
  process.stdout.write('\nPostgreSQL init process complete; ready for start up.\n\n');
  return 0;
}

/** The image's entry script with the server. */
export function postgres(version: string): Program {
  const main: Program = function* (process): Task<number> {
    const { clock } = process.machine;
    const server = postgresServer(process, version);
    const log = (text: string): void =>
      process.stderr.write(
        `${logDate(clock.nowMs())}.${String(Math.floor(clock.nowMs() % 1000)).padStart(3, '0')} UTC [${process.pid}] LOG:  ${text}\n`,
      );
    if (!process.fs.exists(`${dataDirectory(process)}/PG_VERSION`)) {
      const failed = yield* initialize(process, server, version);
      if (failed !== 0) return failed;
    } else
      process.stdout.write(
        '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n',
      );
    yield* process.sleep(START_MS);
    log(`starting PostgreSQL ${version} on x86_64-pc-linux-gnu, compiled by gcc, 64-bit`);
    const signal = yield* serveDatabase(process, server, () => {
      log('listening on IPv4 address "0.0.0.0", port 5432');
      log('listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"');
      log('database system is ready to accept connections');
    });
    if (signal === undefined) {
      log('could not bind IPv4 address "0.0.0.0": Address already in use');
      return 1;
    }
    log(`received ${signal === 2 ? 'fast' : 'smart'} shutdown request`);
    log('database system is shut down');
    return 0;
  };
  return entrypoint(['postgres'], main);
}

interface Options {
  host: string | undefined;
  port: number;
  user: string;
  database: string | undefined;
  command: string | undefined;
  tuplesOnly: boolean;
  quiet: boolean;
}

function readOptions(process: Process): Options | string {
  const user = process.env.get('PGUSER') ?? 'root';
  const options: Options = {
    host: process.env.get('PGHOST'),
    port: Number(process.env.get('PGPORT') ?? 5432),
    user,
    database: process.env.get('PGDATABASE'),
    command: undefined,
    tuplesOnly: false,
    quiet: false,
  };
  const words = process.argv.slice(1);
  const plain: string[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const match = /^(?:-([hpUdct])(.*)|--(host|port|username|dbname|command|timeout)(?:=(.*))?)$/s.exec(word);
    if (match !== null && word !== '-t') {
      const name = (match[1] ?? match[3] ?? '').replace('username', 'U').replace('dbname', 'd').slice(0, 1);
      const inline = match[2] ?? match[4] ?? '';
      const value = inline === '' ? (words.shift() ?? '') : inline;
      if (name === 'h') options.host = value;
      else if (name === 'p') options.port = Number(value);
      else if (name === 'U') options.user = value;
      else if (name === 'd') options.database = value;
      else if (name === 'c') options.command = value;
    } else if (/^-[tAqXw]+$/.test(word)) {
      if (word.includes('t')) options.tuplesOnly = true;
      if (word.includes('q')) options.quiet = true;
    } else if (word === '--quiet') options.quiet = true;
    else if (word.startsWith('-')) return word;
    else plain.push(word);
  }
  options.database ??= plain[0];
  if (plain[1] !== undefined) options.user = plain[1];
  return options;
}

/** `pg_isready` */
export const pgIsReady: Program = function* (process): Task<number> {
  const options = readOptions(process);
  if (typeof options === 'string') {
    process.stderr.write(`pg_isready: invalid option -- '${options}'\n`);
    return 3;
  }
  const answer = yield* askSql(process, options.host ?? '127.0.0.1', options.port, {
    user: options.user,
    password: undefined,
    database: undefined,
    sql: '',
  });
  const failed = 'failed' in answer;
  if (!options.quiet)
    process.stdout.write(
      `${options.host ?? '/var/run/postgresql'}:${options.port} - ${failed ? 'no response' : 'accepting connections'}\n`,
    );
  return failed ? 2 : 0;
};

function unreachable(options: Options, why: Extract<Asked, { failed: string }>['failed']): string {
  if (options.host === undefined)
    return 'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?';
  if (why === 'unknown-host')
    return `psql: error: could not translate host name "${options.host}" to address: Name or service not known`;
  return `psql: error: connection to server at "${options.host}", port ${options.port} failed: ${why === 'refused' ? 'Connection refused' : 'Connection timed out'}\n\tIs the server running on that host and accepting TCP/IP connections?`;
}

/** `psql`: statements of -c, of standard input, or typed at its prompt. */
export const psql: Program = function* (process): Task<number> {
  const options = readOptions(process);
  if (typeof options === 'string') {
    process.stderr.write(`psql: invalid option -- '${options}'\n`);
    return 1;
  }
  const database = options.database ?? options.user;
  const run = function* (text: string): Task<number> {
    const sql = text.trim() === '\\l' ? 'show databases' : text.trim() === '\\dt' ? 'show tables' : text;
    if (sql.trim().startsWith('\\')) {
      process.stderr.write(`invalid command ${sql.trim()} (or not simulated by Skiff's psql)\n`);
      return 1;
    }
    // A real server trusts who comes by its own socket.
    const accounts = `${dataDirectory(process)}/global/pg_authid.json`;
    const own = options.host === undefined && process.fs.exists(accounts);
    const known = own ? (JSON.parse(process.fs.read(accounts)) as { user: string; password: string }[]) : [];
    const password = known.find(({ user }) => user === options.user)?.password ?? process.env.get('PGPASSWORD');
    const answer = yield* askSql(process, options.host ?? '127.0.0.1', options.port, {
      user: options.user,
      password,
      database,
      sql,
    });
    if ('failed' in answer) process.stderr.write(`${unreachable(options, answer.failed)}\n`);
    else if ('refused' in answer)
      process.stderr.write(
        `psql: error: connection to server at "${options.host ?? '/var/run/postgresql/.s.PGSQL.5432'}", port ${options.port} failed: ${answer.refused}\n`,
      );
    else {
      for (const result of answer.results) {
        if (result.kind === 'error') {
          process.stderr.write(`${result.message}\n`);
          return 1;
        }
        if (result.kind === 'rows')
          process.stdout.write(options.tuplesOnly ? tabbed(result, false) : psqlTable(result));
        else
          process.stdout.write(
            `${result.tag}${/^(?:INSERT|UPDATE|DELETE)/.test(result.tag) ? ` ${result.affected}` : ''}\n`,
          );
      }
      return 0;
    }
    return 2;
  };
  if (options.command !== undefined) return yield* run(options.command);
  if (!process.stdin.isTerminal) return yield* run(yield* process.stdin.readAll());
  const reached = yield* run('');
  if (reached !== 0) return reached;
  process.stdout.write('psql\nType "help" for help.\n\n');
  for (let sql = ''; ; ) {
    process.stdout.write(sql === '' ? `${database}=# ` : `${database}-# `);
    const line = yield* process.stdin.readLine();
    const text = (line ?? '\\q').trim();
    if (line === undefined || text === '\\q' || text === 'exit') return 0;
    sql = `${sql}${text} `;
    if (!/;\s*$/.test(sql) && !sql.startsWith('\\')) continue;
    yield* run(sql);
    sql = '';
  }
};
