import type { DialResult } from '../../cluster/network/types.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import type { WebAnswer } from '../web/answer.ts';
import { plain, respond, type ServerApp, serveUntilStopped } from '../web/app.ts';
import { waitForSignal } from '../web/signals.ts';
import { conversionApp } from './agnhost/conversion.ts';
import { testWebserver } from './agnhost/files.ts';
import { grpcHealth } from './agnhost/grpc-health.ts';
import { issuerDiscovery } from './agnhost/issuer-discovery.ts';
import { logsGenerator } from './agnhost/logs-generator.ts';
import { mounttest } from './agnhost/mounttest.ts';
import { netexec } from './agnhost/netexec.ts';
import { nettest } from './agnhost/nettest.ts';
import { portForwardTester } from './agnhost/port-forward-tester.ts';
import { porter } from './agnhost/porter.ts';
import { serveHostname } from './agnhost/serve-hostname.ts';
import { webhookApp } from './agnhost-webhook.ts';
import { goFlags, portOf, query } from './flags.ts';
import { guestbookApp } from './guestbook.ts';
import { consumerController } from './resource-consumer/controller.ts';

/** Sends on, with the page that Go writes. Models: net/http.Redirect */
function redirect(to: string): WebAnswer {
  const page = respond(302, 'text/html; charset=utf-8', `<a href="${to.replaceAll('&', '&amp;')}">Found</a>.\n\n`);
  return { ...page, headers: [['Location', to], ...page.headers] };
}

/** `liveness`: well for ten seconds, then not; `/redirect` sends on. */
export function livenessApp(startedMs: number, words: readonly string[]): ServerApp {
  return {
    ports: () => [portOf(goFlags(words).flags.get('port'), 8080)],
    answer(request, process, _port, reply) {
      const aliveMs = process.machine.clock.nowMs() - startedMs;
      if (request.path === '/redirect') {
        reply(redirect(query(request.target).get('loc') ?? ''));
        return;
      }
      if (request.path !== '/healthz')
        reply(
          plain(
            request.path === '/started' ? 200 : 404,
            request.path === '/started' ? `${(aliveMs / 1000).toFixed(3)}s` : '404 page not found\n',
          ),
        );
      else reply(aliveMs > 10_000 ? plain(500, `error: ${(aliveMs / 1000).toFixed(9)}`) : plain(200, 'ok'));
    },
  };
}

function* connect(process: Process, words: readonly string[]): Task<number> {
  const { flags, rest } = goFlags(words);
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(rest[0] ?? '') ?? [];
  const timeout = /^(\d+)(ms|s|m)$/.exec(flags.get('timeout') ?? '') ?? ['', '0', 's'];
  const timeoutMs = Number(timeout[1]) * ({ ms: 1, s: 1000, m: 60_000 }[timeout[2] ?? 's'] ?? 1000) || 120_000;
  if (host === '') {
    process.stderr.write('Usage: agnhost connect [host:port] [flags]\n');
    return 1;
  }
  let result: DialResult | undefined;
  const { network } = process.machine;
  if (network === undefined) return 1;
  yield* process.wait({
    on: 'api',
    start: (wake) =>
      network.dial(host, Number(port), timeoutMs, (got) => {
        result = got;
        wake();
      }),
  });
  if (result?.kind === 'open') {
    result.connection.end();
    return 0;
  }
  const words4: { readonly [kind: string]: string } = {
    refused: 'REFUSED',
    timeout: 'TIMEOUT',
    'unknown-host': 'DNS: no such host',
    unreachable: 'OTHER: no route to host',
  };
  process.stderr.write(`${words4[result?.kind ?? ''] ?? 'OTHER'}\n`);
  return 1;
}

const USAGE =
  'audit-proxy connect dns-suffix dns-server-list entrypoint-tester etc-hosts fake-gitserver guestbook liveness logs-generator netexec nettest net no-snat-test pause porter serve-hostname'.split(
    ' ',
  );

/** agnhost: the subcommands that documentation and conformance tests use; others are refused. */
export const agnhost: Program = function* (process): Task<number> {
  const [command = '', ...words] = process.argv.slice(1);
  const run = function* (app: ServerApp): Task<number> {
    const ports = app.ports(process);
    return typeof ports === 'string' ? 1 : yield* serveUntilStopped(process, app, ports);
  };
  switch (command) {
    case 'pause':
      process.stdout.write('Paused\n');
      yield* waitForSignal(process, [15, 2]);
      return 0;
    case 'netexec':
    case 'nettest': {
      let code = 0;
      const exit = (given: number): void => {
        code = given;
        process.machine.kill(process.pid, 2);
      };
      return (yield* run(command === 'netexec' ? netexec(process, words, exit) : nettest(words, exit))) || code;
    }
    case 'mounttest':
      return yield* mounttest(process, words);
    case 'porter':
      return yield* porter(process, words);
    case 'port-forward-tester':
      return yield* portForwardTester(process);
    case 'test-webserver':
      return yield* run(testWebserver(words));
    case 'grpc-health-checking':
      return yield* run(grpcHealth(process.machine.clock.nowMs(), words));
    case 'liveness':
      return yield* run(livenessApp(process.machine.clock.nowMs(), words));
    case 'webhook':
      return yield* run(webhookApp(words));
    case 'test-service-account-issuer-discovery':
      return yield* issuerDiscovery(process, words);
    case 'crd-conversion-webhook':
      return yield* run(conversionApp(words));
    case 'serve-hostname':
      return yield* run(serveHostname(words));
    case 'guestbook':
      return yield* run(guestbookApp(words));
    case 'resource-consumer-controller':
      return yield* run(consumerController(words));
    case 'connect':
      return yield* connect(process, words);
    case 'logs-generator':
      return yield* logsGenerator(process, words);
    case 'etc-hosts':
      process.stdout.write(process.fs.read('/etc/hosts'));
      return 0;
    case 'dns-suffix':
      process.stdout.write(
        `${(/^search (.*)$/m.exec(process.fs.read('/etc/resolv.conf'))?.[1] ?? '').replaceAll(' ', ',')}\n`,
      );
      return 0;
    case 'dns-server-list':
      process.stdout.write(
        `${[...process.fs.read('/etc/resolv.conf').matchAll(/^nameserver (.*)$/gm)].map((match) => match[1]).join(',')}\n`,
      );
      return 0;
    case 'entrypoint-tester':
      process.stdout.write(`[${process.argv.join(' ')}]\n`);
      return 0;
    default: {
      const known =
        USAGE.includes(command) ||
        ['inclusterclient', 'pod-certificate-signer', 'tcp-reset', 'stress'].includes(command);
      process.stderr.write(
        known
          ? `Error: Skiff's agnhost does not simulate "${command}"\n`
          : `Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`,
      );
      return 1;
    }
  }
};
