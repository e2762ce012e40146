import { plain, type ServerApp } from '../../web/app.ts';
import { goFlags, portOf } from '../flags.ts';

/** `grpc-health-checking`: a gRPC health service, and an HTTP server that turns it ill. Models: agnhost/grpc-health-checking */
export function grpcHealth(startedMs: number, words: readonly string[]): ServerApp {
  const { flags } = goFlags(words);
  const grpc = portOf(flags.get('port'), 5000);
  const http = portOf(flags.get('http-port'), 8080);
  const delay = Number(flags.get('delay-unhealthy-sec') ?? -1);
  const known = flags.get('service') ?? '';
  let told: 'SERVING' | 'NOT_SERVING' | undefined;
  return {
    ports: () => [grpc, http],
    started: () => '',
    health(service, process, reply) {
      if (service !== known && service !== '') return reply('NOT_FOUND');
      const ill = delay >= 0 && process.machine.clock.nowMs() - startedMs >= delay * 1000;
      reply(told ?? (ill ? 'NOT_SERVING' : 'SERVING'));
    },
    answer(request, _process, port, reply) {
      if (port !== http) return;
      if (request.path === '/make-not-serving') told = 'NOT_SERVING';
      else if (request.path === '/make-serving') told = 'SERVING';
      else return reply(plain(404, '404 page not found\n'));
      reply(plain(200, `Marking as ${told === 'SERVING' ? 'serving' : 'not serving'}`));
    },
  };
}
