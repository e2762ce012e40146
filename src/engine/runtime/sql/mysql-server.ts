import type { Process, Program, Task } from '../../shell/process/types.ts';
import { entrypoint, variable } from '../apps/entrypoint.ts';
import { logDate } from '../web/dates.ts';
import type { Account } from './accounts.ts';
import { answerSql, type SqlServer, serveDatabase } from './server.ts';

const DATA = '/var/lib/mysql';
const ACCOUNTS = `${DATA}/mysql/user.json`;
/** Making a new data directory takes a real server some seconds. */
const INITIALIZE_MS = 4500;
const START_MS = 900;

/** Which of the family. */
export interface MysqlFlavour {
  readonly prefix: 'MYSQL' | 'MARIADB';
  readonly product: string;
  readonly version: string;
}

/** The server's facts. */
export function mysqlServer(flavour: MysqlFlavour): SqlServer {
  return {
    port: 3306,
    dataDirectory: DATA,
    accounts: ACCOUNTS,
    suffix: '.ibd',
    trust: false,
    dialect: {
      version: flavour.version,
      systemDatabases: ['information_schema', 'mysql', 'performance_schema', 'sys'],
      error: {
        noDatabase: (name) => `ERROR 1049 (42000): Unknown database '${name}'`,
        noTable: (database, table) => `ERROR 1146 (42S02): Table '${database}.${table}' doesn't exist`,
        exists: (name) => `ERROR 1007 (HY000): Can't create '${name}'; it exists`,
        noneSelected: 'ERROR 1046 (3D000): No database selected',
        notSimulated: (sql) =>
          `ERROR 1064 (42000): You have an error in your SQL syntax, or Skiff's ${flavour.product} does not simulate it, near '${sql.slice(0, 60)}' at line 1`,
      },
    },
    denied: (call, from) =>
      `ERROR 1045 (28000): Access denied for user '${call.user}'@'${from}' (using password: ${call.password === undefined || call.password === '' ? 'NO' : 'YES'})`,
    unknownDatabase: (name) => `ERROR 1049 (42000): Unknown database '${name}'`,
  };
}

function setting(process: Process, flavour: MysqlFlavour, name: string): string | undefined {
  const own =
    flavour.prefix === 'MARIADB'
      ? variable(process, `MARIADB_${name.replace('ALLOW_EMPTY_PASSWORD', 'ALLOW_EMPTY_ROOT_PASSWORD')}`)
      : undefined;
  return own ?? variable(process, `MYSQL_${name}`);
}

function complain(process: Process, flavour: MysqlFlavour, say: (kind: string, text: string) => void): number {
  const names = [
    'ROOT_PASSWORD',
    flavour.prefix === 'MYSQL' ? 'ALLOW_EMPTY_PASSWORD' : 'ALLOW_EMPTY_ROOT_PASSWORD',
    'RANDOM_ROOT_PASSWORD',
  ];
  const listed = names.map((name) => `${flavour.prefix}_${name}`);
  const text =
    flavour.prefix === 'MYSQL'
      ? `You need to specify one of the following as an environment variable:\n    - ${listed.join('\n    - ')}`
      : `You need to specify one of ${listed.slice(0, -1).join(', ')} and ${listed[2]}`;
  void process;
  say('ERROR', `Database is uninitialized and password option is not specified\n    ${text}`);
  return 1;
}

function* initialize(process: Process, flavour: MysqlFlavour, say: (kind: string, text: string) => void): Task<number> {
  const { fs, machine } = process;
  const random = setting(process, flavour, 'RANDOM_ROOT_PASSWORD') !== undefined;
  const empty = setting(process, flavour, 'ALLOW_EMPTY_PASSWORD') !== undefined;
  const given = setting(process, flavour, 'ROOT_PASSWORD');
  if (given === undefined && !empty && !random) return complain(process, flavour, say);
  say('Note', 'Initializing database files');
  yield* process.sleep(INITIALIZE_MS);
  const password = given ?? (random ? machine.random.hex(32) : '');
  if (random && given === undefined) say('Note', `GENERATED ROOT PASSWORD: ${password}`);
  for (const folder of ['mysql', 'performance_schema', 'sys']) fs.makeDirectory(`${DATA}/${folder}`, { parents: true });
  for (const name of ['ibdata1', 'ib_logfile0', 'auto.cnf']) fs.write(`${DATA}/${name}`, '');
  const user = setting(process, flavour, 'USER');
  const accounts: Account[] = [
    { user: 'root', password },
    ...(user === undefined ? [] : [{ user, password: setting(process, flavour, 'PASSWORD') ?? '' }]),
  ];
  fs.write(ACCOUNTS, JSON.stringify(accounts));
  say('Note', 'Database files initialized');
  say('Note', 'Starting temporary server');
  const database = setting(process, flavour, 'DATABASE');
  if (database !== undefined) {
    say('Note', `Creating database ${database}`);
    fs.makeDirectory(`${DATA}/${database}`, { parents: true });
  }
  if (user !== undefined) say('Note', `Creating user ${user}`);
  yield* initialScripts(process, (sql) => {
    const call = { user: 'root', password, database, sql };
    const answer = answerSql(process, mysqlServer(flavour), call, '127.0.0.1');
    const failed = 'refused' in answer ? answer.refused : answer.results.find(({ kind }) => kind === 'error');
    return failed === undefined
      ? undefined
      : typeof failed === 'string'
        ? failed
        : 'message' in failed
          ? failed.message
          : '';
  });
  say('Note', 'Temporary server stopped');
  say('Note', `${flavour.product} init process done. Ready for start up.`);
  return 0;
}

/** Runs what lies in /docker-entrypoint-initdb.d; a script's error is written and the others go on. */
export function* initialScripts(process: Process, runSql: (sql: string) => string | undefined): Task<void> {
  const folder = '/docker-entrypoint-initdb.d';
  const { fs } = process;
  if (!fs.isDirectory(folder)) return;
  for (const name of fs.list(folder)) {
    const path = `${folder}/${name}`;
    if (name.endsWith('.sql')) {
      process.stdout.write(`/usr/local/bin/docker-entrypoint.sh: running ${path}\n`);
      const failed = runSql(fs.read(path));
      if (failed !== undefined) process.stderr.write(`${failed}\n`);
    } else if (name.endsWith('.sh')) {
      process.stdout.write(`/usr/local/bin/docker-entrypoint.sh: sourcing ${path}\n`);
      const child = process.spawn({ argv: ['bash', path] });
      if (!('error' in child)) yield* child.wait();
    }
  }
}

/** The image's entry script with the server: makes the data directory when it is empty, then serves it. */
export function mysqld(flavour: MysqlFlavour): Program {
  const main: Program = function* (process): Task<number> {
    const { clock } = process.machine;
    const say = (kind: string, text: string): void =>
      (kind === 'ERROR' ? process.stderr : process.stdout).write(
        `${logDate(clock.nowMs())}+00:00 [${kind}] [Entrypoint]: ${text}\n`,
      );
    say('Note', `Entrypoint script for ${flavour.product} Server ${flavour.version} started.`);
    if (!process.fs.exists(ACCOUNTS)) {
      const failed = yield* initialize(process, flavour, say);
      if (failed !== 0) return failed;
    }
    yield* process.sleep(START_MS);
    const at = (): string => `${logDate(clock.nowMs()).replace(' ', 'T')}.000000Z`;
    const signal = yield* serveDatabase(process, mysqlServer(flavour), () =>
      process.stderr.write(
        `${at()} 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '${flavour.version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  ${flavour.product} Community Server - GPL.\n`,
      ),
    );
    if (signal === undefined) {
      process.stderr.write(
        `${at()} 0 [ERROR] [MY-010262] [Server] Can't start server: Bind on TCP/IP port: Address already in use\n`,
      );
      return 1;
    }
    process.stderr.write(
      `${at()} 0 [System] [MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete (mysqld ${flavour.version})  ${flavour.product} Community Server - GPL.\n`,
    );
    return 0;
  };
  return entrypoint(['mysqld', 'mariadbd', 'mysqld_safe'], main);
}
