import type { Program, Task } from '../../../shell/process/types.ts';
import { agnhost as agnhostProgram, livenessApp } from '../../apps/agnhost.ts';
import { consumeCpu } from '../../apps/resource-consumer/consume-cpu.ts';
import { resourceConsumer } from '../../apps/resource-consumer/consumer.ts';
import { echoserver } from '../../apps/small-servers.ts';
import type { ImageDefinition } from '../../image.ts';
import { stress } from '../../load/stress.ts';
import { serverProgram, serveUntilStopped } from '../../web/app.ts';
import { httpd } from '../httpd.ts';
import { perl } from '../languages.ts';
import { nginx } from '../nginx.ts';
import { image } from '../recipe.ts';
import { redis } from '../redis.ts';
import { busybox } from '../shells.ts';
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

/** Shows which user it is in effect: its file belongs to root and says so, unless it may get no rights by that. */
const nonewprivs: Program = function* (process): Task<number> {
  const status = '/proc/self/status';
  const bound = process.fs.exists(status) && /^NoNewPrivs:\s*1$/m.test(process.fs.read(status));
  const user = process.machine.processes().find(({ pid }) => pid === process.pid)?.user ?? 'root';
  process.stdout.write(`Effective uid: ${bound && user !== 'root' ? user : 0}\n`);
  return 0;
};

/** The demo of rolling updates: says which picture it is. */
function updateDemo(name: string): Program {
  return serverProgram({
    ports: () => [80],
    answer: (request, _process, _port, reply) =>
      reply(
        request.path === '/data.json'
          ? { status: 200, headers: [['Content-Type', 'application/json']], body: `{ "image": "${name}.jpg" }\n` }
          : { status: 404, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: '404 page not found\n' },
      ),
  });
}

/** Images of registry.k8s.io that documentation and tests name. */
export const kubernetesSamples: readonly ImageDefinition[] = [
  image({
    repository: 'registry.k8s.io/e2e-test-images/agnhost',
    tags: AGNHOST_TAGS,
    base: 'alpine-agnhost',
    entrypoint: ['/agnhost'],
    command: ['pause'],
    sizeBytes: 52_000_000,
    directories: ['/uploads'],
    programs: () => ({ '/agnhost': agnhostProgram, '/agnhost-2': agnhostProgram }),
  }),
  image({
    repository: 'registry.k8s.io/e2e-test-images/resource-consumer',
    tags: ['1.13', '1.10', '1.9', '1.8', '1.7', '1.6', '1.5'],
    base: 'debian',
    entrypoint: ['/consumer'],
    sizeBytes: 33_000_000,
    programs: () => ({ '/consumer': resourceConsumer, '/consume-cpu': consumeCpu, '/usr/bin/stress': stress }),
  }),
  app('registry.k8s.io/e2e-test-images/nonewprivs', ['1.3', '1.4', '1.0'], nonewprivs, {
    base: 'debian',
    path: '/nonewprivs',
  }),
  {
    ...busybox,
    repository: 'registry.k8s.io/e2e-test-images/nonroot',
    tags: ['1.4', '1.3', '1.2', '1.1', '1.0'],
    user: 1234,
  },
  {
    ...httpd,
    repository: 'registry.k8s.io/e2e-test-images/httpd',
    tags: ['2.4.39-4', '2.4.38-4', '2.4.39-2', '2.4.38-2'],
  },
  { ...nginx, repository: 'registry.k8s.io/e2e-test-images/nginx', tags: ['1.15-4', '1.14-4', '1.15-2', '1.14-2'] },
  { ...perl, repository: 'registry.k8s.io/e2e-test-images/perl', tags: ['5.26'] },
  { ...redis, repository: 'registry.k8s.io/e2e-test-images/redis', tags: ['5.0.5-3', '5.0.5-alpine'] },
  ...['nautilus', 'kitten'].map((name) =>
    app(`registry.k8s.io/e2e-test-images/${name}`, ['1.7', '1.5', '1.4', '1.0'], updateDemo(name), {
      base: 'alpine',
      path: '/agnhost',
      command: ['test-webserver'],
    }),
  ),
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
    tags: ['1.37.0-1', '1.36.1-1', '1.29-4', '1.29-2', '1.29-1'],
    base: 'busybox',
    sizeBytes: 2_200_000,
    command: ['sh'],
  }),
];
