import type { Program, Task } from '../../shell/process/types.ts';
import { agnhost as agnhostProgram, livenessApp } from '../apps/agnhost.ts';
import { guestbookFrontend } from '../apps/guestbook.ts';
import { memcached as memcachedProgram } from '../apps/memcached.ts';
import { cartService, loadGenerator, SHOP_PORTS, shopFrontend, shopService } from '../apps/shop.ts';
import {
  bootcamp,
  echoserver,
  helloApp,
  httpEcho,
  kuard,
  nginxHello,
  nodeHello,
  podinfo,
  whoami,
} from '../apps/small-servers.ts';
import { standing } from '../apps/standing.ts';
import { result, vote, worker } from '../apps/voting.ts';
import { wordpress as wordpressProgram } from '../apps/wordpress.ts';
import type { ImageDefinition } from '../image.ts';
import { redisCli } from '../redis/cli.ts';
import { redisServer } from '../redis/server.ts';
import { type ServerApp, serverProgram, serveUntilStopped } from '../web/app.ts';
import { type Base, image, type Recipe } from './recipe.ts';
import { COMMON_VARIANTS } from './tags.ts';

interface AppFacts {
  readonly base?: Base;
  readonly sizeBytes?: number;
  readonly path?: string;
  readonly user?: number;
  readonly command?: readonly string[];
}

/** An image with one program, another for each tag. */
function appOf(
  repository: string,
  tags: Recipe['tags'],
  program: (tag: string) => Program,
  facts: AppFacts = {},
): ImageDefinition {
  const path = facts.path ?? '/app';
  return image({
    repository,
    tags,
    base: facts.base ?? 'empty',
    sizeBytes: facts.sizeBytes ?? 12_000_000,
    entrypoint: [path],
    ...(facts.command === undefined ? {} : { command: facts.command }),
    ...(facts.user === undefined ? {} : { user: facts.user }),
    programs: (tag) => ({ [path]: program(tag) }),
  });
}

/** An image with one program and no more. */
function app(repository: string, tags: Recipe['tags'], program: Program, facts: AppFacts = {}): ImageDefinition {
  return appOf(repository, tags, () => program, facts);
}

const AGNHOST_TAGS = { minors: { '2': 56 }, variants: [] } as const;

const HELLO_WORLD = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

`;

// biome-ignore lint/correctness/useYield: it ends at once
const helloWorld: Program = function* (process): Task<number> {
  process.stdout.write(HELLO_WORLD);
  return 0;
};

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

const kubernetesSamples: readonly ImageDefinition[] = [
  app('registry.k8s.io/e2e-test-images/agnhost', AGNHOST_TAGS, agnhostProgram, {
    base: 'alpine',
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

const googleSamples: readonly ImageDefinition[] = [
  ...['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'].map(
    (repository) =>
      appOf(repository, ['2.0', '1.0'], (tag) => serverProgram(helloApp(tag)), {
        path: '/hello-app',
        user: 65_532,
      }),
  ),
  app('gcr.io/google-samples/node-hello', ['1.0', '2.0'], serverProgram(nodeHello), {
    base: 'debian',
    sizeBytes: 260_000_000,
  }),
  ...[
    'gcr.io/google-samples/kubernetes-bootcamp',
    'docker.io/jocatalin/kubernetes-bootcamp',
    'gcr.io/k8s-minikube/kubernetes-bootcamp',
  ].map((repository) =>
    appOf(repository, ['v1', 'v2'], (tag) => serverProgram(bootcamp(tag.replace('v', ''))), {
      base: 'debian',
      sizeBytes: 83_000_000,
    }),
  ),
  ...[
    'gcr.io/google-samples/gb-frontend',
    'gcr.io/google_samples/gb-frontend',
    'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend',
  ].map((repository) =>
    app(repository, ['v5', 'v6', 'v4', 'v3'], serverProgram(guestbookFrontend), {
      base: 'debian-curl',
      sizeBytes: 300_000_000,
      path: '/usr/local/bin/apache2-foreground',
    }),
  ),
  ...['gb-redis-follower', 'gb-redisslave'].flatMap((name) =>
    ['gcr.io/google-samples', 'gcr.io/google_samples', 'us-docker.pkg.dev/google-samples/containers/gke'].map(
      (folder) =>
        image({
          repository: `${folder}/${name}`,
          tags: ['v2', 'v3', 'v1'],
          base: 'debian',
          sizeBytes: 35_000_000,
          command: ['/run.sh'],
          files: {
            '/run.sh':
              '#!/bin/bash\n# Follows the leader whose name comes from DNS, or from the environment.\nif [ "$GET_HOSTS_FROM" = env ]; then\n  exec redis-server --slaveof "$REDIS_LEADER_SERVICE_HOST" 6379\nfi\nexec redis-server --slaveof ' +
              `${name === 'gb-redisslave' ? 'redis-master' : 'redis-leader'} 6379\n`,
          },
          programs: () => ({ '/usr/local/bin/redis-server': redisServer(), '/usr/local/bin/redis-cli': redisCli() }),
        }),
    ),
  ),
  ...['gcr.io/kuar-demo/kuard-amd64', 'gcr.io/kuar-demo/kuard'].map((repository) =>
    app(repository, ['blue', 'green', 'purple', 'v0.10.0-blue', '1', '2', '3'], serverProgram(kuard), {
      base: 'alpine',
      path: '/kuard',
    }),
  ),
];

const SHOP_FOLDERS = [
  'us-central1-docker.pkg.dev/google-samples/microservices-demo',
  'gcr.io/google-samples/microservices-demo',
];
const SHOP_TAGS = {
  minors: {
    '0.10': 4,
    '0.9': 0,
    '0.8': 1,
    '0.7': 0,
    '0.6': 0,
    '0.5': 2,
    '0.4': 2,
    '0.3': 9,
    '0.2': 4,
    '0.1': 5,
    '0.0': 0,
  },
  variants: [],
} as const;

function shopProgram(name: string): Program {
  if (name === 'frontend') return serverProgram(shopFrontend);
  if (name === 'loadgenerator') return loadGenerator;
  if (name === 'cartservice') return cartService;
  return serverProgram(shopService(name as keyof typeof SHOP_PORTS));
}

/** The twelve-service demo shop. */
const shop: readonly ImageDefinition[] = SHOP_FOLDERS.flatMap((folder) =>
  ['frontend', 'loadgenerator', ...Object.keys(SHOP_PORTS)].map((name) =>
    image({
      repository: `${folder}/${name}`,
      tags: SHOP_TAGS,
      base: 'alpine',
      sizeBytes: 40_000_000,
      entrypoint: [`/src/${name}`],
      programs: () => ({ [`/src/${name}`]: shopProgram(name), '/bin/grpc_health_probe': grpcHealthProbe }),
    }),
  ),
);

/** `grpc_health_probe -addr=:8080`, which older images carry for exec probes. */
const grpcHealthProbe: Program = function* (process): Task<number> {
  const port = Number(/-addr[= ]\S*?:(\d+)/.exec(process.argv.join(' '))?.[1] ?? 0);
  const serves = process.machine.network?.listening().includes(port) === true;
  process.stdout.write(serves ? 'status: SERVING\n' : `timeout: failed to connect service ":${port}" within 1s\n`);
  yield* process.sleep(5);
  return serves ? 0 : 2;
};

/** The voting app. */
const voting: readonly ImageDefinition[] = [
  ...['examplevotingapp_vote', 'examplevotingapp_result', 'examplevotingapp_worker'].map((name) =>
    app(
      `docker.io/dockersamples/${name}`,
      ['latest', 'before', 'after'],
      name.endsWith('vote') ? serverProgram(vote) : name.endsWith('result') ? serverProgram(result) : worker,
      { base: 'debian-curl', sizeBytes: 75_000_000, path: '/usr/local/bin/app' },
    ),
  ),
  ...(['vote', 'result', 'worker'] as const).map((name) =>
    app(
      `docker.io/kodekloud/examplevotingapp_${name}`,
      ['v1', 'v2'],
      name === 'vote' ? serverProgram(vote) : name === 'result' ? serverProgram(result) : worker,
      {
        base: 'debian-curl',
        sizeBytes: 75_000_000,
        path: '/usr/local/bin/app',
      },
    ),
  ),
];

function web(
  repository: string,
  tags: Recipe['tags'],
  server: ServerApp,
  path = '/app',
  base: Base = 'empty',
): ImageDefinition {
  return app(repository, tags, serverProgram(server), { path, base });
}

const demos: readonly ImageDefinition[] = [
  web('docker.io/hashicorp/http-echo', ['1.0', '1.0.0', '0.2.3', '0.2.1', 'alpine'], httpEcho, '/http-echo'),
  web(
    'docker.io/traefik/whoami',
    ['v1.10', 'v1.11', 'v1.10.3', 'v1.10.2', 'v1.10.1', 'v1.9', 'v1.8', 'v1.7'],
    whoami,
    '/whoami',
  ),
  web('docker.io/containous/whoami', ['v1.5.0', 'latest'], whoami, '/whoami'),
  ...['docker.io/nginxdemos/hello', 'docker.io/nginxdemos/nginx-hello'].map((repository) =>
    appOf(
      repository,
      ['0.4', '0.3', '0.2', 'latest', 'plain-text', '0.4-plain-text', '0.3-plain-text'],
      (tag) => serverProgram(nginxHello(tag.includes('plain-text'))),
      { base: 'alpine', path: '/usr/sbin/nginx' },
    ),
  ),
  ...['docker.io/stefanprodan/podinfo', 'ghcr.io/stefanprodan/podinfo'].map((repository) =>
    appOf(
      repository,
      {
        minors: { '6.7': 1, '6.6': 3, '6.5': 4, '6.4': 1, '6.3': 6, '6.2': 3, '6.1': 8, '6.0': 4, '5.2': 1 },
        variants: [],
      },
      (tag) => serverProgram(podinfo(tag)),
      { base: 'alpine', path: '/home/app/podinfo', user: 100 },
    ),
  ),
  app('docker.io/library/hello-world', ['latest', 'linux', 'nanoserver'], helloWorld, {
    path: '/hello',
    sizeBytes: 10_000,
  }),
  image({
    repository: 'docker.io/library/memcached',
    tags: { minors: { '1.6': 39, '1.5': 22, '1.4': 39 }, variants: COMMON_VARIANTS },
    base: 'debian',
    sizeBytes: 33_000_000,
    command: ['memcached'],
    user: 11_211,
    programs: () => ({ '/usr/local/bin/memcached': memcachedProgram }),
  }),
  image({
    repository: 'docker.io/library/wordpress',
    tags: {
      minors: {
        '6.8': 2,
        '6.7': 2,
        '6.6': 2,
        '6.5': 5,
        '6.4': 5,
        '6.3': 2,
        '6.2': 2,
        '6.1': 1,
        '6.0': 3,
        '5.9': 3,
        '5.8': 3,
        '5.7': 2,
        '5.6': 2,
        '5.5': 3,
        '5.4': 2,
        '5.0': 3,
        '4.9': 8,
        '4.8': 3,
        '4.7': 5,
      },
      variants: [...COMMON_VARIANTS, 'apache', 'fpm', 'php'],
    },
    base: 'debian-curl',
    sizeBytes: 240_000_000,
    entrypoint: ['docker-entrypoint.sh'],
    command: ['apache2-foreground'],
    workingDir: '/var/www/html',
    stopSignal: 28,
    directories: ['/var/www/html'],
    programs: () => ({ '/usr/local/bin/docker-entrypoint.sh': wordpressProgram }),
  }),
  image({
    repository: 'docker.io/nicolaka/netshoot',
    tags: ['v0.13', 'v0.14', 'v0.12', 'v0.11', 'latest'],
    base: 'debian-curl',
    sizeBytes: 200_000_000,
    command: ['bash'],
  }),
  image({
    repository: 'registry.k8s.io/e2e-test-images/jessie-dnsutils',
    tags: ['1.7', '1.5', '1.4', '1.3'],
    base: 'busybox',
    sizeBytes: 110_000_000,
    command: ['sh', '-c', 'sleep infinity'],
  }),
  app(
    'docker.io/fluent/fluentd',
    { minors: { '1.18': 0, '1.17': 1, '1.16': 6, '1.15': 3, '1.14': 6 }, variants: [...COMMON_VARIANTS, 'edge'] },
    standing(() => 'fluentd worker is now running worker=0\n'),
    { base: 'alpine', path: '/bin/entrypoint.sh', user: 100 },
  ),
];

/** Sample and demonstration programs that documentation and courses name. */
export const samples: readonly ImageDefinition[] = [
  ...kubernetesSamples,
  ...googleSamples,
  ...shop,
  ...voting,
  ...demos,
];
