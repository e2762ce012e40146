import type { NetworkNamespace } from '../../cluster/network/types.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { redisCall } from '../redis/client.ts';
import type { Reply } from '../redis/resp.ts';
import { askSql } from '../sql/ask.ts';
import type { Cell } from '../sql/tables.ts';
import { callSql, type SqlAnswer } from '../sql/wire.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { respond, type ServerApp } from '../web/app.ts';
import { accessLogDate } from '../web/dates.ts';
import { query } from './flags.ts';

const OPTIONS = { a: 'Cats', b: 'Dogs' } as const;
const DATABASE = { user: 'postgres', password: 'postgres', database: 'postgres' } as const;
const POLL_MS = 100;
const RETRY_MS = 1000;

function votePage(vote: string | undefined, hostname: string, name: (option: 'a' | 'b') => string): string {
  const button = (option: 'a' | 'b'): string =>
    `<button id="${option}" type="submit" name="vote" class="${option}" value="${option}"${vote === option ? ' disabled' : ''}>${name(option)}</button>`;
  return `<!DOCTYPE html>\n<html>\n  <head>\n    <title>${name('a')} vs ${name('b')}!</title>\n  </head>\n  <body>\n    <h3>${name('a')} vs ${name('b')}!</h3>\n    <form id="choice" name='form' method="POST" action="/">\n      ${button('a')}\n      ${button('b')}\n    </form>\n    <div id="hostname">Processed by container ID ${hostname}</div>\n  </body>\n</html>\n`;
}

/** The page of the vote: what is chosen goes to redis' list `votes`. */
export const vote: ServerApp = {
  ports: () => [80],
  started: () =>
    '[INFO] Starting gunicorn 22.0.0\n[INFO] Listening at: http://0.0.0.0:80 (1)\n[INFO] Using worker: sync\n',
  answer(request, process, _port, reply) {
    const { hostname, network, random, clock } = process.machine;
    const name = (option: 'a' | 'b'): string => process.env.get(`OPTION_${option.toUpperCase()}`) ?? OPTIONS[option];
    const answered = (answer: WebAnswer): void => {
      process.stdout.write(
        `${request.remoteAddress} - - [${accessLogDate(clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${answer.body.length} "-" "${request.headers['user-agent'] ?? '-'}"\n`,
      );
      reply(answer);
    };
    const page = (chosen?: string): void =>
      answered(respond(200, 'text/html; charset=utf-8', votePage(chosen, hostname, name), 'gunicorn'));
    if (request.path !== '/') {
      answered(
        respond(
          404,
          'text/html; charset=utf-8',
          '<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
          'gunicorn',
        ),
      );
      return;
    }
    if (request.method !== 'POST' || network === undefined) {
      page();
      return;
    }
    const chosen = query(`?${request.body}`).get('vote') ?? 'a';
    const voter = /voter_id=(\w+)/.exec(request.headers['cookie'] ?? '')?.[1] ?? random.hex(15);
    process.stdout.write(`Received vote for ${chosen}\n`);
    const data = JSON.stringify({ voter_id: voter, vote: chosen });
    redisCall(network, 'redis', 6379, ['RPUSH', 'votes', data], (got) =>
      got === undefined || got.kind === 'error'
        ? answered(
            respond(
              500,
              'text/html; charset=utf-8',
              '<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n',
              'gunicorn',
            ),
          )
        : page(chosen),
    );
  },
};

function* askRedis(process: Process, network: NetworkNamespace, command: readonly string[]): Task<Reply | undefined> {
  let reply: Reply | undefined;
  yield* process.wait({
    on: 'api',
    start: (wake) => {
      let wanted = true;
      redisCall(network, 'redis', 6379, command, (got) => {
        if (!wanted) return;
        reply = got;
        wake();
      });
      return () => {
        wanted = false;
      };
    },
  });
  return reply;
}

/** Moves votes from redis into the database, one row a voter; waits for both at its start. */
export const worker: Program = function* (process): Task<number> {
  const { network } = process.machine;
  if (network === undefined) return 1;
  const sql = function* (text: string): Task<boolean> {
    const answer = yield* askSql(process, 'db', 5432, { ...DATABASE, sql: text });
    return 'results' in answer && answer.results.every(({ kind }) => kind !== 'error');
  };
  const table = 'create table if not exists votes (id varchar(255) not null unique, vote varchar(255) not null)';
  while (!(yield* sql(table))) {
    process.stderr.write('Waiting for db\n');
    yield* process.sleep(RETRY_MS);
  }
  process.stderr.write('Connected to db\n');
  while ((yield* askRedis(process, network, ['PING'])) === undefined) {
    process.stderr.write('Waiting for redis\n');
    yield* process.sleep(RETRY_MS);
  }
  process.stdout.write('Connecting to redis\n');
  for (;;) {
    const taken = yield* askRedis(process, network, ['LPOP', 'votes']);
    if (taken === undefined) {
      process.stdout.write('Reconnecting Redis\n');
      yield* process.sleep(RETRY_MS, 'background');
    } else if (taken.kind !== 'bulk' || taken.text === undefined) yield* process.sleep(POLL_MS * 10, 'background');
    else {
      const { voter_id: voter = '', vote: chosen = '' } = readVote(taken.text);
      process.stdout.write(`Processing vote for '${chosen}' by '${voter}'\n`);
      while (
        !(yield* sql(
          `delete from votes where id = '${voter}'; insert into votes (id, vote) values ('${voter}', '${chosen}')`,
        ))
      ) {
        process.stdout.write('Reconnecting DB\n');
        yield* process.sleep(RETRY_MS, 'background');
      }
    }
  }
};

function readVote(text: string): { readonly voter_id?: string; readonly vote?: string } {
  try {
    const given = JSON.parse(text) as { readonly voter_id?: unknown; readonly vote?: unknown };
    return {
      voter_id: String(given.voter_id ?? '').replace(/\W/g, ''),
      vote: String(given.vote ?? '').replace(/\W/g, ''),
    };
  } catch {
    return {};
  }
}

function countsOf(answer: SqlAnswer): { readonly a: Cell; readonly b: Cell } | undefined {
  if ('refused' in answer) return undefined;
  const [result] = answer.results;
  if (result?.kind !== 'rows') return { a: 0, b: 0 };
  const of = (option: string): Cell => result.rows.find(([name]) => name === option)?.[1] ?? 0;
  return { a: of('a'), b: of('b') };
}

/** The page of the result, read from the database. */
export const result: ServerApp = {
  ports: (process) => [Number(process.env.get('PORT') ?? 80)],
  started: (_process, [port = 80]) => `App running on port ${port}\n`,
  answer(request: WebRequest, process, _port, reply) {
    const { network } = process.machine;
    const page = (counts: { readonly a: Cell; readonly b: Cell } | undefined): void =>
      reply(
        respond(
          200,
          'text/html; charset=UTF-8',
          `<!DOCTYPE html>\n<html>\n  <head><title>Cats vs Dogs -- Result</title></head>\n  <body>\n${counts === undefined ? '    <div id="result">No votes yet</div>' : `    <div class="choice cats"><span>Cats</span> ${counts.a}</div>\n    <div class="choice dogs"><span>Dogs</span> ${counts.b}</div>`}\n  </body>\n</html>\n`,
        ),
      );
    if (request.path !== '/' || network === undefined) {
      reply(respond(404, 'text/html; charset=utf-8', `Cannot GET ${request.path}\n`));
      return;
    }
    callSql(
      network,
      'db',
      5432,
      { ...DATABASE, sql: 'select vote, count(id) as count from votes group by vote' },
      (answer) => page('failed' in answer ? undefined : countsOf(answer)),
    );
  },
};
