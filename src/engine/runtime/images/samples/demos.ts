import type { Program, Task } from '../../../shell/process/types.ts';
import { memcached as memcachedProgram } from '../../apps/memcached.ts';
import { httpEcho, nginxHello, podinfo, whoami } from '../../apps/small-servers.ts';
import { standing } from '../../apps/standing.ts';
import { wordpress as wordpressProgram } from '../../apps/wordpress.ts';
import type { ImageDefinition } from '../../image.ts';
import { type ServerApp, serverProgram } from '../../web/app.ts';
import { type Base, image, type Recipe } from '../recipe.ts';
import { COMMON_VARIANTS } from '../tags.ts';
import { app, appOf } from './app.ts';

const HELLO_WORLD = `
Hello from Docker!
This message shows that your installation appears to be working correctly.

`;

// biome-ignore lint/correctness/useYield: it ends at once
const helloWorld: Program = function* (process): Task<number> {
  process.stdout.write(HELLO_WORLD);
  return 0;
};

function web(
  repository: string,
  tags: Recipe['tags'],
  server: ServerApp,
  path = '/app',
  base: Base = 'empty',
): ImageDefinition {
  return app(repository, tags, serverProgram(server), { path, base });
}

/** Demonstration servers, WordPress, memcached, netshoot. */
export const demos: readonly ImageDefinition[] = [
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
    tags: ['1.7', '1.5', '1.4', '1.3', '1.0'],
    base: 'debian-dnsutils',
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
