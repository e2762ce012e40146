import type { Program, Task } from '../../shell/process/types.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { accessLogDate } from '../web/dates.ts';
import { listenHttp } from '../web/http-server.ts';
import { waitForSignal } from '../web/signals.ts';

/** What one request's square roots take of a processor: a million of them. */
const REQUEST_CPU_MS = 25;
const SERVER: readonly (readonly [string, string])[] = [
  ['Server', 'Apache/2.4.10 (Debian)'],
  ['X-Powered-By', 'PHP/5.6.14'],
];

/** Apache with the one page of hpa-example: it computes, then says OK! */
export const phpApache: Program = function* (process): Task<number> {
  const { clock, network, cgroup, sleepClass } = process.machine;
  if (network === undefined) return 1;
  const running = new Set<() => void>();
  const answer = (request: WebRequest): WebAnswer =>
    request.path === '/' || request.path === '/index.php'
      ? { status: 200, headers: [...SERVER, ['Content-Type', 'text/html; charset=UTF-8']], body: 'OK!' }
      : {
          status: 404,
          headers: [...SERVER, ['Content-Type', 'text/html; charset=iso-8859-1']],
          body: '404 Not Found\n',
        };
  const service = {
    network,
    nowMs: () => clock.nowMs(),
    answer: (request: WebRequest, _port: number, reply: (answer: WebAnswer) => void): void => {
      const finish = (): void => {
        running.delete(stop);
        const got = answer(request);
        process.stdout.write(
          `${request.remoteAddress} - - [${accessLogDate(clock.nowMs())}] "${request.method} ${request.target} HTTP/1.1" ${got.status} ${got.body.length} "-" "-"\n`,
        );
        reply(got);
      };
      const work = { cpuMs: REQUEST_CPU_MS, threads: 1, timerClass: sleepClass(REQUEST_CPU_MS) };
      let stop = (): void => {};
      if (cgroup !== undefined) stop = cgroup.compute(work, finish);
      else {
        const timer = clock.after(REQUEST_CPU_MS, finish, work.timerClass);
        stop = () => timer.cancel();
      }
      running.add(stop);
    },
    malformed: (): WebAnswer => ({ status: 400, headers: SERVER, body: '400 Bad Request\n' }),
  };
  const listener = listenHttp(service, 80);
  if (listener === undefined) {
    process.stderr.write('(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:80\n');
    return 1;
  }
  process.stderr.write(
    `AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using ${network.address}. Set the 'ServerName' directive globally to suppress this message\n`,
  );
  try {
    yield* waitForSignal(process, [15, 28]);
    return 0;
  } finally {
    listener.close();
    for (const stop of running) stop();
  }
};
