import type { Connection } from '../../cluster/network/types.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { redisLogDate } from '../web/dates.ts';
import { waitForSignal } from '../web/signals.ts';
import { Database } from './database.ts';
import { follow, type Master, Replication, WRITES } from './replication.ts';
import { encode, takeCommand } from './resp.ts';

function serve(
  database: Database,
  replication: Replication,
  password: string | undefined,
  connection: Connection,
): void {
  let arrived = '';
  let allowed = password === undefined;
  const run = (words: readonly string[]): string => {
    const name = (words[0] ?? '').toLowerCase();
    if (name === 'auth') {
      allowed = words[words.length - 1] === password;
      return allowed ? '+OK\r\n' : '-WRONGPASS invalid username-password pair or user is disabled.\r\n';
    }
    if (name === 'quit') {
      connection.send('+OK\r\n');
      connection.end();
      return '';
    }
    if (!allowed) return '-NOAUTH Authentication required.\r\n';
    if (name === 'sync') return replication.addFollower(connection, database);
    if (name === 'info') return encode({ kind: 'bulk', text: replication.info() });
    if (name === 'role') return encode({ kind: 'status', text: replication.role });
    const isWrite = WRITES.has(name);
    if (isWrite && replication.role === 'slave') return "-READONLY You can't write against a read only replica.\r\n";
    const reply = database.run(words);
    if (isWrite && reply.kind !== 'error') replication.tell(words);
    return encode(reply);
  };
  connection.listen({
    data(text) {
      arrived += text;
      for (let taken = takeCommand(arrived); taken !== undefined; taken = takeCommand(arrived)) {
        arrived = taken.rest;
        if (taken.words.length > 0) connection.send(run(taken.words));
      }
    },
    end() {
      replication.removeFollower(connection);
      connection.end();
    },
    reset: () => replication.removeFollower(connection),
  });
}

/** Flags as `--port 6380 --requirepass x`; undefined for one that is not simulated, after saying so. */
function options(
  process: Process,
  log: (mark: string, text: string) => void,
): { readonly port: number; readonly password: string | undefined; readonly master: Master | undefined } | undefined {
  let port = 6379;
  let master: Master | undefined;
  let password: string | undefined;
  const { argv } = process;
  for (let at = 1; at < argv.length; at += 2) {
    const [flag = '', value = ''] = [argv[at], argv[at + 1]];
    if (flag === '--port') port = Number(value);
    else if (flag === '--requirepass') password = value;
    else if (flag === '--slaveof' || flag === '--replicaof') {
      const both = value.split(/\s+/);
      master = { host: both[0] ?? '', port: Number(both[1] ?? argv[at + 2]) };
      if (both.length < 2) at += 1;
    } else if (flag !== '--appendonly' && flag !== '--save' && flag !== '--bind' && flag !== '--protected-mode') {
      process.stderr.write(
        `*** FATAL CONFIG FILE ERROR (Redis 7.4.1) ***\nReading the configuration file, at line 2\n>>> '${flag.replace(/^--/, '')} "${value}"'\nBad directive or wrong number of arguments (not simulated by Skiff's redis)\n`,
      );
      return undefined;
    }
    if ((flag === '--appendonly' && value !== 'no') || (flag === '--save' && value !== ''))
      log('#', `Skiff's redis keeps its data in memory only: ${flag} ${value} has no effect`);
  }
  return { port, password, master };
}

/** redis-server: data in memory, the commands of `database.ts`. */
export function redisServer(): Program {
  return function* (process): Task<number> {
    const { clock, network } = process.machine;
    const log = (mark: string, text: string, role = 'M'): void =>
      process.stdout.write(`${process.pid}:${role} ${redisLogDate(clock.nowMs())} ${mark} ${text}\n`);
    log('*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'C');
    log('*', `Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=${process.pid}, just started`, 'C');
    const set = options(process, log);
    if (set === undefined) return 1;
    if (process.argv.length === 1)
      log(
        '#',
        'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
        'C',
      );
    else log('*', 'Configuration loaded', 'C');
    log('*', 'monotonic clock: POSIX clock_gettime');
    const database = new Database(() => clock.nowMs());
    const replication = new Replication(set.master === undefined ? 'master' : 'slave');
    const listener = network?.listen(set.port, (connection) => serve(database, replication, set.password, connection));
    if (listener === undefined) {
      log('#', `Warning: Could not create server TCP listening socket *:${set.port}: bind: Address already in use`);
      log('#', 'Failed listening on port 6379 (tcp), aborting.');
      return 1;
    }
    let unfollow: () => void = () => {};
    try {
      log('*', `Running mode=standalone, port=${set.port}.`);
      log('*', 'Server initialized');
      log('*', 'Ready to accept connections tcp');
      if (set.master !== undefined && network !== undefined)
        unfollow = follow(set.master, { network, clock, database, log: (text) => log('*', text, 'S') });
      yield* waitForSignal(process, [15, 2]);
      process.stdout.write(
        `${process.pid}:signal-handler (${Math.floor(clock.nowMs() / 1000)}) Received SIGTERM scheduling shutdown...\n`,
      );
      log('*', 'User requested shutdown...');
      log('#', 'Redis is now ready to exit, bye bye...');
      return 0;
    } finally {
      unfollow();
      listener.close();
    }
  };
}
