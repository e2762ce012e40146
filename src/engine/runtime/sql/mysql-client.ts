import type { Process, Program, Task } from '../../shell/process/types.ts';
import { type Asked, askSql } from './ask.ts';
import type { SqlResult } from './statement.ts';
import { mysqlTable, tabbed } from './table-text.ts';

interface Options {
  host: string | undefined;
  port: number;
  user: string;
  password: string | undefined;
  execute: string | undefined;
  database: string | undefined;
  names: boolean;
  insecure: boolean;
  readonly rest: string[];
}

/** Reads the clients' common options; the name of one that is not simulated. */
function readOptions(process: Process): Options | string {
  const options: Options = {
    host: undefined,
    port: 3306,
    user: 'root',
    password: undefined,
    execute: undefined,
    database: undefined,
    names: true,
    insecure: false,
    rest: [],
  };
  const words = process.argv.slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const match =
      /^(?:-([hPueD])(.*)|--(host|port|user|execute|database|connect-timeout|protocol|default-character-set)(?:=(.*))?)$/s.exec(
        word,
      );
    const password = /^(?:-p|--password=?)(.*)$/s.exec(word);
    if (match !== null) {
      const name = match[1] ?? match[3] ?? '';
      const inline = match[2] ?? match[4] ?? '';
      const value = inline === '' ? (words.shift() ?? '') : inline;
      if (name === 'h' || name === 'host') options.host = value;
      else if (name === 'P' || name === 'port') options.port = Number(value);
      else if (name === 'u' || name === 'user') options.user = value;
      else if (name === 'e' || name === 'execute') options.execute = value;
      else if (name === 'D' || name === 'database') options.database = value;
    } else if (password !== null) {
      options.password = password[1] ?? '';
      options.insecure = options.password !== '';
    } else if (word === '-N' || word === '--skip-column-names') options.names = false;
    else if (
      /^-[sBAtn]+$|^--(?:silent|batch|no-auto-rehash|table|skip-ssl|ssl-mode=.*|get-server-public-key)$/.test(word)
    )
      continue;
    else if (word.startsWith('-')) return word;
    else options.rest.push(word);
  }
  options.password ??= process.env.get('MYSQL_PWD');
  return options;
}

/** Why a call did not reach a server, in the client library's words. */
function unreachable(options: Options, why: Extract<Asked, { failed: string }>['failed']): string {
  if (options.host === undefined || options.host === 'localhost')
    return "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)";
  if (why === 'unknown-host') return `ERROR 2005 (HY000): Unknown MySQL server host '${options.host}' (-2)`;
  const code = why === 'refused' ? 111 : why === 'timeout' ? 110 : 113;
  return `ERROR 2003 (HY000): Can't connect to MySQL server on '${options.host}:${options.port}' (${code})`;
}

function warn(process: Process, options: Options, name: string): void {
  if (options.insecure)
    process.stderr.write(`${name}: [Warning] Using a password on the command line interface can be insecure.\n`);
}

function ask(process: Process, options: Options, sql: string): Task<Asked> {
  return askSql(process, options.host ?? '127.0.0.1', options.port, {
    user: options.user,
    password: options.password,
    database: options.database ?? options.rest[0],
    sql,
  });
}

function show(process: Process, result: SqlResult, options: Options): void {
  if (result.kind === 'error') process.stderr.write(`${result.message}\n`);
  else if (result.kind === 'rows') {
    if (!process.stdout.isTerminal) process.stdout.write(result.rows.length === 0 ? '' : tabbed(result, options.names));
    else
      process.stdout.write(
        result.rows.length === 0
          ? 'Empty set (0.00 sec)\n\n'
          : `${mysqlTable(result)}${result.rows.length} row${result.rows.length === 1 ? '' : 's'} in set (0.00 sec)\n\n`,
      );
  } else if (process.stdout.isTerminal)
    process.stdout.write(
      result.tag === 'USE'
        ? 'Database changed\n'
        : `Query OK, ${result.affected} row${result.affected === 1 ? '' : 's'} affected (0.00 sec)\n\n`,
    );
}

function* passwordFromTerminal(process: Process, options: Options): Task<void> {
  if (options.password !== '') return;
  if (process.stdin.isTerminal) {
    process.stdout.write('Enter password: ');
    options.password = ((yield* process.stdin.readLine()) ?? '').trimEnd();
  }
}

/** `mysql`: statements of -e, of standard input, or typed at its prompt. */
export const mysqlClient: Program = function* (process): Task<number> {
  const options = readOptions(process);
  if (typeof options === 'string') {
    process.stderr.write(`mysql: [ERROR] unknown option '${options}'.\n`);
    return 2;
  }
  warn(process, options, 'mysql');
  yield* passwordFromTerminal(process, options);
  const run = function* (sql: string): Task<boolean> {
    const answer = yield* ask(process, options, sql);
    if ('failed' in answer) process.stderr.write(`${unreachable(options, answer.failed)}\n`);
    else if ('refused' in answer) process.stderr.write(`${answer.refused}\n`);
    else {
      for (const result of answer.results) {
        show(process, result, options);
        if (result.kind === 'error') return false;
      }
      return true;
    }
    return false;
  };
  if (options.execute !== undefined) return (yield* run(options.execute)) ? 0 : 1;
  if (!process.stdin.isTerminal) return (yield* run(yield* process.stdin.readAll())) ? 0 : 1;
  if (!(yield* run(''))) return 1;
  process.stdout.write(
    "Welcome to the MySQL monitor.  Commands end with ; or \\g.\n\nType 'help;' or '\\h' for help.\n\n",
  );
  for (let sql = ''; ; ) {
    process.stdout.write(sql === '' ? 'mysql> ' : '    -> ');
    const line = yield* process.stdin.readLine();
    const text = (line ?? 'exit').trim();
    if (line === undefined || /^(?:exit|quit|\\q);?$/i.test(text)) break;
    sql = `${sql}${text} `;
    const use = /^use\s+[`"]?([\w-]+)[`"]?;?\s*$/i.exec(sql);
    if (use === null && !/;\s*$/.test(sql) && sql.trim() !== '') continue;
    if (sql.trim() !== '' && (yield* run(sql)) && use !== null) options.database = use[1];
    sql = '';
  }
  process.stdout.write('Bye\n');
  return 0;
};

/** `mysqladmin ping` and `status`. */
export const mysqladmin: Program = function* (process): Task<number> {
  const options = readOptions(process);
  const command = typeof options === 'string' ? '' : options.rest[0];
  if (typeof options === 'string' || (command !== 'ping' && command !== 'status')) {
    process.stderr.write(
      `mysqladmin: Skiff simulates ping and status, not: '${typeof options === 'string' ? options : command}'\n`,
    );
    return 1;
  }
  warn(process, options, 'mysqladmin');
  const answer = yield* askSql(process, options.host ?? '127.0.0.1', options.port, {
    user: options.user,
    password: options.password,
    database: undefined,
    sql: '',
  });
  if ('failed' in answer) {
    process.stderr.write(
      `mysqladmin: connect to server at '${options.host ?? 'localhost'}' failed\nerror: '${unreachable(options, answer.failed).replace(/^ERROR \d+ \(\w+\): /, '')}'\nCheck that mysqld is running${options.host === undefined ? " and that the socket: '/var/run/mysqld/mysqld.sock' exists!" : '.'}\n`,
    );
    return 1;
  }
  // A server that refuses the caller is alive all the same.
  if ('refused' in answer && command === 'status') {
    process.stderr.write(
      `mysqladmin: connect to server at 'localhost' failed\nerror: '${answer.refused.replace(/^ERROR \d+ \(\w+\): /, '')}'\n`,
    );
    return 1;
  }
  process.stdout.write(
    command === 'ping' ? 'mysqld is alive\n' : 'Uptime: 60  Threads: 2  Questions: 5  Slow queries: 0\n',
  );
  return 0;
};
