import type { ImageDefinition } from '../image.ts';
import { redisCli } from '../redis/cli.ts';
import { redisServer } from '../redis/server.ts';
import { debianTools, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS, programsIn } from './root-tree.ts';

/** `redis`: the server with its data in memory, and redis-cli. */
export const redis: ImageDefinition = {
  repository: 'docker.io/library/redis',
  tags: ['7', '7.4', '7.4.1', '7.2', '6', '6.2', '7-alpine', 'alpine'],
  sizeBytes: 45_000_000,
  entrypoint: [],
  command: ['redis-server'],
  env: [['REDIS_VERSION', '7.4.1']],
  workingDir: '/data',
  stopSignal: 15,
  files: once(() =>
    buildRoot({
      directories: [...DEBIAN_DIRECTORIES, '/data'],
      links: DEBIAN_LINKS,
      programs: {
        ...programsIn('/usr/bin', debianTools.keys()),
        '/usr/local/bin/redis-server': 'redis-server',
        '/usr/local/bin/redis-cli': 'redis-cli',
      },
      files: commonFiles(DEBIAN_12),
    }),
  ),
  programs: once(() => programsOf(debianTools, { 'redis-server': redisServer(), 'redis-cli': redisCli() })),
};
