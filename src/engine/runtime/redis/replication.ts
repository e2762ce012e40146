import type { Clock } from '../../cluster/clock.ts';
import type { Connection, NetworkNamespace } from '../../cluster/network/types.ts';
import type { Database } from './database.ts';
import { encodeCommand, takeCommand } from './resp.ts';

/** Commands that change data: what a replica refuses from others and hears from its master. */
export const WRITES = new Set(
  'set del incr decr incrby append expire lpush rpush lpop rpop hset hdel sadd flushall'.split(' '),
);

/** Where a replica's data come from. */
export interface Master {
  readonly host: string;
  readonly port: number;
}

const RETRY_MS = 1000;

/** A server's side of replication: its role, and who follows it. */
export class Replication {
  private readonly followers = new Set<Connection>();

  constructor(readonly role: 'master' | 'slave') {}

  /** Text that brings a new follower up to date; it hears of each write from then on. */
  addFollower(connection: Connection, database: Database): string {
    this.followers.add(connection);
    return [['flushall'], ...database.dump()].map(encodeCommand).join('');
  }

  removeFollower(connection: Connection): void {
    this.followers.delete(connection);
  }

  tell(words: readonly string[]): void {
    for (const follower of this.followers) follower.send(encodeCommand(words));
  }

  info(): string {
    return `# Server\r\nredis_version:7.4.1\r\nredis_mode:standalone\r\n\r\n# Replication\r\nrole:${this.role}\r\nconnected_slaves:${this.followers.size}\r\n`;
  }
}

/** Keeps a database equal to a master's; tries again while there is none. Gives back what ends it. */
export function follow(
  master: Master,
  parts: {
    readonly network: NetworkNamespace;
    readonly clock: Clock;
    readonly database: Database;
    readonly log: (text: string) => void;
  },
): () => void {
  const { network, clock, database, log } = parts;
  let over = false;
  let retry: { cancel(): void } | undefined;
  let open: Connection | undefined;
  const again = (why: string): void => {
    open = undefined;
    if (over) return;
    log(why);
    retry = clock.after(RETRY_MS, start, 'background');
  };
  const start = (): void => {
    if (over) return;
    log(`Connecting to MASTER ${master.host}:${master.port}`);
    network.dial(master.host, master.port, 5000, (result) => {
      if (over) return;
      if (result.kind !== 'open') {
        again(
          result.kind === 'unknown-host'
            ? `Unable to connect to MASTER: No such file or directory`
            : 'Error condition on socket for SYNC: Connection refused',
        );
        return;
      }
      open = result.connection;
      log('MASTER <-> REPLICA sync started');
      let arrived = '';
      let first = true;
      open.listen({
        data(text) {
          arrived += text;
          for (let taken = takeCommand(arrived); taken !== undefined; taken = takeCommand(arrived)) {
            arrived = taken.rest;
            database.run(taken.words);
            if (first) log('MASTER <-> REPLICA sync: Finished with success');
            first = false;
          }
        },
        end: () => again('Connection with master lost.'),
        reset: () => again('Connection with master lost.'),
      });
      open.send(encodeCommand(['SYNC']));
    });
  };
  start();
  return () => {
    over = true;
    retry?.cancel();
    open?.end();
  };
}
