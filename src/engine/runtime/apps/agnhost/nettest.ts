import { plain, respond, type ServerApp } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';

/** `nettest`: counts who wrote to it. Its peers are not sought. Models: agnhost/nettest */
export function nettest(words: readonly string[], exit: (code: number) => void): ServerApp {
  const port = portOf(goFlags(words).flags.get('port'), 8080);
  const received = new Map<string, number>();
  return {
    ports: () => [port],
    answer(request, process, _port, reply) {
      switch (request.path) {
        case '/status':
          return reply(plain(200, 'pass'));
        case '/read':
          return reply(
            respond(
              200,
              'text/plain; charset=utf-8',
              JSON.stringify(
                {
                  Hostname: process.machine.hostname,
                  Sent: {},
                  Received: Object.fromEntries(received),
                  Errors: null,
                  Log: null,
                  StillContactingPeers: false,
                },
                null,
                '\t',
              ),
            ),
          );
        case '/write': {
          let source: unknown;
          try {
            source = (JSON.parse(request.body) as { readonly Source?: unknown } | null)?.Source;
          } catch {
            return reply(plain(200, 'Warning: unable to decode body\n'));
          }
          const name = typeof source === 'string' ? source : '';
          received.set(name, (received.get(name) ?? 0) + 1);
          return reply(plain(200, JSON.stringify({ Hostname: process.machine.hostname })));
        }
        case '/quit':
          reply(plain(200, ''));
          return exit(0);
        default:
          return reply(plain(404, '404 page not found\n'));
      }
    },
  };
}
