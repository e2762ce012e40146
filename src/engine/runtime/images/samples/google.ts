import { guestbookFrontend } from '../../apps/guestbook.ts';
import { bootcamp, helloApp, kuard, nodeHello } from '../../apps/small-servers.ts';
import type { ImageDefinition } from '../../image.ts';
import { redisCli } from '../../redis/cli.ts';
import { redisServer } from '../../redis/server.ts';
import { serverProgram } from '../../web/app.ts';
import { image } from '../recipe.ts';
import { app, appOf } from './app.ts';

/** Google's samples: hello-app, the guestbook, kuard. */
export const googleSamples: readonly ImageDefinition[] = [
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
