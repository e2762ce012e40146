import type { Process } from '../../shell/process/types.ts';
import { redisCall } from '../redis/client.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { plain, respond, type ServerApp } from '../web/app.ts';
import { accessLogDate } from '../web/dates.ts';
import { goFlags, portOf, query } from './flags.ts';

const PAGE = `<html ng-app="redis">
  <head>
    <title>Guestbook</title>
  </head>
  <body ng-controller="RedisCtrl">
    <div style="width: 50%; margin-left: 20px">
      <h2>Guestbook</h2>
      <form><fieldset><input ng-model="msg" placeholder="Messages" type="text" name="input"><button type="button" ng-click="controller.onRedis()">Submit</button></fieldset></form>
      <div ng-repeat="msg in messages track by $index">{{msg}}</div>
    </div>
  </body>
</html>
`;

/** The web page of the guestbook: messages go to the leader, and are read from a follower. */
export const guestbookFrontend: ServerApp = {
  ports: () => [80],
  started: () =>
    "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 127.0.0.1. Set the 'ServerName' directive globally to suppress this message\n",
  answer(request, process, _port, reply) {
    const answered = (answer: WebAnswer): void => {
      process.stdout.write(
        `${request.remoteAddress} - - [${accessLogDate(process.machine.clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" ${answer.status} ${answer.body.length} "-" "${request.headers['user-agent'] ?? '-'}"\n`,
      );
      reply(answer);
    };
    if (request.path === '/' || request.path === '/index.html')
      return answered(respond(200, 'text/html', PAGE, 'Apache'));
    if (request.path !== '/guestbook.php')
      return answered(respond(404, 'text/html; charset=iso-8859-1', 'Not Found\n', 'Apache'));
    askRedis(request, process, answered);
  },
};

function hostOf(process: Process, variable: string, fallback: string): string {
  return process.env.get('GET_HOSTS_FROM') === 'env' ? (process.env.get(variable) ?? fallback) : fallback;
}

function askRedis(request: WebRequest, process: Process, reply: (answer: WebAnswer) => void): void {
  const asked = query(request.target);
  const key = asked.get('key') ?? 'guestbook';
  const json = (status: number, value: object): void =>
    reply(respond(status, 'application/json', JSON.stringify(value), 'Apache'));
  const { network } = process.machine;
  if (network === undefined) {
    json(500, {});
    return;
  }
  const lost = (host: string): void =>
    reply(
      respond(
        500,
        'text/html; charset=UTF-8',
        `PHP Fatal error:  Uncaught Predis\\Connection\\ConnectionException: php_network_getaddresses or connect to ${host}:6379 failed\n`,
        'Apache',
      ),
    );
  if (asked.get('cmd') === 'set') {
    const host = hostOf(process, 'REDIS_LEADER_SERVICE_HOST', 'redis-leader');
    redisCall(network, host, 6379, ['SET', key, asked.get('value') ?? ''], (got) =>
      got === undefined ? lost(host) : json(200, { message: 'Updated' }),
    );
    return;
  }
  const host = hostOf(process, 'REDIS_FOLLOWER_SERVICE_HOST', 'redis-follower');
  redisCall(network, host, 6379, ['GET', key], (got) =>
    got === undefined ? lost(host) : json(200, { data: got.kind === 'bulk' ? (got.text ?? '') : '' }),
  );
}

/** `agnhost guestbook`: a guestbook in its own memory, which shares what is set with its backends. */
export function guestbookApp(words: readonly string[]): ServerApp {
  const { flags } = goFlags(words);
  const port = portOf(flags.get('http-port'), 80);
  const kept = new Map<string, string>();
  return {
    ports: () => [port],
    answer(request, _process, _port, reply) {
      const asked = query(request.target);
      const key = asked.get('key') ?? 'messages';
      if (request.path === '/') return reply(respond(200, 'text/html; charset=utf-8', PAGE));
      if (request.path === '/set') {
        kept.set(key, asked.get('value') ?? '');
        return reply(plain(200, JSON.stringify({ data: 'Updated' })));
      }
      if (request.path === '/get') return reply(plain(200, JSON.stringify({ data: kept.get(key) ?? '' })));
      if (request.path === '/guestbook') {
        if (asked.get('cmd') !== 'set') return reply(plain(200, JSON.stringify({ data: kept.get(key) ?? '' })));
        kept.set(key, asked.get('value') ?? '');
        return reply(plain(200, JSON.stringify({ message: 'Updated' })));
      }
      return reply(plain(request.path === '/healthz' ? 200 : 404, ''));
    },
  };
}
