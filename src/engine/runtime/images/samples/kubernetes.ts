import type { Program, Task } from '../../../shell/process/types.ts';
import { agnhost as agnhostProgram, livenessApp } from '../../apps/agnhost.ts';
import { echoserver } from '../../apps/small-servers.ts';
import type { ImageDefinition } from '../../image.ts';
import { serverProgram, serveUntilStopped } from '../../web/app.ts';
import { image } from '../recipe.ts';
import { app } from './app.ts';

const AGNHOST_TAGS = { minors: { '2': 66 }, variants: [] } as const;

const livenessServer: Program = function* (process): Task<number> {
  const server = livenessApp(process.machine.clock.nowMs(), process.argv.slice(1));
  return yield* serveUntilStopped(process, server, [8080]);
};

const serveHostname: Program = serverProgram({
  ports: () => [9376],
  answer: (_request, process, _port, reply) =>
    reply({ status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: process.machine.hostname }),
});

const testWebserver: Program = serverProgram({
  ports: () => [80],
  answer: (request, process, _port, reply) => {
    const { fs } = process;
    const found = fs.exists(request.path) && !fs.isDirectory(request.path);
    reply({
      status: found ? 200 : 404,
      headers: [['Content-Type', 'text/plain']],
      body: found ? fs.read(request.path) : '404 page not found\n',
    });
  },
});

/** Images of registry.k8s.io that documentation and tests name. */
export const kubernetesSamples: readonly ImageDefinition[] = [
  app('registry.k8s.io/e2e-test-images/agnhost', AGNHOST_TAGS, agnhostProgram, {
    base: 'alpine-agnhost',
    path: '/agnhost',
    command: ['pause'],
    sizeBytes: 52_000_000,
  }),
  app('registry.k8s.io/liveness', ['latest', '0.1'], livenessServer, { path: '/server' }),
  app('registry.k8s.io/e2e-test-images/liveness', ['1.1', '1.0'], livenessServer, { path: '/server' }),
  app('registry.k8s.io/serve_hostname', ['v1.4', '1.1', '1.2', '1.3'], serveHostname, { path: '/serve_hostname' }),
  app('registry.k8s.io/test-webserver', ['latest', 'e2e'], testWebserver, { path: '/test-webserver' }),
  app(
    'registry.k8s.io/echoserver',
    ['1.10', '1.9', '1.8', '1.7', '1.6', '1.5', '1.4', '1.3', '1.2', '1.1', '1.0'],
    serverProgram(echoserver),
    { base: 'debian', sizeBytes: 44_000_000 },
  ),
  app('registry.k8s.io/e2e-test-images/echoserver', ['2.5', '2.4', '2.3', '2.2'], serverProgram(echoserver), {
    base: 'alpine',
    sizeBytes: 21_000_000,
  }),
  image({
    repository: 'registry.k8s.io/e2e-test-images/busybox',
    tags: ['1.36.1-1', '1.29-4', '1.29-2', '1.29-1'],
    base: 'busybox',
    sizeBytes: 2_200_000,
    command: ['sh'],
  }),
];
